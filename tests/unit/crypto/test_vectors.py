"""What an earlier release or a browser sealed still opens (tests/vectors/crypto.json)."""

from __future__ import annotations

import hashlib
import json
from base64 import b64decode
from pathlib import Path
from typing import Any

import pytest

from safeplan import crypto

VECTORS: dict[str, Any] = json.loads((Path(__file__).parents[2] / "vectors" / "crypto.json").read_text("utf-8"))


@pytest.mark.parametrize("case", VECTORS["canonical"])
def test_canonical(case: dict[str, Any]) -> None:
    assert crypto.canonical(case["value"]) == case["text"].encode()


@pytest.mark.parametrize("name", ["revision_aad", "letter_info"])
def test_bindings(name: str) -> None:
    assert VECTORS["bindings"][name]
    for case in VECTORS["bindings"][name]:
        assert getattr(crypto, name)(*case["arguments"]) == case["text"].encode()


def test_letterbox() -> None:
    case = VECTORS["letterbox"]
    pair = crypto.letterbox(bytes.fromhex(case["compartment_key"]))
    assert (pair.private.hex(), pair.public.hex()) == (case["private"], case["public"])


def test_padding() -> None:
    assert [[length, crypto.padded_size(length)] for length, _ in VECTORS["padding"]] == VECTORS["padding"]


@pytest.mark.parametrize("case", VECTORS["sealed"])
def test_sealed(case: dict[str, str]) -> None:
    opened = crypto.open_sealed(bytes.fromhex(case["key"]), b64decode(case["blob"]), case["aad"].encode())
    assert opened == case["plaintext"].encode()


def test_wrapped() -> None:
    case = VECTORS["wrapped"]
    key = crypto.unwrap(bytes.fromhex(case["under"]), b64decode(case["blob"]), case["aad"].encode())
    assert key.hex() == case["key"]


def test_revision() -> None:
    case = VECTORS["revision"]
    aad, sealed = case["aad"].encode(), b64decode(case["sealed"])
    key = bytes.fromhex(case["compartment_key"])
    assert crypto.open_revision(key, b64decode(case["wrapped_key"]), sealed, aad) == case["document"].encode()
    assert crypto.chain(crypto.GENESIS, aad, sealed).hex() == case["chain_after_genesis"]


@pytest.mark.parametrize("case", VECTORS["grant"]["grants"])
def test_grants(case: dict[str, Any]) -> None:
    whose = VECTORS["grant"]
    pair = crypto.KeyPair.from_private(bytes.fromhex(whose["private"]))
    place = (whose["plan"], case["compartment"], case["epoch"], whose["holder_kind"], whose["holder"], case["right"])
    assert crypto.open_grant(pair, b64decode(case["sealed"]), *place).hex() == case["key"]


@pytest.mark.parametrize("case", VECTORS["letters_from_the_server"] + VECTORS["letters_from_the_browser"])
def test_letters(case: dict[str, str]) -> None:
    private, blob = bytes.fromhex(case["private"]), b64decode(case["blob"])
    assert crypto.open_from(private, blob, case["info"].encode()) == case["plaintext"].encode()
    with pytest.raises(crypto.Tampered):
        crypto.open_from(private, blob, case["info"].encode() + b" ")


def test_letter_without_a_compartment() -> None:
    case = VECTORS["letter_without_a_compartment"]
    assert crypto.letter_info(*case["arguments"]) == case["info"].encode()
    opened = crypto.open_from(bytes.fromhex(case["private"]), b64decode(case["blob"]), case["info"].encode())
    assert opened == case["plaintext"].encode()


@pytest.mark.parametrize("case", VECTORS["packs"]["packs"])
def test_packs(case: dict[str, Any]) -> None:
    assert crypto.pack_info(*case["arguments"]) == case["info"].encode()
    opened = crypto.open_from(
        bytes.fromhex(VECTORS["packs"]["private"]), b64decode(case["blob"]), case["info"].encode()
    )
    assert opened == case["plaintext"].encode()


def test_session() -> None:
    case = VECTORS["session"]
    secret = bytes.fromhex(case["secret"])
    assert (crypto.session_id(secret), crypto.csrf_seed(secret)) == (case["sid"], case["csrf_seed"])


def test_sheet() -> None:
    case = VECTORS["sheet"]
    assert crypto.from_sheet(case["text"]).hex() == case["half"]
    assert crypto.to_sheet(bytes.fromhex(case["half"])) == case["text"]


def test_passphrase() -> None:
    case = VECTORS["passphrase"]
    root = crypto.stretch(
        case["passphrase"], bytes.fromhex(case["salt"]), bytes.fromhex(case["pepper"]), case["person"]
    )
    assert (crypto.verifier(root).hex(), root.kek.hex()) == (case["verifier"], case["kek"])


def test_pack() -> None:
    case = VECTORS["pack"]
    opened = crypto.open_from(bytes.fromhex(case["private"]), b64decode(case["blob"]), case["info"].encode())
    assert opened == case["plaintext"].encode()


def test_vault_record() -> None:
    case = VECTORS["vault_record"]
    opened = crypto.open_sealed(bytes.fromhex(case["key"]), b64decode(case["blob"]), case["aad"].encode())
    assert opened == case["plaintext"].encode()


def test_the_words_open_a_vault() -> None:
    case = next(one for one in VECTORS["vault_locks"] if one["kind"] == "words")
    typed = b"gravel picnic caf\xc3\xa9 harbour umbrella"
    under = hashlib.pbkdf2_hmac("sha256", typed, b64decode(case["salt"]), case["rounds"])
    assert crypto.unwrap(under, b64decode(case["wrapped"]), case["aad"].encode()).hex() == case["key"]
