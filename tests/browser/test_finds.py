"""What could find a person, in what somebody types: each is offered, before it is saved and after; none is read out."""

import json
from typing import Any

from playwright.sync_api import Page, expect

from safeplan.demo.families import Row, family_b_mended
from tests.browser.conftest import SignedIn
from tests.browser.live import Live
from tests.browser.steps import plans, sharing

GRACE = "Grace, Noah and Ella"
WORDS = "Helpline 0300 123 4567. She moved to 12 Mill Lane CB1 2AB, her number 07700 900456"
ADDRESS, NUMBER, HELPLINE = "12 Mill Lane CB1 2AB", "07700 900456", "0300 123 4567"
FIRST, NEXT = "This could find someone", "This could find someone too"
# A find comes where the last one was, and is not for the second tap of two.
AFTER_A_LOOK_MS = 500
SAID = """() => {
  const live = document.querySelectorAll("[role=status], [role=alert], [aria-live]");
  return [...live].map((one) => one.textContent).join(" ");
}"""
ACTION: Row = (
    "action",
    "gate",
    {"owner": "agency", "agency": "school", "what": "Keep a gate log", "state": "asked", "perpetrator": "@mark"},
)
NOTE: Row = ("note", "moved", {"about": "@grace", "words": f"Rang at ten. She is at {ADDRESS} now."})


def then_it_is_offered(page: Page, find: str, heading: str) -> None:
    shown = page.get_by_role("region", name=heading, exact=True)
    expect(shown).to_contain_text(f"“{find}”")
    expect(shown.get_by_role("heading")).to_be_focused()
    assert find not in page.evaluate(SAID)


def when_they_decide(page: Page, words: str) -> None:
    page.wait_for_timeout(AFTER_A_LOOK_MS)
    plans.press(page, words)


def entries_of(page: Page, plan: str, rest: str = "") -> list[dict[str, Any]]:
    got = page.evaluate("(path) => fetch(path).then((answer) => answer.json())", f"/api/1/plans/{plan}{rest}")
    return got["revisions"] if rest.startswith("/entries") else got["entries"]


def test_each_find_of_a_note_is_offered_and_it_is_kept_when_all_are_decided(signed_in: SignedIn, live: Live) -> None:
    plan = live.family(family_b_mended())
    page = signed_in("priya", "tablet")
    plans.when_they_open_the_plan(page, plan, GRACE)
    plans.press(page, "Note")
    page.get_by_label("Note", exact=True).fill(WORDS)
    plans.press(plans.bar(page), "Save")

    then_it_is_offered(page, HELPLINE, FIRST)
    when_they_decide(page, "Leave it here")
    then_it_is_offered(page, ADDRESS, NEXT)
    when_they_decide(page, "Keep it with the addresses")
    then_it_is_offered(page, NUMBER, NEXT)
    assert WORDS not in json.dumps(entries_of(page, plan)), "nothing is saved before all is decided"
    when_they_decide(page, "Keep it with the addresses")
    plans.then_it_is_kept(page)

    [note] = [one for one in entries_of(page, plan) if one["kind"] == "note" and HELPLINE in json.dumps(one)]
    assert note["heads"][0]["data"]["words"] == (
        "Helpline 0300 123 4567. She moved to (kept with the addresses), her number (kept with the addresses)"
    )
    places = [one["heads"][0]["data"] for one in entries_of(page, plan, "/places")]
    assert [(one["kind"], one["words"]) for one in places] == [("home", ADDRESS), ("phone", NUMBER)]


def when_they_open_the_note(page: Page, plan: str) -> None:
    plans.when_they_open_the_plan(page, plan, GRACE)
    plans.when_they_go_to(page, "Notes")
    page.get_by_role("article").filter(has_text="Rang at ten").get_by_role("button", name="Change").click()


