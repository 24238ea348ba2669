"""The boards' own promises: few pages, few words, real pictures, and nothing that gives a child a job."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pytest

from safeplan import catalogue, children, pictures
from safeplan.children.boards import Band, Page, Screen, Tile, agree

ROOT = Path(__file__).parents[3]
LISTED = {item.concept: item.tones for item in pictures.read_list(ROOT / "static/pictures/openmoji.txt")}
DRAWN = {path.stem for path in (ROOT / "static/pictures/drawings").glob("*.svg")}
BANDS = list(children.load().bands.values())


CHECKS = [check.id for check in children.load().gate.readiness]
# What only a page about getting help says or shows.
GETTING_HELP = re.compile(
    r"\b(999|101|112|press 55|phone|telephone|ring|rings|dial|call (?!me\b)|police|emergency|ambulance|helpline"
    r"|childline|get(ting)? help|ask(ing)? for help|run to|go to the neighbour|knock)\b",
    re.IGNORECASE,
)


def not_held_back(band: Band) -> list[str]:
    """One sentence for each page about getting help that a child would be given without the readiness checks."""
    said = []
    for page in band.pages:
        found = GETTING_HELP.search(" · ".join((page.id, page.name, *_shown(page))))
        if found and set(page.ready) != set(CHECKS):
            checks = ", ".join(f'"{code}"' for code in CHECKS)
            said.append(
                f"The page {page.id} of {band.band} is about getting help (“{found[0]}”). In safeplan/children/boards/"
                f"{band.band}.toml write under its name: ready = [{checks}]"
            )
    return said


def _shown(page: Page) -> Iterator[str]:
    for screen in page.screens:
        yield from (screen.title, screen.lead, screen.asks)
        for tile in screen.tiles:
            yield from (tile.code.replace("-", " "), tile.picture.replace("-", " "), tile.words)
        for line in screen.lines:
            yield from (line.picture.replace("-", " "), line.words)


def screens(band: Band) -> Iterator[Screen]:
    for page in band.pages:
        yield from page.screens


def sentences(band: Band) -> Iterator[str]:
    """Every line a child reads, the worker's own sentence on who may look among them."""
    for screen in screens(band):
        yield from (tile.words for tile in screen.tiles)
        yield from (line.words for line in screen.lines)
        yield from (screen.title, screen.asks, screen.lead)


def too_much(band: Band) -> list[str]:
    """One sentence for each line that is more, or other, than a child of this age can take."""
    where = f"safeplan/children/boards/{band.band}.toml"
    said = [f"{where}: {len(band.pages)} pages; a sitting has at most eleven."] if len(band.pages) > 11 else []
    for screen in screens(band):
        tiles = [tile for tile in screen.tiles if tile.code != "something-else"]
        if len(tiles) > band.most_tiles:
            said.append(
                f"{where}: {screen.title!r} has {len(tiles)} tiles, at most {band.most_tiles} beside something-else."
            )
    for text in sentences(band):
        longest = max(len(sentence.split()) for sentence in re.split(r"[.?:]", text))
        if longest > band.most_words:
            said.append(f"{where}: {text!r} has {longest} words in a sentence. Say it in {band.most_words}, or in two.")
        said += [
            f"{where}: {text!r} says {word!r}, which `never` forbids." for word in band.never if word in text.lower()
        ]
    return said


@pytest.mark.parametrize("band", BANDS, ids=lambda band: band.band)
def test_every_line_is_one_a_child_of_this_age_can_take(band: Band) -> None:
    said = too_much(band)
    assert not said, "\n".join(said)


def test_what_is_too_much_for_a_child_is_noticed() -> None:
    band = BANDS[0]
    page = band.pages[2]
    wrong = replace(
        page.screens[0], title="You are very brave and now you must tell us all of it", tiles=band.people * 2
    )
    said = too_much(replace(band, pages=(*band.pages, replace(page, screens=(wrong,)))))
    assert [one.partition("toml: ")[2].partition(" ")[0] for one in said] == ["12", "'You", "'You", "'You"]


