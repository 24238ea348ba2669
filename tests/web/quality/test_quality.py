"""The manager's pages: decisions first, shapes with words, and a review that keeps the plan in use."""

from __future__ import annotations

import re
from collections.abc import Callable
from typing import Any

import pytest
from flask import Flask
from sqlalchemy import delete
from werkzeug.test import TestResponse

from safeplan import clock, db, refusals
from safeplan.agencies.models import DeskMember
from safeplan.audit.models import AuditRow
from safeplan.demo.making import Cast
from safeplan.quality import service
from safeplan.quality.rules import WROTE_IN_IT
from tests.client import PersonClient
from tests.web.sharing.family import Family, actor_of, bellwethers, everything, rows, share, words_of

AsPerson = Callable[[str], PersonClient]
STATE = re.compile(r'<span class="state-word[ vh]*"> ([a-z ]+)</span>')


@pytest.fixture
def family(as_person: AsPerson) -> Family:
    return bellwethers(as_person("priya"))


@pytest.fixture
def tom(as_person: AsPerson) -> PersonClient:
    return as_person("tom")


def entries_of(who: PersonClient, plan: str, kind: str) -> list[dict[str, Any]]:
    return [e["heads"][0] for e in who.open(plan)["entries"] if e["kind"] == kind]


def test_only_managers_find_anything(family: Family, as_person: AsPerson) -> None:
    ruth = as_person("ruth")
    share(family, ruth, family.part("plan"))
    for who in (family.lead, ruth, as_person("alex"), as_person("edith"), as_person("leah")):
        for path in ("/quality", "/quality/plans", f"/quality/{family.plan}"):
            assert who.get(path).status_code == 404, path


def test_a_manager_of_another_agency_opens_nothing(family: Family, tom: PersonClient, as_person: AsPerson) -> None:
    theirs = bellwethers(as_person("alex"))
    assert tom.get(f"/quality/{theirs.plan}").status_code == 404
    assert theirs.plan not in tom.get("/quality/plans").get_data(as_text=True)
    assert tom.get("/quality/not-a-plan").status_code == 404


def test_decisions_come_first_oldest_first_and_no_key_looks_like_the_answer(
    family: Family, tom: PersonClient, as_person: AsPerson
) -> None:
    assert "No decisions wait for you" in words_of(tom.get("/quality"))
    late = family.lead.post(f"/api/1/plans/{family.plan}/stage", {"stage": "full", "review_due": "2020-01-02"})
    assert "Thu 2 Jan" in words_of(tom.get("/quality/plans"))
    assert late.status_code < 300
    other = bellwethers(as_person("priya"))
    assert other.lead.post(f"/api/1/plans/{other.plan}/stage", {"stage": "full", "review_due": "2019-01-02"})
    answer = tom.get("/quality")
    html, page = answer.get_data(as_text=True), words_of(answer)
    assert "Two decisions wait for you" in page
    assert "The day of its review has passed." in page
    assert "Grace, Noah and Ella · Priya Nair · since Fri 3 Jan 2020, 0.00" in page
    assert html.index(other.plan) < html.index(family.plan)
    assert "btn-main" not in html
    assert "%" not in page


def test_an_interim_plan_past_five_days_waits(family: Family, tom: PersonClient) -> None:
    later = clock.now_ms() + 6 * clock.DAY
    with clock.set_for_tests(lambda: later):
        tom.sign_in("tom@demo.example", _words())
        assert "The plan for tonight is 6 days old." in words_of(tom.get("/quality"))


def test_the_grid_is_a_table_with_words_and_no_figures(family: Family, tom: PersonClient) -> None:
    html = on_one_line(tom.get("/quality/plans"))
    tables = html.count("<table")
    assert html.count('<th scope="col"') == tables + len(service.QUESTIONS)
    assert html.count('<th scope="row" role="rowheader">Grace, Noah and Ella') == tables
    bodies = "".join(part.split("</tbody>")[0] for part in html.split("<tbody")[1:])
    states = STATE.findall(bodies)
    assert len(states) == len(service.QUESTIONS)
    assert set(states) <= {
        "met",
        "answered with a reason",
        "open",
        "not yet checked",
        "cannot be checked",
        "does not apply",
    }
    assert "open" in states
    assert "Bellwether" not in html
    assert "%" not in re.sub(r"<[^>]+>", "", html)


