"""Finding a plan in the list by what the list does not show, and only while nobody else can see the screen."""

from playwright.sync_api import expect

from safeplan.demo.families import family_b_as_entered
from tests.browser.conftest import SignedIn
from tests.browser.live import Live
from tests.browser.steps import plans, signing_in

FAMILY = "Grace, Noah and Ella"


def test_a_surname_and_a_birth_date_find_the_plan_and_company_sees_nothing_of_it(
    signed_in: SignedIn, live: Live
) -> None:
    # Given: Priya's tablet after a look into the family's plan.
    family = family_b_as_entered()
    live.family(family)
    page = signed_in("priya", "tablet")
    plans.when_its_row_is_pressed(page, FAMILY)
    page.go_back()
    signing_in.when_the_view_is(page, "Just me")
    rows = page.get_by_role("button", name=FAMILY)

    [born] = [data["born"] for _, _, data in family if data.get("name") == "Noah Bellwether"]
    year, month, day = born.split("-")

    # When she types what no row shows, then the row is found, and what nobody is called finds none.
    find = page.get_by_role("searchbox", name="Find a name or a birth date")
    for words in ("BELLWETHER", "noah bellwether", "sculthorpe", born, f"{int(day)}.{month}.{year}"):
        find.fill(words)
        expect(rows.first, words).to_be_visible()
    plans.then_it_says_nowhere(page, "Bellwether", "Sculthorpe")
    find.fill("Thornquist")
    expect(rows).to_have_count(0)

    # When company comes, then this visit's plan stands there whatever was typed.
    signing_in.when_the_view_is(page, "Children near")
    expect(rows).to_have_count(1)
    expect(page.get_by_text("No plan here has that.")).to_have_count(0)
