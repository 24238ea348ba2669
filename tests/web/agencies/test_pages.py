"""The administrator's pages: who may come in, what they do, and that no plan is in reach."""

from __future__ import annotations

import re

import pytest
from sqlalchemy import func, select

from safeplan.demo.making import WORDS
from safeplan.plans.models import Grant
from tests.client import PersonClient

ADMIN_PAGES = ("/agency", "/agency/people/new", "/agency/desks/new")


def words_of(page) -> str:
    found = re.search(r'class="said">([^<]+)<', page.text)
    assert found, page.text
    return found.group(1)


def add_person(edith, **more):
    form = {"name": "Nell Frost", "email": "nell@demo.example", "role": "practitioner", "team": "", **more}
    return edith.submit("/agency/people/new", form)


@pytest.mark.parametrize("page", ADMIN_PAGES)
def test_only_an_administrator_finds_the_pages(as_person, page):
    assert as_person("edith").get(page).status_code == 200
    for other in ("priya", "tom", "alex"):
        assert as_person(other).get(page).status_code == 404


@pytest.mark.parametrize("page", ADMIN_PAGES)
def test_a_visitor_is_sent_to_sign_in(app, cast, page):
    answer = app.test_client().get(page, base_url="https://localhost")
    assert (answer.status_code, answer.headers["Location"]) == (302, "/")


def test_an_administrator_has_no_grant_and_cannot_make_a_plan(app, as_person, cast):
    plan = as_person("priya").new_plan()
    edith = as_person("edith")
    assert edith.get(f"/api/1/plans/{plan}").status_code == 404
    assert edith.get("/api/1/plans").json == {"plans": []}
    body = {"id": "f" * 32, "staff_know": "no", "excluded": []}
    assert edith.post("/api/1/plans", body).status_code == 404
    with app.extensions["safeplan.db"].reading() as connection:
        held = select(func.count()).select_from(Grant).where(Grant.holder == cast.people["edith"])
        assert connection.scalar(held) == 0


def test_the_overview_shows_the_agency_and_no_plan(as_person, cast):
    plan = as_person("priya").new_plan()
    page = as_person("edith").get("/agency").text
    for words in (
        "Northfield Council",
        "Priya Nair",
        "Family safeguarding managers",
        "Night desk",
        "Half 1: Edith Moran",
    ):
        assert words in page
    assert plan not in page
    assert "Alex Crane" not in page


def test_a_form_without_its_token_changes_nothing(as_person):
    edith = as_person("edith")
    answer = edith.http.post(
        "/agency/teams",
        data={"name": "Quarrelstone"},
        headers={"Referer": "https://localhost/"},
        base_url="https://localhost",
    )
    assert answer.status_code == 400
    assert "Quarrelstone" not in edith.get("/agency").text


def test_a_team_is_added(as_person):
    edith = as_person("edith")
    answer = edith.submit("/agency/teams", {"name": "Children in care"}, "/agency")
    assert (answer.status_code, answer.headers["Location"]) == (303, "/agency")
    assert "Children in care" in edith.get("/agency").text
    assert edith.submit("/agency/teams", {"name": ""}, "/agency").status_code == 400


def test_somebody_new_gets_five_words_once_and_signs_in_with_them(app, as_person):
    edith = as_person("edith")
    page = add_person(edith)
    words = words_of(page)
    assert len(words.split()) == 5
    assert page.headers["Cache-Control"] == "no-store"
    assert words not in edith.get("/agency").text
    PersonClient(app, "").sign_in("nell@demo.example", words)


@pytest.mark.parametrize(
    "wrong",
    [
        {"name": ""},
        {"email": "nowhere"},
        {"email": "PRIYA@demo.example"},
        {"role": "owner"},
        {"team": "f" * 32},
    ],
)
def test_a_person_who_cannot_be_added_is_explained_on_the_form(as_person, wrong):
    answer = add_person(as_person("edith"), **wrong)
    assert answer.status_code == 400
    assert 'class="said"' not in answer.text


def test_what_was_typed_stands_in_the_form_as_text(as_person):
    answer = add_person(as_person("edith"), name='"><script>alert(1)</script>', email="nowhere")
    assert "<script>alert(1)" not in answer.text


@pytest.mark.usefixtures("plans")
def test_a_named_person_is_let_in_by_somebody_on_the_desk(as_person, cast):
    edith, tom, priya = as_person("edith"), as_person("tom"), as_person("priya")
    desk, person = cast.desks["managers"], cast.people["priya"]
    plan = as_person("priya").new_plan()
    assert plan
    assert edith.submit(f"/agency/desks/{desk}/members", {"person": person}, "/agency").status_code == 303
    assert "waits to be let in" in edith.get("/agency").text
    path = f"/agency/my-desks/{desk}/let-in/{person}"
    assert edith.submit(path, {}, "/agency").status_code == 404
    assert priya.submit(path, {}, "/account/words").status_code == 404
    assert tom.submit(path, {}, "/agency/my-desks").status_code == 303
    assert "Family safeguarding managers" in priya.get("/agency/my-desks").text


def test_an_administrator_is_not_offered_and_not_taken_for_a_desk(as_person, cast):
    edith, desk = as_person("edith"), cast.desks["managers"]
    form = {"person": cast.people["edith"]}
    assert edith.submit(f"/agency/desks/{desk}/members", form, "/agency").status_code == 400


def test_the_only_person_on_a_desk_stays_and_the_page_says_why(as_person, cast):
    desk, tom = cast.desks["managers"], cast.people["tom"]
    answer = as_person("edith").submit(f"/agency/desks/{desk}/members/{tom}/remove", {}, "/agency")
    assert answer.status_code == 409
    assert "only person on the desk" in answer.text