def on_one_line(answer: TestResponse) -> str:
    """A page as a browser reads it: where the lines of a tag end says nothing."""
    return " ".join(answer.get_data(as_text=True).split())


def states_in_grid(tom: PersonClient, plan: str) -> dict[str, str]:
    """Return question → its word in the grid, of one plan."""
    html = on_one_line(tom.get("/quality/plans"))
    cells = re.findall(rf'value="(\w+)" formaction="/quality/{plan}">(.*?)</button>', html, re.DOTALL)
    return {code: STATE.findall(cell)[0] for code, cell in cells}


def test_what_an_empty_plan_is_not_about_does_not_look_met(tom: PersonClient, as_person: AsPerson) -> None:
    priya = as_person("priya")
    plan = priya.new_plan()
    priya.write(plan, "note", {"words": "a name to come"})
    found = states_in_grid(tom, plan)
    assert found["no_safe_contact"] == "does not apply"
    assert found["mutual_wording"] != "does not apply"
    assert "met" not in {found[code] for code in found if code != "mutual_wording"}
    one = words_of(tom.get("/quality/plans?rule=no_safe_contact"))
    assert "does not apply" in one.split("Plans by question")[1]
    assert "does not apply" in words_of(tom.get(f"/quality/{plan}"))
    # Where there is somebody it is about, it is asked; and then answered.
    priya.write(plan, "family_member", {"name": "Grace Bellwether", "role": "parent"})
    assert states_in_grid(tom, plan)["no_safe_contact"] == "open"
    priya.write(plan, "safe_contact", {"how": "ring_only"})
    assert states_in_grid(tom, plan)["no_safe_contact"] == "met"


def test_plans_with_the_same_first_names_are_told_apart_by_nothing_of_theirs(family: Family, tom: PersonClient) -> None:
    other = bellwethers(family.lead)
    family.lead.post(f"/api/1/plans/{other.plan}/stage", {"stage": "full", "review_due": "2099-01-05"})
    html = on_one_line(tom.get("/quality/plans"))
    about = re.findall(r'Grace, Noah and Ella<span class="row-sub">([^<]+)</span>', html.split("</table>")[0])
    assert len(set(about)) == 2
    assert all(
        re.fullmatch(r"Priya Nair, (for now|full plan), made \w{3} \d+ \w+ \d{4}, \d+\.\d\d", one) for one in about
    )
    assert about[1] in words_of(tom.get(f"/quality/{other.plan}"))


def test_an_ended_plan_is_no_row_of_the_grid(family: Family, tom: PersonClient) -> None:
    other = bellwethers(family.lead)
    family.lead.post(f"/api/1/plans/{other.plan}/stage", {"stage": "ended", "review_due": ""})
    html = on_one_line(tom.get("/quality/plans"))
    grid, _, folded = html.partition("<details")
    assert (family.plan in grid, other.plan in grid) == (True, False)
    assert "Ended plans: 1" in folded
    assert other.plan in folded
    assert "Priya Nair, ended, made" in folded
    assert other.plan not in tom.get("/quality/plans?rule=coverage").get_data(as_text=True)


def test_one_question_can_be_looked_at_across_plans(family: Family, tom: PersonClient) -> None:
    answer = tom.get("/quality/plans?rule=harmer_unasked")
    html, page = answer.get_data(as_text=True), words_of(answer)
    assert html.count('<th scope="col"') == 2
    assert "What is asked of the person causing harm?" in page
    assert "Inspectors wrote: “adult perpetrators are not held to account" in page
    assert tom.get("/quality/plans?rule=nonsense").get_data(as_text=True).count('<th scope="col"') > 2


def test_a_plan_is_read_beside_the_questions_that_judge_it(family: Family, tom: PersonClient) -> None:
    page = words_of(tom.get(f"/quality/{family.plan}?rule=coverage"))
    assert "What answers this behaviour?" in page
    assert "takes the bank card" in page.split("The other questions")[0]


def test_an_answered_question_shows_its_reason(family: Family, tom: PersonClient) -> None:
    answer = {"rule": "harmer_unasked", "item": "", "reason": "not_safe_now", "words": "no interpreter until Friday"}
    family.write("why", "rule_answer", answer)
    page = words_of(tom.get(f"/quality/{family.plan}?rule=harmer_unasked"))
    assert "Answered: Not safe to ask now. “no interpreter until Friday”" in page
    assert "Nothing is asked of the person causing harm. A reason is given." in words_of(tom.get("/quality"))


