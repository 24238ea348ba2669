"""Noah's board: through the gate, his own pages, back to Priya; and nothing of the plan while he holds the tablet."""

import re

import pytest
from playwright.sync_api import BrowserContext, Page, Route, expect

from safeplan.demo.families import family_b_as_entered
from tests.browser.conftest import ContextFor, SignedIn
from tests.browser.live import Live
from tests.browser.steps import child, plans, signing_in

# Words only the plan has; "Noah" is on his own page by right.
CANARIES = ("Sculthorpe", "Bellwether", "Volatile relationship", "Will supervise contact")


def given_noah_holds_it(signed_in: SignedIn, live: Live, size: str) -> tuple[Page, str]:
    plan = live.family(family_b_as_entered())
    page = signed_in("priya", size)
    plans.when_they_open_the_plan(page, plan, "Grace, Noah and Ella")
    child.when_the_book_is_opened(page)
    child.when_the_gate_is_opened(page)
    child.when_the_gate_is_answered(page)
    return page, plan


def test_another_tab_closes_when_noah_is_given_the_tablet(signed_in: SignedIn, live: Live) -> None:
    plan = live.family(family_b_as_entered())
    page = signed_in("priya", "tablet")
    plan_page, words_page = page.context.new_page(), page.context.new_page()
    for other, path in ((plan_page, f"/p/{plan}"), (words_page, "/")):
        other.goto(f"{live.url}{path}")
        signing_in.when_they_open_again(other)
        signing_in.then_somebody_is_signed_in(other)
    signing_in.when_they_follow_a_link_inside(words_page, "/account/words")
    plans.then_it_says(plan_page, "Grace")
    # A tab behind others draws once a second.
    page.bring_to_front()
    plans.when_they_open_the_plan(page, plan, "Grace, Noah and Ella")
    child.when_the_book_is_opened(page)
    child.when_the_gate_is_opened(page)
    child.when_the_gate_is_answered(page)
    child.when_it_is_handed_over(page)
    for other in (plan_page, words_page):
        other.wait_for_url("**/board")
        plans.then_it_says_nowhere(other, "Grace", *CANARIES)


# No age that ships is taught to get help on a tablet: the page is put into what the browser is told of the boards.
RING = {
    "id": "ring",
    "name": "who to ring",
    "ground": "sky",
    "ready": ["language", "memory", "phone", "impulse"],
    "screens": [
        {"page": "helps", "layout": "tiles", "title": "Who can I ring?", "lead": "", "asks": "", "single": False}
        | {"faces": False, "tiles": [{"code": "teddy", "picture": "teddy", "words": "teddy"}], "lines": [], "parts": []}
    ],
}


def given_a_page_about_getting_help(context: BrowserContext) -> None:
    def told(route: Route) -> None:
        answer = route.fetch()
        said = answer.json()
        said["boards"]["bands"]["5-7"]["pages"].insert(2, RING)
        route.fulfill(response=answer, json=said)

    context.route(re.compile(r"/boards-[^/]*\.json$"), told)


@pytest.mark.parametrize(("size", "ready"), [("tablet", False), ("phone", True)])
def test_a_page_about_getting_help_is_not_offered_before_all_four_checks(
    context_for: ContextFor, live: Live, size: str, ready: bool
) -> None:
    # Given: a board with a page about getting help, and a grown-up who turns these pages on.
    plan = live.family(family_b_as_entered())
    context = context_for(size, service_workers="block")
    given_a_page_about_getting_help(context)
    page = context.new_page()
    signing_in.when_they_sign_in(page, live.url, "priya", "")
    plans.when_they_open_the_plan(page, plan, "Grace, Noah and Ella")
    child.when_the_book_is_opened(page)
    child.when_the_gate_is_opened(page)
    child.when_the_gate_is_answered(page, **{"Getting help pages": "on: four checks"})

    # Then none, or three, of the four checks offer nothing: it is not named, and not greyed.
    checks = page.get_by_role("group", name="Four checks").get_by_role("button")
    expect(checks).to_have_count(4)
    expect(page.get_by_text("Pages: feelings,")).to_be_visible()
    for check in checks.all()[:3]:
        check.click()
        plans.then_it_says_nowhere(page, "who to ring")
    # All four offer it; off again, they do not count.
    checks.last.click()
    expect(page.get_by_text("Pages: who to ring, feelings,")).to_be_visible()
    plans.press(plans.question_of(page, "Getting help pages"), "off")
    expect(page.get_by_text("Pages: feelings,")).to_be_visible()
    plans.press(plans.question_of(page, "Getting help pages"), "on: four checks")
    expect(page.get_by_text("Pages: who to ring, feelings,")).to_be_visible()
    if not ready:
        checks.first.click()
        plans.then_it_says_nowhere(page, "who to ring")

    # Handed over like this, the child's own board has it, or does not have it at all.
    child.when_it_is_handed_over(page)
    child.then_the_page_is(page, "My book")
    met = []
    while (title := page.get_by_role("heading", level=1).inner_text()) != "How do I feel today?":
        met.append(title)
        child.when_the_child_goes_on(page)
        expect(page.get_by_role("heading", level=1)).to_be_visible()
    assert ("Who can I ring?" in met) == ready, met


