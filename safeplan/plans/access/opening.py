"""The one way to obtain a plan: say who asks, and for what; a stranger is told there is nothing here."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any, NamedTuple

from sqlalchemy import Table, and_, bindparam, or_, select
from sqlalchemy.orm import Session

from safeplan import clock, crypto, refusals
from safeplan.accounts.service import desk_keys
from safeplan.agencies.models import DeskMember
from safeplan.audit.service import lock_streams, record
from safeplan.plans.access.keys import GrantRow, KeyRing
from safeplan.plans.access.lookup import Around, Clear, Sealed, look_up
from safeplan.plans.log.errors import Damaged
from safeplan.plans.log.tally import Tally, total
from safeplan.plans.models import EmergencyOpening, Grant
from safeplan.plans.rules import SPARE, allows

if TYPE_CHECKING:
    from safeplan.accounts.service import Actor
    from safeplan.plans.log.rows import KnownHead

EMERGENCY_HOURS = 12

# Tables and not their classes: this is the path every open and save takes, and rows are all it needs.
GRANT: Table = Grant.__table__  # type: ignore[assignment]
MEMBER: Table = DeskMember.__table__  # type: ignore[assignment]


class Part(NamedTuple):
    """A compartment as its holder sees it: class (plan, risk, …), the entry it is about, the right held.

    One that was made beforehand says which it will be (`half`: child or kept) and of which `pair`.
    """

    id: str
    kind: str
    about: str
    right: str
    epoch: int
    letterbox: bytes
    tally: Tally
    half: str = ""
    pair: str = ""


@dataclass
class OpenPlan:
    """A plan that somebody permitted has open for the length of one request."""

    plan: Clear
    actor: Actor
    ring: KeyRing
    parts: dict[str, Part]
    around: Around
    heads: dict[str, dict[str, KnownHead]] = field(default_factory=dict)
    """Of each compartment that was read: its heads' rows and documents, by id."""
    dirty: set[str] = field(default_factory=set)
    """Compartments whose log or heads changed; what they must now hold is written when the landing is finished."""
    looker: str = ""
    """Who looks through the actor's eyes, where it is not the actor who asks: they are shown what both may see."""

    id: str = field(init=False)

    def __post_init__(self) -> None:
        self.id = self.plan.id

    @property
    def classes(self) -> set[str]:
        """The classes of compartment this actor may read."""
        return {part.kind for part in self.parts.values()}

    @property
    def leads(self) -> bool:
        """Whether this actor has the lead's right (the lead, or the managers' desk)."""
        return any(part.right == "lead" for part in self.parts.values())

    def part(self, kind: str, about: str = "") -> Part | None:
        """Return the compartment of a class, about an entry where the class has one per child."""
        for part in self.parts.values():
            if part.kind == kind and (not about or part.about == about):
                return part
        return None

    @property
    def own_part(self) -> str:
        """The id of the plan's own compartment, which whoever gives something of it holds; "" for who does not."""
        part = self.part("plan")
        return part.id if part else ""

    @property
    def spare(self) -> list[tuple[Part, Part]]:
        """The rooms made beforehand, in the order in which children get them: the one others may see, and `kept`."""
        halves = {(part.pair, part.half): part for part in self.parts.values() if part.kind == SPARE}
        pairs = sorted(pair for pair, half in halves if half == "child" and (pair, "kept") in halves)
        return [(halves[pair, "child"], halves[pair, "kept"]) for pair in pairs]


def get_plan(
    session: Session, actor: Actor, plan_id: str, right: str = "read", *, action: str | None = "open"
) -> OpenPlan:
    """Return the plan `actor` holds with at least `right`, having recorded it; else 404, recorded too.

    The audit row comes first: what could not be recorded is not shown. Without an `action` the caller records it.
    """
    lock_streams(session, actor.agency_id, plan_id)
    found = look_up(session, held_by, plan_id, actor.person_id, actor.agency_id)
    if found is None or not any(allows(grant.right, right) for grant in found.grants):
        raise refusals.NothingHere(afterwards=_refused(actor, plan_id))
    _reason_for_emergency(session, actor, plan_id, found.desks)
    if action is not None:
        record(session, actor.person_id, action, agency=actor.agency_id, plan=plan_id)
    pairs = {actor.person_id: own_pair(actor)}
    if any(grant.holder_kind == "desk" for grant in found.grants):
        keys = desk_keys(session, actor)
        pairs.update({desk: crypto.KeyPair.from_private(key) for desk, key in keys.items()})
    ring = KeyRing(plan_id, pairs, {(grant.compartment, grant.epoch): grant for grant in _best(found.grants)})
    epochs = {compartment: row.epoch for compartment, row in found.sealed.items()}
    parts = _open_parts(ring, found.sealed, ring.open_all(epochs))
    ring.require_all(found.lists, found.grants, epochs, found.at)
    _require_rooms(parts)
    if not any(allows(part.right, right) for part in parts.values()):
        # A row can say more than what is sealed in another: what was opened decides.
        raise refusals.NothingHere(afterwards=_refused(actor, plan_id))
    return OpenPlan(found.plan, actor, ring, parts, found.around)


