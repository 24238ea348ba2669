"""What a view may not show is on no screen of a plan: no word of it in the document, and no count that it changes.

Every section, sheet and form, come to in each view and open already when somebody walks in, for every entry of both
families of the demo; beside one family's an entry of every kind whose words are nobody else's: by us, by another
agency, and taken back.
"""

from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import Page, Route

from safeplan.entries import KINDS, Spec, sections
from tests.browser.conftest import ContextFor
from tests.browser.live import Live
from tests.browser.steps import plans, signing_in
from tests.browser.view_words import Plan, Unseen, members, unseen, without_unseen

WALK = Path(__file__).with_name("views_walk.js").read_text(encoding="utf-8").strip().removesuffix(";")
VIEWS = ("parent", "children")
# Somebody walks in while it is open; and it is come to with a child there.
TURNS = (("me", "parent", "children"), ("children", "parent"))
PARENTS = {"thornquist": "Isla", "bellwether-mended": "Grace"}
# One family has them beside its own: twice would prove nothing more.
MADE_UP_BESIDE = "thornquist"
SHEETS = ("who", "needs", "notes", "sign", "keys", "set-up")
# Whoever wrote, the kind of their agency, and why it was taken back.
WRITERS = (("ours", "council", ""), ("theirs", "police", ""), ("gone", "council", "mistake"))
VALUES = {"day": "2026-11-20", "month": "2026-10", "moment": "2026-11-20T10:00", "clock": "10:00"}

Stop = dict[str, Any]
Turn = tuple[str, ...]
Said = list[tuple[str, str, str]]
Change = Callable[[Plan], Plan]


@pytest.mark.parametrize("family", PARENTS)
def test_no_screen_says_what_its_view_may_not_show(context_for: ContextFor, live: Live, family: str) -> None:
    page = context_for("desk", service_workers="block").new_page()
    signing_in.when_they_sign_in(page, live.url, "priya")
    plan = when_it_is_opened(
        page, live.plans[family], PARENTS[family], with_every_kind if family == MADE_UP_BESIDE else unchanged
    )
    hidden = {view: unseen(plan, view) for view in VIEWS}

    said = when_it_is_walked_through(page, [*forms(plan), *screens(plan, *TURNS)])

    assert list(leaks(said, hidden)) == []
    # A walk that saw nothing would find nothing: alone, the same stops say most of it.
    alone = "\n".join(text for _, turn, text in said if turn == "me")
    assert len(hidden["children"].found_in(alone)) > 0.7 * len(set(hidden["children"].runs.values()))


@pytest.mark.parametrize("view", VIEWS)
def test_no_count_tells_that_there_is_more(context_for: ContextFor, live: Live, view: str) -> None:
    page = context_for("desk", service_workers="block").new_page()
    signing_in.when_they_sign_in(page, live.url, "priya")
    plan, parent = live.plans[MADE_UP_BESIDE], PARENTS[MADE_UP_BESIDE]

    whole = when_it_is_opened(page, plan, parent, with_every_kind)
    said = when_it_is_walked_through(page, screens(whole, (view,)))
    when_it_is_opened(page, plan, parent, lambda one: without_unseen(with_every_kind(one), view))
    without = when_it_is_walked_through(page, screens(whole, (view,)))

    # The list of plans is not this plan's: it comes of its own, when it comes.
    assert {at: words for at, words in differing(said, without) if at != "my plans"} == {}


def leaks(said: Said, hidden: dict[str, Unseen]) -> Iterator[str]:
    """What stands where its view may not show it: the stop, how it was come to, and the field with its words."""
    for at, turn, text in said:
        view = turn.rsplit(", then ", 1)[-1]
        if view in hidden:
            yield from (f"{at}, {turn}: {words}" for words in sorted(hidden[view].found_in(text)))


def when_it_is_opened(page: Page, plan: str, parent: str, change: Change) -> Plan:
    """The plan as the server gives it, changed on its way; nothing that is sent from here arrives."""
    opened: list[Plan] = []

    def changed(route: Route) -> None:
        opened.append(change(route.fetch().json()))
        route.fulfill(json=opened[-1])

    page.unroute_all(behavior="wait")
    page.route(f"**/api/1/plans/{plan}", changed)
    plans.when_they_open_the_plan(page, plan, parent)
    return opened[-1]