@pytest.mark.parametrize("size", ["tablet", "phone"])
def test_noah_makes_his_book_and_the_grown_ups_use_it(signed_in: SignedIn, live: Live, size: str) -> None:
    # Given: Priya has answered for today, and gives Noah the tablet.
    page, plan = given_noah_holds_it(signed_in, live, size)
    child.when_it_is_handed_over(page)
    held = live.sessions_of("priya").count("child")

    # When he chooses, names people, says his words, and says who may look …
    child.then_the_page_is(page, "My book")
    plans.press(page, "fox")
    child.when_the_child_goes_on_to(page, "How do I feel today?")
    plans.press(page, "worried")
    child.when_the_child_goes_on_to(page, "Where do I feel it?")
    plans.press(page, "butterflies")
    child.when_the_child_goes_on_to(page, "My hand")
    child.when_somebody_is_put_on_the_hand(page, "Ruth")
    child.when_the_child_goes_on_to(page, "Where is it cosy?")
    plans.press(page, "a den")
    child.when_the_child_goes_on_to(page, "Tell the grown-ups")
    for middle in ((0.25, 0.3), (0.75, 0.8)):
        child.when_a_line_is_drawn(page, middle)
        child.then_the_line_is_under_the_finger(page, middle)
    child.when_words_are_said(page, "When it gets loud my tummy does butterflies.")
    child.when_the_child_goes_on_to(page, "Who may look at my book?")
    child.when_somebody_may_look(page, "Ruth")
    child.when_the_child_goes_on_to(page, "All done. Thank you.")
    child.when_the_child_goes_on(page)

    # … then the tablet goes back, with nothing of his on it,
    child.when_the_grown_up_has_it_back(page)
    assert child.words_in_memory(page, "butterflies") == []
    assert live.sessions_of("priya").count("child") == held - 1

    # and when Priya has signed in, his pages have come to his book.
    signing_in.when_they_type_their_words(page, "priya")
    signing_in.then_somebody_is_signed_in(page)
    plans.when_they_open_the_plan(page, plan, "Grace, Noah and Ella")
    child.when_the_book_is_opened(page)
    child.then_the_drawing_is_in_the_book(page, "Tell the grown-ups")
    expect(child.page_of(page, "Tell the grown-ups")).to_contain_text("When it gets loud my tummy does butterflies.")
    expect(child.page_of(page, "How do I feel today?")).to_contain_text("worried")

    # Whom and where he named is checked before anybody acts on it; then the book is in use.
    expect(page.get_by_role("button", name="Use this book")).to_have_count(0)
    plans.then_it_says(page, "2 still to check.")
    child.when_it_is_checked(page, "Ruth", "asked, and yes")
    child.when_it_is_checked(page, "a den", "reached without crossing the trouble")
    plans.press(page, "Use this book")
    for title in ("My hand", "Where is it cosy?", "Tell the grown-ups"):
        expect(child.page_of(page, title)).to_contain_text("In use")


def test_nothing_of_the_plan_is_in_the_tablet_while_a_child_holds_it(signed_in: SignedIn, live: Live) -> None:
    page, _ = given_noah_holds_it(signed_in, live, "tablet")
    # The words are there before, so that their absence afterwards means something.
    assert child.words_in_memory(page, *CANARIES) == list(CANARIES)

    child.when_it_is_handed_over(page)
    assert child.words_in_memory(page, *CANARIES) == []
    plans.then_it_says_nowhere(page, *CANARIES)

    # Back, and the plan's own address, are no way out of the child's page.
    page.go_back()
    child.then_the_page_is(page, "Give this to Noah")
    plans.then_it_says_nowhere(page, *CANARIES)


