"""The record of one plan, for its lead and its managers' desk.

Routes stand at the edge of the house: this one asks plans who may read, while the log itself
knows nothing of plans beyond their ids.
"""

from __future__ import annotations

from flask import Blueprint, render_template
from flask.typing import ResponseReturnValue

from safeplan import db, refusals
from safeplan.audit import presenters, service
from safeplan.plans.access.opening import get_plan
from safeplan.plans.access.people import staff
from safeplan.plans.log.submission import ID
from safeplan.web.access import current_actor, signed_in

blueprint = Blueprint("audit", __name__, url_prefix="/audit")
SHOWN = 500


@blueprint.get("/<plan>")
@signed_in()
def of_plan(plan: str) -> ResponseReturnValue:
    if not ID.fullmatch(plan):
        raise refusals.NothingHere
    session = db.session()
    get_plan(session, current_actor(), plan, "lead", action="audit-open")
    rows = service.of_plan(session, plan, SHOWN)
    names = {one.id: one.name for one in staff(session, presenters.people_in(rows)).values()}
    return render_template("audit/plan.html", plan=plan, lines=presenters.lines(rows, names), shown=SHOWN)
