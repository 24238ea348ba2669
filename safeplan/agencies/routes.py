"""The administrator's pages, and the page where people on a desk let others in."""

from __future__ import annotations

from flask import Blueprint, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from safeplan import db, refusals
from safeplan.accounts.service import EmailTaken, plan_side, settings
from safeplan.agencies import forms, listing, presenters, service
from safeplan.web.access import current_actor, role, signed_in
from safeplan.web.errors import status_of
from safeplan.web.unit_of_work import roll_back

blueprint = Blueprint("agencies", __name__, url_prefix="/agency")


@blueprint.get("")
@role("administrator")
def overview() -> ResponseReturnValue:
    return _overview()


@blueprint.post("/teams")
@role("administrator")
def add_team() -> ResponseReturnValue:
    form, actor = forms.TeamForm(), current_actor()
    if not form.validate_on_submit():
        return _overview(team_form=form), 400
    service.add_team(db.session(), actor.agency_id, form.name.data or "", actor.person_id)
    return redirect(url_for("agencies.overview"), 303)


@blueprint.get("/people/new")
@role("administrator")
def new_person() -> ResponseReturnValue:
    return render_template("agencies/new_person.html", form=_person_form())


@blueprint.post("/people/new")
@role("administrator")
def add_person() -> ResponseReturnValue:
    form, actor = _person_form(), current_actor()
    if not form.validate_on_submit():
        return render_template("agencies/new_person.html", form=form), 400
    who = presenters.person_fields(form)
    try:
        once = service.add_person(db.session(), settings(), actor.agency_id, who, actor.person_id)
    except EmailTaken:
        form.email.errors = ["Somebody already signs in with this address."]
        return render_template("agencies/new_person.html", form=form), 400
    # Shown in the answer to the form and nowhere else: a page of their own could be opened again.
    return render_template("agencies/words_once.html", name=who["name"], once=once)


@blueprint.get("/people/<person>")
@role("administrator")
def one_person(person: str) -> ResponseReturnValue:
    return _person_page(person)


@blueprint.post("/people/<person>/words")
@role("administrator")
def new_words(person: str) -> ResponseReturnValue:
    form, actor = forms.CheckedForm(), current_actor()
    if not form.validate_on_submit():
        return _person_page(person, words_form=form), 400
    name = listing.person(db.session(), actor.agency_id, person).name
    once = service.new_words(db.session(), settings(), plan_side(), actor, person)
    return render_template("agencies/words_once.html", name=name, once=once)


@blueprint.post("/people/<person>/end")
@role("administrator")
def end_person(person: str) -> ResponseReturnValue:
    form, actor = forms.CheckedForm(), current_actor()
    if not form.validate_on_submit():
        return _person_page(person, end_form=form), 400
    service.end_person(db.session(), plan_side(), actor, person)
    return redirect(url_for("agencies.overview"), 303)


@blueprint.get("/desks/new")
@role("administrator")
def new_desk() -> ResponseReturnValue:
    return render_template("agencies/new_desk.html", form=_desk_form())


@blueprint.post("/desks/new")
@role("administrator")
def add_desk() -> ResponseReturnValue:
    form, actor = _desk_form(), current_actor()
    if not form.validate_on_submit():
        return render_template("agencies/new_desk.html", form=form), 400
    fields = presenters.desk_fields(form)
    service.add_desk(db.session(), actor.agency_id, *fields, actor.person_id)
    return redirect(url_for("agencies.overview"), 303)


@blueprint.post("/desks/<desk>/members")
@role("administrator")
def name_member(desk: str) -> ResponseReturnValue:
    form, actor = _name_form(), current_actor()
    if not form.validate_on_submit():
        return _overview(name_form=form, named_desk=desk), 400
    service.name_member(db.session(), plan_side(), actor.agency_id, desk, form.person.data, actor.person_id)
    return redirect(url_for("agencies.overview"), 303)


@blueprint.post("/desks/<desk>/members/<person>/remove")
@role("administrator")
def remove_member(desk: str, person: str) -> ResponseReturnValue:
    actor = current_actor()
    service.remove_member(db.session(), actor.agency_id, desk, person, actor.person_id)
    return redirect(url_for("agencies.overview"), 303)


@blueprint.get("/my-desks")
@signed_in()
def my_desks() -> ResponseReturnValue:
    found = listing.desks_of(db.session(), current_actor())
    return render_template("agencies/my_desks.html", desks=found, button=forms.ButtonForm())


@blueprint.post("/my-desks/<desk>/let-in/<person>")
@signed_in()
def let_in(desk: str, person: str) -> ResponseReturnValue:
    service.let_in(db.session(), plan_side(), current_actor(), desk, person)
    return redirect(url_for("agencies.my_desks"), 303)


@blueprint.post("/my-desks/<desk>/key")
@signed_in()
def change_key(desk: str) -> ResponseReturnValue:
    service.change_key(db.session(), plan_side(), current_actor(), desk)
    return redirect(url_for("agencies.my_desks"), 303)


@blueprint.errorhandler(refusals.InWords)
def refused(refusal: refusals.InWords) -> ResponseReturnValue:
    roll_back()
    back = url_for("agencies.my_desks" if "/my-desks" in request.path else "agencies.overview")
    return render_template("agencies/refused.html", words=refusal.words, back=back), status_of(refusal)


def _overview(
    team_form: forms.TeamForm | None = None, name_form: forms.NameMemberForm | None = None, named_desk: str = ""
) -> str:
    """Return the overview; `name_form` is the one that was sent for `named_desk`, every other desk has its own."""
    page = presenters.overview(db.session(), current_actor())
    return render_template(
        "agencies/overview.html",
        page=page,
        team_form=team_form or forms.TeamForm(formdata=None),
        name_form=name_form,
        other_form=_name_form(formdata=None),
        named_desk=named_desk,
        button=forms.ButtonForm(formdata=None),
    )


def _person_page(
    person: str,
    words_form: forms.CheckedForm | None = None,
    end_form: forms.CheckedForm | None = None,
) -> str:
    row = listing.person(db.session(), current_actor().agency_id, person)
    return render_template(
        "agencies/person.html",
        person=row,
        words_form=words_form or forms.CheckedForm(formdata=None),
        end_form=end_form or forms.CheckedForm(formdata=None),
    )


def _person_form() -> forms.PersonForm:
    return forms.PersonForm().offer(presenters.team_choices(db.session(), current_actor()))


def _desk_form() -> forms.DeskForm:
    session, actor = db.session(), current_actor()
    teams, people = presenters.team_choices(session, actor), presenters.desk_choices(session, actor)
    return forms.DeskForm().offer(teams, people)


def _name_form(**more: None) -> forms.NameMemberForm:
    return forms.NameMemberForm(**more).offer(presenters.desk_choices(db.session(), current_actor()))
