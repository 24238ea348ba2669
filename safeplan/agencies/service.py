"""The doors of this package: agencies, people, desks, recovery, and who would hold a new plan."""

from safeplan.agencies.desks import add_desk, change_key, let_in, name_member, remove_member
from safeplan.agencies.errors import NoRecovery, SheetsDiffer
from safeplan.agencies.founding import AgencyDraft, add_agency, draft_agency
from safeplan.agencies.holders import Holder, holders_for_new_plan
from safeplan.agencies.presenters import key_holders_json
from safeplan.agencies.recovery import name_holder, own_half, recovery_private
from safeplan.agencies.staff import WordsOnce, add_person, add_team, end_person, new_words

__all__ = [
    "AgencyDraft",
    "Holder",
    "NoRecovery",
    "SheetsDiffer",
    "WordsOnce",
    "add_agency",
    "add_desk",
    "add_person",
    "add_team",
    "change_key",
    "draft_agency",
    "end_person",
    "holders_for_new_plan",
    "key_holders_json",
    "let_in",
    "name_holder",
    "name_member",
    "new_words",
    "own_half",
    "recovery_private",
    "remove_member",
]
