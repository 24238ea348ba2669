"""The catalogue is complete, dated and sourced, and an old entry shows the words of its day."""

import json
import re
import tomllib
from importlib import resources
from typing import Any

import pytest

from safeplan import catalogue
from safeplan.catalogue import loader

WHOLE = catalogue.load()


def codes_like(letters: str, count: int) -> set[str]:
    return {f"{letters}{number:02d}" for number in range(1, count + 1)}


def test_the_fields_own_lists_are_whole() -> None:
    assert set(WHOLE.codes("behaviours")) == codes_like("CC", 24) | {"not_said"}
    assert set(WHOLE.codes("powers")) == codes_like("P", 35)
    assert set(WHOLE.codes("perpetrator_actions")) == codes_like("PA", 38)
    assert len(WHOLE.codes("behaviour_headers")) == 8
    assert len(WHOLE.codes("answer_reasons")) == 6


@pytest.mark.parametrize(
    ("name", "headers"),
    [
        ("behaviours", "behaviour_headers"),
        ("powers", "power_headers"),
        ("perpetrator_actions", "perpetrator_action_groups"),
    ],
)
def test_headers_are_whole_and_each_is_used(name: str, headers: str) -> None:
    assert {item.header for item in WHOLE.items(name)} == set(WHOLE.codes(headers))


def test_an_action_of_the_person_causing_harm_names_who_checks_and_what_follows() -> None:
    for item in WHOLE.items("perpetrator_actions"):
        assert item.details["if_not"], item.code
        assert set(item.details["powers"]) <= set(WHOLE.codes("powers")), item.code
        # A parent, a child or a relative never checks.
        assert set(item.details["checkers"]) <= set(WHOLE.codes("agencies")), item.code
        assert item.details["checkers"], item.code


def test_powers_say_who_decides_and_pilots_are_switched_by_area() -> None:
    for item in WHOLE.items("powers"):
        assert item.details["decides"], item.code
    assert {item.code for item in WHOLE.items("powers") if item.details.get("local")} == {"P03", "P04", "P17"}


def test_every_file_is_dated_and_sourced() -> None:
    for path in resources.files("safeplan.catalogue").iterdir():
        if path.name.endswith(".toml"):
            body = tomllib.loads(path.read_text(encoding="utf-8"))
            assert re.fullmatch(r"\d{4}-\d{2}", body["edition"]), path.name
            assert re.fullmatch(r"\d{4}-\d{2}-\d{2}", body["reviewed"]), path.name
            assert body["sources"], path.name


def test_words_a_practitioner_can_read_aloud() -> None:
    banned = re.compile(r"\b(he|him|his|she|her|mum|mother's|victim|please|simply|oops)\b|!", re.IGNORECASE)
    for name, codes in WHOLE.lists.items():
        for item in codes.items.values():
            assert item.label.strip() == item.label != "", (name, item.code)
            assert len(item.label.split()) <= 14, (name, item.label)
            assert not banned.search(item.label), (name, item.label)


def made(*items: dict[str, Any], **more: Any) -> catalogue.Catalogue:
    return loader.build([{"edition": "2027-06", "lists": {"moods": {"items": list(items), **more}}}])


def test_an_old_entry_shows_the_words_of_its_day() -> None:
    was = [{"until": "2026-12", "label": "Oldest"}, {"until": "2027-03", "label": "Older"}]
    moods = made({"code": "a", "label": "Now", "was": was})
    assert moods.label("moods", "a", "2026-11-24") == "Oldest"
    assert moods.label("moods", "a", "2027-01") == "Older"
    assert moods.label("moods", "a", "2027-03-31") == "Older"
    assert moods.label("moods", "a", "2027-04-01") == "Now"
    assert moods.label("moods", "a") == "Now"
    assert moods.label("moods", "") == ""


def test_a_retired_code_is_read_but_not_offered() -> None:
    moods = made({"code": "a", "label": "A"}, {"code": "b", "label": "B", "retired": True})
    assert moods.codes("moods") == ("a",)
    assert moods.knows("moods", "b")
    assert moods.label("moods", "b") == "B"


