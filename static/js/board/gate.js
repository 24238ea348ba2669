/**
 * The gate (pre-check): eight rows before a child holds the tablet. Who can hear, and whether the child said yes, are today's.
 *
 * Handing over is a real change of document: location.replace to the board, so that nothing of the plan is left to find.
 */
import { together } from "../shell/together.js";
import { sendNow, unsent } from "../writing/append.js";
import { send } from "../session/api.js";
import { day } from "../words/dates.js";
import { closeOthers } from "../shell/other_tabs.js";
import { current } from "../plan/plan.js";
import { letterboxesOf, namesOf, staffName } from "../plan/read.js";
import { screen } from "../shell/screens.js";
import { session } from "../session/session.js";
import { tablet } from "../session/tablet.js";
import { view } from "../plan/views.js";
import { label, words } from "../words/words.js";
import { askedLately, before, birthOf, childName, otherChildren } from "./book_read.js";
import { packed } from "./crossing.js";
import { asksReady, fill, fits, nearChildren, outcome, readyForHelp } from "./gate_rules.js";

const SOMEBODY = "the person causing harm";
const GROUNDS = [
  { code: "", words: "colours" },
  { code: "stone", words: "plain" },
  { code: "lamp", words: "dark" },
];

/** The boards, with the gate in the words that may be read here. */
function boardsNow() {
  const { boards } = words;
  return view.name === "children" ? { ...boards, gate: nearChildren(boards.gate) } : boards;
}

/** @param {any} Alpine */
export function register(Alpine) {
  Alpine.data("childGate", gate);
}

/** @returns {any} */
function gate() {
  return together(asking(), following(), giving());
}

/** @typedef {Record<string, any>} Open the gate while it is open */

/** The rows that are asked, and what was answered. */
function asking() {
  return /** @satisfies {ThisType<Open>} */ ({
    /** @type {Record<string, string>} */ answers: {},
    band: "",
    ground: "",
    nextChild: "",
    says: "",
    /** @type {string[]} */ ready: [],
    /** whose answers these are @type {string} */ who: "",

    init() {
      this.begin(screen.entry);
    },
    /** Nothing of one child's answers is there for the next. @param {string} child */
    begin(child) {
      this.who = child;
      this.answers = {};
      this.ready = [];
      this.band = this.ground = this.nextChild = this.says = "";
      const bands = Object.keys(words.boards.bands);
      if (bands.length === 1) this.band = bands[0];
      if (this.others.length === 0) this.answers.next_child = "nobody";
    },
    get child() {
      return childName(current.json, this.who);
    },
    get names() {
      return { child: this.child, harmer: namesOf(current.json).perpetrator || SOMEBODY };
    },
    /** Nobody is handed it after another who is too young to be handed it at all. */
    get others() {
      return otherChildren(current.json, this.who).filter(
        (one) =>
          fitsNow("", one.entry).gives && !this.queue.some((/** @type {any} */ before) => before.child === one.entry),
      );
    },
    get lately() {
      return askedLately(current.json, this.who, label, day);
    },
    get ageWords() {
      return fill(fitsNow(this.band, this.who).says, this.names);
    },
    get bands() {
      return Object.values(words.boards.bands);
    },
    get grounds() {
      return GROUNDS;
    },
    get readiness() {
      return boardsNow().gate.readiness.map((/** @type {any} */ one) => ({
        ...one,
        asks: fill(one.asks, this.names),
      }));
    },
    get rows() {
      // Which pages a child made, and when, is already something the child said.
      const mayTell = view.name === "me";
      return boardsNow()
        .gate.rows.filter((/** @type {any} */ row) => mayTell || !row.tells)
        .map((/** @type {any} */ row) => this.row(row))
        .filter((/** @type {any} */ row) => row.answers.length || row.tells);
    },
    /** @param {any} row */
    row(row) {
      const said = (/** @type {any} */ one) => ({ code: one.code, words: fill(one.words, this.names) });
      const answers = row.id === "next_child" ? this.childAnswers(row) : row.answers.map(said);
      return {
        id: row.id,
        asks: fill(row.asks, this.names),
        tells: row.tells,
        said: row.tells ? this.lately : "",
        answers,
      };
    },
    /** @param {any} row */
    childAnswers(row) {
      if (this.others.length === 0) return [];
      const nobody = { code: "nobody", words: row.answers[0].words };
      return [nobody, ...this.others.map((/** @type {any} */ one) => ({ code: one.entry, words: one.name }))];
    },
    /** @param {string} row @param {string} code */
    chosen(row, code) {
      if (row === "next_child" && this.answers[row] === "another") return this.nextChild === code;
      return this.answers[row] === code;
    },
    /** @param {string} row @param {string} code */
    answer(row, code) {
      const another = row === "next_child" && code !== "nobody";
      this.nextChild = another ? code : "";
      this.answers[row] = another ? "another" : code;
      this.says = "";
    },
    /** @param {string} code */
    isReady(code) {
      return this.ready.includes(code);
    },
    /** @param {string} code */
    tick(code) {
      this.ready = this.isReady(code)
        ? this.ready.filter((/** @type {string} */ one) => one !== code)
        : [...this.ready, code];
    },
    /** @param {string} band */
    chooseBand(band) {
      this.band = band;
    },
    /** @param {string} ground */
    chooseGround(ground) {
      this.ground = ground;
    },
  });
}