def _require_rooms(parts: dict[str, Part]) -> None:
    """Raise Damaged if a room that a child was given calls itself spare again, for who leads: they hold every room.

    It would be given to the next child, and whoever may read the first one's book would read that one's.
    """
    own = next((part for part in parts.values() if part.kind == "plan"), None)
    if own is not None and own.right == "lead":
        given = [part.id for part in parts.values() if part.kind in ("child", "kept")]
        if total(given) != own.tally.rooms:
            raise Damaged(own.id)


def own_pair(actor: Actor) -> crypto.KeyPair:
    """Return the actor's own key pair; a child's session has none and finds nothing here."""
    if actor.bundle_private is None:
        raise refusals.NothingHere
    return crypto.KeyPair.from_private(actor.bundle_private)


def held_by(actor: Actor | None):  # type: ignore[no-untyped-def]
    """Return the condition that a grant is live and the actor's, by name or through a desk of theirs.

    Without an actor, `person` and `now` are given when the statement runs.
    """
    person = actor.person_id if actor else bindparam("person")
    now: Any = clock.now_ms() if actor else bindparam("now")
    desks = select(MEMBER.c.desk).where(MEMBER.c.person == person, MEMBER.c.sealed_key.is_not(None))
    return and_(
        or_(GRANT.c.holder == person, GRANT.c.holder.in_(desks)),
        GRANT.c.revoked_at.is_(None),
        or_(GRANT.c.until.is_(None), GRANT.c.until > now),
    )


def _best(grants: Iterable[GrantRow]) -> list[GrantRow]:
    """Order grants so that the strongest right for a compartment is the one that stays in a dict."""
    return sorted(grants, key=lambda grant: ("read", "contribute", "lead").index(grant.right))


def _open_parts(ring: KeyRing, sealed: dict[str, Sealed], keys: dict[str, bytes]) -> dict[str, Part]:
    opened: dict[str, Part] = {}
    for compartment, key in keys.items():
        row = sealed[compartment]
        try:
            label = crypto.open_label(key, ring.plan, compartment, row.epoch, row.label)
            tally = Tally.open(key, ring.plan, compartment, row.epoch, row.tally)
        except crypto.CryptoError:
            raise Damaged(compartment) from None
        if label["class"] == SPARE and tally.seq:
            # Words were filed here: this is the label of the time before its child had it.
            raise Damaged(compartment)
        opened[compartment] = Part(
            compartment,
            str(label["class"]),
            str(label.get("about", "")),
            # Bound into the seal that was just opened; other rows may say anything.
            ring.grants[compartment, row.epoch].right,
            row.epoch,
            row.letterbox,
            tally,
            str(label.get("half", "")),
            str(label.get("pair", "")),
        )
    return opened


def _reason_for_emergency(session: Session, actor: Actor, plan_id: str, desks: set[str | None]) -> None:
    """An emergency desk opens a plan only after saying why; everybody on the plan can see that it did."""
    if desks != {"emergency"}:
        return
    since = clock.now_ms() - EMERGENCY_HOURS * clock.HOUR
    said = select(EmergencyOpening.id).where(
        EmergencyOpening.plan == plan_id,
        EmergencyOpening.person == actor.person_id,
        EmergencyOpening.at > since,
    )
    if session.execute(said).first() is None:
        raise refusals.NotAllowed("say-why", afterwards=_refused(actor, plan_id, "say-why"))


def _refused(actor: Actor, plan_id: str, code: str = "no-grant") -> Callable[[Session], None]:
    def note(session: Session) -> None:
        record(session, actor.person_id, "refused", agency=actor.agency_id, object=plan_id, code=code)

    return note