def test_no_answer_stands_just_below_not_known() -> None:
    plain = made({"code": "a", "label": "A", "caution": 5})
    assert plain.caution("moods", "") == -1
    doubted = made({"code": "a", "label": "A"}, {"code": "unknown", "label": "Not known", "caution": 10})
    assert doubted.caution("moods", "") == 9
    assert made({"code": "a", "label": "A", "caution": 5}, blank=7).cautions("moods") == {"": 7, "a": 5}
    assert made({"code": "a", "label": "A"}).cautions("moods") == {}


def test_files_that_contradict_themselves_are_refused() -> None:
    with pytest.raises(ValueError, match="code twice"):
        made({"code": "a", "label": "A"}, {"code": "a", "label": "B"})
    one = {"edition": "2026-11", "lists": {"moods": []}}
    with pytest.raises(ValueError, match="two files"):
        loader.build([one, one])


def test_what_is_not_there_is_said() -> None:
    with pytest.raises(loader.UnknownCode):
        WHOLE.codes("horoscopes")
    with pytest.raises(loader.UnknownCode):
        WHOLE.label("owners", "grandmother")


def test_agencies_are_written_once() -> None:
    for name in ("checkers", "tellers", "responders"):
        assert WHOLE.codes(name)[: len(WHOLE.codes("agencies"))] == WHOLE.codes("agencies")


def test_the_export_is_json_and_holds_every_label() -> None:
    export = json.loads(json.dumps(WHOLE.export()))
    assert export["edition"] == WHOLE.edition
    for name, codes in WHOLE.lists.items():
        assert [(row["code"], row["label"]) for row in export["lists"][name]] == [
            (item.code, item.label) for item in codes.items.values()
        ]


def test_every_tile_of_the_boards_can_be_kept() -> None:
    """A child's choice that the catalogue did not hold would be refused after the child has gone home."""
    boards = resources.files("safeplan").joinpath("children", "boards")
    read = [tomllib.loads(path.read_text(encoding="utf-8")) for path in boards.iterdir() if path.name.endswith(".toml")]
    screens = [screen for board in read for page in board.get("pages", []) for screen in page["screens"]]
    places = [
        *screens,
        *(board[part] for board in read for part in ("own_pictures", "people", "covers") if part in board),
    ]
    chosen = {tile[0] for place in places if place.get("layout") != "hand" for tile in place.get("tiles", [])}
    assert chosen, "the boards have moved; this test looks in the wrong place"
    assert not {code for code in chosen if not WHOLE.knows("pictures", code)}
    pages = {page["id"] for board in read for page in board.get("pages", [])} | {
        s["page"] for s in screens if "page" in s
    }
    assert not {page for page in pages if not WHOLE.knows("pages", page)}


def test_phrases_are_written_as_mentions_reads_them() -> None:
    """A phrase with a capital, a curly quote or a stray sign would never be found, and nobody would notice."""
    assert {"mutual", "blaming", "policing", "washing", "referral", "attendance"} <= WHOLE.wording.keys()
    for name, phrases in WHOLE.wording.items():
        assert len(set(phrases)) == len(phrases), name
        for phrase in phrases:
            assert re.fullmatch(r"[a-z0-9']+( [a-z0-9']+)*\*?", phrase), (name, phrase)


def test_what_is_for_adults_leaves_something_for_a_person_under_18() -> None:
    """Orders of police and adult sentences need eighteen years; assessment, child protection and bail do not."""
    adults = {code for name in ("powers", "perpetrator_actions") for code in WHOLE.codes(name) if _adults(name, code)}
    assert adults >= {"P01", "P02", "P03", "P04", "P11", "P12", "P15", "PA19", "PA20", "PA21", "PA31"}
    assert not adults & {"P09", "P10", "P26", "P27", "P28", "PA01", "PA02", "PA03"}


def _adults(name: str, code: str) -> bool:
    return bool(WHOLE.item(name, code).details.get("adults"))