def test_sent_back_with_a_sentence_for_each_question_and_still_in_use(
    family: Family, tom: PersonClient, app: Flask
) -> None:
    form = {
        "q_coverage": "Who answers the bank card?",
        "q_harmer_unasked": "Ask probation",
        "words": "",
        "send_back": "1",
    }
    assert tom.submit(f"/quality/{family.plan}", form).status_code == 303
    opened = family.lead.open(family.plan)
    assert opened["plan"]["status"] == "active"
    [review] = entries_of(family.lead, family.plan, "review")
    assert (review["data"]["outcome"], review["author_name"]) == ("sent_back", "Tom Whitlock")
    notes = {n["data"]["rule"]: n["data"]["words"] for n in entries_of(family.lead, family.plan, "quality_note")}
    assert notes == {"coverage": "Who answers the bank card?", "harmer_unasked": "Ask probation"}
    family.write("after", "note", {"words": "the plan goes on"})
    [row] = rows(app, AuditRow, AuditRow.action == "review")
    assert (row.plan, row.code, row.actor) == (family.plan, "sent_back", tom.id)


def test_what_is_between_staff_does_not_reach_a_partner(family: Family, tom: PersonClient, as_person: AsPerson) -> None:
    ruth = as_person("ruth")
    share(family, ruth, family.part("plan"), family.part("risk"))
    tom.submit(f"/quality/{family.plan}", {"q_coverage": "Between us: thin", "send_back": "1"})
    assert "Between us" not in ruth.get(f"/api/1/plans/{family.plan}").get_data(as_text=True)
    assert entries_of(ruth, family.plan, "quality_note") == []


def test_sending_back_needs_a_sentence_and_keeps_what_was_written(
    family: Family, tom: PersonClient, app: Flask
) -> None:
    before = everything(app)
    answer = tom.submit(f"/quality/{family.plan}", {"words": "  ", "send_back": "1"})
    assert answer.status_code == 400
    assert "Write at least one sentence" in words_of(answer)
    neither = tom.submit(f"/quality/{family.plan}", {"words": "kept on the page"})
    assert neither.status_code == 400
    assert "kept on the page" in neither.get_data(as_text=True)
    assert everything(app) == before


def test_agreeing_takes_the_plan_off_the_list(family: Family, tom: PersonClient) -> None:
    family.lead.post(f"/api/1/plans/{family.plan}/stage", {"stage": "full", "review_due": "2020-01-02"})
    assert "One decision waits for you" in words_of(tom.get("/quality"))
    assert tom.submit(f"/quality/{family.plan}", {"words": "", "agree": "Agree"}).status_code == 303
    assert "No decisions wait for you" in words_of(tom.get("/quality"))
    [review] = entries_of(tom, family.plan, "review")
    assert review["data"]["outcome"] == "agreed"


@pytest.mark.parametrize("state", ["open", "escalated"])
def test_a_plan_is_not_agreed_while_an_ending_stands_over_an_open_disagreement(
    family: Family, tom: PersonClient, state: str
) -> None:
    ending = {"proposed": "end_protection", "words": "Mark is referred", "state": "proposed"}
    closure = family.write("ending", "closure", ending)
    said = {"words": "Supervision stops with the plan", "agency": "probation", "state": state}
    family.write("joan", "disagreement", said)
    answered = {**said, "words": "Heard and answered", "state": "answered", "answer": "x"}
    family.write("ruth", "disagreement", answered)

    # The page shows what is open, and leads to it where agreeing would be.
    html = tom.get(f"/quality/{family.plan}").get_data(as_text=True)
    card = html.split('id="open-disagreements"')[1].split("</section>")[0]
    assert "Answer or settle each open disagreement first." in card
    assert "Supervision stops with the plan" in card
    assert "Heard and answered" not in card
    assert 'name="agree"' not in html
    assert 'href="#open-disagreements">Open the disagreement<' in html

    # Not by a page that was open before, nor past the form; sending back goes on.
    answer = tom.submit(f"/quality/{family.plan}", {"words": "", "agree": "1"})
    assert answer.status_code == 400
    assert "An ending with an open disagreement is not agreed here." in words_of(answer)
    assert entries_of(tom, family.plan, "review") == []
    sent = tom.submit(f"/quality/{family.plan}", {"words": "Ask Joan first", "send_back": "1"})
    assert sent.status_code == 303
    if state == "open":
        assert "An ending is proposed and a disagreement is open." in words_of(tom.get("/quality"))

    # Once each is answered or settled there is an Agree again; so there is where the ending is not agreed.
    family.lead.write(
        family.plan, "closure", {**ending, "state": "not_agreed"}, entry=closure["entry"], parents=[closure["id"]]
    )
    assert 'name="agree"' in tom.get(f"/quality/{family.plan}").get_data(as_text=True)


