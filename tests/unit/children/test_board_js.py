"""Runs the board's own modules in Node, and seals and opens letters between the two languages."""

from __future__ import annotations

import base64
import json
import re
import shutil
import subprocess
from hashlib import sha256
from pathlib import Path

import pytest

from safeplan import children, crypto
from safeplan.entries import check
from safeplan.plans.log.submission import Submission

ROOT = Path(__file__).parents[3]
JS = ROOT / "tests/unit/js"
PLACE = {"plan": "1" * 32, "author": "4" * 32, "device": None}


def node(*arguments: str, typed: str = "") -> subprocess.CompletedProcess[str]:
    found = shutil.which("node")
    assert found, "Node is needed to run the browser's modules; `make .venv` says how to get it"
    return subprocess.run([found, *arguments], input=typed, capture_output=True, text=True, check=False, timeout=120)


@pytest.mark.parametrize("file", sorted(path.name for path in JS.glob("board_*.mjs") if path.name != "board_seal.mjs"))
def test_module(file: str, tmp_path: Path) -> None:
    exported = tmp_path / "boards.json"
    exported.write_text(json.dumps(children.export()))
    ran = subprocess.run(
        [shutil.which("node") or "node", "--test", str(JS / file)],
        capture_output=True,
        text=True,
        check=False,
        timeout=120,
        env={"PATH": "/usr/bin:/bin", "BOARDS": str(exported)},
    )
    assert ran.returncode == 0, ran.stdout + ran.stderr


@pytest.mark.parametrize("device", [None, "6" * 32])
@pytest.mark.parametrize("size", [1, 300, 20_000])
def test_what_the_board_seals_only_the_letterbox_opens(device: str | None, size: int) -> None:
    box = crypto.new_keypair()
    public = base64.b64encode(box.public).decode()
    revision = {"id": "7" * 32, "entry": "3" * 32, "words": "Żółć “no” 🐇" + "x" * size}
    asked = {
        "place": PLACE | {"device": device},
        "box": {"compartment": "2" * 32, "epoch": 2, "public": public},
        "revision": revision,
    }
    ran = node(str(JS / "board_seal.mjs"), typed=json.dumps(asked))
    assert ran.returncode == 0, ran.stderr
    letter = json.loads(ran.stdout)
    sealed = base64.b64decode(letter["sealed"])
    info = crypto.letter_info(
        letter["plan"], letter["compartment"], letter["epoch"], letter["id"], PLACE["author"], letter["device"]
    )
    assert crypto.open_from(box.private, sealed, info) == crypto.canonical(revision)
    assert letter["device"] == device
    assert letter["hash"] == sha256(sealed).hexdigest()
    elsewhere = crypto.letter_info(
        letter["plan"], "9" * 32, letter["epoch"], letter["id"], PLACE["author"], letter["device"]
    )
    with pytest.raises(crypto.CryptoError):
        crypto.open_from(box.private, sealed, elsewhere)


def test_the_length_of_a_letter_does_not_tell_a_no_from_a_story() -> None:
    box = {"compartment": "2" * 32, "epoch": 1, "public": base64.b64encode(crypto.new_keypair().public).decode()}
    lengths = set()
    for words in ("no", "When it gets loud my tummy does butterflies."):
        asked = {"place": PLACE, "box": box, "revision": {"id": "7" * 32, "entry": "3" * 32, "words": words}}
        lengths.add(len(json.loads(node(str(JS / "board_seal.mjs"), typed=json.dumps(asked)).stdout)["sealed"]))
    assert len(lengths) == 1


def test_what_is_inside_a_letter_is_a_revision_the_server_reads() -> None:
    """A letter that opens to something else is held for ever, and a child's page with it."""
    ran = node(str(JS / "board_seal.mjs"), "revision")
    assert ran.returncode == 0, ran.stderr
    made = json.loads(ran.stdout)
    assert Submission.read(made).hash == sha256(crypto.canonical(made)).hexdigest()


def test_the_server_keeps_what_a_full_page_of_the_board_sends() -> None:
    """A page the form refuses would be a child's words lost."""
    ran = node(str(JS / "board_seal.mjs"), "document")
    assert ran.returncode == 0, ran.stderr
    document = json.loads(ran.stdout)
    assert check("page", document["v"], document["data"]) == document["data"]


# What opening a vault, a pack or a draft cannot do without.
OPENERS = ("sp/vault", "sp/pack", "sp/draft", "PBKDF2")


def test_no_script_a_child_s_page_can_fetch_opens_what_is_on_a_tablet() -> None:
    built = ROOT / "static" / "dist"
    files = json.loads((built / "manifest.json").read_text())["files"]
    found, ahead = set(), [files["board.js"]["file"]]
    while ahead:
        name = ahead.pop()
        found.add(name)
        imported = re.findall(r'"\./([\w-]+\.js)"', (built / name).read_text())
        ahead += [one for one in imported if one not in found]
    assert len(found) > 1, "nothing was followed"
    assert [(name, word) for name in found for word in OPENERS if word in (built / name).read_text()] == []
    # The control: the words are what the vault's own worker is made of.
    worker = (built / files["vault-worker.js"]["file"]).read_text()
    assert [word for word in OPENERS if word not in worker] == []
