"""The doors of this package: what routes and other packages may ask of plans."""

from safeplan.plans.appending import append
from safeplan.plans.creating import is_excluded, make_plan
from safeplan.plans.delivering import deliver, open_own, settle
from safeplan.plans.errors import Damaged
from safeplan.plans.fingerprint import fingerprints
from safeplan.plans.letterbox import hold
from safeplan.plans.letters import decide, file_waiting, post
from safeplan.plans.listing import list_plans
from safeplan.plans.narrowing import narrowed
from safeplan.plans.opening import OpenPlan, Part, get_plan
from safeplan.plans.presenters import history_json, key_holders_json, places_json, plan_json, without_places
from safeplan.plans.reading import read_heads, read_history
from safeplan.plans.receipts import Receipt, Refusal
from safeplan.plans.rules import PLACE
from safeplan.plans.staffing import desk_key_changed, excluded_on_desk, person_ended, person_key_changed
from safeplan.plans.steering import child_letterboxes, hand_lead, say_why, set_stage
from safeplan.plans.unfiling import unfile

__all__ = [
    "PLACE",
    "Damaged",
    "OpenPlan",
    "Part",
    "Receipt",
    "Refusal",
    "append",
    "child_letterboxes",
    "decide",
    "deliver",
    "desk_key_changed",
    "excluded_on_desk",
    "file_waiting",
    "fingerprints",
    "get_plan",
    "hand_lead",
    "history_json",
    "hold",
    "is_excluded",
    "key_holders_json",
    "list_plans",
    "make_plan",
    "narrowed",
    "open_own",
    "person_ended",
    "person_key_changed",
    "places_json",
    "plan_json",
    "post",
    "read_heads",
    "read_history",
    "say_why",
    "set_stage",
    "settle",
    "unfile",
    "without_places",
]