def test_the_service_agrees_to_no_plan_whose_ending_is_held_up(family: Family, tom: PersonClient, app: Flask) -> None:
    family.write("ending", "closure", {"proposed": "end_protection", "words": "x", "state": "proposed"})
    family.write("joan", "disagreement", {"words": "no", "agency": "probation", "state": "open"})
    with app.extensions[db.EXTENSION].sessions() as session, pytest.raises(refusals.Stopped, match="stop:stop_ending"):
        service.review(session, actor_of(session, tom), family.plan, "agreed", "", {})


def test_the_questions_of_an_ending_are_asked_on_its_page(family: Family, tom: PersonClient) -> None:
    family.write("ending", "closure", {"proposed": "end_protection", "words": "x", "state": "proposed"})
    family.write("joan", "disagreement", {"words": "no", "agency": "probation", "state": "open"})
    assert (
        "Who does not agree with ending?"
        in words_of(tom.get(f"/quality/{family.plan}")).split("The other questions")[0]
    )


def test_who_wrote_since_the_last_review_is_not_its_reviewer(family: Family, tom: PersonClient, app: Flask) -> None:
    tom.write(family.plan, "note", {"words": "my own line"})
    page = tom.get(f"/quality/{family.plan}")
    assert page.status_code == 200
    assert WROTE_IN_IT in words_of(page)
    assert 'name="agree"' not in page.get_data(as_text=True)
    form = {"words": "", "agree": "1"}
    assert tom.submit(f"/quality/{family.plan}", form, page="/agency/my-desks").status_code == 400
    assert rows(app, AuditRow, AuditRow.action == "review") == []


def test_a_manager_who_leads_does_not_review_their_own(tom: PersonClient) -> None:
    own = bellwethers(tom)
    assert own.plan not in tom.get("/quality/plans").get_data(as_text=True)
    assert "You lead this plan." in words_of(tom.get(f"/quality/{own.plan}"))


def test_reviewing_twice_in_a_row_is_not_reviewing_oneself(family: Family, tom: PersonClient, cast: Cast) -> None:
    """A review's own entries are not writing in the plan: the next review is not barred by the last."""
    assert tom.submit(f"/quality/{family.plan}", {"words": "first", "send_back": "1"}).status_code == 303
    family.write("mended", "note", {"words": "mended"})
    assert tom.submit(f"/quality/{family.plan}", {"words": "", "agree": "1"}).status_code == 303


def test_a_manager_taken_off_the_desk_finds_nothing_at_the_next_request(
    family: Family, tom: PersonClient, app: Flask
) -> None:
    assert tom.get(f"/quality/{family.plan}").status_code == 200
    with app.extensions[db.EXTENSION].sessions.begin() as session:
        session.execute(delete(DeskMember).where(DeskMember.person == tom.id))
    assert tom.get(f"/quality/{family.plan}").status_code == 404
    assert family.plan not in tom.get("/quality/plans").get_data(as_text=True)


def test_the_pages_say_nothing_in_their_titles_and_looking_writes_nothing(
    family: Family, tom: PersonClient, app: Flask
) -> None:
    before = everything(app)
    for path in ("/quality", "/quality/plans", "/quality/plans?rule=coverage", f"/quality/{family.plan}"):
        html = tom.get(path).get_data(as_text=True)
        assert "<title>Daybook</title>" in html
        assert "style=" not in html
    assert everything(app) == before


def _words() -> str:
    from safeplan.demo.making import WORDS

    return WORDS
