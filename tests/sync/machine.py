"""Priya with two tablets and Dana with one write about the same things; signal, clocks and access come and go."""

from __future__ import annotations

import json
from base64 import b64decode
from collections import Counter
from dataclasses import dataclass, field
from hashlib import sha256
from typing import Any, ClassVar

from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, initialize, invariant, rule
from sqlalchemy import select

from safeplan import crypto, entries
from safeplan.demo.making import WORDS
from safeplan.plans.access.opening import OpenPlan
from safeplan.plans.log.reading import REVISION_COLUMNS, Version, check_chain, open_version, read_heads
from safeplan.plans.models import Letter, Revision
from tests.heist.conftest import first_withdrawal
from tests.installation import cheap_words
from tests.sync.house import house
from tests.sync.tablets import CUTS, THROUGH, Fault, Road
from tests.web.sharing.family import Family, revoke, share

PIN = "402913"
OWNERS = {"hall": "priya", "kitchen": "priya", "car": "dana"}
DAY = 24 * 3600 * 1000
EMPTY = {"v": entries.schema()["note"]["v"], "kind": "note", "withdrawn": "", "why": "", "known_to_parent": False}

tablets = st.sampled_from(list(OWNERS))
fates = st.sampled_from([THROUGH, *CUTS])
weather = st.lists(fates, max_size=6)


@dataclass(frozen=True)
class Saved:
    """A revision whose writer was told that it is saved; from then on it must always be somewhere."""

    revision: dict[str, Any]
    hash: str
    who: str

    @property
    def words(self) -> str:
        return str(self.revision["document"]["data"]["words"])


@dataclass
class Server:
    """What the server has of the plan."""

    log: dict[str, Version] = field(default_factory=dict)
    letters: dict[str, Letter] = field(default_factory=dict)
    heads: dict[str, set[str]] = field(default_factory=dict)


