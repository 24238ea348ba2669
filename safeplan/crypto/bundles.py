"""A person's own private keys, sealed under what their passphrase opens."""

from __future__ import annotations

import json
from base64 import b64decode, b64encode
from dataclasses import dataclass, field

from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey

from .canonical import canonical
from .envelope import bound, opaque_id, open_sealed, seal
from .errors import UnknownFormat
from .keypairs import KeyPair, new_keypair

VERSION = 1


@dataclass(frozen=True)
class Bundle:
    """Two private keys of 32 bytes: X25519 to open, Ed25519 to sign. Neither shows in a repr."""

    private: bytes = field(repr=False)
    signing: bytes = field(repr=False)

    @property
    def pair(self) -> KeyPair:
        """The person's pair, to open grants with."""
        return KeyPair.from_private(self.private)

    def to_bytes(self) -> bytes:
        """Return the bundle as JSON of version 1, ready to be sealed."""
        return canonical(
            {
                "v": VERSION,
                "private": b64encode(self.private).decode("ascii"),
                "signing": b64encode(self.signing).decode("ascii"),
            }
        )

    @classmethod
    def from_bytes(cls, raw: bytes) -> Bundle:
        """Read what `to_bytes` wrote; UnknownFormat otherwise."""
        try:
            data = json.loads(raw)
            version = data["v"]
            private = b64decode(data["private"], validate=True)
            signing = b64decode(data["signing"], validate=True)
        except (ValueError, KeyError, TypeError):
            raise UnknownFormat("not a bundle of keys") from None
        if version != VERSION or len(private) != 32 or len(signing) != 32:
            raise UnknownFormat("a bundle this release does not know")
        return cls(private, signing)


def new_bundle() -> tuple[Bundle, bytes, bytes]:
    """Return a fresh bundle, its public key and its signing public key (32 bytes each)."""
    pair = new_keypair()
    signing = Ed25519PrivateKey.generate()
    bundle = Bundle(pair.private, signing.private_bytes_raw())
    return bundle, pair.public, signing.public_key().public_bytes_raw()


def seal_bundle(kek: bytes, bundle: Bundle, person_id: str, method_id: str, kdf_row_hash: str) -> bytes:
    """Seal a bundle for one way of unlocking it; `kdf_row_hash` ties it to that row's costs."""
    return seal(kek, bundle.to_bytes(), _aad(person_id, method_id, kdf_row_hash))


def open_bundle(kek: bytes, sealed: bytes, person_id: str, method_id: str, kdf_row_hash: str) -> Bundle:
    """Open what `seal_bundle` sealed; Tampered or UnknownFormat otherwise."""
    return Bundle.from_bytes(open_sealed(kek, sealed, _aad(person_id, method_id, kdf_row_hash)))


def _aad(person_id: str, method_id: str, kdf_row_hash: str) -> bytes:
    return bound("sp/bundle", 1, opaque_id(person_id), opaque_id(method_id), kdf_row_hash)