@pytest.mark.parametrize("band", BANDS, ids=lambda band: band.band)
def test_every_picture_exists_and_every_tone_is_offered_by_the_set(band: Band) -> None:
    chosen = (tile for screen in screens(band) for tile in screen.tiles)
    tiles = [*band.core, *band.own_pictures, *band.people, *chosen]
    names = {tile.picture for tile in tiles} | {line.picture for screen in screens(band) for line in screen.lines}
    assert names <= DRAWN | set(LISTED)
    pictures_of = {tile.code: tile.picture for tile in band.people}
    assert all(LISTED[pictures_of[code]] for code in band.tones)


@pytest.mark.parametrize("band", BANDS, ids=lambda band: band.band)
def test_what_a_child_chooses_can_be_kept(band: Band) -> None:
    """A code the catalogue does not know would be refused, and a child's page with it."""
    known = catalogue.load()
    assert known.knows("bands", band.band)
    for page in band.pages:
        assert known.knows("grounds", page.ground)
        for screen in page.screens:
            assert known.knows("pages", screen.page)
            where = "body_feelings" if screen.layout == "where" else "pictures"
            if screen.layout != "hand":
                assert all(known.knows(where, tile.code) for tile in screen.tiles), screen.title
            assert all(known.knows("body_parts", code) for code, _ in screen.parts)
    for tile in (*band.covers, *band.own_pictures, *band.people, *band.core):
        assert known.knows("pictures", tile.code)
    assert known.knows("pages", "my_words")


@pytest.mark.parametrize("band", BANDS, ids=lambda band: band.band)
def test_pleasant_and_unpleasant_faces_are_as_many(band: Band) -> None:
    faces = next(screen for screen in screens(band) if screen.page == "feel").tiles
    pleasant = {"calm", "ok", "glad"}
    assert len([face for face in faces if face.code in pleasant]) == len(faces) // 2


def test_what_the_gate_always_gives_begins_and_ends_the_book() -> None:
    boards = children.load()
    for band in boards.bands.values():
        assert [page.id for page in band.pages][:2] == ["book", "before"]
        assert [page.id for page in band.pages][-2:] == ["who_may_look", "done"]
    assert set(boards.gate.always) == {"book", "before", "who_may_look", "done"}


def test_the_gate_has_eight_rows_and_nothing_of_it_is_answered() -> None:
    rows = children.load().gate.rows
    assert len(rows) == 8
    assert [row.id for row in rows if row.tells] == ["asked_lately"]
    assert "chosen" not in str(children.export()["gate"])


@pytest.mark.parametrize("band", BANDS, ids=lambda band: band.band)
def test_a_page_about_getting_help_waits_for_every_check(band: Band) -> None:
    assert not_held_back(band) == []


def test_one_that_waits_for_fewer_is_noticed() -> None:
    band = BANDS[0]
    asks = replace(band.pages[2].screens[0], title="Who can I ring?", tiles=(Tile("ring", "phone", "the phone"),))
    ring = replace(band.pages[2], id="ring", name="who to ring", screens=(asks,))
    for ready in ((), tuple(CHECKS[1:])):
        [said] = not_held_back(replace(band, pages=(*band.pages, replace(ring, ready=ready))))
        assert 'ready = ["language", "memory", "phone", "impulse"]' in said
    assert not_held_back(replace(band, pages=(*band.pages, replace(ring, ready=tuple(CHECKS))))) == []


def test_a_board_names_only_checks_that_are_asked_and_never_for_what_every_child_gets() -> None:
    gate, band = children.load().gate, BANDS[0]
    first, *rest = band.pages
    with pytest.raises(ValueError, match="readiness checks nobody asks: courage"):
        agree(gate, replace(band, pages=(*rest, replace(rest[1], id="ring", ready=("courage",)), first)))
    with pytest.raises(ValueError, match="would wait for checks: book"):
        agree(gate, replace(band, pages=(replace(first, ready=tuple(CHECKS)), *rest)))


def test_what_a_page_needs_reaches_the_browser() -> None:
    exported = children.export()
    assert all(page["ready"] == () for page in exported["bands"]["5-7"]["pages"])
    [helps] = [row for row in exported["gate"]["rows"] if row["id"] == "help"]
    assert [answer["code"] for answer in helps["answers"] if answer["asks_ready"]] == ["on"]
    assert [check["id"] for check in exported["gate"]["readiness"]] == CHECKS
