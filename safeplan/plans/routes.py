"""Plans over HTTP: the JSON that the shell binds, and the one way to write."""

from __future__ import annotations

from typing import Any

from flask import Blueprint, Response, jsonify, request

from safeplan import db, refusals
from safeplan.accounts.service import require_step_up, settings
from safeplan.plans import service
from safeplan.plans.log.submission import ID
from safeplan.web.access import current_actor, current_tablet, signed_in
from safeplan.web.json_body import json_body

blueprint = Blueprint("plans", __name__)
API = "/api/1/plans"


@blueprint.get(API)
@signed_in()
def list_plans() -> Response:
    return jsonify(plans=service.list_plans(db.session(), current_actor()))


@blueprint.get("/api/1/key-holders")
@signed_in()
def key_holders() -> Response:
    return jsonify(service.key_holders_json(db.session(), current_actor()))


@blueprint.post(API)
@signed_in(roles=("practitioner", "manager"))
def make_plan() -> tuple[Response, int]:
    body = json_body({"id": str, "staff_know": str, "excluded": list})
    plan = service.make_plan(
        db.session(),
        current_actor(),
        settings().secret,
        _id(body["id"]),
        body["staff_know"],
        [_id(one) for one in body["excluded"]],
    )
    return jsonify(id=plan), 201


@blueprint.get(f"{API}/<plan>")
@signed_in()
def open_plan(plan: str) -> Response:
    session = db.session()
    return jsonify(service.plan_json(session, service.get_plan(session, current_actor(), _id(plan))))


@blueprint.get(f"{API}/<plan>/places")
@signed_in()
def open_places(plan: str) -> Response:
    session, actor = db.session(), current_actor()
    require_step_up(session, actor)
    return jsonify(service.places_json(session, service.get_plan(session, actor, _id(plan), action="places")))


@blueprint.get(f"{API}/<plan>/entries/<entry>")
@signed_in()
def history(plan: str, entry: str) -> Response:
    session, actor = db.session(), current_actor()
    opened = service.get_plan(session, actor, _id(plan), action="history")
    revisions = service.history_json(session, opened, _id(entry), lambda: require_step_up(session, actor))
    return jsonify(revisions=revisions)


@blueprint.post("/api/1/revisions")
@signed_in()
def push_revisions() -> Response:
    body = json_body({"revisions": list})
    return _receipts(service.append(db.session(), current_actor(), body["revisions"]))


@blueprint.post("/api/1/letters")
@signed_in(scopes=("full", "child"), tablets=True)
def push_letters() -> Response:
    body, session = json_body({"letters": list}), db.session()
    tablet = current_tablet()
    if tablet is not None:
        return _receipts(service.post(session, tablet, body["letters"]))
    actor = current_actor()
    take = service.deliver if actor.scope == "full" else service.post
    return _receipts(take(session, actor, body["letters"]))


@blueprint.post("/api/1/letters/settle")
@signed_in()
def settle_letters() -> Response:
    body = json_body({"ids": list})
    return _receipts(service.settle(db.session(), current_actor(), [_id(one) for one in body["ids"]]))


@blueprint.post("/api/1/letters/open")
@signed_in()
def open_letters() -> Response:
    body = json_body({"letters": list})
    return jsonify(letters=service.open_own(db.session(), current_actor(), body["letters"]))


@blueprint.post(f"{API}/<plan>/letters/file")
@signed_in()
def file_letters(plan: str) -> Response:
    json_body({})
    return _receipts(service.file_waiting(db.session(), current_actor(), _id(plan)))


@blueprint.post(f"{API}/<plan>/letters/<letter>")
@signed_in()
def decide_letter(plan: str, letter: str) -> tuple[str, int]:
    body = json_body({"accept": bool, "reason": str})
    service.decide(db.session(), current_actor(), _id(plan), _id(letter), body["accept"], body["reason"])
    return "", 204


@blueprint.post(f"{API}/<plan>/unfile")
@signed_in()
def unfile(plan: str) -> tuple[str, int]:
    body = json_body({"revision": str, "reason": str})
    service.unfile(db.session(), current_actor(), _id(plan), _id(body["revision"]), body["reason"])
    return "", 204


@blueprint.post(f"{API}/<plan>/stage")
@signed_in()
def set_stage(plan: str) -> tuple[str, int]:
    body = json_body({"stage": str, "review_due": str})
    service.set_stage(db.session(), current_actor(), _id(plan), body["stage"], body["review_due"])
    return "", 204


@blueprint.post(f"{API}/<plan>/lead")
@signed_in()
def hand_lead(plan: str) -> tuple[str, int]:
    body = json_body({"person": str})
    # Whoever leads is given every part, where people can be found among them.
    require_step_up(db.session(), current_actor())
    service.hand_lead(db.session(), current_actor(), settings().secret, _id(plan), _id(body["person"]))
    return "", 204


@blueprint.post(f"{API}/<plan>/emergency")
@signed_in()
def emergency(plan: str) -> tuple[str, int]:
    body = json_body({"reason": str})
    service.say_why(db.session(), current_actor(), _id(plan), body["reason"])
    return "", 204


def _receipts(receipts: list[service.Receipt]) -> Response:
    shown: list[dict[str, Any]] = [receipt.to_json() for receipt in receipts]
    return jsonify(receipts=shown)


def _id(value: object) -> str:
    if not isinstance(value, str) or not ID.fullmatch(value):
        raise refusals.NothingHere() if request.method == "GET" else refusals.WrongShape()
    return value
