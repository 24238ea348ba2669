"""Who, what, why, a look: one question a screen, nothing ticked beforehand, nothing in a URL."""

from __future__ import annotations

import re
from collections.abc import Callable
from typing import Any

import pytest
from flask import Flask
from werkzeug.test import TestResponse

from safeplan import clock
from tests.client import PersonClient
from tests.web.sharing.family import ADDRESS, CHILDS_WORDS, LINE, Family, bellwethers, everything, share, words_of

AsPerson = Callable[[str], PersonClient]


@pytest.fixture
def family(as_person: AsPerson) -> Family:
    return bellwethers(as_person("priya"))


def _post(family: Family, step: str, form: dict[str, Any]) -> Any:
    return family.lead.submit(f"/sharing/{family.plan}/{step}", form, page=f"/sharing/{family.plan}/who")


def _chosen(family: Family, who: PersonClient, *parts: str, **more: Any) -> dict[str, Any]:
    return {
        "person": who.id,
        "connected": "no",
        "parts": list(parts),
        "right": "contribute",
        "basis": "public_task",
        "line": LINE,
        "until": "",
        **more,
    }


def on_one_line(answer: TestResponse) -> str:
    """A page as a browser reads it: where its lines end says nothing."""
    return " ".join(answer.get_data(as_text=True).split())


def test_step_one_offers_staff_by_agency_and_no_administrator(family: Family) -> None:
    page = words_of(family.lead.get(f"/sharing/{family.plan}/who"))
    assert "Ruth Feld" in page
    assert "Elm Road Primary School" in page
    assert "Edith Moran" not in page
    assert "Are they connected to the family" in page


def test_somebody_connected_goes_no_further(family: Family, as_person: AsPerson) -> None:
    answer = _post(family, "what", {"person": as_person("ruth").id, "connected": "yes"})
    assert answer.status_code == 400
    assert "Decide not to share instead" in words_of(answer)
    assert _post(family, "what", {"person": as_person("ruth").id}).status_code == 400


def test_step_two_says_what_is_really_inside_and_ticks_nothing(family: Family, as_person: AsPerson) -> None:
    made = {"child": family.ids["noah"], "page": "feel", "may_look": [{"person": "", "name": "Ruth", "yes": "yes"}]}
    family.write("page", "page", made, compartment=family.part("child", "noah"))
    answer = _post(family, "what", {"person": as_person("ruth").id, "connected": "no"})
    assert answer.status_code == 200
    html, page = answer.get_data(as_text=True), words_of(answer)
    assert "checked" not in re.sub(r"not checked yet", "", html)
    for words in (
        "What will Ruth be able to open?",
        "1 action, 1 asked of Elm Road Primary School",
        "Noah’s book 1 page",
        "1 not checked yet",
        "Noah lets Ruth look",
        "Pages Noah kept: not included",
        "Nobody has asked Ella about Ruth",
        "What Mark does",
        "Written down here: 1",
        "Only for people who must go there",
    ):
        assert words in page, words
    assert ADDRESS not in page
    assert html.index("Where they can be found") > html.index("What Mark does")
    assert 'class="choice pack place"' in html


def test_each_step_asks_its_own_question_again_when_it_was_not_answered(family: Family, as_person: AsPerson) -> None:
    ruth = as_person("ruth")
    nothing_ticked = _post(family, "why", {"person": ruth.id, "connected": "no", "right": "read"})
    assert nothing_ticked.status_code == 400
    assert "Tick at least one part." in words_of(nothing_ticked)
    no_line = _post(family, "look", _chosen(family, ruth, family.part("plan"), line="  "))
    assert no_line.status_code == 400
    assert "Write why, in one line." in words_of(no_line)
    foreign = _post(family, "seal", _chosen(family, ruth, family.part("plan"), basis="because"))
    assert foreign.status_code == 400
    assert ruth.get(f"/api/1/plans/{family.plan}").status_code == 404


def test_the_look_names_what_goes_along_and_what_does_not(family: Family, as_person: AsPerson, app: Flask) -> None:
    ruth, noah = as_person("ruth"), family.part("child", "noah")
    before = everything(app)
    answer = _post(family, "look", _chosen(family, ruth, family.part("plan"), noah))
    assert answer.status_code == 200
    assert answer.headers["Cache-Control"] == "no-store"
    page = words_of(answer)
    given, left_out = page.split("In it ")[1].split("Not in it, and not mentioned")
    for words in ("The plan", "Noah’s book"):
        assert words in given, words
    for words in ("Where they can be found", "What Mark does", "Ella’s book", "Pages Noah kept"):
        assert words in left_out, words
        assert words not in given, words
    assert "Ruth can answer what is asked, and add." in page
    assert everything(app) == before


