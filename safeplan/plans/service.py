"""The doors of this package: what routes and other packages may ask of plans."""

from safeplan.plans.access.creating import is_excluded, make_plan
from safeplan.plans.access.fingerprint import fingerprints
from safeplan.plans.access.narrowing import narrowed
from safeplan.plans.access.opening import OpenPlan, Part, get_plan
from safeplan.plans.access.staffing import desk_key_changed, excluded_on_desk, person_ended, person_key_changed
from safeplan.plans.letters.delivering import deliver, open_own, settle
from safeplan.plans.letters.waiting import decide, file_waiting, post
from safeplan.plans.listing import list_plans
from safeplan.plans.log.append import append
from safeplan.plans.log.errors import Damaged
from safeplan.plans.log.reading import read_heads, read_history
from safeplan.plans.log.receipts import Receipt, Refusal
from safeplan.plans.log.unfiling import unfile
from safeplan.plans.presenters import history_json, key_holders_json, places_json, plan_json, without_places
from safeplan.plans.rules import PLACE
from safeplan.plans.steering import child_letterboxes, hand_lead, say_why, set_stage

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
