"""Writes tests/vectors/crypto.json, which Python and the browser must both agree with.

    python tests/unit/crypto/make_vectors.py

Only missing sections are made. One that stands is never made anew: it is the
proof that what an earlier release sealed still opens. `letters_from_the_browser`
was made with `@hpke/core` and is kept as it came.
"""

from __future__ import annotations

import hashlib
import json
from base64 import b64encode
from pathlib import Path

from safeplan import crypto
from safeplan.crypto.derive import derive

FILE = Path(__file__).parents[2] / "vectors" / "crypto.json"

PLAN, COMPARTMENT, ENTRY, AUTHOR, DESK, DEVICE, REVISION = (f"{n:x}" * 32 for n in range(1, 8))
PARENTS = ["b" * 32, "a" * 32]
KEY = bytes(range(32))
INNER_KEY = bytes(range(32, 64))
WORDS = '{"v":1,"kind":"action","data":{"what":"Noah’s school keeps the gate"}}'


def b64(raw: bytes) -> str:
    return b64encode(raw).decode("ascii")


def canonical() -> list[dict[str, object]]:
    values: list[object] = [
        ["sp/example", 1, None, True, False, []],
        {"b": 1, "a": {"d": [2, 1], "c": ""}, "B": 0, "_": 0},
        ["é", "e\u0301", "Noah’s", "\U0001f9f8", "\u2028", "\x7f"],
        ['"', "\\", "/", "\b\f\n\r\t", "\x00\x1f", "<b>&"],
        [0, -1, 2**53 - 1, -(2**53 - 1)],
    ]
    return [{"value": v, "text": crypto.canonical(v).decode()} for v in values]


def bindings() -> dict[str, object]:
    revision = [
        PLAN,
        COMPARTMENT,
        7,
        REVISION,
        ENTRY,
        PARENTS,
        2,
        AUTHOR,
        DESK,
        DEVICE,
        1795000000000,
        1795000000123,
    ]
    no_desk = [PLAN, COMPARTMENT, 1, REVISION, ENTRY, [], 1, AUTHOR, None, None, 1795000000000, 1795000000123]
    letter = [PLAN, COMPARTMENT, 2, REVISION, AUTHOR, DEVICE]
    no_device = [*letter[:5], None]
    return {
        "revision_aad": [{"arguments": a, "text": crypto.revision_aad(*a).decode()} for a in (revision, no_desk)],
        "letter_info": [{"arguments": a, "text": crypto.letter_info(*a).decode()} for a in (letter, no_device)],
    }


def letterbox() -> dict[str, str]:
    pair = crypto.letterbox(KEY)
    return {"compartment_key": KEY.hex(), "private": pair.private.hex(), "public": pair.public.hex()}


def padding() -> list[list[int]]:
    lengths = (0, 1, 252, 253, 1020, 1021, 4092, 4093, 16380, 16381, 65532, 65533, 131068, 131069)
    return [[length, crypto.padded_size(length)] for length in lengths]


def sealed() -> list[dict[str, object]]:
    aad = crypto.bound("sp/example", 1, PLAN)
    made = []
    for pad, deflate in ((True, False), (False, False), (True, True), (False, True)):
        blob = crypto.seal(KEY, WORDS.encode(), aad, pad=pad, deflate=deflate)
        made.append({"key": KEY.hex(), "aad": aad.decode(), "plaintext": WORDS, "blob": b64(blob)})
    return made


def wrapped() -> dict[str, str]:
    aad = crypto.bound("sp/example", 1, PLAN)
    blob = crypto.wrap(KEY, INNER_KEY, aad)
    return {"under": KEY.hex(), "key": INNER_KEY.hex(), "aad": aad.decode(), "blob": b64(blob)}


def revision() -> dict[str, str]:
    aad = crypto.revision_aad(
        PLAN, COMPARTMENT, 7, REVISION, ENTRY, PARENTS, 2, AUTHOR, DESK, DEVICE, 1795000000000, 1795000000123
    )
    wrapped_key, blob = crypto.seal_revision(KEY, WORDS.encode(), aad)
    return {
        "compartment_key": KEY.hex(),
        "aad": aad.decode(),
        "document": WORDS,
        "wrapped_key": b64(wrapped_key),
        "sealed": b64(blob),
        "chain_after_genesis": crypto.chain(crypto.GENESIS, aad, blob).hex(),
    }


def letters_from_the_server() -> list[dict[str, str]]:
    pair = crypto.letterbox(KEY)
    info = crypto.letter_info(PLAN, COMPARTMENT, 2, REVISION, AUTHOR, DEVICE)
    return [
        {
            "private": pair.private.hex(),
            "public": pair.public.hex(),
            "info": info.decode(),
            "plaintext": WORDS,
            "blob": b64(crypto.seal_to(pair.public, WORDS.encode(), info, pad=pad, deflate=deflate)),
        }
        for pad, deflate in ((True, False), (False, False), (True, True))
    ]


def letter_without_a_compartment() -> dict[str, object]:
    """A new child's first words, sealed to their author alone."""
    pair = crypto.letterbox(INNER_KEY)
    arguments = [PLAN, "", 0, REVISION, AUTHOR, DEVICE]
    info = crypto.letter_info(*arguments)
    return {
        "private": pair.private.hex(),
        "public": pair.public.hex(),
        "arguments": arguments,
        "info": info.decode(),
        "plaintext": WORDS,
        "blob": b64(crypto.seal_to(pair.public, WORDS.encode(), info)),
    }