def when_it_is_walked_through(page: Page, stops: list[Stop]) -> Said:
    """What every stop says: its name, the views it was come to in, and all words in the document."""
    return [tuple(one) for one in page.evaluate(f"stops => {WALK}.walk(stops)", stops)]


def differing(said: Said, other: Said) -> Iterator[tuple[str, list[str]]]:
    for (at, _, text), (_, _, without) in zip(said, other, strict=True):
        if lines := sorted(set(text.split("\n")) ^ set(without.split("\n"))):
            yield at, lines


def screens(plan: Plan, *turns: Turn) -> list[Stop]:
    """The list of plans, every sheet, and every section but the form."""
    about = {"book": members(plan, "child"), "history": [plan["entries"][0]["entry"]]}
    return [
        *({"name": sheet, "at": {**_at(plan, "overview"), "sheet": sheet}, "turns": turns} for sheet in SHEETS),
        *(
            {"name": row.name, "at": {**_at(plan, row.name), "entry": entry}, "turns": turns}
            for row in sections.load()
            if row.name != "form"
            for entry in about.get(row.name, [""])
        ),
        # Last: leaving the plan closes it.
        {"name": "my plans", "at": {"screen": "plans"}, "turns": turns},
    ]


def forms(plan: Plan) -> Iterator[Stop]:
    """A new one of every kind that has a form, and every entry's own."""
    for kind, cls in KINDS.items():
        if not cls.info.heading:
            continue
        at = {**_at(plan, "form"), "kind": kind}
        needed = [spec.name for spec in cls.specs().values() if spec.required]
        yield {"name": f"a new {kind}", "at": at, "turns": TURNS, "needed": needed or None}
        for entry in (one for one in plan["entries"] if one["kind"] == kind and not one["heads"][0]["withdrawn"]):
            yield {
                "name": f"{kind} {entry['entry'][:4]}",
                "at": {**at, "entry": entry["entry"]},
                "turns": TURNS[:1],
                "needed": needed or None,
            }


def _at(plan: Plan, section: str) -> dict[str, str]:
    return {"screen": "plan", "plan": plan["plan"]["id"], "section": section}


def unchanged(plan: Plan) -> Plan:
    return plan


def with_every_kind(plan: Plan) -> Plan:
    """The same plan with entries of every kind beside the family's."""
    return {**plan, "entries": [*plan["entries"], *_made_up(plan)]}


def _made_up(plan: Plan) -> Iterator[Plan]:
    for number, (kind, cls) in enumerate(KINDS.items()):
        part = next((one["id"] for one in plan["compartments"] if one["class"] == cls.info.compartment), "")
        for by, (who, agency, withdrawn) in enumerate(WRITERS):
            entry = f"{number:02x}{by:02x}".ljust(32, "a")
            data = {name: _filled(spec, f"{kind} {who} {name}", plan) for name, spec in cls.specs().items()}
            head = {
                **plan["entries"][0]["heads"][0],
                **{"revision": entry, "data": data, "withdrawn": withdrawn, "parents": []},
                **{"author_agency": agency, "known_to_parent": False},
            }
            yield {"entry": entry, "compartment": part, "kind": kind, "heads": [head], "holds": entry}


def _filled(spec: Spec, says: str, plan: Plan) -> Any:
    """An answer to any field; its words are one word that nothing else says."""
    if spec.type == "text":
        return "zq" + says.replace("_", "").replace(" ", "")
    if spec.type in ("ref", "refs"):
        found = _pointed_at(spec, plan)
        return found if spec.type == "ref" else [found]
    if spec.type in ("code", "codes"):
        code = "kin" if spec.list == "roles" else spec.choices[-1].code
        return code if spec.type == "code" else [code]
    return VALUES.get(spec.type, spec.empty)


def _pointed_at(spec: Spec, plan: Plan) -> str:
    if spec.about == ("family_member",):
        return members(plan, (spec.roles or ("child",))[0])[0]
    return next((one["entry"] for one in plan["entries"] if not spec.about or one["kind"] in spec.about), "")
