"""What can go wrong when something is sealed or opened."""

from __future__ import annotations


class CryptoError(Exception):
    """Anything this package refuses; catch this one at the edge of a request."""


class Tampered(CryptoError):
    """Authentication failed: wrong key, wrong place, changed or cut short.

    It takes no detail on purpose. Telling these cases apart helps only
    somebody who is trying keys or moving sealed rows about.
    """

    def __init__(self) -> None:
        super().__init__("This could not be opened.")


class UnknownFormat(CryptoError):
    """Not one of our formats, or a version or suite this release does not know."""


class UnusableKey(CryptoError):
    """A public key that would give no secrecy, such as the all-zero point."""


class WeakSecret(CryptoError):
    """A passphrase, setting or cost that is too easy to guess."""


class Busy(CryptoError):
    """Too many passphrases are being tried at once; try again in a moment."""


class MistypedSheet(CryptoError, ValueError):
    """A recovery sheet was not copied correctly."""
