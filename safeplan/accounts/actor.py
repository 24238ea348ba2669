"""Who is signed in, as routes hand it to services."""

from __future__ import annotations

from dataclasses import dataclass, field


@dataclass(frozen=True)
class Actor:
    """A signed-in person for the length of one request.

    `bundle_private` opens what is sealed to them (32 bytes); a child's session has none.
    `desks` are ids. `stepped_up_at` is when they last gave their words again (ms UTC).
    In scope "child", `child_plan` and `child_compartments` say where pages may be put.
    """

    person_id: str
    agency_id: str
    agency_kind: str
    name: str
    role: str
    team_id: str | None
    scope: str
    session_id: str
    bundle_private: bytes | None = field(repr=False)
    desks: tuple[str, ...] = ()
    device: str = ""
    stepped_up_at: int | None = None
    child_plan: str | None = None
    child_compartments: tuple[str, ...] = ()
    agency_name: str = ""
    last_seen: int = 0


@dataclass(frozen=True)
class Tablet:
    """A tablet that gave its own token, and nothing of a person's: it may put letters in and say how it is.

    `device` is its id, `person_id` whose it is. It holds no key. A lost one still delivers.
    """

    device: str
    person_id: str
    agency_id: str
    lost: bool