def test_what_was_saved_with_an_address_is_taken_out_for_good_by_the_same_tap(signed_in: SignedIn, live: Live) -> None:
    plan = live.family([*family_b_mended(), NOTE])
    page = signed_in("priya", "desk")
    when_they_open_the_note(page, plan)
    shown = page.get_by_role("region", name=FIRST, exact=True)
    expect(shown).to_contain_text("takes it out of here for good")
    when_they_decide(page, "Keep it with the addresses")
    expect(page.get_by_role("status").filter(has_text="taken out for good")).to_be_visible()
    assert ADDRESS not in page.evaluate(SAID)
    plans.then_it_is_kept(page)

    [note] = [one for one in entries_of(page, plan) if "Rang at ten" in json.dumps(one)]
    assert note["heads"][0]["data"]["words"] == "Rang at ten. She is at (kept with the addresses) now."
    old, clean = entries_of(page, plan, f"/entries/{note['entry']}")
    assert old["unfiled"]["reason"] == "wrong_place"
    assert clean["parents"] == [old["revision"]]
    assert ADDRESS not in json.dumps([old, clean])
    [place] = [one["heads"][0]["data"] for one in entries_of(page, plan, "/places")]
    assert (place["words"], place["about"]) == (ADDRESS, note["heads"][0]["data"]["about"])

    # The form is as it was, but for that, and one person's next words are no second writing.
    page.get_by_label("Note", exact=True).fill("Rang at ten. All is well.")
    plans.press(plans.bar(page), "Save")
    plans.then_it_is_kept(page)
    [note] = [one for one in entries_of(page, plan) if "Rang at ten" in json.dumps(one)]
    assert [head["data"]["words"] for head in note["heads"]] == ["Rang at ten. All is well."]


def test_who_does_not_lead_is_told_what_happens_instead(signed_in: SignedIn, live: Live) -> None:
    plan = live.family([*family_b_mended(), NOTE])
    live.share(plan, "ruth", "plan", "place")
    page = signed_in("ruth", "tablet")
    when_they_open_the_note(page, plan)
    expect(page.get_by_role("region", name=FIRST, exact=True)).to_contain_text(
        "Priya can take it out of the history for good"
    )
    when_they_decide(page, "Keep it with the addresses")
    expect(page.get_by_role("status").filter(has_text="until Priya takes them out")).to_be_visible()
    [note] = [one for one in entries_of(page, plan) if "Rang at ten" in json.dumps(one)]
    assert ADDRESS not in json.dumps(note)


def test_a_character_that_cannot_be_kept_is_said_while_it_is_typed(signed_in: SignedIn, live: Live) -> None:
    plan = live.family(family_b_mended())
    page = signed_in("priya", "tablet")
    plans.when_they_open_the_plan(page, plan, GRACE)
    plans.press(page, "Note")
    words = page.get_by_label("Note", exact=True)
    for character in ("\0", "\a"):
        words.fill(f"Nan brings{character} the bag")
        expect(page.get_by_text("a character that cannot be kept: number 11")).to_be_visible()
        words.fill("Nan brings the bag")
        expect(page.get_by_text("cannot be kept")).to_have_count(0)
    plans.press(plans.bar(page), "Save")
    plans.then_it_is_kept(page)


def test_what_a_partner_says_beside_an_answer_is_looked_through(signed_in: SignedIn, live: Live) -> None:
    asked = "Keep a gate log"
    plan = live.family([*family_b_mended(), ACTION])
    live.share(plan, "ruth", "plan")
    page = signed_in("ruth", "tablet")
    plans.when_they_open_the_plan(page, plan, GRACE)
    card = sharing.asked(page, asked)
    plans.press(card, "We cannot")
    card.locator("label.choice").first.click()
    card.get_by_label("What covers the gap?").fill(f"Nan at {ADDRESS}")
    plans.press(card, "Say that we cannot")
    then_it_is_offered(page, ADDRESS, FIRST)
    # She was not given the addresses, and is told so.
    expect(card.get_by_text("You may not write with the addresses.")).to_be_visible()
    expect(card.get_by_role("button", name="Keep it with the addresses")).to_have_count(0)
    when_they_decide(page, "Leave it here")
    expect(sharing.asked(page, asked)).to_have_count(0)
    plans.then_it_stands_on_the_server(page, plan, f"Nan at {ADDRESS}")
