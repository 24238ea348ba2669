"""Tablets over HTTP: enrolling one, taking plans along and giving them back, and what happens when it is lost."""

from __future__ import annotations

import gzip
from base64 import b64encode
from typing import Any

from flask import Blueprint, Response, jsonify, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from safeplan import db, refusals
from safeplan.accounts.service import require_step_up, words_were_generated
from safeplan.devices import forms, presenters, rules, service
from safeplan.web import known_tablets
from safeplan.web.access import current_actor, current_tablet, role, tablet
from safeplan.web.json_body import json_body

blueprint = Blueprint("devices", __name__)
API = "/api/1/devices"
VISIT = "/api/1/visit"
TAKERS = ("practitioner", "manager")


@blueprint.post(API)
@role(*TAKERS)
def enrol() -> tuple[Response, int]:
    body = json_body({"id": str, "public": str, "kind": str})
    device, public = forms.an_id(body["id"]), forms.public_key(body["public"])
    if body["kind"] not in rules.KINDS:
        raise refusals.WrongShape
    session, actor = db.session(), current_actor()
    require_step_up(session, actor)
    token = service.enrol(session, actor, device, public, body["kind"])
    shown = {
        "token": b64encode(token).decode("ascii"),
        "author": presenters.author(session, actor),
        "generated": words_were_generated(session, actor.person_id),
    }
    response = jsonify(shown)
    known_tablets.remember(response, request, device)
    return response, 201


@blueprint.post(VISIT)
@role(*TAKERS)
def take() -> Response:
    body = json_body({"device": str, "plans": list}, {"hours": int})
    device, wanted = forms.an_id(body["device"]), forms.plans_wanted(body["plans"])
    hours = forms.hours(body.get("hours", rules.USUAL_HOURS))
    session, actor = db.session(), current_actor()
    require_step_up(session, actor)
    return _small({**service.take(session, actor, device, wanted, hours), "author": presenters.author(session, actor)})


@blueprint.post(f"{VISIT}/pull")
@role(*TAKERS)
def pull() -> Response:
    body = json_body({"device": str, "have": object})
    device, have = forms.an_id(body["device"]), forms.had(body.get("have"))
    return _small(service.pull(db.session(), current_actor(), device, have))


@blueprint.post(f"{VISIT}/return")
@role(*TAKERS)
def give_back() -> tuple[str, int]:
    body = json_body({"device": str}, {"plans": list})
    given = [forms.an_id(one) for one in body["plans"]] if "plans" in body else None
    service.give_back(db.session(), current_actor(), forms.an_id(body["device"]), given)
    return "", 204


@blueprint.post("/api/1/drafts")
@role(*TAKERS)
def drafts() -> Response:
    wanted = forms.drafts(json_body({"drafts": list})["drafts"])
    return jsonify(drafts=service.open_drafts(current_actor(), wanted))


@blueprint.post(f"{API}/<device>/contact")
@tablet
def contact(device: str) -> Response:
    body = json_body({"unsent": int, "evicted": bool})
    here = current_tablet()
    if here is None or here.device != device:
        raise refusals.NothingHere
    return jsonify(service.contact(db.session(), here, forms.unsent(body["unsent"]), body["evicted"]))


@blueprint.post(f"{API}/<device>/emptied")
@role(*TAKERS)
def emptied(device: str) -> Response:
    json_body({})
    if device not in known_tablets.known(request):
        raise refusals.NothingHere
    had = service.note_emptied(db.session(), current_actor(), device)
    response = jsonify(had)
    # One that is only being set up has nothing to lose yet, and must be known later.
    if had["unsent"] or had["plans"]:
        known_tablets.forget(response, request, device)
    return response


@blueprint.post(f"{API}/<device>/lost")
@role(*TAKERS)
def lost(device: str) -> ResponseReturnValue:
    json_body({})
    service.mark_lost(db.session(), current_actor(), device)
    return "", 204


@blueprint.get("/devices")
@role(*TAKERS)
def tablets() -> ResponseReturnValue:
    return render_template("devices/tablets.html", page=presenters.page(db.session(), current_actor()))


@blueprint.get("/devices/<device>/lost")
@role(*TAKERS)
def ask_lost(device: str) -> ResponseReturnValue:
    return _lost_page(device, forms.LostForm(formdata=None))


@blueprint.post("/devices/<device>/lost")
@role(*TAKERS)
def say_lost(device: str) -> ResponseReturnValue:
    form = forms.LostForm()
    if not form.validate_on_submit():
        return _lost_page(device, form), 400
    service.mark_lost(db.session(), current_actor(), device)
    return redirect(url_for("devices.tablets"), 303)


def _lost_page(device: str, form: forms.LostForm) -> str:
    actor = current_actor()
    row = service.seen_device(db.session(), actor, device)
    mine = row.person == actor.person_id
    return render_template(
        "devices/lost.html", device=device, title=presenters.title(row), name=row.name, mine=mine, form=form
    )


def _small(content: dict[str, Any]) -> Response:
    """Answer in fewer bytes: base64 shrinks by a quarter, and what it spells is sealed, so its size tells nothing."""
    response = jsonify(content)
    if "gzip" in request.accept_encodings and content.get("packs"):
        response.set_data(gzip.compress(response.get_data(), 1, mtime=0))
        response.headers["Content-Encoding"] = "gzip"
    response.vary.add("Accept-Encoding")
    return response
