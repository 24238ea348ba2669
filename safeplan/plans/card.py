"""What the list of plans shows of one plan (plan summary): first names, dates to come, and who has not answered."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from safeplan import crypto

MOST = 12


def make_card(facts: Mapping[str, Any]) -> dict[str, Any]:
    """Return the card of a plan from its defined facts: {names, dates: [{day, what}], asked: [{…}]}."""
    return {"names": _names(facts), "dates": _dates(facts), "asked": _asked(facts)}


def first_name(name: str) -> str:
    """Return the first of somebody's names: lists and headings never show a surname."""
    return name.split()[0] if name.split() else ""


def _names(facts: Mapping[str, Any]) -> list[str]:
    roles = ("parent", "child")
    family = [one for role in roles for one in facts["family"] if one["role"] == role]
    return [first_name(str(one["name"])) for one in family][:MOST]


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
