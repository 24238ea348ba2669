"""Opens, gives and renews the keys of a plan's compartments (key ring).

The right in a grant is bound into its seal, so a row edited to say *lead* opens nothing.
Reading and writing are the same key: the right is enforced here, not by the cipher.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass, field
from types import TracebackType
from typing import Any, NamedTuple

from sqlalchemy import Select, Table, and_, bindparam, insert, or_, select, update
from sqlalchemy.orm import Session

from safeplan import clock, crypto
from safeplan.plans.access.parts_given import PartsGiven, SealedParts
from safeplan.plans.log.errors import Damaged, NoKey
from safeplan.plans.log.tally import Context, Tally
from safeplan.plans.models import Compartment, Epoch, Grant, Parts

# Tables and not their classes: one question about them stands before every opening.
COMPARTMENT: Table = Compartment.__table__  # type: ignore[assignment]
GRANT: Table = Grant.__table__  # type: ignore[assignment]


@dataclass(frozen=True)
class Holder:
    """Somebody a key can be sealed to: kind person, desk or recovery; `public` is 32 bytes.

    `basis` says why they hold it; with "emergency" they must say why before they open the plan.
    """

    kind: str
    id: str
    public: bytes
    basis: str = "plan-made"


class GrantRow(NamedTuple):
    """What a holder needs of a grant to open it."""

    compartment: str
    epoch: int
    holder_kind: str
    holder: str
    right: str
    sealed_key: bytes


@dataclass
class KeyRing:
    """The keys of one plan that one actor can open; each is opened when first needed.

    It lives as long as one request: no process memory keeps an opened key between requests.
    """

    plan: str
    pairs: dict[str, crypto.KeyPair]
    grants: dict[tuple[str, int], GrantRow]
    _opened: dict[tuple[str, int], bytes] = field(default_factory=dict, repr=False)
    _bunches: dict[bytes, bytes] = field(default_factory=dict, repr=False)

    def key(self, compartment: str, epoch: int) -> bytes:
        """Return the compartment's key in that epoch; NoKey if it was not given to this actor."""
        at = (compartment, epoch)
        if at not in self._opened:
            grant = self.grants.get(at)
            if grant is None or grant.holder not in self.pairs:
                raise NoKey
            self._opened[at] = self.open(grant)
        return self._opened[at]

    def context(self, compartment: str, epoch: int) -> Context:
        """Return the compartment's key in that epoch with what it is the key of; NoKey as `key`."""
        return Context(self.key(compartment, epoch), self.plan, compartment, epoch)

    def open_all(self, epochs: Mapping[str, int]) -> dict[str, bytes]:
        """Return each key that was given to this actor, by compartment; Damaged, naming it, if one does not open."""
        found = {}
        for compartment, epoch in epochs.items():
            try:
                found[compartment] = self.key(compartment, epoch)
            except NoKey:
                continue
            except crypto.CryptoError:
                raise Damaged(compartment) from None
        return found

    def open(self, grant: GrantRow) -> bytes:
        """Return the key in one grant, of this plan and of a holder whose pair is here."""
        return crypto.open_grant(
            self.pairs[grant.holder],
            grant.sealed_key,
            self.plan,
            grant.compartment,
            grant.epoch,
            grant.holder_kind,
            grant.holder,
            grant.right,
            self._bunches,
        )

    def parts_given(self, holder: str, row: SealedParts | None) -> PartsGiven:
        """Return the list of what a holder was given; Damaged where it is not there or does not open."""
        if row is None:
            raise Damaged(self.plan)
        try:
            return PartsGiven.open(self.key(row.compartment, row.epoch), self.plan, holder, row)
        except (crypto.CryptoError, NoKey):
            raise Damaged(row.compartment) from None

    def require_all(
        self,
        lists: Mapping[str, SealedParts | None],
        grants: Iterable[GrantRow],
        epochs: Mapping[str, int],
        now: int,
    ) -> None:
        """Raise Damaged, naming it, where a part was given and is not held, or held and was not given.

        One that is gone looks as if it had never been. `lists` has one for everybody to whom one of `grants` was live
        at `now` (ms UTC), None where there is none; `epochs` has each compartment's current epoch.
        """
        held: dict[str, set[str]] = {holder: set() for holder in lists}
        held_now: dict[str, set[str]] = {holder: set() for holder in lists}
        for grant in grants:
            held[grant.holder].add(grant.compartment)
            if epochs.get(grant.compartment) == grant.epoch:
                held_now[grant.holder].add(grant.compartment)
        for holder, row in lists.items():
            if holder not in self.pairs:
                raise Damaged(self.plan)
            given = self.parts_given(holder, row).at(now)
            if row is not None and epochs.get(row.compartment) != row.epoch:
                raise Damaged(row.compartment)
            differ = (given.ends.keys() - held_now[holder]) | (held[holder] - given.ends.keys())
            if differ:
                raise Damaged(min(differ))

    def add(self, compartment: str, epoch: int, key: bytes) -> None:
        """Put in a key that was made in this request."""
        self._opened[compartment, epoch] = key

    def only(self, compartments: Collection[str]) -> KeyRing:
        """Return a ring that can open these compartments alone; what was opened before need not be opened again."""
        grants = {at: grant for at, grant in self.grants.items() if at[0] in compartments}
        opened = {at: key for at, key in self._opened.items() if at[0] in compartments}
        return KeyRing(self.plan, self.pairs, grants, opened, self._bunches)

    def epochs(self, compartment: str) -> list[int]:
        """Return the epochs of a compartment that this actor can open, oldest first."""
        held = {epoch for one, epoch in (*self.grants, *self._opened) if one == compartment}
        return sorted(held)


