"""Reads the boards' files once: pages, words and pictures by age, and the eight rows of the gate.

What follows from the answers at the gate is worked out in the browser alone (static/js/board/gate_rules.js).
"""

from __future__ import annotations

import tomllib
from collections.abc import Mapping
from dataclasses import asdict, dataclass
from functools import cache
from importlib import resources
from typing import Any


@dataclass(frozen=True)
class Tile:
    """One thing a child may choose: its code, its picture ("" for none) and its words."""

    code: str
    picture: str
    words: str


@dataclass(frozen=True)
class Line:
    """One sentence that is said to the child, with its picture; nothing to choose."""

    picture: str
    words: str


@dataclass(frozen=True)
class Screen:
    """One screen of a page. `page` is the code its entry is kept under; `single`: one choice at a time."""

    page: str
    layout: str
    title: str
    lead: str
    asks: str
    single: bool
    faces: bool
    tiles: tuple[Tile, ...]
    lines: tuple[Line, ...]
    parts: tuple[tuple[str, str], ...]


@dataclass(frozen=True)
class Page:
    """One stone of the path. `name` is what a grown-up reads at the gate.

    `ready`: the gate's readiness checks that must all be ticked, or the page is not there.
    """

    id: str
    name: str
    ground: str
    ready: tuple[str, ...]
    screens: tuple[Screen, ...]


@dataclass(frozen=True)
class Band:
    """One age's board.

    `most_words` in a sentence, `most_tiles` on a screen and what no line may say (`never`) are what a test holds it to.
    """

    band: str
    label: str
    # The youngest and the oldest it was made for, in years.
    ages: tuple[int, int]
    edition: str
    most_words: int
    most_tiles: int
    never: tuple[str, ...]
    help_pages: str
    keys: Mapping[str, str]
    core: tuple[Tile, ...]
    covers: tuple[Tile, ...]
    own_pictures: tuple[Tile, ...]
    people: tuple[Tile, ...]
    tones: tuple[str, ...]
    crayons: tuple[Tile, ...]
    pages: tuple[Page, ...]


@dataclass(frozen=True)
class Answer:
    """One answer at the gate, and what follows: pages left out, no paper, or no hand-over at all.

    `asks_ready`: the readiness checks are asked, and what is ticked counts.
    `near`, `says_near`: its words and what it says where a child may read them; "" where the usual ones will do.
    """

    code: str
    words: str
    drops: tuple[str, ...] = ()
    stops: str = ""
    paper: bool = True
    says: str = ""
    asks_ready: bool = False
    near: str = ""
    says_near: str = ""


@dataclass(frozen=True)
class Row:
    """One row of the gate.

    `tells`: the book answers it, nobody has to; `near`: how it asks where a child may read it.
    """

    id: str
    asks: str
    answers: tuple[Answer, ...] = ()
    tells: bool = False
    near: str = ""


@dataclass(frozen=True)
class Check:
    """One check before help is taught; `near`: how it is said where a child may read it."""

    id: str
    asks: str
    near: str = ""


@dataclass(frozen=True)
class Gate:
    """The rows, the pages that are always there, the checks before help is taught, and who is too young for any.

    `unborn`, `too_young` and `outside` are what is said of a child whose age the pages do not fit.
    """

    edition: str
    always: tuple[str, ...]
    youngest_days: int
    unborn: str
    too_young: str
    outside: str
    rows: tuple[Row, ...]
    readiness: tuple[Check, ...]


@dataclass(frozen=True)
class Boards:
    """Everything the hand-over and the boards need; nothing in it is about a person."""

    gate: Gate
    bands: Mapping[str, Band]


@cache
def load() -> Boards:
    """The boards that ship with this release. Raises ValueError for a file that contradicts itself."""
    folder = resources.files("safeplan.children").joinpath("boards")
    read = {
        path.name: tomllib.loads(path.read_text(encoding="utf-8"))
        for path in sorted(folder.iterdir(), key=lambda path: path.name)
        if path.name.endswith(".toml")
    }
    gate = _gate(read.pop("gate.toml"))
    bands = [_band(document) for document in read.values()]
    for band in bands:
        agree(gate, band)
    return Boards(gate, {band.band: band for band in bands})


