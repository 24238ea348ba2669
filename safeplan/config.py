"""Reads an installation's settings and refuses to go on with secrets that are missing or weak.

Secrets stand in `settings.toml` (mode 0600), never in the database: without the
pepper a stolen database is no use for guessing passphrases.
"""

from __future__ import annotations

import json
import os
import secrets
import tomllib
from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path

from safeplan.crypto import check_pepper, check_secret

SETTINGS_FILE = "settings.toml"
DEMO_MARK = "DEMO-PEOPLE-ONLY"
DEFAULT_PORT = 8000


class SettingsError(Exception):
    """The settings cannot be used; the message says which one and why, never its value."""


@dataclass(frozen=True)
class Settings:
    """What one installation runs with; `pepper` and `secret` are 32 bytes or more.

    `refuges` are names that find whoever is there: nothing prints them, and no page or public file holds them.
    `proxies` is how many of our own stand in front: only their word on who calls is believed.
    """

    data: Path
    database_url: str
    port: int
    pepper: bytes = field(repr=False)
    secret: bytes = field(repr=False)
    shown_name: str = "Daybook"
    area: str = ""
    refuges: tuple[str, ...] = field(default=(), repr=False)
    demo: bool = False
    tls: bool = False
    proxies: int = 0

    @classmethod
    def load(cls, environ: Mapping[str, str]) -> Settings:
        """Return the settings named by the environment; SettingsError or WeakSecret if unfit."""
        data = data_folder(environ)
        path = Path(environ.get("SAFEPLAN_CONFIG") or data / SETTINGS_FILE)
        if not path.is_file():
            raise SettingsError(f"There is no {SETTINGS_FILE}. Make one with: safeplan init")
        values = _read(path)
        return cls(
            data=data,
            database_url=environ.get("SAFEPLAN_DATABASE_URL") or f"sqlite:///{data / 'safeplan.db'}",
            port=_number(environ, "SAFEPLAN_PORT", DEFAULT_PORT, 1, 65535),
            pepper=_secret(values, "pepper"),
            secret=_secret(values, "secret"),
            shown_name=str(values.get("shown_name", "Daybook")),
            area=str(values.get("area", "")),
            refuges=_names(values, "refuges"),
            demo=bool(values.get("demo", False)) or (data / DEMO_MARK).exists(),
            tls=environ.get("SAFEPLAN_TLS", "") not in ("", "0"),
            proxies=_number(environ, "SAFEPLAN_PROXIES", 0, 0, 9),
        )

    def refuse_demo(self) -> None:
        """Raise SettingsError in a demo folder: its passphrases stand in the source for all to read."""
        if self.demo:
            raise SettingsError("This is a demo folder. Its passphrases are public; start a real one elsewhere.")


def data_folder(environ: Mapping[str, str]) -> Path:
    """Return the folder that SAFEPLAN_DATA names; SettingsError if it names none."""
    named = environ.get("SAFEPLAN_DATA", "")
    if not named:
        raise SettingsError("SAFEPLAN_DATA is not set: it names the folder for the database and settings.")
    return Path(named).expanduser().resolve()


def write_settings(data: Path, *, demo: bool = False, area: str = "") -> Path:
    """Make the data folder with fresh secrets; an existing settings file is left alone."""
    data.mkdir(parents=True, exist_ok=True, mode=0o700)
    path = data / SETTINGS_FILE
    if demo:
        (data / DEMO_MARK).touch()
    if not path.exists():
        lines = [
            f'pepper = "{secrets.token_hex(32)}"',
            f'secret = "{secrets.token_hex(32)}"',
            'shown_name = "Daybook"',
            f"area = {json.dumps(area)}",
            "refuges = []",
            f"demo = {str(demo).lower()}",
        ]
        with os.fdopen(os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600), "w") as file:
            file.write("\n".join(lines) + "\n")
    return path


def _read(path: Path) -> dict[str, object]:
    try:
        return tomllib.loads(path.read_text("utf-8"))
    except OSError as fault:
        raise SettingsError(f"{path.name} cannot be read: {fault.strerror}.") from None
    except ValueError:
        # Not even its faulty line is repeated: it may be the one with a secret in it.
        raise SettingsError(f"{path.name} is not written as TOML.") from None


def _number(environ: Mapping[str, str], name: str, usual: int, least: int, most: int) -> int:
    said = environ.get(name) or str(usual)
    if not said.isascii() or not said.isdigit() or not least <= int(said) <= most:
        raise SettingsError(f"{name} is not a whole number from {least} to {most}.")
    return int(said)


def _names(values: Mapping[str, object], name: str) -> tuple[str, ...]:
    said = values.get(name, [])
    if not isinstance(said, list) or not all(isinstance(one, str) for one in said):
        raise SettingsError(f"{name} is not a list of names.")
    return tuple(one.strip() for one in said if one.strip())


def _secret(values: Mapping[str, object], name: str) -> bytes:
    text = values.get(name, "")
    try:
        raw = bytes.fromhex(str(text))
    except ValueError:
        raise SettingsError(f"{name.upper()} is not written as hex digits.") from None
    if name == "pepper":
        check_pepper(raw)
    else:
        check_secret(name.upper(), raw)
    return raw