class Visits(RuleBasedStateMachine):
    """Whatever is cut, every word that was reported saved is in the plan, in a letterbox or still on a tablet."""

    engine = "sqlite"
    faults: tuple[dict[str, str], ...] = ()
    longest = 12
    counted: ClassVar[Counter[str]] = Counter()

    # --- beginning and end ------------------------------------------------------------

    @initialize()
    def begin(self) -> None:
        self.cheap = cheap_words()
        self.cheap.__enter__()
        self.house = house(self.engine)
        self.house.runs += 1
        self.road = Road(self.house.app)
        self.node = self.house.tablets(self.road, self.faults)
        self.node.saved = self._saved
        self.saved: dict[str, Saved] = {}
        self.begun: list[dict[str, Any]] = []
        self.before, self.on_tablets = Server(), {}
        self.opened_before: set[tuple[str, str]] = set()
        self.seen: dict[str, dict[str, list[str]]] = {}
        self.skews: dict[str, int] = dict.fromkeys(OWNERS, 0)
        self.written, self.whole, self.has_access = 0, True, True
        self.lead = self.house.desk("priya")
        self.plan = self.lead.new_plan()
        self.family = Family(self.plan, self.lead)
        self.part = self.family.part("plan")
        self._share()
        first = self.lead.write(self.plan, "note", {"words": "what everybody sees first"})
        self.saved[first["id"]] = Saved(first, "", "priya")
        seed = crypto.new_id()[:20]
        for number, name in enumerate(OWNERS):
            self.node.do("tablet", self._name(name), seed=f"{seed}{number:04x}")
            self.node.do("load", self._name(name))
            assert self._ready(name)
            # Each has a word of its own to send, and another for what all of them saw.
            change = {**self._new(), "entry": first["entry"], "parents": [first["id"]]}
            self._write(name, [self._new(), change], ["no-signal"])

    def teardown(self) -> None:
        if not hasattr(self, "node"):
            return
        try:
            if self.whole:
                self._drain()
            for name in OWNERS:
                self.node.do("gone", self._name(name))
        except BaseException:
            self.house.end_tablets()
            raise
        finally:
            self.cheap.__exit__(None, None, None)
            self.counted.update(self.road.cuts)
            self.counted.update(
                {"cuts": self.road.cuts.total(), "calls": self.road.calls, "runs": 1, "saved": len(self.saved)}
            )
            if not self.whole:
                self.house.end_tablets()

    def _name(self, tablet: str) -> str:
        return f"{self.house.runs}-{tablet}"

    def _saved(self, tablet: str, saves: list[dict[str, Any]], kept: list[dict[str, Any]]) -> None:
        for save, receipt in zip(saves, kept, strict=True):
            revision = save["revision"]
            assert revision["id"] == receipt["id"]
            who = OWNERS[tablet.partition("-")[2]]
            self.saved.setdefault(revision["id"], Saved(revision, receipt["hash"], who))

    # --- what a person does ------------------------------------------------------------

    def _do(self, tablet: str, name: str, *values: Any, tab: int = 0) -> Any:
        """Do it on a page; a refusal is an answer, and a browser that ended begins anew."""
        try:
            return self.node.page(self._name(tablet), name, *values, tab=tab)
        except Fault as fault:
            if fault.reason != "closed":
                if not fault.reason:
                    raise
                return None
        self.seen.pop(tablet, None)
        self.node.do("load", self._name(tablet))
        return None

    def _state(self, tablet: str) -> dict[str, Any]:
        state = None
        while not state:
            # The browser may end again while it begins; sooner or later the weather is over.
            state = self._do(tablet, "state")
        return dict(state)

    def _ready(self, tablet: str) -> bool:
        """Sign in, make what is missing, take the plan along, and look at it; whether that went well."""
        weather, self.road.weather = self.road.weather, []
        who = OWNERS[tablet]
        self._state(tablet)
        self._do(tablet, "signIn", f"{who}@demo.example", WORDS)
        if not self._state(tablet)["open"]:
            self._do(tablet, "setUp", WORDS, PIN)
        if self._state(tablet)["open"] and (who != "dana" or self.has_access):
            self._do(tablet, "take", self.plan, 24)
        self.road.weather = weather
        return self._look(tablet)

    def _look(self, tablet: str) -> bool:
        shown = self._do(tablet, "open", self.plan)
        if shown is None:
            return False
        self.seen[tablet] = {one["entry"]: [head["revision"] for head in one["heads"]] for one in shown}
        return True

    def _share(self) -> None:
        assert share(self.family, self.house.desk("dana"), self.part).status_code == 303

    def _begins(self, some: list[str] | None = None) -> None:
        self.counted["steps"] += 1
        self.road.weather = list(some or [])

    @rule(tablet=tablets, count=st.integers(1, 3), data=st.data(), some=weather)
    def write(self, tablet: str, count: int, data: Any, some: list[str]) -> None:
        """New words, words for what this tablet shows, or a withdrawal of it; sent at once as far as signal allows."""
        self._begins()
        if not self._at_work(tablet):
            return
        seen = self.seen[tablet]
        changes: dict[str, dict[str, Any]] = {}
        for _ in range(count):
            old = data.draw(st.none() | st.integers(0, 3))
            known = sorted(seen, key=lambda one: min(seen[one], default=""))
            change = self._new()
            if old is not None and known:
                change["entry"] = known[old % len(known)]
                both = seen[change["entry"]]
                change["parents"] = both if data.draw(st.booleans()) else both[:1]
                if data.draw(st.integers(0, 2)) == 0:
                    change["document"] |= {"withdrawn": first_withdrawal(), "why": "it was another evening"}
            changes.setdefault(change["entry"], change)
        self._write(tablet, list(changes.values()), some)

    @rule(tablet=tablets, data=st.data())
    def write_and_drive_through_a_valley(self, tablet: str, data: Any) -> None:
        some = data.draw(st.lists(fates, min_size=self.longest // 2, max_size=self.longest))
        self._begins()
        if self._at_work(tablet):
            self._write(tablet, [self._new(), self._new()], ["no-signal"])
        self.road.weather = some
        self._state(tablet)
        self._do(tablet, "flush", len(some))

    def _new(self) -> dict[str, Any]:
        self.written += 1
        data = {**entries.schema()["note"]["empty"], "words": f"words {self.written}"}
        return {"entry": crypto.new_id(), "parents": [], "document": {**EMPTY, "data": data}}

    def _at_work(self, tablet: str) -> bool:
        """Open the tablet if it is locked, and the plan if it is not on the screen; a page that shows it stays."""
        state = self._state(tablet)
        if state["here"] and not state["open"]:
            self._do(tablet, "unlock", WORDS)
        if not self._state(tablet)["open"]:
            return self._ready(tablet) and self._state(tablet)["open"]
        return tablet in self.seen or self._look(tablet)

    def _write(self, tablet: str, changes: list[dict[str, Any]], some: list[str]) -> None:
        seen, self.road.weather = self.seen[tablet], some
        self.begun += [change["document"] for change in changes]
        for change, answer in zip(changes, self._do(tablet, "write", changes) or [], strict=False):
            assert answer["state"] in ("accepted", "waiting", "held", "repeat"), answer
            if answer["state"] != "held":
                stays = [one for one in seen.get(change["entry"], []) if one not in change["parents"]]
                seen[change["entry"]] = [*stays, answer["revision"]]

    @rule(tablet=tablets, some=st.lists(fates, min_size=4, max_size=12))
    def send(self, tablet: str, some: list[str]) -> None:
        """Signal comes and goes: as many tries as there is weather."""
        self._begins(some)
        self._state(tablet)
        self._do(tablet, "flush", len(self.road.weather))

    @rule(tablet=tablets, some=weather)
    def sync(self, tablet: str, some: list[str]) -> None:
        self._begins(some)
        if self._state(tablet)["here"]:
            self._do(tablet, "sync")

    @rule(tablet=tablets, some=weather)
    def look(self, tablet: str, some: list[str]) -> None:
        self._begins(some)
        self._look(tablet)

    @rule(tablet=tablets, some=weather)
    def two_tabs_send_at_the_same_time(self, tablet: str, some: list[str]) -> None:
        self._begins()
        self._state(tablet)
        self.node.do("load", self._name(tablet), tab=1)
        self.road.weather = some
        self.node.do("pages", self._name(tablet), name="flush")
        self.node.do("close", self._name(tablet), tab=1)

    @rule(tablet=tablets)
    def sign_in(self, tablet: str) -> None:
        self._begins()
        self._ready(tablet)

    @rule(tablet=tablets)
    def session_ends(self, tablet: str) -> None:
        self._begins()
        self.road.browsers.pop(self._name(tablet), None)

    @rule(tablet=tablets, some=weather)
    def lock(self, tablet: str, some: list[str]) -> None:
        self._begins(some)
        self.seen.pop(tablet, None)
        self._state(tablet)
        self._do(tablet, "lock")

    @rule(tablet=tablets, some=weather)
    def unlock(self, tablet: str, some: list[str]) -> None:
        self._begins(some)
        state = self._state(tablet)
        if state["here"] and not state["open"]:
            self._do(tablet, "unlock", WORDS)

    @rule(tablet=tablets, some=weather)
    def browser_ends_and_begins_again(self, tablet: str, some: list[str]) -> None:
        self._begins(some)
        self.seen.pop(tablet, None)
        self.node.do("kill", self._name(tablet))
        self._state(tablet)

    @rule(tablet=tablets)
    def browser_clears_its_store_once_nothing_waits_in_it(self, tablet: str) -> None:
        self._begins()
        if any(row["outbox"] or row["drafts"] for row in self.node.do("stored", self._name(tablet))):
            return
        self.seen.pop(tablet, None)
        self.node.do("evict", self._name(tablet))
        self._state(tablet)

    @rule(tablet=tablets, days=st.sampled_from([-400, -1, 0, 1, 400]))
    def clock_is_set(self, tablet: str, days: int) -> None:
        self._begins()
        self.skews[tablet] = days
        self.node.do("clock", self._name(tablet), skew=days * DAY)

    @rule(tablet=tablets, minutes=st.sampled_from([1, 16]), some=weather)
    def time_passes(self, tablet: str, minutes: int, some: list[str]) -> None:
        """What the page does by itself: trying again later, and looking every minute."""
        self._begins(some)
        self._state(tablet)
        self.node.do("pass", self._name(tablet), ms=minutes * 60000)

    @rule()
    def dana_comes_and_goes(self) -> None:
        self._begins()
        if self.has_access:
            assert revoke(self.family, self.house.desk("dana")).status_code == 303
        else:
            self._share()
        self.has_access = not self.has_access

    @rule(who=st.sampled_from(["priya", "dana"]))
    def a_holder_opens_the_letterbox(self, who: str) -> None:
        self._begins()
        answer = self.house.desk(who).post(f"/api/1/plans/{self.plan}/letters/file")
        assert answer.status_code == (200 if who == "priya" or self.has_access else 404)

    @rule(which=st.integers(0, 5), accept=st.booleans())
    def a_holder_decides(self, which: int, accept: bool) -> None:
        self._begins()
        held = sorted(one.id for one in self.before.letters.values() if one.state in ("waiting", "held"))
        if held:
            self._decide(held[which % len(held)], accept)

    def _decide(self, letter: str, accept: bool) -> None:
        body = {"accept": accept, "reason": "" if accept else "already_there"}
        answer = self.lead.post(f"/api/1/plans/{self.plan}/letters/{letter}", body)
        assert answer.status_code == 204, answer.get_data(as_text=True)

    @rule()
    def what_was_given_up_arrives_after_all(self) -> None:
        self._begins()
        self.road.what_was_late()

    # --- what must hold after each step ------------------------------------------------------------

    @invariant()
    def no_word_is_lost_and_none_is_there_twice(self) -> None:
        if not hasattr(self, "node"):
            return
        self.whole = False
        server = self._server()
        outboxes = {name: self._outbox(name, server) for name in OWNERS}
        for one, saved in self.saved.items():
            letter = server.letters.get(one)
            at_server = one in server.log or (letter is not None and letter.state in ("waiting", "held", "aside"))
            kept = [box[one]["hash"] for box in outboxes.values() if one in box]
            assert at_server or kept, f"{saved.words} is nowhere any more"
            same = not saved.hash or all(digest == saved.hash for digest in kept)
            assert same, f"{saved.words} waits as something else"
        self._twice(server)
        self._heads(server)
        for name, box in self.on_tablets.items():
            for one in set(box) - set(outboxes[name]):
                letter = server.letters.get(one)
                final = one in server.log or (letter is not None and letter.state in ("held", "aside"))
                assert final, f"{self.saved[one].words} left the tablet, and the server does not have it for good"
        self._count(server, outboxes)
        self.before, self.on_tablets = server, outboxes
        self.whole = True

    def _server(self) -> Server:
        server = Server()
        with self.house.opened("priya", self.plan) as (session, opened):
            query = select(*REVISION_COLUMNS).where(Revision.plan == self.plan)
            for row in session.execute(query):
                server.log[row.id] = self.before.log.get(row.id) or open_version(opened, row)
            for part in opened.parts:
                check_chain(session, opened, part)
            for head in read_heads(session, opened):
                server.heads.setdefault(head.entry, set()).add(head.id)
            for letter in session.scalars(select(Letter).where(Letter.plan == self.plan)):
                server.letters[letter.id] = letter
                if letter.state != "filed":
                    self._check_letter(opened, letter)
            session.expunge_all()
        return server

    def _check_letter(self, opened: OpenPlan, letter: Letter) -> None:
        """A letter nobody has filed still holds what its author wrote, for a holder and not only for them."""
        at = (letter.id, sha256(letter.sealed).hexdigest())
        if at not in self.opened_before:
            pair = crypto.letterbox(opened.ring.key(letter.compartment, letter.epoch))
            place = (letter.plan, letter.compartment, letter.epoch, letter.id, letter.author, letter.device)
            inside = json.loads(crypto.open_from(pair, letter.sealed, crypto.letter_info(*place)))
            if letter.id not in self.saved:
                [who] = {owner for owner in OWNERS.values() if self.house.people[owner] == letter.author}
                self._take_in(letter.id, inside, "", who)
            written = self.saved[letter.id].revision
            assert inside["document"] == written["document"]
            assert (inside["entry"], inside["parents"]) == (written["entry"], written["parents"])
            self.opened_before.add(at)
        saved = self.saved[letter.id]
        # What came into the log or the letterbox untold has no hash that anybody was told.
        assert not saved.hash or bytes(letter.digest).hex() == saved.hash, f"{saved.words} is kept as something else"

    def _take_in(self, one: str, inside: dict[str, Any], digest: str, who: str) -> None:
        """What was kept and never said to be, the browser or the vault having ended: from now on it must stay."""
        assert inside["document"] in self.begun, "something that nobody wrote"
        self.saved[one] = Saved(inside, digest, who)
        self.counted["kept without a word"] += 1

    def _outbox(self, tablet: str, server: Server) -> dict[str, dict[str, Any]]:
        found: dict[str, dict[str, Any]] = {}
        for row in self.node.do("stored", self._name(tablet)):
            for one in row["outbox"]:
                letter = one["letter"]
                if (one["id"], one["hash"]) not in self.opened_before:
                    self._check_own(one, OWNERS[tablet])
                words = self.saved[one["id"]].words
                sealed = b64decode(letter["sealed"] or letter["own"])
                assert sha256(sealed).hexdigest() == one["hash"], "a letter on a tablet was changed"
                assert one["state"] in ("new", "posted"), f"{words} was refused: {one['reason']}"
                if one["state"] == "posted":
                    assert one["id"] in server.log or one["id"] in server.letters, "said to be stored, and it is not"
                found[one["id"]] = {**one, "wiped": row["wiped"]}
        return found

    def _check_own(self, one: dict[str, Any], who: str) -> None:
        """A letter on a tablet holds what its author wrote; so does one whose browser ended before it said so."""
        letter = one["letter"]
        place = (letter["plan"], letter["compartment"], letter["epoch"], letter["id"])
        info = crypto.letter_info(*place, self.house.people[who], letter["device"])
        inside = json.loads(crypto.open_from(self.house.pair(who), b64decode(letter["own"]), info))
        if one["id"] not in self.saved:
            self._take_in(one["id"], inside, one["hash"], who)
        assert inside["document"] == self.saved[one["id"]].revision["document"]
        self.opened_before.add((one["id"], one["hash"]))

    def _twice(self, server: Server) -> None:
        for one in set(server.log) - set(self.saved):
            # As with a letter: the vault was shut under the page, and the page had signal.
            version = server.log[one]
            [who] = {owner for owner in OWNERS.values() if self.house.people[owner] == version.author}
            about = {"entry": version.entry, "parents": list(version.parents), "authored_at": version.authored_at}
            self._take_in(one, {**about, "document": version.document}, "", who)
        for one in set(server.log) - set(self.before.log):
            saved, version = self.saved[one], server.log[one]
            assert version.document == saved.revision["document"], f"{saved.words} became something else"
            assert version.author == self.house.people[saved.who]
            assert (version.entry, set(version.parents)) == (saved.revision["entry"], set(saved.revision["parents"]))
            assert version.authored_at == saved.revision["authored_at"]
        words = [one.document["data"]["words"] for one in server.log.values() if one.document]
        assert len(words) == len(set(words)), "something is in the log twice"

    def _heads(self, server: Server) -> None:
        """A head falls only to a revision that names it."""
        named = {parent for one in server.log.values() for parent in one.parents}
        fresh = {parent for one in set(server.log) - set(self.before.log) for parent in server.log[one].parents}
        for entry, heads in self.before.heads.items():
            assert heads - server.heads.get(entry, set()) <= fresh, "a head went that nobody named"
        standing = {one for one in server.log if one not in named}
        assert {one for heads in server.heads.values() for one in heads} == standing, (
            "other heads stand than were written"
        )

    def _count(self, server: Server, outboxes: dict[str, dict[str, Any]]) -> None:
        """What these runs came by: a proof about conflicts in which none ever stood would prove nothing."""
        for one, letter in server.letters.items():
            before = self.before.letters.get(one)
            if before is None or before.state != letter.state:
                self.counted[f"letters {letter.state}"] += 1
        self.counted["conflicts"] += sum(
            len(heads) > 1 and len(self.before.heads.get(entry, ())) < 2 for entry, heads in server.heads.items()
        )
        self.counted["settled"] += sum(
            len(heads) > 1 and len(server.heads.get(entry, ())) < 2 for entry, heads in self.before.heads.items()
        )
        self.counted["withdrawn"] += sum(
            bool(one.document and one.document["withdrawn"])
            for key, one in server.log.items()
            if key not in self.before.log
        )
        self.counted["waiting on wiped tablets"] += sum(
            box["wiped"] for held in outboxes.values() for box in held.values()
        )

    # --- the end ------------------------------------------------------------

    def _odd(self, name: str, seen: dict[str, set[str]], there: dict[str, set[str]]) -> list[object]:
        """Return what is known of the revisions that one side shows and the other does not."""
        odd = {one for entry in {*seen, *there} for one in seen.get(entry, set()) ^ there.get(entry, set())}
        rows = self.node.do("stored", self._name(name))
        log = [
            (one.id, one.seq, one.parents) for one in self.before.log.values() if one.id in odd or odd & {*one.parents}
        ]
        kept = [work for row in rows for work in row["work"] if work["id"] in odd]
        return [odd, log, kept, self.node.page(self._name(name), "kept", self.plan), self._state(name)]

    def _drain(self) -> None:
        """Good weather, right clocks, everybody signs in: everything is in the plan, and everybody sees the same."""
        self.road.weather = []
        self.road.what_was_late()
        for _ in range(2):
            for name in OWNERS:
                self.node.do("clock", self._name(name), skew=0)
                self._do(name, "lock")
                self._state(name)
                self._ready(name)
                self._do(name, "sync")
            self.no_word_is_lost_and_none_is_there_twice()
            assert self.lead.post(f"/api/1/plans/{self.plan}/letters/file").status_code == 200
            for letter in self._server().letters.values():
                if letter.state in ("waiting", "held"):
                    self._decide(letter.id, True)
        self.no_word_is_lost_and_none_is_there_twice()
        aside = {one for one, letter in self.before.letters.items() if letter.state == "aside"}
        assert set(self.before.log) | aside == set(self.saved), "something did not arrive"
        assert not any(self.on_tablets.values()), "something still waits, with signal and its author signed in"
        for name, who in OWNERS.items():
            if who == "dana" and not self.has_access:
                continue
            self._do(name, "sync")
            shown = self._do(name, "open", self.plan)
            here = self._do(name, "kept", self.plan)
            there = {entry: heads for entry, heads in self.before.heads.items() if heads}
            seen = {one["entry"]: {head["revision"] for head in one["heads"]} for one in shown}
            assert seen == there, f"{name} shows other heads: {self._odd(name, seen, there)}"
            assert here["pending"] == [], f"{name} still waits for what has arrived"
            assert {one["entry"]: set(one["heads"]) for one in here["heads"]} == there, f"{name} keeps other heads"
