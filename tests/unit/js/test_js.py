"""Runs the browser's own modules in Node: the same spelling as the server's, and an outbox that loses nothing."""

from __future__ import annotations

import base64
import hashlib
import json
import shutil
import subprocess
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from safeplan import crypto
from safeplan.crypto.canonical import canonical

HERE = Path(__file__).parent
NODE = shutil.which("node")

words = st.text(st.characters(exclude_categories=["Cs"]), max_size=30)
keys = st.text(st.characters(max_codepoint=126), max_size=8).filter(lambda key: not key.isdigit())
values = st.recursive(
    st.none() | st.booleans() | st.integers(-(2**53) + 1, 2**53 - 1) | words,
    lambda inner: st.lists(inner, max_size=4) | st.dictionaries(keys, inner, max_size=4),
    max_leaves=12,
)


def node(*arguments: str, typed: str = "") -> subprocess.CompletedProcess[str]:
    assert NODE, "Node is needed to run the browser's modules; `make .venv` says how to get it"
    return subprocess.run([NODE, *arguments], input=typed, capture_output=True, text=True, check=False, timeout=120)


VAULT = [f"vault_{name}.mjs" for name in ("formats", "opening", "keeping", "faults", "sending", "attacks")]


@pytest.mark.parametrize(
    "file",
    ["api.mjs", "arrived.mjs", "sheets.mjs", "canonical.mjs", "outbox.mjs", "seen.mjs", "service_worker.mjs", *VAULT],
)
def test_module(file: str) -> None:
    ran = node("--test", str(HERE / file))
    assert ran.returncode == 0, ran.stdout + ran.stderr


@settings(max_examples=8, deadline=None)
@given(st.lists(values, min_size=30, max_size=60))
def test_browser_and_server_spell_a_value_alike(some: list[object]) -> None:
    ran = node(str(HERE / "hashes.mjs"), typed=json.dumps(some))
    assert ran.returncode == 0, ran.stderr
    assert json.loads(ran.stdout) == [hashlib.sha256(canonical(value)).hexdigest() for value in some]


def test_what_a_tablet_seals_opens_on_the_server() -> None:
    author, room = crypto.new_keypair(), crypto.new_keypair()
    publics = {"author": author.public, "room": room.public}
    ran = node(
        str(HERE / "vault_seal.mjs"), typed=json.dumps({n: base64.b64encode(p).decode() for n, p in publics.items()})
    )
    assert ran.returncode == 0, ran.stderr
    made = json.loads(ran.stdout)
    person = made["person"]
    for letter in made["letters"]:
        sealed, own = (base64.b64decode(letter[half]) for half in ("sealed", "own"))
        place = [letter["plan"], letter["compartment"], letter["epoch"], letter["id"], person, letter["device"]]
        info = crypto.bound("sp/letter", 1, *place)
        words = crypto.open_from(author, own, info)
        assert json.loads(words)["document"]["data"]["words"] == "Żółć “no” 🐇"
        assert letter["hash"] == hashlib.sha256(sealed or own).hexdigest()
        if letter["compartment"]:
            assert info == crypto.letter_info(*place)
            assert crypto.open_from(room, sealed, info) == words
        else:
            assert (sealed, letter["epoch"]) == (b"", 0)
    assert [letter["compartment"] == "" for letter in made["letters"]] == [False, True]
    draft = made["draft"]
    info = crypto.bound("sp/draft", 1, person, draft["device"], draft["id"])
    assert json.loads(crypto.open_from(author, base64.b64decode(draft["own"]), info)) == {
        "key": "note",
        "value": "half",
    }
