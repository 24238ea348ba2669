"""The sharing pages: who can open a plan, three steps and a look, deciding not to, and ending access.

The look's page is drawn by the scripts that draw a plan, from what LOOK answers: what the recipient would be given.
"""

from __future__ import annotations

from typing import Any, TypeVar

from flask import Blueprint, Response, jsonify, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from safeplan import db, names, refusals
from safeplan.accounts.service import NotOpened, require_step_up, settings, step_up, stepped_up
from safeplan.plans.access.opening import OpenPlan
from safeplan.plans.access.people import Staff, staff
from safeplan.plans.log.submission import ID
from safeplan.plans.presenters import history_json, places_json, plan_json
from safeplan.plans.rules import PLACE
from safeplan.sharing import forms, presenters, service
from safeplan.web.access import current_actor, signed_in
from safeplan.web.json_body import json_body
from safeplan.web.sessions import current

blueprint = Blueprint("sharing", __name__)
PAGES = "/sharing/<plan>"
LOOK = "/api/1/plans/<plan>/look"

Who = TypeVar("Who", bound=forms.WhoForm)
OWN = {"who": ("person", "connected"), "what": ("parts", "right"), "why": ("basis", "line", "until"), "look": ()}
ASKS_WORDS = "Give your passphrase: this shares where they can be found."
CARRIED = OWN["who"] + OWN["what"] + OWN["why"]


@blueprint.get(PAGES)
@signed_in()
def overview(plan: str) -> ResponseReturnValue:
    session, opened = db.session(), _open(plan)
    gathered = presenters.load_entries(session, opened)
    return render_template(
        "sharing/overview.html",
        plan=plan,
        openers=presenters.openers(session, opened, gathered),
        decided=presenters.decided(session, opened, gathered),
    )


@blueprint.route(f"{PAGES}/who", methods=["GET", "POST"])
@signed_in()
def who(plan: str) -> ResponseReturnValue:
    return _step("who", _open(plan), _form(forms.WhoForm, _open_people(plan)))


@blueprint.post(f"{PAGES}/what")
@signed_in()
def what(plan: str) -> ResponseReturnValue:
    opened = _open(plan)
    asked = _checked(forms.WhoForm, opened)
    if asked.errors:
        return _step("who", opened, asked), 400
    return _step("what", opened, _form(forms.WhatForm, _people(opened), opened))


@blueprint.post(f"{PAGES}/why")
@signed_in()
def why(plan: str) -> ResponseReturnValue:
    opened = _open(plan)
    asked = _checked(forms.WhatForm, opened)
    if asked.errors:
        return _step(_faulty(asked), opened, asked), 400
    return _step("why", opened, _form(forms.WhyForm, _people(opened), opened))


@blueprint.post(f"{PAGES}/look")
@signed_in()
def look(plan: str) -> ResponseReturnValue:
    opened = _open(plan)
    asked = _checked(forms.WhyForm, opened)
    if asked.errors or not _words_given(opened, asked):
        return _step(_faulty(asked), opened, asked), 400
    return _step("look", opened, asked)


@blueprint.post(LOOK)
@signed_in()
def look_at_plan(plan: str) -> Response:
    return jsonify(plan_json(db.session(), _through(plan)))


@blueprint.post(f"{LOOK}/places")
@signed_in()
def look_at_places(plan: str) -> Response:
    require_step_up(db.session(), current_actor())
    return jsonify(places_json(db.session(), _through(plan, action="places")))


@blueprint.post(f"{LOOK}/entries/<entry>")
@signed_in()
def look_at_history(plan: str, entry: str) -> Response:
    session, actor = db.session(), current_actor()
    theirs = _through(plan, action="history")
    return jsonify(revisions=history_json(session, theirs, entry, lambda: require_step_up(session, actor)))


@blueprint.post(f"{PAGES}/seal")
@signed_in()
def seal(plan: str) -> ResponseReturnValue:
    opened = _open(plan)
    asked = _checked(forms.WhyForm, opened)
    if not asked.errors and _asks_words(opened, asked):
        asked.words.errors = [ASKS_WORDS]
    if asked.errors:
        return _step(_faulty(asked), opened, asked), 400
    service.share(
        db.session(),
        current_actor(),
        settings().secret,
        plan,
        asked.person.data,
        asked.parts.data or [],
        asked.right.data,
        asked.basis.data,
        asked.line.data or "",
        asked.until.data.isoformat() if asked.until.data else "",
    )
    return redirect(url_for("sharing.overview", plan=plan), 303)


@blueprint.route(f"{PAGES}/not", methods=["GET", "POST"])
@signed_in()
def not_share(plan: str) -> ResponseReturnValue:
    people = _open_people(plan)
    # The look page sends its person along in its own form: that is a choice, not yet a decision.
    decided = request.method == "POST" and "decide" in request.form
    form = forms.NotShareForm()
    form.offer_people((one.id, one.name) for one in people)
    form.offer_reasons(presenters.reasons("not_share_reasons"))
    if not decided or not form.validate():
        page = {"plan": plan, "form": form, "people": presenters.by_agency(people)}
        return render_template("sharing/not_share.html", **page), 400 if decided else 200
    chosen = (form.person.data, form.reason.data, form.line.data or "")
    service.not_share(db.session(), current_actor(), settings().secret, plan, *chosen)
    return redirect(url_for("sharing.overview", plan=plan), 303)


