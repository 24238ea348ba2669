"""What ties a revision, a letter, a pack, a label and a compartment's chain to their place."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from hashlib import sha256

import orjson

from .canonical import LARGEST_INTEGER, canonical
from .envelope import bound, new_key, opaque_id, open_bound, open_sealed, seal, unwrap, wrap

GENESIS = bytes(32)
"""The chain value before a compartment's first revision."""

_LABEL = ("sp/label", 1)

_ID, _WHOLE = '"[0-9a-f]{32}"', r"(?:0|[1-9]\d{0,15})"
# One look at the whole instead of one at each part: an opening binds hundreds of these. It is what `bound` would
# write, and a test compares the two.
_REVISION = re.compile(
    rf'\["sp/revision",1,{_ID},{_ID},{_WHOLE},{_ID},{_ID},\[(?:{_ID}(?:,{_ID})*)?\],'
    rf"{_WHOLE},{_ID},(?:null|{_ID}),(?:null|{_ID}),{_WHOLE},{_WHOLE}\]"
)


def revision_aad(
    plan: str,
    compartment: str,
    seq: int,
    id: str,
    entry: str,
    parents: Sequence[str],
    epoch: int,
    author: str,
    desk: str | None,
    device: str | None,
    authored_at: int,
    received_at: int,
) -> bytes:
    """Return the associated data of a revision: every clear column of its row.

    Ids are 32 hex digits, times whole milliseconds UTC. If one column is
    changed in the database, the revision no longer opens. The order of
    `parents` does not matter.
    """
    named = ",".join(f'"{parent}"' for parent in sorted(parents))
    text = (
        f'["sp/revision",1,"{plan}","{compartment}",{_whole(seq)},"{id}","{entry}",[{named}],{_whole(epoch)},'
        f'"{author}",{_or_null(desk)},{_or_null(device)},{_whole(authored_at)},{_whole(received_at)}]'
    )
    if _REVISION.fullmatch(text) is None:
        raise ValueError("an id is 32 lower-case hex digits")
    return text.encode("ascii")


def seal_revision(compartment_key: bytes, document: bytes, aad: bytes, *, deflate: bool = False) -> tuple[bytes, bytes]:
    """Seal a document under a key of its own; return (that key wrapped, the sealed document).

    Two columns, because unfiling destroys the first: the words are then gone
    for ever while the second stays in its place in log and chain.
    """
    key = new_key()
    wrapped = wrap(compartment_key, key, _key_aad(aad))
    return wrapped, seal(key, document, aad, deflate=deflate)


def open_revision(compartment_key: bytes, wrapped_key: bytes, sealed: bytes, aad: bytes) -> bytes:
    """Return the document that `seal_revision` sealed; Tampered or UnknownFormat otherwise."""
    return open_sealed(unwrap(compartment_key, wrapped_key, _key_aad(aad)), sealed, aad)


def chain(previous: bytes, aad: bytes, sealed: bytes) -> bytes:
    """Return the chain value (32 bytes) of the revision that follows `previous`.

    The wrapped key is left out: unfiling destroys it, and the chain must still hold.
    """
    if len(previous) != len(GENESIS):
        raise ValueError("a chain value is 32 bytes")
    link = previous + sha256(aad).digest() + sha256(sealed).digest()
    return sha256(b"sp/chain/1" + link).digest()


def letter_info(plan: str, compartment: str, epoch: int, id: str, author: str, device: str | None) -> bytes:
    """Return the info of a letter from a tablet, the same for its author's copy and the letterbox's.

    `compartment` is "" (and `epoch` 0) where only the author's copy exists: a new child has no room yet.
    """
    return bound(
        "sp/letter",
        1,
        opaque_id(plan),
        opaque_id(compartment) if compartment else "",
        _whole(epoch),
        opaque_id(id),
        opaque_id(author),
        _id_or_none(device),
    )


def pack_info(device: str, person: str, plan: str, until: int) -> bytes:
    """Return the info of what a tablet takes along: one plan, or with `plan` "" the list of them.

    `until` is when it ends (ms UTC): a tablet cannot be given a longer time by somebody in between.
    """
    return bound("sp/pack", 1, opaque_id(device), opaque_id(person), opaque_id(plan) if plan else "", _whole(until))


def draft_info(person: str, device: str, id: str) -> bytes:
    """Return the info of a draft's copy for its author; what is being written is inside."""
    return bound("sp/draft", 1, person, device, id, ids=(person, device, id))


def seal_label(compartment_key: bytes, plan: str, compartment: str, epoch: int, label: Mapping[str, object]) -> bytes:
    """Seal what a compartment is (its class, whom it is about): never in clear."""
    ids = (plan, compartment)
    return seal(compartment_key, canonical(label), bound(*_LABEL, *ids, _whole(epoch), ids=ids))


def open_label(compartment_key: bytes, plan: str, compartment: str, epoch: int, sealed: bytes) -> dict[str, object]:
    """Return the label that `seal_label` sealed; Tampered or UnknownFormat otherwise."""
    ids = (plan, compartment)
    return dict(orjson.loads(open_bound(compartment_key, sealed, *_LABEL, *ids, _whole(epoch), ids=ids)))


def _key_aad(aad: bytes) -> bytes:
    return b'["sp/revision-key",1,"%b"]' % sha256(aad).hexdigest().encode("ascii")


def _or_null(value: str | None) -> str:
    return "null" if value is None else f'"{value}"'


def _id_or_none(value: str | None) -> str | None:
    return None if value is None else opaque_id(value)


def _whole(value: int) -> int:
    # A datetime read back from SQLite has lost its zone; bound as text it would never match.
    if type(value) is not int:
        raise TypeError(f"a whole number, not {type(value).__name__}")
    if value > LARGEST_INTEGER:
        raise ValueError("a whole number too large for the browser to hold exactly")
    return value
