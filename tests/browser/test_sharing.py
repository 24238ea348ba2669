"""Sharing one part of a plan with Dana: what she is asked, what she answers, what she never sees, and the end of it."""

import re

from playwright.sync_api import expect

from safeplan.demo.families import Row, family_b_mended
from tests.browser.conftest import SignedIn
from tests.browser.live import Live
from tests.browser.steps import plans, sharing, signing_in

# What stands in parts Dana is not given: Mark's behaviour, and the children's words.
NOT_THERE = ("butterflies", "under the stairs", "Quarrelstone")
NOT_GIVEN = ("Lets himself in at night with a key", "butterflies", "under the stairs", "Quarrelstone")
ASKED = "Look in at 22.00 and 2.00"
ASKED_TOO = "Mark the address, so that a call from there comes first"
OVER: Row = (
    "action",
    "over",
    {
        "owner": "agency",
        "agency": "police",
        "asked_of": "@dana",
        "perpetrator": "@mark",
        "rung": "around",
        "checker": "council",
        "state": "accepted",
        "what": "Sit in the street on Sunday nights",
        "from_day": "2026-01-04",
        "until_day": "2026-02-01",
    },
)
PLACE: Row = ("place", "home", {"about": "@grace", "kind": "home", "words": "14 Quarrelstone Mews"})


def asked_of_dana(what: str) -> Row:
    data = {"owner": "agency", "agency": "police", "asked_of": "@dana", "perpetrator": "@mark", "state": "asked"}
    return ("action", f"ask_{len(what)}", {**data, "rung": "around", "checker": "council", "what": what})


def test_dana_is_asked_answers_and_adds_and_sees_nothing_else(signed_in: SignedIn, live: Live) -> None:
    # Given: Priya's plan, with two things asked of the police.
    plan = live.family([*family_b_mended(), PLACE, asked_of_dana(ASKED_TOO)])
    priya = signed_in("priya", "desk")

    # When Priya shares the plan alone, the look shows what Dana will see, and what she will not.
    sharing.when_they_share(priya, plan, "Dana Reyes", "The plan")
    plans.then_it_says(priya, ASKED)
    plans.then_it_says_nowhere(priya, *NOT_GIVEN)
    sharing.when_they_seal_it(priya)

    # Then Dana finds it. On a phone children may be near: nothing says that anything waits.
    dana = signed_in("dana", "phone")
    plans.when_they_open_the_plan(dana, plan, "Grace, Noah and Ella", view="")
    plans.then_it_says_nowhere(dana, ASKED, ASKED_TOO, "asked of you")
    signing_in.when_the_view_is(dana, "Just me")
    # What is asked of her comes first.
    expect(dana.get_by_role("heading", level=1)).to_have_text("Asked of you")
    expect(dana.get_by_role("article").first).to_contain_text("Accept")

    # What was not given is not there: not on the screen, not in the answer, not as a count.
    plans.then_it_says_nowhere(dana, *NOT_GIVEN)
    status, given = sharing.answer_to(dana, f"/api/1/plans/{plan}")
    assert status == 200
    assert ASKED in given
    assert [word for word in NOT_GIVEN if word in given] == []

    # When she accepts one, refuses the other with a reason, and adds what she knows …
    sharing.when_they_accept(dana, ASKED)
    sharing.when_they_cannot(dana, ASKED_TOO, "No power to do it", "The night car knows the street")
    plans.when_they_go_to(dana, "What Mark knows")
    plans.when_they_choose(dana, "Does not know about", "This visit")
    plans.when_they_save(dana)

    # … then Priya reads both answers and what Dana added.
    plans.when_they_open_the_plan(priya, plan, "Grace, Noah and Ella")
    plans.when_they_go_to(priya, "Who does what")
    expect(priya.get_by_role("listitem").filter(has_text=ASKED).first).to_contain_text("accepted")
    expect(priya.get_by_role("listitem").filter(has_text=ASKED_TOO).first).to_contain_text("cannot")

    # When it is ended, Dana's very next request finds nothing.
    sharing.when_they_end_access(priya, plan, "Dana Reyes")
    assert sharing.answer_to(dana, f"/api/1/plans/{plan}")[0] == 404
    signing_in.when_they_follow_a_link_inside(dana, f"/p/{plan}")
    sharing.then_nothing_is_here(dana)


def test_the_look_is_what_the_recipient_will_see(signed_in: SignedIn, live: Live) -> None:
    # Given: a plan with one action that cannot be done, one over by its day, one in a waiting list, one asked.
    plan = live.family([*family_b_mended(), PLACE, OVER])
    priya = signed_in("priya", "desk")

    # When Priya looks through Dana's eyes at two parts of it, screen by screen, …
    sharing.when_they_share(priya, plan, "Dana Reyes", "The plan", "What Mark does")
    eyes = sharing.eyes(priya)
    before = dict(sharing.screens_of(eyes))
    assert list(before)[:3] == ["Overview", "Who does what", "What Mark does"]
    for words in ("Stand outside all night", OVER[2]["what"], "Starts the programme"):
        assert words in before["Who does what"], words
    for words in ("Stand outside all night", "cover tonight", ASKED):
        assert words in before["Overview"], words
    assert [name for name, words in before.items() for one in NOT_THERE if one in words] == []
    sharing.when_they_seal_it(priya)

    # … then Dana meets the same words, in the same order, on each of her own screens.
    dana = signed_in("dana", "desk")
    plans.when_they_open_the_plan(dana, plan, "Grace, Noah and Ella")
    after = dict(sharing.screens_of(dana.locator("#shell")))
    assert list(after) == list(before)
    for name, words in after.items():
        assert before[name] == words, name


