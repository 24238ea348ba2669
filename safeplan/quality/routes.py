"""The manager's pages: decisions waiting first, then every plan by question, then one plan to review."""

from __future__ import annotations

from flask import Blueprint, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from safeplan import db, refusals
from safeplan.plans.log.submission import ID
from safeplan.quality import forms, presenters, service
from safeplan.web.access import current_actor, signed_in

blueprint = Blueprint("quality", __name__, url_prefix="/quality")


@blueprint.get("")
@signed_in()
def decisions() -> ResponseReturnValue:
    session, actor = db.session(), current_actor()
    service.require_manager(session, actor)
    rows = presenters.decision_rows(session, actor)
    return render_template("quality/decisions.html", rows=rows, heading=presenters.heading(len(rows)))


@blueprint.get("/plans")
@signed_in()
def plans() -> ResponseReturnValue:
    session, actor = db.session(), current_actor()
    service.require_manager(session, actor)
    rule = _rule()
    tables = presenters.grid(session, actor, rule)
    page = {
        "tables": tables,
        "rule": rule,
        "chosen": tables[0].questions[0] if rule else None,
        "themes": presenters.themes(),
        "ended": presenters.ended(session, actor),
    }
    return render_template("quality/plans.html", **page)


@blueprint.route("/<plan>", methods=["GET", "POST"])
@signed_in()
def one_plan(plan: str) -> ResponseReturnValue:
    if not ID.fullmatch(plan):
        raise refusals.NothingHere
    session, actor = db.session(), current_actor()
    opened = service.open_for_review(session, actor, plan)
    form = forms.review_form(rule.code for rule in service.QUESTIONS)
    why_not = service.why_not_reviewer(session, opened)
    judgement = service.judge(session, opened)
    if request.method == "POST" and not why_not and form.complete(judgement.stopped is not None):
        service.review(session, actor, plan, form.outcome, form.words.data or "", form.sentences())
        return redirect(url_for("quality.decisions"), 303)
    judged = judgement.questions
    page = {
        "plan": plan,
        "form": form,
        "why_not": why_not,
        "names": presenters.names_of(session, actor, plan),
        "about": presenters.about(session, actor, plan),
        "stopped": judgement.stopped,
        "disagreements": judgement.open,
        "open_them": presenters.open_them(len(judgement.open)),
        "judged": [(one, *presenters.shape(one.state)) for one in judged if _first(one)],
        "others": [(one, *presenters.shape(one.state)) for one in judged if not _first(one)],
    }
    return render_template("quality/plan.html", **page), 400 if request.method == "POST" else 200


def _rule() -> str:
    """Return the question the page is filtered by: a known code, or none."""
    wanted = request.args.get("rule", "")
    return wanted if any(rule.code == wanted for rule in service.QUESTIONS) else ""


def _first(one: service.Judged) -> bool:
    """Say whether a question is shown open: the one that was tapped, or those that are not met."""
    chosen = _rule()
    return one.rule.code == chosen if chosen else one.state in ("not_met", "answered")
