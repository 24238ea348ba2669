"""Every screen the accessibility check looks at, as data: who comes to it, what serves it, and the way there.

What serves it is written as in tests/guards/access_table.toml, so that a page nobody looks at is noticed. Each
walk comes to its screens in the order of its list, and names each one as it stands on it.
"""

from collections.abc import Callable, Iterator

from playwright.sync_api import Page, expect

from tests.browser.live import Live
from tests.browser.steps import child, plans, sharing, signing_in, visiting

FAMILY = "Grace, Noah and Ella"
Walk = Callable[[Page, Live, str], Iterator[str]]

# walk → (who is signed in, "" for nobody; the screens in order: name → what serves it)
SHOWN: dict[str, tuple[str, dict[str, str]]] = {
    "signing in": ("", {"sign-in": "GET /", "sign-in refused": "GET /", "needs signal": "GET /needs-signal"}),
    "starting": (
        "priya",
        {
            "plans list": "GET /",
            "new plan": "GET /",
            "new plan, picking who may not": "GET /",
            "empty plan": "GET /p/<plan>",
            "tonight": "GET /p/<plan>",
        },
    ),
    "reading": (
        "priya",
        {
            "children near": "GET /p/<plan>",
            "with the parent": "GET /p/<plan>",
            "overview": "GET /p/<plan>",
            "actions": "GET /p/<plan>",
            "an action opened": "GET /p/<plan>",
            "taking back": "GET /p/<plan>",
            "history": "GET /p/<plan>",
            "pattern": "GET /p/<plan>",
            "strengths": "GET /p/<plan>",
            "contingency": "GET /p/<plan>",
            "powers": "GET /p/<plan>",
            "people": "GET /p/<plan>",
            "where they can be found": "GET /p/<plan>",
            "an address": "GET /p/<plan>",
            "reviews": "GET /p/<plan>",
            "disagreements": "GET /p/<plan>",
            "book": "GET /p/<plan>",
            "gate": "GET /p/<plan>",
        },
    ),
    "writing": (
        "priya",
        {
            "form": "GET /p/<plan>",
            "form with errors": "GET /p/<plan>",
            "advice and not now": "GET /p/<plan>",
            "who can see": "GET /p/<plan>",
            "setting up an iPad": "GET /p/<plan>",
            "setting up an Android tablet": "GET /p/<plan>",
            "cover": "GET /p/<plan>",
            "passphrase over the cover": "GET /p/<plan>",
            "notes of the visit": "GET /p/<plan>",
        },
    ),
    "being asked": ("dana", {"partner": "GET /p/<plan>", "we cannot": "GET /p/<plan>"}),
    "a child's book": (
        "priya",
        {
            "give": "GET /board",
            **{
                f"board: {title}": "GET /board"
                for title in (
                    "My book",
                    "Before we start",
                    "How do I feel today?",
                    "Where do I feel it?",
                    "What helps?",
                    "My hand",
                    "Where is it cosy?",
                    "My cosy place",
                    "Tell the grown-ups",
                    "Grown-ups’ jobs",
                    "Who may look at my book?",
                    "All done. Thank you.",
                )
            },
            "break": "GET /board",
            "stop": "GET /board",
            "back": "GET /board",
        },
    ),
    "sharing": (
        "priya",
        {
            "who can open this": "GET /sharing/<plan>",
            "share: who": "GET /sharing/<plan>/who",
            "share: who, with errors": "POST /sharing/<plan>/what",
            "share: what": "POST /sharing/<plan>/what",
            "share: why": "POST /sharing/<plan>/why",
            "share: look": "POST /sharing/<plan>/look",
            "not to share": "GET /sharing/<plan>/not",
            "end access": "GET /sharing/<plan>/revoke/<person>",
            "audit": "GET /audit/<plan>",
        },
    ),
    "managing": (
        "tom",
        {
            "decisions": "GET /quality",
            "quality": "GET /quality/plans",
            "one plan": "GET /quality/<plan>",
            "my desks": "GET /agency/my-desks",
            "words": "GET /account/words",
        },
    ),
    "looking after accounts": (
        "edith",
        {
            "agency": "GET /agency",
            "new person": "GET /agency/people/new",
            "one person": "GET /agency/people/<person>",
            "new desk": "GET /agency/desks/new",
        },
    ),
    "a visit": (
        "sam",
        {
            "set this tablet up": "GET /",
            "which plans": "GET /",
            "ready for offline": "GET /",
            "tablets": "GET /devices",
            "a tablet is lost": "GET /devices/<device>/lost",
            "on this tablet": "GET /",
        },
    ),
    "nothing there": ("alex", {"nothing here": "GET /sharing/<plan>", "no such plan": "GET /p/<plan>"}),
}