def test_no_word_of_the_plan_is_in_the_look_s_page(family: Family, as_person: AsPerson) -> None:
    """What is in it comes as JSON, to the scripts that draw it for whoever it is shared with."""
    chosen = _chosen(family, as_person("ruth"), *(family.part(kind) for kind in ("plan", "risk", "child", "place")))
    html = _post(family, "look", chosen).get_data(as_text=True)
    for words in (ADDRESS, CHILDS_WORDS, "bank card", "gate log", "Bellwether", "9.30"):
        assert words not in html, words


def test_a_part_with_nothing_in_it_is_named_all_the_same(as_person: AsPerson) -> None:
    lead = as_person("priya")
    empty = Family(lead.new_plan(), lead)
    page = words_of(_post(empty, "look", _chosen(empty, as_person("joan"), empty.part("plan"), empty.part("place"))))
    for title in ("The plan", "Where they can be found"):
        assert f"{title}: nothing yet. Joan will see what is written later." in page


def test_somebody_who_may_only_read_is_not_said_to_write(family: Family, as_person: AsPerson) -> None:
    ruth, plan, noah = as_person("ruth"), family.part("plan"), family.part("child", "noah")
    assert "can read, not write" in words_of(_post(family, "look", _chosen(family, ruth, plan, right="read")))
    # A child's book is never written in by a partner, whatever was wished for.
    assert "can read, not write" in words_of(_post(family, "look", _chosen(family, ruth, noah)))


def test_without_the_passphrase_it_says_what_it_is_for_beside_the_field_and_in_the_summary(
    family: Family, as_person: AsPerson
) -> None:
    chosen = _chosen(family, as_person("ruth"), family.part("plan"), family.part("place"))
    later = clock.now_ms() + 6 * clock.MINUTE
    with clock.set_for_tests(lambda: later):
        for step in ("look", "seal"):
            html = _post(family, step, chosen).get_data(as_text=True)
            assert html.count("Give your passphrase: this shares where they can be found.") == 2
            assert 'aria-describedby="words-error"' in html
            assert html.index('id="words"') < html.index('id="basis"'), "nothing is asked before it"


def test_going_back_keeps_what_was_chosen(family: Family, as_person: AsPerson) -> None:
    ruth, plan = as_person("ruth"), family.part("plan")
    who = on_one_line(_post(family, "who", _chosen(family, ruth, plan)))
    assert f'value="{ruth.id}" autocomplete="off" checked' in who
    assert f'<input type="hidden" name="parts" value="{plan}">' in who
    what = on_one_line(_post(family, "what", _chosen(family, ruth, plan)))
    assert f'name="parts" value="{plan}" autocomplete="off" checked' in what
    why = _post(family, "why", _chosen(family, ruth, plan)).get_data(as_text=True)
    assert LINE in why


def test_words_that_were_typed_are_never_markup(family: Family, as_person: AsPerson) -> None:
    line = '"><script>alert(1)</script>'
    chosen = _chosen(family, as_person("ruth"), family.part("plan"), line=line)
    assert "<script>alert" not in _post(family, "look", chosen).get_data(as_text=True)
    assert _post(family, "seal", chosen).status_code == 303
    assert "<script>alert" not in family.lead.get(f"/sharing/{family.plan}").get_data(as_text=True)


def test_no_word_of_the_plan_is_in_a_title_or_an_address(family: Family, as_person: AsPerson) -> None:
    answer = share(family, as_person("ruth"), family.part("plan"))
    assert answer.headers["Location"] == f"/sharing/{family.plan}"
    for path in ("", "/who", "/not"):
        html = family.lead.get(f"/sharing/{family.plan}{path}").get_data(as_text=True)
        assert "<title>Daybook</title>" in html
        assert "style=" not in html
        assert "<script>" not in html
        assert family.lead.get(f"/sharing/{family.plan}{path}").headers["Cache-Control"] == "no-store"


def test_a_form_without_its_token_changes_nothing(family: Family, as_person: AsPerson, app: Flask) -> None:
    chosen = _chosen(family, as_person("ruth"), family.part("plan"))
    before = everything(app)
    answer = family.lead.http.post(
        f"/sharing/{family.plan}/seal",
        data=chosen,
        headers={"Referer": "https://localhost/"},
        base_url="https://localhost",
    )
    assert answer.status_code == 400
    assert everything(app) == before


def test_deciding_not_to_share_from_the_look_asks_why_first(family: Family, as_person: AsPerson) -> None:
    ruth = as_person("ruth")
    asked = _post(family, "not", _chosen(family, ruth, family.part("plan")))
    assert asked.status_code == 200
    assert f'value="{ruth.id}" autocomplete="off" checked' in on_one_line(asked)
    assert _post(family, "not", {"person": ruth.id, "decide": "1"}).status_code == 400