class Giving:
    """One handing over of a plan's keys: whoever is given something gets one bunch, however many keys are in it.

    Use it in a `with`: at its end each holder's list says what they were given. `ring` opens what the giver holds.
    With `begins_under` (a compartment) somebody decided to give, and whoever held nothing begins a list, sealed under
    that part if they get it. Without, everybody here holds something already: a list that is gone is not begun again.
    """

    def __init__(self, session: Session, ring: KeyRing, by: str, *, begins_under: str | None = None) -> None:
        self.ring = ring
        self.begins_under = begins_under
        self._session = session
        self._by = by
        self._bunches: dict[tuple[str, str, bytes], crypto.Bunch] = {}
        self._lists: dict[str, PartsGiven | None] = {}
        self._under: dict[str, str] = {}
        self.made: set[str] = set()
        """The compartments that are made while this is given."""

    @property
    def plan(self) -> str:
        return self.ring.plan

    def __enter__(self) -> Giving:
        return self

    def __exit__(self, kind: type[BaseException] | None, error: BaseException | None, at: TracebackType | None) -> None:
        if error is None:
            self._seal_lists()

    def give(
        self,
        compartment: str,
        keys: Mapping[int, bytes],
        holder: Holder,
        right: str,
        *,
        basis: str,
        until: int | None = None,
    ) -> None:
        """Seal a compartment's keys (epoch: key) to a holder, with a right. The caller has checked exclusions."""
        listed = self._list(holder.id)
        if listed is None and compartment in self.made:
            # A part that is not on their list would shut them out of all the others.
            return
        self._lists[holder.id] = listed and listed.and_given(compartment, until)
        bunch, now = self._bunch(holder), clock.now_ms()
        rows = [
            {
                "id": crypto.new_id(),
                "plan": self.plan,
                "compartment": compartment,
                "epoch": epoch,
                "holder_kind": holder.kind,
                "holder": holder.id,
                "right": right,
                "basis": basis,
                "until": until,
                "sealed_key": crypto.seal_grant(bunch, key, compartment, epoch, right),
                "granted_by": self._by,
                "granted_at": now,
            }
            for epoch, key in keys.items()
        ]
        self._session.execute(insert(Grant), rows)

    def _bunch(self, holder: Holder) -> crypto.Bunch:
        who = (holder.kind, holder.id, holder.public)
        if who not in self._bunches:
            self._bunches[who] = crypto.new_bunch(holder.public, self.plan, holder.kind, holder.id)
        return self._bunches[who]

    def _list(self, holder: str) -> PartsGiven | None:
        """Return what a holder holds so far; None where that cannot be told and nobody decided to give to them."""
        if holder in self._lists:
            return self._lists[holder]
        now = clock.now_ms()
        asked = {"plan": self.plan, "holder": holder, "now": now}
        begins = self.begins_under is not None
        if begins and self._session.execute(_HOLDS, asked).first() is None:
            return PartsGiven({})
        row = self._session.execute(_LIST, asked).first()
        try:
            found = self.ring.parts_given(holder, SealedParts(*row) if row else None)
        except Damaged:
            if begins:
                raise
            # Renewing goes on for the others; the list stays as it is, and its holder is told when they open the plan.
            return None
        self._under[holder] = row.compartment if row else ""
        return found.at(now)

    def _seal_lists(self) -> None:
        """Seal each list under a part its holder has for as long as any: `begins_under`, else the one it was under.

        The plan's own part, where they hold it: it is what everybody has who makes rooms for more children.
        """
        for holder, parts in self._lists.items():
            if parts is None:
                continue
            longest = parts.longest()
            wanted = [one for one in (self.begins_under, self._under.get(holder)) if one in longest]
            under = wanted[0] if wanted and wanted[0] else min(longest)
            epoch = self._session.execute(select(Compartment.epoch).where(Compartment.id == under)).scalar_one()
            try:
                sealed = parts.sealed(self.ring.key(under, epoch), self.plan, holder, under, epoch)
            except NoKey:
                raise Damaged(under) from None
            row = Parts(plan=self.plan, holder=holder, compartment=under, epoch=epoch, sealed=sealed)
            self._session.merge(row)
        self._session.flush()


