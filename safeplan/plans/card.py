"""What the list of plans shows of one plan (plan summary): names, dates to come, and who has not answered.

What it is found by and does not show stands in it too: whole names, and days of birth.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from safeplan import crypto, names

MOST = 12


def make_card(facts: Mapping[str, Any]) -> dict[str, Any]:
    """Return the card of a plan from its defined facts: {names, found_by, dates: [{day, what}], asked: [{…}]}."""
    people = [(str(one["name"]), str(one["born"] or one["due"])) for one in facts["family"]]
    return {
        "names": _names(facts["family"], names.called(people)),
        "found_by": [{"name": name, "born": born} for name, born in people],
        "dates": _dates(facts),
        "asked": _asked(facts),
    }


def _names(family: Sequence[Mapping[str, Any]], called: Sequence[str]) -> list[str]:
    of = list(zip(family, called, strict=True))
    return [name for role in ("parent", "child") for one, name in of if one["role"] == role]


def _dates(facts: Mapping[str, Any]) -> list[dict[str, str]]:
    today = facts["today"]
    ends = [{"day": action["until_day"], "what": "action-ends"} for action in facts["actions"] if action["stands"]]
    orders = [
        {"day": power["expiry"], "what": "order-ends"} for power in facts["powers"] if power["state"] == "in_force"
    ]
    promised = [
        {"day": promise["by_day"], "what": "promise"}
        for promise in facts["promises"]
        if promise["state"] in ("", "made")
    ]
    coming = [date for date in ends + orders + promised if date["day"] >= today]
    return sorted(coming, key=lambda date: (date["day"], date["what"]))[:MOST]


def _asked(facts: Mapping[str, Any]) -> list[dict[str, str]]:
    return [
        {"entry": one["id"], "agency": one["agency"], "person": one["asked_of"], "by": one["answer_by"]}
        for one in facts["actions"]
        if one["asked"] and one["owner"] == "agency"
    ][:MOST]


def card_aad(plan: str, epoch: int) -> bytes:
    return crypto.bound("sp/card", 1, plan, epoch)
