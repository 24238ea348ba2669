"""Signing in and out, stepping up, handing the tablet to a child, and changing one's passphrase."""

from __future__ import annotations

from flask import Blueprint, Response, jsonify, render_template, request
from flask.typing import ResponseReturnValue

from safeplan import db, refusals
from safeplan.accounts import presenters, service
from safeplan.accounts.forms import ChildBody, SignInBody, StepUpBody, WordsForm
from safeplan.audit.service import record
from safeplan.crypto import WeakSecret
from safeplan.web import known_tablets
from safeplan.web.access import current_actor, public, signed_in
from safeplan.web.sessions import current

blueprint = Blueprint("accounts", __name__)


@blueprint.get("/api/1/session")
@public
def session_now() -> ResponseReturnValue:
    return _session_answer()


@blueprint.post("/api/1/session")
@public
def sign_in() -> ResponseReturnValue:
    body = SignInBody.read(_sent())
    before = current().actor
    begun = service.sign_in(db.session(), service.settings(), body.email, body.passphrase, _address(), body.device)
    if before is not None:
        service.end_session(db.session(), before)
    current().begin(begun.secret, begun.actor)
    return _session_answer()


@blueprint.delete("/api/1/session")
@signed_in(scopes=("full", "child"))
def sign_out() -> ResponseReturnValue:
    actor = current_actor()
    service.end_session(db.session(), actor)
    record(db.session(), actor.person_id, "sign-out", agency=actor.agency_id)
    current().end()
    return Response(status=204)


@blueprint.post("/api/1/session/step-up")
@signed_in()
def step_up() -> ResponseReturnValue:
    body = StepUpBody.read(_sent())
    begun = service.step_up(db.session(), service.settings(), current_actor(), body.passphrase, _address())
    current().begin(begun.secret, begun.actor)
    return _session_answer()


@blueprint.post("/api/1/session/child")
@signed_in()
def hand_over() -> ResponseReturnValue:
    body, actor = ChildBody.read(_sent()), current_actor()
    begun = service.hand_over(db.session(), service.plan_side(), actor, body.plan, body.child, body.gate)
    current().begin(begun.secret, begun.actor)
    return _child_answer()


@blueprint.get("/api/1/session/child")
@signed_in(scopes=("child",))
def child_now() -> ResponseReturnValue:
    return _child_answer()


@blueprint.get("/account/words")
@signed_in()
def words() -> ResponseReturnValue:
    return render_template("accounts/words.html", form=WordsForm())


@blueprint.post("/account/words")
@signed_in()
def change_words() -> ResponseReturnValue:
    form = WordsForm()
    if not form.validate_on_submit():
        return render_template("accounts/words.html", form=form), 400
    old, new = form.old.data or "", form.new.data or ""
    try:
        changed = service.change_passphrase(db.session(), service.settings(), current_actor(), old, _address(), new)
    except WeakSecret as weak:
        form.new.errors = [str(weak)]
        return render_template("accounts/words.html", form=form), 400
    except service.NotOpened:
        form.old.errors = ["That did not open your keys. Wait a moment and try again."]
        return render_template("accounts/words.html", form=form), 400
    except refusals.TooOften as limited:
        form.old.errors = [f"Too many attempts. Try again in {limited.seconds} seconds."]
        return render_template("accounts/words.html", form=form), 429
    return render_template("accounts/words_once.html", words="" if new else changed)


def _sent() -> object:
    return request.get_json(silent=True)


def _address() -> str:
    return request.remote_addr or ""


def _session_answer() -> Response:
    return jsonify(presenters.session_answer(current().actor, service.settings(), known_tablets.known(request)))


def _child_answer() -> Response:
    held = service.child_gate(db.session(), current().secret)
    return jsonify(presenters.child_answer(current_actor(), held))
