/**
 * The gate: eight rows before a child holds the tablet. Who can hear, and whether the child said yes, are today's.
 *
 * Handing over is a real change of document: location.replace to the board, so that nothing of the plan is left to find.
 */
import { sendNow, unsent } from "../append.js";
import { send } from "../api.js";
import { dayWords } from "../dates.js";
import { current } from "../plan.js";
import { first, namesOf } from "../plan_read.js";
import { screen } from "../screens.js";
import { session } from "../session.js";
import { label, words } from "../words.js";
import { askedLately, before, childName, otherChildren } from "./book_read.js";
import { packed } from "./crossing.js";
import { fill, outcome, readyForHelp } from "./gate_rules.js";

const SOMEBODY = "the person causing harm";
const GROUNDS = [{ code: "", words: "colours" }, { code: "stone", words: "plain" }, { code: "lamp", words: "dark" }];

/** @param {any} Alpine */
export function register(Alpine) {
  Alpine.data("childGate", gate);
}

/** @returns {any} */
function gate() {
  return {
    /** @type {Record<string, string>} */ answers: {},
    band: "", ground: "", nextChild: "", says: "", giving: false,
    /** @type {string[]} */ ready: [],

    init() {
      const bands = Object.keys(words.boards.bands);
      if (bands.length === 1) this.band = bands[0];
      if (this.others.length === 0) this.answers.next_child = "nobody";
    },
    get child() { return childName(current.json, screen.entry); },
    get names() { return { child: this.child, harmer: namesOf(current.json).perpetrator || SOMEBODY }; },
    get others() { return otherChildren(current.json, screen.entry); },
    get lately() { return askedLately(current.json, screen.entry, label, (when) => dayWords(when)); },
    get bands() { return Object.values(words.boards.bands); },
    get grounds() { return GROUNDS; },
    get readiness() { return words.boards.gate.readiness.map((/** @type {any} */ one) => ({ ...one, asks: fill(one.asks, this.names) })); },
    get rows() { return words.boards.gate.rows.map((/** @type {any} */ row) => this.row(row)).filter((/** @type {any} */ row) => row.answers.length || row.tells); },
    /** @param {any} row */
    row(row) {
      const said = (/** @type {any} */ one) => ({ code: one.code, words: fill(one.words, this.names) });
      const answers = row.id === "next_child" ? this.childAnswers(row) : row.answers.map(said);
      return { id: row.id, asks: fill(row.asks, this.names), tells: row.tells, said: row.tells ? this.lately : "", answers };
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
    isReady(code) { return this.ready.includes(code); },
    /** @param {string} code */
    tick(code) { this.ready = this.isReady(code) ? this.ready.filter((/** @type {string} */ one) => one !== code) : [...this.ready, code]; },
    /** @param {string} band */
    chooseBand(band) { this.band = band; },
    /** @param {string} ground */
    chooseGround(ground) { this.ground = ground; },

    get outcome() { return this.band ? outcome(words.boards, this.band, this.answers) : null; },
    get asksReady() { return this.answers.help === "on"; },
    get helpWords() {
      if (!this.band) return "";
      return readyForHelp(words.boards.gate, this.ready) ? words.boards.bands[this.band].help_pages : "All four, or these pages stay off.";
    },
    get mayGive() { return Boolean(this.outcome && this.outcome.may_give) && !this.giving; },
    get pageWords() {
      const found = this.outcome;
      if (!found) return "Choose the pages.";
      if (found.stops) return fill(found.stops, this.names);
      if (found.missing.length) return `${found.missing.length} still to answer.`;
      const always = words.boards.gate.always;
      const named = words.boards.bands[this.band].pages.filter((/** @type {any} */ page) => found.pages.includes(page.id) && !always.includes(page.id));
      return `Pages: ${named.map((/** @type {any} */ page) => page.name).join(", ")}.${found.paper ? "" : " No paper."}`;
    },
    get alsoWords() { return this.outcome && this.outcome.may_give ? this.outcome.says.map((/** @type {string} */ one) => fill(one, this.names)) : []; },

    /** What crosses to the child's page; see session.js. */
    crossing() {
      const kept = before(current.json, screen.entry);
      const manager = current.json.people.find((/** @type {any} */ person) => person.role === "manager");
      return {
        v: /** @type {1} */ (1), child: this.child, worker: first(session.person ? session.person.name : ""), manager: manager ? first(manager.name) : "",
        band: this.band, style: this.answers.style, pages: this.outcome.pages, ground: this.ground, ...kept,
      };
    },
    async give() {
      if (!this.mayGive) return;
      this.giving = true;
      try {
        await sendNow();
        if (unsent() > 0) {
          this.says = "Something here is not sent yet. It goes first: try again when there is signal.";
          return;
        }
        await send("POST", "/api/1/session/child", { plan: current.id, child: screen.entry, gate: packed(this.crossing()) });
        location.replace("/board");
      } catch (error) {
        const offline = /** @type {any} */ (error).offline === true;
        this.says = offline ? "Handing over needs signal. Everything else works." : "This could not be handed over. Nothing is lost.";
      } finally {
        this.giving = false;
      }
    },
  };
}
