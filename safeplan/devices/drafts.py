"""Gives back what was being written when a tablet's vault ran out: sealed to its author, it opens at their sign-in."""

from __future__ import annotations

import json
from collections.abc import Sequence
from typing import TYPE_CHECKING, Any

from safeplan import crypto
from safeplan.devices.forms import Draft

if TYPE_CHECKING:
    from safeplan.accounts.service import Actor


def open_drafts(actor: Actor, drafts: Sequence[Draft]) -> list[dict[str, Any]]:
    """Return {id, key, value} of each draft that opens with the actor's own key; the others are left out.

    Nothing is kept here and nobody else's can be opened: the seal names its author and the tablet.
    """
    if actor.bundle_private is None:
        return []
    pair = crypto.KeyPair.from_private(actor.bundle_private)
    shown = []
    for draft in drafts:
        info = crypto.draft_info(actor.person_id, draft.device, draft.id)
        try:
            content = json.loads(crypto.open_from(pair, draft.own, info))
        except (crypto.CryptoError, ValueError, RecursionError):
            continue
        if isinstance(content, dict) and isinstance(content.get("key"), str):
            shown.append({"id": draft.id, "key": content["key"], "value": content.get("value")})
    return shown