def test_a_desk_is_added(as_person, cast):
    edith = as_person("edith")
    form = {
        "kind": "emergency",
        "name": "Weekend desk",
        "team": "",
        "members": [cast.people["priya"], cast.people["tom"]],
    }
    assert edith.submit("/agency/desks/new", form).status_code == 303
    assert "Weekend desk" in edith.get("/agency").text


def test_people_and_desks_of_another_agency_are_not_there(as_person, cast):
    edith = as_person("edith")
    alex = cast.people["alex"]
    assert edith.get(f"/agency/people/{alex}").status_code == 404
    ticked = {"checked": "y"}
    assert edith.submit(f"/agency/people/{alex}/end", ticked, "/agency/people/new").status_code == 404
    assert as_person("alex").get("/api/1/session").json["signed_in"] is True


@pytest.mark.usefixtures("plans")
def test_an_account_ends_only_when_somebody_has_checked(as_person, cast):
    edith, priya = as_person("edith"), as_person("priya")
    page = f"/agency/people/{cast.people['priya']}"
    assert edith.submit(f"{page}/end", {}, page).status_code == 400
    assert priya.get("/api/1/session").json["signed_in"] is True
    assert edith.submit(f"{page}/end", {"checked": "y"}, page).status_code == 303
    assert priya.get("/api/1/session").json["signed_in"] is False
    assert priya.get("/api/1/plans").status_code == 401
    assert "Priya Nair" not in edith.get("/agency").text


@pytest.mark.usefixtures("plans")
def test_new_words_end_the_old_ones(app, as_person, cast):
    edith, priya = as_person("edith"), as_person("priya")
    page = f"/agency/people/{cast.people['priya']}"
    answer = edith.submit(f"{page}/words", {"checked": "y"}, page)
    words = words_of(answer)
    assert priya.get("/api/1/session").json["signed_in"] is False
    PersonClient(app, "").sign_in("priya@demo.example", words)


def then_it_is_said_twice(page, *words):
    """In the summary, which takes the focus, and beside the field that its line leads to."""
    assert page.status_code == 400
    summaries = re.findall(
        r'<div class="summary" role="alert" tabindex="-1" autofocus>(.*?)</div>', page.text, re.DOTALL
    )
    assert len(summaries) == 1
    lines = [(field, said.strip()) for field, said in re.findall(r'<a\s+href="#([^"]+)"\s*>([^<]+)</a>', summaries[0])]
    assert tuple(said for _, said in lines) == words
    for field, said in lines:
        assert page.text.count(f'id="{field}"') == 1
        beside = re.findall(rf'<p class="error" id="{field}-error">(.*?)</p>', page.text, re.DOTALL)
        assert [re.sub("<[^>]+>", "", one).strip() for one in beside] == [said]
        assert f'aria-describedby="{field}-error"' in " ".join(page.text.split())


TOO_LONG = "Use at most 120 characters."


@pytest.mark.parametrize(
    ("path", "page", "form", "words"),
    [
        ("/agency/teams", "/agency", {"name": ""}, ["Type a name for the team."]),
        ("/agency/teams", "/agency", {"name": "x" * 121}, [TOO_LONG]),
        ("/agency/people/new", "", {"role": "owner"}, ["Type a name.", "Type an address.", "Choose one of these."]),
        ("/agency/people/new", "", {"name": "N", "email": "n", "team": "x"}, ["Type an address with an @ in it."]),
        (
            "/agency/people/new",
            "",
            {"name": "N", "email": "PRIYA@demo.example"},
            ["Somebody already signs in with this address."],
        ),
        (
            "/agency/desks/new",
            "",
            {"kind": "none"},
            ["Choose one of these.", "Type a name.", "Choose at least one person."],
        ),
        ("/agency/desks/new", "", {"name": "D", "members": "x"}, ["Choose one of these."]),
        ("/agency/desks/{desk}/members", "/agency", {"person": "x"}, ["Choose one of these."]),
        ("/agency/people/{priya}/words", "/agency/people/{priya}", {}, ["Check first, then tick."]),
        ("/agency/people/{priya}/end", "/agency/people/{priya}", {}, ["Check first, then tick."]),
    ],
)
def test_what_is_wrong_is_said_in_a_summary_and_beside_its_field(as_person, cast, path, page, form, words):
    edith = as_person("edith")
    desk = re.search(r"/agency/desks/(\w+)/members", edith.get("/agency").text).group(1)
    known = {"desk": desk, "priya": cast.people["priya"]}
    sent = {"role": "practitioner", "kind": "managers", "team": "", **form}
    if words and "team" in form:
        words = [*words, "Choose one of these."]
    then_it_is_said_twice(edith.submit(path.format(**known), sent, page.format(**known)), *words)


def test_a_passphrase_that_cannot_be_changed_is_explained_in_the_same_way(as_person):
    tom = as_person("tom")
    page = tom.get("/account/words").text
    assert "Your passphrase now" in page
    then_it_is_said_twice(tom.submit("/account/words", {"old": ""}), "Type the passphrase you sign in with.")
    then_it_is_said_twice(tom.submit("/account/words", {"old": "x" * 1025}), "Use at most 1024 characters.")
    weak = {"old": WORDS, "new": "aaaa bbbb"}
    said = tom.submit("/account/words", weak)
    then_it_is_said_twice(said, "Use five generated words, or at least 16 characters.")
    assert "Change your words" not in said.text
    wrong = {"old": "gravel picnic lantern harbour puddle", "new": ""}
    then_it_is_said_twice(
        tom.submit("/account/words", wrong), "That did not open your keys. Wait a moment and try again."
    )
