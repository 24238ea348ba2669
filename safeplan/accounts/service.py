"""The doors of this package: who is signed in, how they come in, and how it ends."""

from safeplan.accounts.actor import Actor, Tablet
from safeplan.accounts.desk_keys import desk_key_info, desk_keys
from safeplan.accounts.errors import EmailTaken, NoKeys, NotOpened
from safeplan.accounts.handing_over import hand_over
from safeplan.accounts.sessions import (
    child_gate,
    child_scope,
    end_all_sessions,
    end_session,
    load_session,
    touch,
    touch_due,
)
from safeplan.accounts.sign_in import SignedIn, change_passphrase, sign_in, step_up
from safeplan.accounts.stepping_up import require_step_up, stepped_up
from safeplan.accounts.unlocking import words_were_generated
from safeplan.accounts.wiring import PLAN_SIDE, SETTINGS, PlanSide, plan_side, settings

__all__ = [
    "PLAN_SIDE",
    "SETTINGS",
    "Actor",
    "EmailTaken",
    "NoKeys",
    "NotOpened",
    "PlanSide",
    "SignedIn",
    "Tablet",
    "change_passphrase",
    "child_gate",
    "child_scope",
    "desk_key_info",
    "desk_keys",
    "end_all_sessions",
    "end_session",
    "hand_over",
    "load_session",
    "plan_side",
    "require_step_up",
    "settings",
    "sign_in",
    "step_up",
    "stepped_up",
    "touch",
    "touch_due",
    "words_were_generated",
]