def export() -> dict[str, Any]:
    """The boards as JSON values, for the browser."""
    boards = load()
    return {"gate": asdict(boards.gate), "bands": {code: _plain(band) for code, band in boards.bands.items()}}


# What a board is held to by a test: a child's tablet need not load it.
_NOT_SENT = ("most_words", "most_tiles", "never")


def _plain(band: Band) -> dict[str, Any]:
    flat = {name: value for name, value in asdict(band).items() if name not in _NOT_SENT}
    for page, made in zip(band.pages, flat["pages"], strict=True):
        for screen, plain in zip(page.screens, made["screens"], strict=True):
            plain["parts"] = [{"code": code, "words": words} for code, words in screen.parts]
    return flat


def _gate(document: Mapping[str, Any]) -> Gate:
    rows = tuple(
        Row(
            row["id"],
            row["asks"],
            tuple(Answer(**{**answer, "drops": tuple(answer.get("drops", ()))}) for answer in row.get("answers", ())),
            row.get("tells", False),
            row.get("near", ""),
        )
        for row in document["rows"]
    )
    readiness = tuple(Check(**check) for check in document["readiness"])
    return Gate(
        document["edition"],
        tuple(document["always"]),
        document["youngest_days"],
        document["unborn"],
        document["too_young"],
        document["outside"],
        rows,
        readiness,
    )


def _band(document: Mapping[str, Any]) -> Band:
    pages = tuple(
        Page(
            page["id"],
            page["name"],
            page["ground"],
            tuple(page.get("ready", ())),
            tuple(_screen(page["id"], raw) for raw in page["screens"]),
        )
        for page in document["pages"]
    )
    return Band(
        document["band"],
        document["label"],
        (document["ages"][0], document["ages"][1]),
        document["edition"],
        document["most_words"],
        document["most_tiles"],
        tuple(document["never"]),
        document["help_pages"],
        document["keys"],
        _tiles(document["core"]["tiles"]),
        _tiles(document["covers"]["tiles"]),
        _tiles(document["own_pictures"]["tiles"]),
        _tiles(document["people"]["tiles"]),
        tuple(document["people"]["tones"]),
        _tiles(document["crayons"]["tiles"]),
        pages,
    )


def _screen(page: str, raw: Mapping[str, Any]) -> Screen:
    return Screen(
        page=raw.get("page", page),
        layout=raw["layout"],
        title=raw["title"],
        lead=raw.get("lead", ""),
        asks=raw.get("asks", ""),
        single=raw.get("single", False),
        faces=raw.get("faces", False),
        tiles=_tiles(raw.get("tiles", ())),
        lines=tuple(Line(picture, words) for picture, words in raw.get("lines", ())),
        parts=tuple((code, words) for code, words in raw.get("parts", ())),
    )


def _tiles(rows: Any) -> tuple[Tile, ...]:
    return tuple(Tile(code, picture, words) for code, picture, words in rows)


def agree(gate: Gate, band: Band) -> None:
    """Raise ValueError where the two contradict each other.

    A page the gate names must exist, or leaving it out would do nothing and nobody would notice; and so must the checks
    a page waits for.
    """
    there = {page.id for page in band.pages}
    named = set(gate.always) | {drop for row in gate.rows for answer in row.answers for drop in answer.drops}
    if missing := named - there:
        raise ValueError(
            f"the gate (gate.toml: always, drops) names pages the board {band.band} does not have: "
            f"{', '.join(sorted(missing))}. Give it these, or name them there no more."
        )
    dropped = {drop for row in gate.rows for answer in row.answers for drop in answer.drops}
    if wrong := dropped & set(gate.always):
        raise ValueError(f"the gate would leave out what a child must always get: {', '.join(sorted(wrong))}")
    checks = {check.id for check in gate.readiness}
    if unknown := {code for page in band.pages for code in page.ready} - checks:
        raise ValueError(f"the board {band.band} names readiness checks nobody asks: {', '.join(sorted(unknown))}")
    if held_back := {page.id for page in band.pages if page.ready} & set(gate.always):
        raise ValueError(f"a page a child must always get would wait for checks: {', '.join(sorted(held_back))}")