def signing(page: Page, live: Live, size: str) -> Iterator[str]:
    page.goto(f"{live.url}/")
    expect(page.get_by_label("Work e-mail")).to_be_visible()
    yield "sign-in"
    signing_in.when_they_type_their_words(page, "nobody", "not these")
    expect(page.get_by_role("alert")).to_contain_text("That did not open")
    yield "sign-in refused"
    page.goto(f"{live.url}/needs-signal")
    yield "needs signal"


def starting(page: Page, live: Live, size: str) -> Iterator[str]:
    expect(page.get_by_text(FAMILY).first).to_be_visible()
    yield "plans list"
    plans.press(page, "New plan")
    expect(page.get_by_role("radio", name="No Nobody")).to_be_visible()
    yield "new plan"
    page.get_by_role("radio", name="Yes").check(force=True)
    expect(page.get_by_role("searchbox", name="Find a name")).to_be_visible()
    yield "new plan, picking who may not"
    plans.press(plans.bar(page), "Not now")
    plans.when_they_start_a_plan(page)
    signing_in.when_the_view_is(page, "Just me")
    yield "empty plan"
    plans.when_they_go_to(page, "Who is this plan for?")
    expect(page.get_by_label("The person causing harm")).to_be_visible()
    yield "tonight"


def reading(page: Page, live: Live, size: str) -> Iterator[str]:
    plans.when_they_open_the_plan(page, live.plans["bellwether-mended"], FAMILY, view="")
    for view, name in (
        ("Children near", "children near"),
        ("Me and Grace", "with the parent"),
        ("Just me", "overview"),
    ):
        signing_in.when_the_view_is(page, view)
        yield name
    sections = {
        "Who does what": "actions",
        "What Mark does": "pattern",
        "What Grace already does": "strengths",
        "If it goes wrong tonight": "contingency",
        "Orders and powers": "powers",
        "People and sharing": "people",
        "Where they can be found": "where they can be found",
        "Reviews": "reviews",
        "What we disagree on": "disagreements",
    }
    for title, name in sections.items():
        plans.when_they_go_to(page, title)
        expect(page.get_by_role("main").get_by_role("heading", level=1)).not_to_have_text(FAMILY)
        yield name
        if name == "where they can be found":
            plans.press(page, "Show them")
            expect(page.get_by_role("button", name="Show them")).to_have_count(0)
            yield "an address"
        if name == "actions":
            page.locator(".rung-open").filter(visible=True).first.click()
            expect(page.get_by_role("button", name="Change", exact=True).first).to_be_visible()
            yield "an action opened"
            page.get_by_role("button", name="Take back", exact=True).first.click()
            expect(page.get_by_label("In a line").first).to_be_visible()
            yield "taking back"
            page.get_by_role("button", name="History", exact=True).first.click()
            expect(page.get_by_role("button", name="Change", exact=True)).to_have_count(0)
            yield "history"
        plans.when_they_go_back(page)
    child.when_the_book_is_opened(page)
    yield "book"
    child.when_the_gate_is_opened(page)
    yield "gate"


def writing(page: Page, live: Live, size: str) -> Iterator[str]:
    plans.when_they_open_the_plan(page, live.plans["bellwether-entered"], FAMILY)
    plans.when_they_go_to(page, "Who does what")
    plans.press_main(page, "Add" if size == "phone" else "Add an action")
    plans.when_they_open_the_desk_fields(page)
    yield "form"
    plans.press(plans.bar(page), "Save and ask")
    expect(page.get_by_role("alert")).to_be_focused()
    yield "form with errors"
    plans.press(plans.bar(page), "Not now")
    (page.get_by_role("complementary", name="Advice and people") if size == "desk" else plans.bar(page)).get_by_role(
        "button", name="Not now", exact=True
    ).first.click()
    expect(page.get_by_role("button", name="Not safe to ask now").first).to_be_visible()
    yield "advice and not now"
    page.get_by_role("button", name="Who can see this screen").click()
    expect(page.get_by_role("heading", name="Who can see this screen?")).to_be_visible()
    yield "who can see"
    plans.press(page, "Set up this tablet")
    for name, step in (("iPad", "Guided Access"), ("Android", "App pinning")):
        page.get_by_role("radio", name=name).check(force=True)
        expect(page.get_by_text(step)).to_be_visible()
        yield f"setting up an {name}{' tablet' if name == 'Android' else ''}"
    plans.press(page, "Cover")
    signing_in.then_it_is_covered(page)
    yield "cover"
    page.get_by_label("Sleep").fill("wakes at three")
    page.get_by_role("button", name="Done").click()
    yield "passphrase over the cover"
    signing_in.when_they_open_again(page)
    expect(page.get_by_role("heading", name="Written on the visit page")).to_be_visible()
    yield "notes of the visit"


def being_asked(page: Page, live: Live, size: str) -> Iterator[str]:
    plans.when_they_open_the_plan(page, live.plans["bellwether-mended"], FAMILY)
    expect(page.get_by_role("heading", name="Asked of you")).to_be_visible()
    yield "partner"
    plans.press(page, "We cannot")
    expect(page.get_by_label("What covers the gap?")).to_be_visible()
    yield "we cannot"


