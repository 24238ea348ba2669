"""Takes words out for good (redaction): the revision's own key is destroyed, its place in log and chain stays.

The one exception to *nothing is overwritten*: an address in the wrong compartment, another
family's data, a court's order. Who, when and why is recorded; lead or managers' desk only.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from sqlalchemy import select, update
from sqlalchemy.orm import Session

from safeplan import catalogue, clock, db, refusals
from safeplan.audit.service import record
from safeplan.plans.access.opening import get_plan
from safeplan.plans.log.filing import lock, mark_dirty, move_heads
from safeplan.plans.log.landing import Landing
from safeplan.plans.log.reading import check_chain, read_heads
from safeplan.plans.models import Revision

if TYPE_CHECKING:
    from safeplan.accounts.service import Actor


def unfile(session: Session, actor: Actor, plan_id: str, revision: str, reason: str) -> None:
    """Destroy one revision's words. What it had replaced stands again."""
    if reason not in catalogue.load().codes("unfile_reasons"):
        raise refusals.NotAnswered
    plan = get_plan(session, actor, plan_id, "lead", action="unfile-open")
    where = (Revision.id == revision, Revision.plan == plan.id)
    found = session.execute(select(Revision.compartment, Revision.entry, Revision.unfiled_at).where(*where)).first()
    if found is None or found[0] not in plan.parts:
        raise refusals.NothingHere
    if found[2] is not None:
        return
    part = plan.parts[found[0]]
    epoch, tally = lock(session, plan, part)
    # Which revisions stand again is decided by all of the log, and what is decided is sealed: it is looked at first.
    read_heads(session, plan, [part.id])
    check_chain(session, plan, part.id)
    plan.heads.clear()
    session.execute(
        update(Revision)
        .where(*where)
        .values(key=None, unfiled_at=clock.now_ms(), unfiled_by=actor.person_id, unfiled_reason=reason)
    )
    db.forget_soon(session)
    added, removed = move_heads(session, part.id, found[1])
    mark_dirty(plan, part, epoch, tally.moved(added, removed).and_unfiled(revision))
    record(session, actor.person_id, "unfile", agency=actor.agency_id, plan=plan.id, object=revision, code=reason)
    Landing(plan).finish(session)
