"""Somebody who carried off all the server has, and tries every key that can be made out of it."""

from __future__ import annotations

import json
import re
import tomllib
from base64 import b64decode, b64encode
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from hashlib import sha256
from typing import Any
from urllib.parse import quote

from sqlalchemy import LargeBinary, select

from safeplan import crypto
from safeplan.accounts.desk_keys import desk_key_info
from safeplan.crypto.derive import derive
from safeplan.db import Base
from safeplan.plans.log.tally import Tally

PURPOSES = ("sp/auth/1", "sp/kek/1", "sp/sess/1", "csrf", "sp/letterbox/1")
OBVIOUS = ("", "password", "safeplan", "lantern pebble orchard kettle", "changeme changeme changeme")

Row = dict[str, Any]


def spelled(words: str) -> set[bytes]:
    """Return every spelling under which words could lie about: UTF-8, UTF-16, base64, hex, and as in a URL or JSON."""
    raw = words.encode()
    spellings = {raw, raw.lower(), words.encode("utf-16-le"), words.encode("utf-16-be")}
    for content in (raw, words.encode("utf-16-le")):
        spellings |= {content.hex().encode(), content.hex().upper().encode()}
        for shift in range(3):
            # What stands before it moves base64 by one or two characters; the edges are shared and left out.
            inner = b64encode(b"\0" * shift + content).rstrip(b"=")[4 if shift else 0 : -2]
            spellings |= {inner, inner.replace(b"+", b"-").replace(b"/", b"_")}
    return spellings | {quote(words).encode(), json.dumps(words)[1:-1].encode()}


def sightings(loot: dict[str, bytes], canaries: dict[str, str]) -> list[str]:
    """Return a line for each place where a canary can be read."""
    seen = []
    for sort, words in canaries.items():
        needles = [one for one in spelled(words) if len(one) >= 8] + [part.encode() for part in rare(words)]
        seen += [f"{sort} in {name}" for name, content in loot.items() if any(one in content for one in needles)]
    return seen


def rare(words: str) -> list[str]:
    return [word for word in re.findall(r"\w{9,}", words) if word[0].isupper()]


@dataclass
class Opened:
    """What a thief got open: a line for each."""

    sessions: list[str] = field(default_factory=list)
    bundles: list[str] = field(default_factory=list)
    grants: list[str] = field(default_factory=list)
    records: list[str] = field(default_factory=list)

    def all(self) -> list[str]:
        return [*self.sessions, *self.bundles, *self.grants, *self.records]