def a_child_s_book(page: Page, live: Live, size: str) -> Iterator[str]:
    plans.when_they_open_the_plan(page, live.plans["bellwether-entered"], FAMILY)
    child.when_the_book_is_opened(page)
    child.when_the_gate_is_opened(page)
    child.when_the_gate_is_answered(page)
    plans.press(page, "Give to Noah")
    expect(page.get_by_role("heading", name="Give this to Noah")).to_be_visible()
    yield "give"
    plans.press(page, "Noah is here")
    for name in [one for one in SHOWN["a child's book"][1] if one.startswith("board: ")]:
        child.when_the_child_goes_on_to(page, name.removeprefix("board: "))
        yield name
    plans.press(page, "Break")
    child.then_the_page_is(page, "Having a break")
    yield "break"
    plans.press(page, "I’m ready")
    plans.press(page, "Stop")
    child.then_the_page_is(page, "We can stop. Thank you.")
    yield "stop"
    plans.press(page, "Give this to Priya")
    child.then_the_page_is(page, "Give this to Priya")
    yield "back"


def sharing_it(page: Page, live: Live, size: str) -> Iterator[str]:
    plan = live.plans["bellwether-mended"]
    signing_in.when_they_follow_a_link_inside(page, f"/sharing/{plan}")
    yield "who can open this"
    signing_in.when_they_follow_a_link_inside(page, f"/sharing/{plan}/who")
    yield "share: who"
    plans.press(page, "Next")
    expect(page.get_by_role("alert")).to_be_focused()
    yield "share: who, with errors"
    for step in sharing.steps_of_sharing(page, "Joan Addo", "The plan"):
        if step != "who":
            yield f"share: {step}"
    signing_in.when_they_follow_a_link_inside(page, f"/sharing/{plan}/not")
    yield "not to share"
    signing_in.when_they_follow_a_link_inside(page, f"/sharing/{plan}/revoke/{live.people['dana']}")
    yield "end access"
    signing_in.when_they_follow_a_link_inside(page, f"/audit/{plan}")
    yield "audit"


def managing(page: Page, live: Live, size: str) -> Iterator[str]:
    plan = live.plans["bellwether-entered"]
    paths = {
        "decisions": "/quality",
        "quality": "/quality/plans",
        "one plan": f"/quality/{plan}",
        "my desks": "/agency/my-desks",
        "words": "/account/words",
    }
    yield from _pages(page, paths)


def looking_after_accounts(page: Page, live: Live, size: str) -> Iterator[str]:
    paths = {
        "agency": "/agency",
        "new person": "/agency/people/new",
        "one person": f"/agency/people/{live.people['priya']}",
        "new desk": "/agency/desks/new",
    }
    yield from _pages(page, paths)


def a_visit(page: Page, live: Live, size: str) -> Iterator[str]:
    plans.press(page, "Take on a visit")
    expect(page.get_by_role("heading", name="This tablet, once")).to_be_visible()
    yield "set this tablet up"
    visiting.when_the_words_and_a_pin_are_given(page)
    yield "which plans"
    visiting.when_all_are_ticked(page)
    plans.press_main(page, "Take along")
    expect(page.get_by_role("heading", name="Ready for offline")).to_be_visible()
    yield "ready for offline"
    page.get_by_role("link", name="Tablets, and when one is lost").click()
    expect(page.get_by_role("heading", name="Tablets", level=1)).to_be_visible()
    yield "tablets"
    page.get_by_role("link", name="It is lost").first.click()
    expect(page.get_by_role("heading", name="What happens")).to_be_visible()
    yield "a tablet is lost"
    signing_in.when_they_follow_a_link_inside(page, "/")
    signing_in.when_they_sign_out(page)
    plans.press(page, "No signal? Open what is on this tablet.")
    expect(page.get_by_label("Your passphrase")).to_be_visible()
    yield "on this tablet"


def nothing_there(page: Page, live: Live, size: str) -> Iterator[str]:
    signing_in.when_they_follow_a_link_inside(page, f"/sharing/{'0' * 32}")
    yield "nothing here"
    signing_in.when_they_follow_a_link_inside(page, "/")
    signing_in.when_they_follow_a_link_inside(page, f"/p/{'0' * 32}")
    sharing.then_nothing_is_here(page)
    yield "no such plan"


def _pages(page: Page, paths: dict[str, str]) -> Iterator[str]:
    for name, path in paths.items():
        signing_in.when_they_follow_a_link_inside(page, path)
        expect(page.get_by_role("heading", level=1)).to_be_visible()
        yield name


WALKS: dict[str, Walk] = {
    "signing in": signing,
    "starting": starting,
    "reading": reading,
    "writing": writing,
    "being asked": being_asked,
    "a child's book": a_child_s_book,
    "sharing": sharing_it,
    "managing": managing,
    "looking after accounts": looking_after_accounts,
    "a visit": a_visit,
    "nothing there": nothing_there,
}