_LIST = select(Parts.compartment, Parts.epoch, Parts.sealed).where(
    Parts.plan == bindparam("plan"), Parts.holder == bindparam("holder")
)
_HOLDS = (
    select(Grant.id)
    .where(Grant.plan == bindparam("plan"), Grant.holder == bindparam("holder"), Grant.revoked_at.is_(None))
    .where(or_(Grant.until.is_(None), Grant.until > bindparam("now")))
    .limit(1)
)


def make_compartment(
    session: Session, giving: Giving, label: Mapping[str, object], holders: Iterable[tuple[Holder, str]]
) -> tuple[str, bytes]:
    """Make a compartment with a fresh key sealed to `holders` (holder, right); return (its id, its key)."""
    plan, identity, key = giving.plan, crypto.new_id(), crypto.new_key()
    session.execute(
        insert(Compartment).values(
            id=identity,
            plan=plan,
            epoch=0,
            label=crypto.seal_label(key, plan, identity, 0, label),
            tally=Tally().sealed(key, plan, identity, 0),
        )
    )
    _start_epoch(session, identity, 0, key)
    giving.ring.add(identity, 0, key)
    giving.made.add(identity)
    for holder, right in holders:
        giving.give(identity, {0: key}, holder, right, basis=holder.basis)
    return identity, key


def live_holders(session: Session, compartment: str) -> list[tuple[str, str, str]]:
    """Return (kind, id, right) of everybody who holds the compartment's current key."""
    now = clock.now_ms()
    query = (
        select(Grant.holder_kind, Grant.holder, Grant.right)
        .join(Compartment, (Compartment.id == Grant.compartment) & (Compartment.epoch == Grant.epoch))
        .where(Grant.compartment == compartment, Grant.plan == Compartment.plan, Grant.revoked_at.is_(None))
        .where(Grant.until.is_(None) | (Grant.until > now))
    )
    return [(kind, holder, right) for kind, holder, right in session.execute(query)]


def known_to_others(plan: Any, now: Any) -> Select[str]:
    """Return the query for the compartments whose current key is known to somebody who may no longer open it."""
    return (
        select(COMPARTMENT.c.id)
        .join(GRANT, and_(GRANT.c.compartment == COMPARTMENT.c.id, GRANT.c.epoch == COMPARTMENT.c.epoch))
        .where(COMPARTMENT.c.plan == plan)
        .where(or_(GRANT.c.revoked_at.is_not(None), GRANT.c.until <= now))
    )


def renew(
    session: Session,
    ring: KeyRing,
    compartment: str,
    label: Mapping[str, object],
    tally: Tally,
) -> int:
    """Start a new epoch with a fresh key that only this ring knows yet. Return the epoch's number.

    Not retroactive: what somebody has read, they have read.
    """
    number = (
        1
        + session.execute(select(Compartment.epoch).where(Compartment.id == compartment).with_for_update()).scalar_one()
    )
    key = crypto.new_key()
    _start_epoch(session, compartment, number, key)
    sealed = {
        "label": crypto.seal_label(key, ring.plan, compartment, number, label),
        "tally": tally.sealed(key, ring.plan, compartment, number),
    }
    # A snapshot that opened with the old key could be written anew by whoever still knows that.
    changed = {"epoch": number, "snapshot": None, **sealed}
    session.execute(update(Compartment).where(Compartment.id == compartment).values(**changed))
    ring.add(compartment, number, key)
    return number


def _start_epoch(session: Session, compartment: str, number: int, key: bytes) -> None:
    session.execute(
        insert(Epoch).values(
            compartment=compartment,
            number=number,
            letterbox=crypto.letterbox(key).public,
            created_at=clock.now_ms(),
        )
    )