def packs() -> dict[str, object]:
    """What a tablet takes along: deflated, then sealed to its vault's public half."""
    pair = crypto.letterbox(KEY)
    until = 1795000000000
    made = []
    for plan, words in ((PLAN, WORDS), ("", '{"plans":[]}')):
        info = crypto.pack_info(DEVICE, AUTHOR, plan, until)
        sealed = crypto.seal_to(pair.public, words.encode(), info, deflate=True)
        made.append(
            {"arguments": [DEVICE, AUTHOR, plan, until], "info": info.decode(), "plaintext": words, "blob": b64(sealed)}
        )
    return {"private": pair.private.hex(), "public": pair.public.hex(), "packs": made}


def session() -> dict[str, str]:
    return {"secret": KEY.hex(), "sid": crypto.session_id(KEY), "csrf_seed": crypto.csrf_seed(KEY)}


def sheet() -> dict[str, str]:
    return {"half": KEY.hex(), "text": crypto.to_sheet(KEY)}


def passphrase() -> dict[str, str]:
    words = "gravel ｐicnic café harbour umbrella"
    root = crypto.stretch(words, KEY[:16], INNER_KEY, AUTHOR)
    return {
        "passphrase": words,
        "salt": KEY[:16].hex(),
        "pepper": INNER_KEY.hex(),
        "person": AUTHOR,
        "verifier": crypto.verifier(root).hex(),
        "kek": root.kek.hex(),
    }


def pack() -> dict[str, str]:
    pair = crypto.letterbox(KEY)
    info = crypto.bound("sp/pack", 1, DEVICE, AUTHOR, PLAN, 1795000000000)
    return {
        "private": pair.private.hex(),
        "device": DEVICE,
        "person": AUTHOR,
        "plan": PLAN,
        "until": "1795000000000",
        "info": info.decode(),
        "plaintext": WORDS * 100,
        "blob": b64(crypto.seal_to(pair.public, (WORDS * 100).encode(), info, deflate=True)),
    }


def vault_record() -> dict[str, str]:
    aad = crypto.bound("sp/vault", 1, DEVICE, "work", REVISION)
    blob = crypto.seal(KEY, WORDS.encode(), aad)
    return {
        "key": KEY.hex(),
        "vault": DEVICE,
        "store": "work",
        "record": REVISION,
        "aad": aad.decode(),
        "plaintext": WORDS,
        "blob": b64(blob),
    }


def vault_locks() -> list[dict[str, object]]:
    """A vault key under each of the two things that open it."""
    salt, rounds, prf = KEY, 1_000_000, bytes(range(64, 96))
    cost = hashlib.sha256(crypto.canonical([salt.hex(), rounds])).hexdigest()

    def lock(kind: str, typed: str, under: bytes) -> dict[str, object]:
        aad = crypto.bound("sp/vault-key", 1, DEVICE, kind, cost)
        return {
            "vault": DEVICE,
            "kind": kind,
            "typed": typed,
            "salt": b64(salt),
            "rounds": rounds,
            "prf": b64(prf),
            "key": INNER_KEY.hex(),
            "aad": aad.decode(),
            "wrapped": b64(crypto.wrap(under, INNER_KEY, aad)),
        }

    words, pin = "gravel picnic café harbour umbrella", "402913"
    slow = hashlib.pbkdf2_hmac("sha256", pin.encode(), salt, rounds)
    return [
        lock(
            "words",
            "  Gravel ｐicnic\tCafé harbour UMBRELLA ",
            hashlib.pbkdf2_hmac("sha256", words.encode(), salt, rounds),
        ),
        lock("passkey", pin, derive(prf + slow, "sp/vault-lock/1")),
    ]


def grant() -> dict[str, object]:
    pair = crypto.KeyPair.from_private(INNER_KEY)
    bunch = crypto.new_bunch(pair.public, PLAN, "person", AUTHOR)
    given = [(COMPARTMENT, 2, "lead", KEY), (ENTRY, 0, "read", INNER_KEY)]
    return {
        "private": pair.private.hex(),
        "plan": PLAN,
        "holder_kind": "person",
        "holder": AUTHOR,
        "grants": [
            {
                "compartment": compartment,
                "epoch": epoch,
                "right": right,
                "key": key.hex(),
                "sealed": b64(crypto.seal_grant(bunch, key, compartment, epoch, right)),
            }
            for compartment, epoch, right, key in given
        ],
    }


SECTIONS = (
    canonical,
    bindings,
    letterbox,
    padding,
    sealed,
    wrapped,
    revision,
    letters_from_the_server,
    letter_without_a_compartment,
    packs,
    session,
    sheet,
    passphrase,
    pack,
    vault_record,
    vault_locks,
    grant,
)


def main() -> None:
    vectors = json.loads(FILE.read_text("utf-8")) if FILE.exists() else {}
    for make in SECTIONS:
        if make.__name__ not in vectors:
            vectors[make.__name__] = make()
    FILE.write_text(json.dumps(vectors, indent=1, ensure_ascii=False) + "\n", "utf-8")


if __name__ == "__main__":
    main()
