"""Set-up brings the same packages everywhere, and no file says where a developer's machine got them."""

import json
import re
import subprocess
from collections.abc import Iterable
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[2]
LOCKS = sorted((ROOT / "requirements").glob("*.lock"))
# In pieces, so that this file does not name them either.
HOSTS = ["pypi" + ".org", "pythonhosted" + ".org", "registry" + ".npmjs", "registry" + ".yarnpkg", "index" + "-url"]
MANY = 500


def _tracked() -> list[Path]:
    listed = subprocess.run(["git", "ls-files", "-z"], cwd=ROOT, capture_output=True, text=True, check=True)
    return [path for name in listed.stdout.split("\0") if name and (path := ROOT / name).is_file()]


def naming(texts: Iterable[tuple[str, str]]) -> set[str]:
    """Return the names of the texts in which an address of a package registry stands."""
    return {name for name, text in texts if any(host in text for host in HOSTS)}


def test_no_file_names_a_package_registry() -> None:
    texts = [(str(path.relative_to(ROOT)), path.read_bytes().decode(errors="replace")) for path in _tracked()]
    # A list that came out empty, or of one folder alone, would prove nothing.
    assert len(texts) > MANY
    assert {"package-lock.json", "requirements/run.lock", "safeplan/npm.py", "tests/guards/test_locks.py"} <= dict(
        texts
    ).keys()
    assert naming(texts) == set()


@pytest.mark.parametrize("host", HOSTS)
def test_a_file_that_names_one_is_found(host: str) -> None:
    planted = f"click==8.1.7\n    # from https://{host}/simple\n"
    assert naming([("clean.lock", "click==8.1.7\n"), ("planted.lock", planted)]) == {"planted.lock"}


@pytest.mark.parametrize("lock", LOCKS, ids=lambda path: path.name)
def test_every_python_package_is_pinned_with_a_hash(lock: Path) -> None:
    packages = [block for block in re.split(r"\n(?=[a-z])", lock.read_text()) if "==" in block]
    assert packages
    assert [block.split()[0] for block in packages if "--hash=sha256:" not in block] == []


def test_every_browser_package_is_pinned_with_a_hash_and_without_an_address() -> None:
    packages = json.loads((ROOT / "package-lock.json").read_text())["packages"]
    held = {name: about for name, about in packages.items() if name}
    assert held
    assert [name for name, about in held.items() if "integrity" not in about or "resolved" in about] == []


def test_browser_packages_are_asked_for_by_exact_version() -> None:
    wanted = json.loads((ROOT / "package.json").read_text())
    versions = {**wanted["dependencies"], **wanted["devDependencies"]}
    assert [name for name, version in versions.items() if not re.fullmatch(r"\d+\.\d+\.\d+", version)] == []


def test_the_server_runs_on_the_versions_the_tests_ran_on() -> None:
    def pins(name: str) -> set[str]:
        return set(re.findall(r"^([a-z0-9-]+==[\w.]+)", (ROOT / "requirements" / name).read_text(), re.MULTILINE))

    assert pins("run.lock") <= pins("dev.lock")