/** What follows from the answers: which pages, and whether the tablet may be handed over. */
function following() {
  return /** @satisfies {ThisType<Open>} */ ({
    get outcome() {
      return this.band ? outcome(boardsNow(), this.band, this.answers, this.ready) : null;
    },
    get asksReady() {
      return asksReady(boardsNow().gate, this.answers);
    },
    get helpWords() {
      if (!this.band) return "";
      return readyForHelp(boardsNow().gate, this.ready)
        ? words.boards.bands[this.band].help_pages
        : "All four, or these pages stay off.";
    },
    get mayGive() {
      return Boolean(this.outcome?.may_give) && fitsNow(this.band, this.who).gives && !this.giving;
    },
    get pageWords() {
      const found = this.outcome;
      if (!found) return "Choose the pages.";
      if (found.stops) return fill(found.stops, this.names);
      return found.missing.length ? `${found.missing.length} still to answer.` : namedPages(this.band, found);
    },
    /** On an open tablet the next child is answered for now, and has a page of their own afterwards. */
    get inTurn() {
      return tablet.open && this.nextChild !== "";
    },
    get alsoWords() {
      if (!this.outcome?.may_give) return [];
      const found = this.inTurn
        ? outcome(boardsNow(), this.band, { ...this.answers, next_child: "nobody" }, this.ready)
        : this.outcome;
      const then = this.inTurn
        ? [`Now answer for ${this.nextName}. ${this.child}’s pages are gone before ${this.nextName}’s start.`]
        : [];
      return [...found.says.map((/** @type {string} */ one) => fill(one, this.names)), ...then];
    },
    get queued() {
      return this.queue.length > 0;
    },
    get alone() {
      return this.queue.length === 0;
    },
    get queueWords() {
      const earlier = this.queue.map((/** @type {any} */ one) => one.gate.child).join(" and ");
      return earlier && `For ${this.child}, after ${earlier}.`;
    },
    get nextName() {
      return childName(current.json, this.nextChild);
    },
    get giveWords() {
      return this.inTurn ? `Answer for ${this.nextName}` : `Give to ${this.firstName}`;
    },
    get firstName() {
      return this.queued ? this.queue[0].gate.child : this.child;
    },
    get withoutWords() {
      return `Leave ${this.child} out`;
    },
  });
}

/** Handing over: to one child by signal, to several in turn by an open tablet. */
function giving() {
  return /** @satisfies {ThisType<Open>} */ ({
    giving: false,
    /** children who are answered for, in the order of their turns @type {any[]} */ queue: [],

    /** What crosses to the child's page; see session.js. */
    crossing() {
      const kept = before(current.json, this.who);
      const manager = current.json.people.find((/** @type {any} */ person) => person.role === "manager");
      return {
        v: /** @type {1} */ (1),
        child: this.child,
        worker: session.person ? staffName(current.json, session.person.id, session.person.name) : "",
        manager: manager ? staffName(current.json, manager.id) : "",
        band: this.band,
        style: this.answers.style,
        pages: this.outcome.pages,
        ready: this.outcome.ready,
        ground: this.ground,
        ...kept,
      };
    },
    async give() {
      if (!this.mayGive) return;
      if (!tablet.open) return this.handOver(() => this.bySignal());
      const letterboxes = letterboxesOf(current.json, this.who);
      if (!letterboxes) {
        this.says = `${this.child} is new here. Their pages need signal once, for a place to go.`;
        return;
      }
      const turn = { plan: current.id, child: this.who, gate: this.crossing(), letterboxes };
      if (!this.inTurn) return this.handOver(() => byTablet([...this.queue, turn]));
      this.queue = [...this.queue, turn];
      this.begin(this.nextChild);
      scrollTo(0, 0);
    },
    /** One child is left out; the others have their turns. */
    giveWithout() {
      return this.giving ? undefined : this.handOver(() => byTablet(this.queue));
    },
    /** @param {() => Promise<void>} how */
    async handOver(how) {
      this.giving = true;
      try {
        await sendNow();
        if (unsent() > 0) {
          this.says = "Something here is not sent yet. It goes first: try again when there is signal.";
          return;
        }
        await how();
      } catch (error) {
        const offline = /** @type {any} */ (error).offline === true;
        this.says = offline
          ? "Handing over needs signal. Everything else works."
          : "This could not be handed over. Nothing is lost.";
      } finally {
        this.giving = false;
      }
    },
    async bySignal() {
      await send("POST", "/api/1/session/child", { plan: current.id, child: this.who, gate: packed(this.crossing()) });
      closeOthers();
      location.replace("/board");
    },
  });
}

/** @param {string} band @param {{pages: string[], paper: boolean}} found what the answers lead to */
function namedPages(band, found) {
  const { always } = words.boards.gate;
  const named = words.boards.bands[band].pages.filter(
    (/** @type {any} */ page) => found.pages.includes(page.id) && !always.includes(page.id),
  );
  return `Pages: ${named.map((/** @type {any} */ page) => page.name).join(", ")}.${found.paper ? "" : " No paper."}`;
}

/** @param {string} band @param {string} child */
export function fitsNow(band, child) {
  return fits(words.boards, band, birthOf(current.json, child), current.today);
}

/** @param {any[]} turns */
async function byTablet(turns) {
  await (await import("./giving.js")).giveTablet(turns);
}
