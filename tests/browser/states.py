"""Every screen the accessibility check looks at, as data: who comes to it, which endpoint serves it, and the way there.

A guard can ask SHOWN whether an endpoint that serves a page for people is looked at. Each walk comes to its screens
in the order of its list, and names each one as it stands on it.
"""

from collections.abc import Callable, Iterator

from playwright.sync_api import Page, expect

from tests.browser.live import Live
from tests.browser.steps import child, plans, sharing, signing_in

FAMILY = "Grace, Noah and Ella"
Walk = Callable[[Page, Live, str], Iterator[str]]

# walk → (who is signed in, "" for nobody; the screens in order: name → endpoint)
SHOWN: dict[str, tuple[str, dict[str, str]]] = {
    "signing in": ("", {"sign-in": "shell.shell", "sign-in refused": "shell.shell"}),
    "starting": (
        "priya",
        {
            "plans list": "shell.shell",
            "new plan": "shell.shell",
            "new plan, picking who may not": "shell.shell",
            "empty plan": "shell.shell_of_plan",
            "tonight": "shell.shell_of_plan",
        },
    ),
    "reading": (
        "priya",
        {
            "children near": "shell.shell_of_plan",
            "with the parent": "shell.shell_of_plan",
            "overview": "shell.shell_of_plan",
            "actions": "shell.shell_of_plan",
            "an action opened": "shell.shell_of_plan",
            "pattern": "shell.shell_of_plan",
            "strengths": "shell.shell_of_plan",
            "contingency": "shell.shell_of_plan",
            "powers": "shell.shell_of_plan",
            "people": "shell.shell_of_plan",
            "reviews": "shell.shell_of_plan",
            "disagreements": "shell.shell_of_plan",
            "book": "shell.shell_of_plan",
            "gate": "shell.shell_of_plan",
        },
    ),
    "writing": (
        "priya",
        {
            "form": "shell.shell_of_plan",
            "form with errors": "shell.shell_of_plan",
            "advice and not now": "shell.shell_of_plan",
            "who can see": "shell.shell_of_plan",
            "cover": "shell.shell_of_plan",
            "passphrase over the cover": "shell.shell_of_plan",
        },
    ),
    "being asked": ("dana", {"partner": "shell.shell_of_plan", "we cannot": "shell.shell_of_plan"}),
    "a child's book": (
        "priya",
        {
            "give": "shell.board",
            **{
                f"board: {title}": "shell.board"
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
            "break": "shell.board",
            "stop": "shell.board",
            "back": "shell.board",
        },
    ),
    "sharing": (
        "priya",
        {
            "who can open this": "sharing.overview",
            "share: who": "sharing.who",
            "share: who, with errors": "sharing.what",
            "share: what": "sharing.what",
            "share: why": "sharing.why",
            "share: look": "sharing.look",
            "not to share": "sharing.not_share",
            "end access": "sharing.revoke",
            "audit": "audit.one_plan",
        },
    ),
    "managing": (
        "tom",
        {
            "decisions": "quality.decisions",
            "quality": "quality.plans",
            "one plan": "quality.one_plan",
            "my desks": "agencies.my_desks",
            "words": "accounts.words",
        },
    ),
    "looking after accounts": (
        "edith",
        {
            "agency": "agencies.overview",
            "new person": "agencies.new_person",
            "one person": "agencies.one_person",
            "new desk": "agencies.new_desk",
        },
    ),
    "nothing there": ("alex", {"nothing here": "sharing.overview", "no such plan": "shell.shell_of_plan"}),
}


def signing(page: Page, live: Live, size: str) -> Iterator[str]:
    page.goto(f"{live.url}/")
    expect(page.get_by_label("Work e-mail")).to_be_visible()
    yield "sign-in"
    signing_in.when_they_type_their_words(page, "nobody", "not these")
    expect(page.get_by_role("alert")).to_contain_text("That did not open")
    yield "sign-in refused"


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
        "Reviews": "reviews",
        "What we disagree on": "disagreements",
    }
    for title, name in sections.items():
        plans.when_they_go_to(page, title)
        expect(page.get_by_role("main").get_by_role("heading", level=1)).not_to_have_text(FAMILY)
        yield name
        if name == "actions":
            page.locator(".rung-open").filter(visible=True).first.click()
            expect(page.get_by_role("button", name="Change", exact=True)).to_be_visible()
            yield "an action opened"
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
    plans.press(page, "Cover")
    signing_in.then_it_is_covered(page)
    yield "cover"
    page.get_by_role("button", name="Done").click()
    yield "passphrase over the cover"


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
    "nothing there": nothing_there,
}