@blueprint.route(f"{PAGES}/revoke/<person>", methods=["GET", "POST"])
@signed_in()
def revoke(plan: str, person: str) -> ResponseReturnValue:
    session, opened = db.session(), _open(plan)
    held = service.revocable(session, opened, person)
    if not held:
        raise refusals.NothingHere
    form = forms.ReasonForm()
    form.offer_reasons(presenters.reasons("revoke_reasons"))
    if request.method == "GET" or not form.validate():
        page = _revoke_page(opened, person, list(held))
        return render_template("sharing/revoke.html", form=form, **page), 400 if form.errors else 200
    service.revoke(session, current_actor(), plan, person, form.reason.data, form.line.data or "")
    return redirect(url_for("sharing.overview", plan=plan), 303)


def _open(plan: str) -> OpenPlan:
    if not ID.fullmatch(plan):
        raise refusals.NothingHere
    return service.open_for_sharing(db.session(), current_actor(), plan)


def _through(plan: str, action: str = service.LOOKED) -> OpenPlan:
    """Return the plan as whoever is chosen would hold it, with what is ticked beside what they hold already."""
    body = json_body({"person": str, "parts": list, "right": str})
    parts = [part for part in body["parts"] if isinstance(part, str)]
    if not ID.fullmatch(plan):
        raise refusals.NothingHere
    chosen = (body["person"], parts, body["right"])
    return service.look_through(db.session(), current_actor(), settings().secret, plan, *chosen, action=action)


def _people(opened: OpenPlan) -> list[Staff]:
    return service.candidates(db.session(), opened, settings().secret)


def _open_people(plan: str) -> list[Staff]:
    return _people(_open(plan))


def _form(kind: type[Who], people: list[Staff], opened: OpenPlan | None = None) -> Who:
    """Return a step's form with what may be chosen in it."""
    form = kind()
    form.offer_people((one.id, one.name) for one in people)
    if isinstance(form, forms.WhatForm) and opened is not None:
        form.offer_parts(part.id for part in service.offered(opened))
    if isinstance(form, forms.WhyForm):
        kinds = [one.agency_kind for one in people if one.id == form.person.data]
        form.offer_bases(presenters.bases_for(kinds[0] if kinds else ""))
    return form


def _checked(kind: type[Who], opened: OpenPlan) -> Who:
    form = _form(kind, _people(opened), opened)
    form.validate()
    return form


def _asks_words(opened: OpenPlan, form: forms.WhoForm) -> bool:
    """Say whether what finds people goes along, and the words were not given in the last five minutes.

    The look shows it as well, and what somebody holds already is in the look.
    """
    given = {*(form["parts"].data or ()), *service.held_rights(db.session(), opened, form.person.data)}
    places = any(part.kind == PLACE and part.id in given for part in opened.parts.values())
    return places and not stepped_up(db.session(), current_actor())


def _words_given(opened: OpenPlan, form: forms.WhyForm) -> bool:
    """Take the words once more where they are asked for; what is wrong stands beside their field."""
    if not _asks_words(opened, form):
        return True
    if not form.words.data:
        form.words.errors = [ASKS_WORDS]
        return False
    try:
        begun = step_up(db.session(), settings(), current_actor(), form.words.data, request.remote_addr or "")
    except NotOpened:
        form.words.errors = ["That did not open. Wait a moment and try again."]
        return False
    except refusals.TooOften as limited:
        form.words.errors = [f"Too many attempts. Try again in {limited.seconds} seconds."]
        return False
    current().begin(begun.secret, begun.actor)
    return True


def _faulty(form: forms.WhoForm) -> str:
    """Return the first step whose own answers are wrong."""
    return next((step for step, own in OWN.items() if any(name in form.errors for name in own)), "why")


def _step(step: str, opened: OpenPlan, form: forms.WhoForm) -> str:
    session, people = db.session(), _people(opened)
    page: dict[str, Any] = {
        "plan": opened.id,
        "form": form,
        "carried": [(n, value) for n in CARRIED if n not in OWN[step] for value in request.form.getlist(n)],
    }
    if step == "who":
        return render_template("sharing/who.html", people=presenters.by_agency(people), **page)
    one = service.recipient(session, opened, settings().secret, form.person.data)
    page |= {"one": one, "first": names.first(one.name)}
    if step == "why":
        asks_words = _asks_words(opened, form)
        return render_template("sharing/why.html", basis_help=presenters.basis_help(), asks_words=asks_words, **page)
    gathered = presenters.load_entries(session, opened)
    held = service.held_rights(session, opened, one.id)
    if step == "what":
        return render_template("sharing/what.html", packs=presenters.packs(opened, gathered, one, held), **page)
    theirs = service.as_theirs(opened, one, form["parts"].data or (), form["right"].data)
    return render_template("sharing/look.html", contents=presenters.contents(opened, theirs, gathered), **page)


def _revoke_page(opened: OpenPlan, person: str, held: list[str]) -> dict[str, Any]:
    session = db.session()
    family = presenters.family_of(presenters.load_entries(session, opened))
    order = presenters.reading_order(opened.parts.values())
    parts = [presenters.part_title(opened.parts[part], family) for part in order if part in held]
    name = staff(session, [person])[person].name
    return {"plan": opened.id, "person": person, "name": name, "first": names.first(name), "parts": parts}
