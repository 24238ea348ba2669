"""What a tablet of an earlier release still has in its outbox is taken, however long it lay in a drawer."""

from __future__ import annotations

import json
from base64 import b64decode, b64encode
from pathlib import Path
from typing import Any

import pytest

from safeplan import crypto
from tests.client import PersonClient
from tests.sync.released import FOLDER, move_in

RELEASES = sorted(FOLDER.glob("*.json"))


@pytest.fixture(params=RELEASES, ids=[path.stem for path in RELEASES])
def released(request: pytest.FixtureRequest) -> dict[str, Any]:
    path: Path = request.param
    return dict(json.loads(path.read_text("utf-8")))


@pytest.fixture
def author(app, settings, cast, released: dict[str, Any]) -> PersonClient:
    """Return whoever wrote it, in an installation of today whose keys fit."""
    return move_in(app, settings, cast.agencies["council"], released["keys"])


def states(answer: Any) -> list[str]:
    assert answer.status_code == 200, answer.get_data(as_text=True)
    return [one["state"] for one in answer.json["receipts"]]


def words_in(author: PersonClient, plan: str) -> dict[str, bool]:
    """Return what stands in the plan: words → withdrawn."""
    shown = [head for entry in author.open(plan)["entries"] for head in entry["heads"]]
    return {head["data"]["words"]: bool(head["withdrawn"]) for head in shown}


def standing(name: str) -> dict[str, bool]:
    return {f"Ana and Theo were at home ({name})": False, f"a slip ({name})": True}


def test_there_is_one_for_the_first_release() -> None:
    assert "released-1" in [path.stem for path in RELEASES]


def test_its_letters_are_filed_for_their_author(author: PersonClient, released: dict[str, Any]) -> None:
    body = {"letters": released["letters"]}
    assert len(released["letters"]) == 4
    assert states(author.post("/api/1/letters", body)) == ["accepted"] * 4
    assert states(author.post("/api/1/letters", body)) == ["repeat"] * 4
    assert words_in(author, released["keys"]["plan"]) == standing("tablet")


def test_its_letters_wait_when_the_tablet_is_locked_and_are_filed_later(
    author: PersonClient, released: dict[str, Any], app: Any
) -> None:
    device, pair = crypto.new_id(), crypto.new_keypair()
    enrolled = author.post(
        "/api/1/devices", {"id": device, "public": b64encode(pair.public).decode(), "kind": "ipad"}
    ).json
    token = enrolled["token"].translate(str.maketrans("+/", "-_")).rstrip("=")
    about = {"Authorization": f"Device {device}.{token}"}
    locked = app.test_client()
    for _ in range(2):
        sent = locked.post(
            "/api/1/letters", json={"letters": released["letters"]}, headers=about, base_url="https://localhost"
        )
        assert states(sent) == ["waiting"] * 4
    ids = [one["id"] for one in released["letters"]]
    assert states(author.post("/api/1/letters/settle", {"ids": ids})) == ["accepted"] * 4
    assert words_in(author, released["keys"]["plan"]) == standing("tablet")


def test_what_its_page_held_in_memory_is_taken(author: PersonClient, released: dict[str, Any]) -> None:
    body = {"revisions": released["revisions"]}
    assert len(released["revisions"]) == 4
    assert states(author.post("/api/1/revisions", body)) == ["accepted"] * 4
    assert states(author.post("/api/1/revisions", body)) == ["repeat"] * 4
    assert words_in(author, released["keys"]["plan"]) == standing("desk")


@pytest.mark.parametrize("half", ["sealed", "own"])
def test_a_letter_that_was_changed_on_the_way_is_not_taken(
    author: PersonClient, released: dict[str, Any], half: str
) -> None:
    spoilt = bytearray(b64decode(released["letters"][0][half]))
    spoilt[-1] ^= 1
    letter = {**released["letters"][0], half: b64encode(spoilt).decode()}
    if half == "sealed":
        # Its author opens the half that is for them; the letterbox's is for a holder.
        letter.pop("own")
    answer = author.post("/api/1/letters", {"letters": [letter]}).json["receipts"]
    assert [(one["state"], one["reason"]) for one in answer] == [("refused", "letter-does-not-open")]