def test_only_the_child_s_own_routes_answer_while_a_child_holds_it(signed_in: SignedIn, live: Live) -> None:
    page, plan = given_noah_holds_it(signed_in, live, "tablet")
    child.when_it_is_handed_over(page)
    shut = child.answers_to(
        page,
        ("GET", "/api/1/plans"),
        ("GET", f"/api/1/plans/{plan}"),
        ("GET", "/api/1/key-holders"),
        ("POST", "/api/1/plans"),
        ("POST", "/api/1/revisions"),
        ("POST", f"/api/1/plans/{plan}/letters/file"),
        ("POST", "/api/1/session/step-up"),
        ("POST", "/api/1/session/child"),
        ("GET", f"/sharing/{plan}"),
        ("GET", "/quality"),
        ("GET", "/agency"),
        ("GET", f"/audit/{plan}"),
        ("GET", "/account/words"),
    )
    assert set(shut.values()) == {404}, shut
    # The control: the child's own answers do come.
    assert child.answers_to(page, ("GET", "/api/1/session/child"), ("GET", "/api/1/session")) == {
        "GET /api/1/session/child": 200,
        "GET /api/1/session": 200,
    }


def test_stop_keeps_everything_and_needs_no_reason(signed_in: SignedIn, live: Live) -> None:
    page, plan = given_noah_holds_it(signed_in, live, "tablet")
    child.when_it_is_handed_over(page)
    child.when_the_child_goes_on_to(page, "How do I feel today?")
    plans.press(page, "cross")
    plans.press(page, "Break")
    child.then_the_page_is(page, "Having a break")
    plans.press(page, "I’m ready")
    plans.press(page, "Stop")
    child.then_the_page_is(page, "We can stop. Thank you.")
    plans.press(page, "Give this to Priya")
    child.when_the_grown_up_has_it_back(page)
    signing_in.when_they_type_their_words(page, "priya")
    signing_in.then_somebody_is_signed_in(page)
    plans.when_they_open_the_plan(page, plan, "Grace, Noah and Ella")
    child.when_the_book_is_opened(page)
    expect(child.page_of(page, "How do I feel today?")).to_contain_text("cross")


def test_a_baby_is_not_handed_the_tablet_and_what_is_seen_of_her_is_her_voice(signed_in: SignedIn, live: Live) -> None:
    plan = live.family(family_b_as_entered())
    page = signed_in("priya", "tablet")
    plans.when_they_open_the_plan(page, plan, "Grace, Noah and Ella")
    plans.when_they_go_to(page, "Ella’s book")
    plans.then_it_says(page, "What you see is how Ella tells it.")
    expect(page.get_by_role("button", name="Hand over to Ella")).to_have_count(0)

    plans.press(page, "Write what you saw")
    page.get_by_label("As it was said or seen").fill("Settles on Nana Bell’s shoulder.")
    plans.when_they_save(page)
    seen = page.get_by_role("article").filter(has_text="What a worker saw")
    expect(seen).to_contain_text("Settles on Nana Bell’s shoulder.")
    # A worker's words are not put into her mouth.
    expect(seen).not_to_contain_text("“")

    # Noah is eight: the pages are for a younger child, and may still be his. Nobody comes after him.
    plans.when_they_go_back(page)
    child.when_the_book_is_opened(page)
    child.when_the_gate_is_opened(page)
    plans.then_it_says(page, "These pages are for 5 to 7. Noah is 8.")
    expect(page.get_by_text("Next after Noah")).to_have_count(0)
    child.when_the_gate_is_answered(page)
    expect(page.get_by_role("button", name="Give to Noah")).to_be_enabled()

    # Brothers and sisters near are shown nothing of it.
    signing_in.when_the_view_is(page, "Children near")
    plans.then_it_says_nowhere(page, "Nana Bell’s shoulder")


@pytest.mark.parametrize(
    ("question", "answer", "says"),
    [
        ("Who can hear or see us?", "Mark, or not sure", "Not now."),
        ("Did Noah say yes to pictures today?", "not today, that is fine", "Not today. That is fine."),
    ],
)
def test_the_gate_stays_shut(signed_in: SignedIn, live: Live, question: str, answer: str, says: str) -> None:
    page, _ = given_noah_holds_it(signed_in, live, "phone")
    plans.press(plans.question_of(page, question), answer)
    expect(page.get_by_role("status").filter(has_text=says).first).to_be_visible()
    expect(page.get_by_role("button", name="Give to Noah")).to_be_disabled()