def test_an_address_is_in_the_look_only_where_they_would_open_it(signed_in: SignedIn, live: Live) -> None:
    plan = live.family([*family_b_mended(), PLACE])
    priya = signed_in("priya", "desk")
    sharing.when_they_share(priya, plan, "Dana Reyes", "The plan", "Where they can be found")
    eyes = sharing.eyes(priya)
    expect(eyes.get_by_role("heading", name="Asked of you")).to_be_visible()
    plans.then_it_says_nowhere(priya, "Quarrelstone")
    eyes.get_by_role("link", name="Where they can be found").click()
    plans.then_it_says_nowhere(priya, "Quarrelstone")
    plans.press(eyes, "Show them")
    expect(eyes.get_by_text("14 Quarrelstone Mews")).to_be_visible()


def test_nothing_is_written_from_the_look(signed_in: SignedIn, live: Live, device: str) -> None:
    plan = live.family(family_b_mended())
    priya = signed_in("priya", device)
    sent: list[str] = []
    priya.on("request", lambda asked: sent.append(f"{asked.method} {asked.url.split(plan)[-1]}"))
    sharing.when_they_share(priya, plan, "Dana Reyes", "The plan")
    eyes, said = sharing.eyes(priya), plans.bar(priya).get_by_role("status")
    expect(said).to_have_text("Nothing is shared yet")
    expect(eyes.get_by_role("heading", name="Asked of you")).to_be_visible()
    sent.clear()

    # When each key that would write is pressed, and a field is written in, …
    for key in ("Accept", "We cannot"):
        plans.press(sharing.asked(priya, ASKED), key)
    for choice in eyes.locator("label.choice").all():
        choice.click()
    expect(eyes.get_by_role("radio", checked=True)).to_have_count(0)
    gap = eyes.get_by_label("What covers the gap?")
    gap.press_sequentially("Words")
    expect(gap).to_have_value("")
    plans.press(eyes, "Say that we cannot")
    for row in ("What Mark knows", "I disagree"):
        plans.when_they_go_to(priya, row)

    # … then it says that Dana can, later; nothing is sent, no form opens, and the page is where it was.
    expect(said).to_have_text("Dana can, once it is shared. Here nothing is written.")
    expect(sharing.asked(priya, ASKED)).to_be_visible()
    assert sent == []
    expect(priya).to_have_url(re.compile(f"/sharing/{plan}/look$"))
    sharing.when_they_seal_it(priya)


def test_a_stranger_finds_nothing_that_differs_from_nothing(signed_in: SignedIn, live: Live) -> None:
    alex = signed_in("alex", "desk")
    plan, none = live.plans["bellwether-mended"], "0" * 32
    expect(alex.get_by_text("No plans yet.")).to_be_visible()
    for path in ("/api/1/plans/{}", "/sharing/{}", "/audit/{}", "/quality/{}"):
        there, nowhere = (sharing.answer_to(alex, path.format(one)) for one in (plan, none))
        assert there == nowhere
        assert there[0] == 404
    signing_in.when_they_follow_a_link_inside(alex, f"/p/{plan}")
    sharing.then_nothing_is_here(alex)
    plans.then_it_says_nowhere(alex, "Bellwether", "Sculthorpe", "Nana Bell", "Noah")


def test_ruth_is_given_noah_s_book_and_no_behaviour(signed_in: SignedIn, live: Live) -> None:
    ruth = signed_in("ruth", "phone")
    plans.when_they_open_the_plan(ruth, live.plans["bellwether-mended"], "Grace, Noah and Ella")
    plans.then_it_says(ruth, "Noah’s book")
    plans.then_it_says_nowhere(ruth, "Lets himself in at night with a key", "Takes her bank card", "What Mark does")
    status, given = sharing.answer_to(ruth, f"/api/1/plans/{live.plans['bellwether-mended']}")
    assert status == 200
    assert "Lets himself in" not in given
    assert "butterflies" in given.lower()


def test_a_step_without_its_answers_says_so_and_shares_nothing(signed_in: SignedIn, live: Live) -> None:
    plan = live.family(family_b_mended())
    priya = signed_in("priya", "tablet")
    signing_in.when_they_follow_a_link_inside(priya, f"/sharing/{plan}/who")
    plans.press(priya, "Next")
    summary = priya.get_by_role("alert")
    expect(summary).to_be_focused()
    expect(summary.get_by_role("link").first).to_be_visible()
    signing_in.when_they_follow_a_link_inside(priya, f"/sharing/{plan}")
    expect(priya.get_by_role("link", name="End access")).to_have_count(0)


def test_a_page_s_form_without_signal_keeps_what_was_typed(signed_in: SignedIn, live: Live) -> None:
    page = signed_in("priya", "tablet")
    signing_in.when_they_follow_a_link_inside(page, "/account/words")
    said = page.get_by_text("No signal. Nothing was sent, and what you typed is still here.")
    expect(said).to_be_hidden()
    page.locator("input[name=new]").fill("a sentence of my own making")
    page.context.set_offline(True)
    page.locator("form button").last.click()
    expect(said).to_be_visible()
    expect(page.locator("input[name=new]")).to_have_value("a sentence of my own making")
    page.context.set_offline(False)
    page.locator("form button").last.click()
    page.wait_for_load_state()
    expect(said).to_be_hidden()