class Thief:
    """Holds every row and the configuration. `bring` hands over what a thief would not have, to show the lock works."""

    def __init__(self, connection: Any, settings_file: bytes) -> None:
        self.rows: dict[str, list[Row]] = {
            name: [dict(row) for row in connection.execute(select(table)).mappings()]
            for name, table in Base.metadata.tables.items()
        }
        self.settings = tomllib.loads(settings_file.decode())
        self.keys: dict[tuple[str, int], bytes] = {}
        self.bound = {row["id"]: revision_bound(row) for row in self.rows["revision"]}
        self.doors = set(self._public_halves())

    def _public_halves(self) -> Iterator[bytes]:
        """Yield everything that is sealed to: of people, desks, recovery and letterboxes."""
        columns = (
            ("person", "public_key"),
            ("desk", "public_key"),
            ("agency", "recovery_public"),
            ("epoch", "letterbox"),
        )
        return (bytes(row[column]) for table, column in columns for row in self.rows[table])

    @property
    def secrets(self) -> list[bytes]:
        return [bytes.fromhex(self.settings["pepper"]), bytes.fromhex(self.settings["secret"])]

    def candidates(self) -> list[bytes]:
        """Return every 32-byte key that can be read or made out of what was carried off."""
        found = {bytes(32), b"\1" * 32, *self.secrets, *self._columns()}
        found |= {sha256(one).digest() for one in list(found)}
        found |= {sha256(a + b).digest() for a in self.secrets for b in self.secrets}
        found |= {derive(one, purpose) for one in list(found) for purpose in PURPOSES}
        return sorted(found | self._guesses())

    def _columns(self) -> Iterator[bytes]:
        for name, table in Base.metadata.tables.items():
            for column in table.columns:
                for row in self.rows[name]:
                    value = row[column.name]
                    if isinstance(column.type, LargeBinary) and value is not None:
                        yield from pieces(bytes(value))
                    elif isinstance(value, str) and re.fullmatch(r"[0-9a-f]{32}(?:[0-9a-f]{32})?", value):
                        yield bytes.fromhex(value).ljust(32, b"\0")

    def _guesses(self) -> set[bytes]:
        made = set()
        for row in self.rows["unlock"][:2]:
            for words in OBVIOUS:
                root = crypto.stretch(words, bytes(row["salt"]), self.secrets[0], row["person"], cost(row))
                made |= {root.kek, root.auth_value}
        return made

    def tries(self, keys: Iterable[bytes]) -> Opened:
        """Try every key at every lock; return what came open."""
        opened = Opened()
        for key in keys:
            self._sessions(key, opened)
            self._bundles(key, opened)
            self._sealed_to(key, opened)
            self._under(key, opened)
        return opened

    def _sessions(self, key: bytes, opened: Opened) -> None:
        for row in self.rows["session"]:
            sealed = (bytes(row["sealed"]), row["sid"], row["person"], row["created_at"])
            held = attempt(crypto.open_session, key, *sealed)
            if held is not None:
                opened.sessions.append(f"session {row['sid']}")
                private = json.loads(held).get("private")
                if private:
                    self.bring(b64decode(private), opened)

    def _bundles(self, key: bytes, opened: Opened) -> None:
        for row in self.rows["unlock"]:
            bound = crypto.kdf_row_hash(bytes(row["salt"]), cost(row), row["pepper"])
            sealed = (bytes(row["sealed_bundle"]), row["person"], row["id"], bound)
            bundle = attempt(crypto.open_bundle, key, *sealed)
            if bundle is not None:
                opened.bundles.append(f"keys of {row['person']}")
                self.bring(bundle.private, opened)

    def _sealed_to(self, key: bytes, opened: Opened) -> None:
        # A private key whose public half nothing was sealed to opens none of it; that is all that need be asked.
        if crypto.KeyPair.from_private(key).public in self.doors:
            self.bring(key, opened)

    def bring(self, private: bytes, opened: Opened) -> None:
        """Try a private key at every grant, desk and letter, whoever they say they are for."""
        pair = crypto.KeyPair.from_private(private)
        for row in self.rows["desk_member"]:
            desk = next(one for one in self.rows["desk"] if one["id"] == row["desk"])
            info = desk_key_info(desk["id"], bytes(desk["public_key"]), row["person"])
            found = row["sealed_key"] and attempt(crypto.open_from, private, bytes(row["sealed_key"]), info)
            if found:
                opened.grants.append(f"desk {desk['id']}")
                self._grants(crypto.KeyPair.from_private(found), opened)
        self._grants(pair, opened)
        self._letters(private, opened)

    def _grants(self, pair: crypto.KeyPair, opened: Opened) -> None:
        for row in self.rows["key_grant"]:
            place = [row[name] for name in ("plan", "compartment", "epoch", "holder_kind", "holder", "right")]
            key = attempt(crypto.open_grant, pair, bytes(row["sealed_key"]), *place)
            if key is not None:
                opened.grants.append(f"grant of {row['compartment']}")
                self.keys[row["compartment"], row["epoch"]] = key
                self._under(key, opened)
                self._letters(crypto.letterbox(key).private, opened)

    def _letters(self, private: bytes, opened: Opened) -> None:
        for row in self.rows["letter"]:
            names = ("plan", "compartment", "epoch", "id", "author", "device")
            info = crypto.letter_info(*(row[n] for n in names))
            for half in (row["sealed"], row["own"]):
                words = half and attempt(crypto.open_from, private, bytes(half), info)
                if words:
                    opened.records.append(words.decode())

    def _under(self, key: bytes, opened: Opened) -> None:
        """Try a key at everything sealed under a compartment's key, and at the words themselves."""
        for row in self.rows["compartment"]:
            place = (row["plan"], row["id"], row["epoch"])
            if attempt(crypto.open_label, key, *place, bytes(row["label"])) is not None:
                opened.records.append(f"label {row['id']}")
            if attempt(Tally.open, key, *place, bytes(row["tally"])) is not None:
                opened.records.append(f"tally {row['id']}")
        for row in self.rows["card"]:
            aad = crypto.bound("sp/card", 1, row["plan"], row["epoch"])
            card = attempt(crypto.open_sealed, key, bytes(row["sealed"]), aad)
            if card is not None:
                opened.records.append(card.decode())
        for row in self.rows["revision"]:
            opened.records += revision(key, row, self.bound[row["id"]])


def revision_bound(row: Row) -> bytes:
    names = ("plan", "compartment", "seq", "id", "entry")
    after = ("epoch", "author", "desk", "device", "authored_at", "received_at")
    parents = json.loads(row["parents"])
    return crypto.revision_aad(*(row[n] for n in names), parents, *(row[n] for n in after))


def revision(key: bytes, row: Row, aad: bytes) -> list[str]:
    """Return the words of a revision if `key` is its compartment's or its own."""
    sealed = bytes(row["sealed"])
    found = [attempt(crypto.open_sealed, key, sealed, aad)]
    if row["key"] is not None:
        found.append(attempt(crypto.open_revision, key, bytes(row["key"]), sealed, aad))
    return [one.decode() for one in found if one is not None]


def pieces(value: bytes) -> Iterator[bytes]:
    """Yield the places in a sealed thing where a careless format would leave its key."""
    for start in {0, 6, 18, max(0, len(value) - 32)}:
        piece = value[start : start + 32]
        if len(piece) == 32:
            yield piece


def cost(row: Row) -> crypto.KdfParams:
    return crypto.KdfParams(row["m_kib"], row["t"], row["p"])


def attempt(lock, *given: Any) -> Any:  # type: ignore[no-untyped-def]
    """Return what comes open, or None."""
    try:
        return lock(*given)
    except (crypto.CryptoError, ValueError):
        return None
