"""Seals and opens everything SafePlan keeps; the only package that may import `cryptography`.

It knows nothing of Flask, of the database or of plans: bytes and ids in, bytes out.
Import from here, not from the modules inside.
"""

from .bundles import Bundle, new_bundle, open_bundle, seal_bundle
from .canonical import canonical
from .certificates import throwaway_certificate
from .checks import check_pepper, check_secret
from .envelope import bound, new_id, new_key, opaque_id, open_bound, open_sealed, padded_size, seal, unwrap, wrap
from .errors import (
    Busy,
    CryptoError,
    MistypedSheet,
    Tampered,
    UnknownFormat,
    UnusableKey,
    WeakSecret,
)
from .grants import Bunch, new_bunch, open_grant, seal_grant
from .keypairs import KeyPair, letterbox, new_keypair, open_from, seal_to
from .passphrases import (
    KDF_SLOTS,
    KdfParams,
    Root,
    check_strength,
    generate_words,
    kdf_row_hash,
    matches,
    stretch,
    verifier,
    weak_parameters_for_tests,
)
from .recovery import from_sheet, join, split, to_sheet
from .revisions import (
    GENESIS,
    chain,
    draft_info,
    letter_info,
    open_label,
    open_revision,
    pack_info,
    revision_aad,
    seal_label,
    seal_revision,
)
from .sessions import csrf_seed, new_secret, open_session, own_tag, seal_session, session_id

__all__ = [
    "GENESIS",
    "KDF_SLOTS",
    "Bunch",
    "Bundle",
    "Busy",
    "CryptoError",
    "KdfParams",
    "KeyPair",
    "MistypedSheet",
    "Root",
    "Tampered",
    "UnknownFormat",
    "UnusableKey",
    "WeakSecret",
    "bound",
    "canonical",
    "chain",
    "check_pepper",
    "check_secret",
    "check_strength",
    "csrf_seed",
    "draft_info",
    "from_sheet",
    "generate_words",
    "join",
    "kdf_row_hash",
    "letter_info",
    "letterbox",
    "matches",
    "new_bunch",
    "new_bundle",
    "new_id",
    "new_key",
    "new_keypair",
    "new_secret",
    "opaque_id",
    "open_bound",
    "open_bundle",
    "open_from",
    "open_grant",
    "open_label",
    "open_revision",
    "open_sealed",
    "open_session",
    "own_tag",
    "pack_info",
    "padded_size",
    "revision_aad",
    "seal",
    "seal_bundle",
    "seal_grant",
    "seal_label",
    "seal_revision",
    "seal_session",
    "seal_to",
    "session_id",
    "split",
    "stretch",
    "throwaway_certificate",
    "to_sheet",
    "unwrap",
    "verifier",
    "weak_parameters_for_tests",
    "wrap",
]
