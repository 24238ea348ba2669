/** A child's book as a grown-up reads it: the pages in plum, and what must be checked before anybody acts on a name. */
import { day } from "../words/dates.js";
import { send } from "../session/api.js";
import { current, openPlan, save } from "../plan/plan.js";
import { dataOf, entryOf, letterboxesOf } from "../plan/read.js";
import { screen } from "../shell/screens.js";
import { session } from "../session/session.js";
import { tablet } from "../session/tablet.js";
import { vaultPage } from "../vault/door.js";
import { view } from "../plan/views.js";
import { label } from "../words/words.js";
import { write } from "../sections/context.js";
import { childName, pageRow, pagesOf, voicesOf } from "./book_read.js";
import { checked, nextState } from "./checks.js";
import { fitsNow } from "./gate.js";
import { fill } from "./gate_rules.js";

const PERSON_CHOICES = [
  { code: "asked_yes", words: "asked, and yes" },
  { code: "not_able", words: "not able" },
  { code: "not_to_ask", words: "not to be asked" },
];
const PLACE_CHOICES = [
  { code: "reached", words: "reached without crossing the trouble" },
  { code: "not_reached", words: "not a place to plan on" },
];

/** @param {any} Alpine */
export function register(Alpine) {
  Alpine.data("childBook", book);
}

/** @returns {any} */
function book() {
  return {
    handing: false,
    busy: false,
    /** pages of this child's that lie sealed on this tablet */
    waiting: 0,

    /** What a child made waits in the letterbox until somebody with its key opens the book. */
    async init() {
      await this.count().catch(() => {});
      if (!current.json.letters.waiting || !this.mayWrite) return;
      try {
        await send("POST", `/api/1/plans/${current.id}/letters/file`, {});
        await openPlan(current.id);
      } catch {
        // Without signal it waits where it is, sealed; opening the book again tries again.
      }
    },
    async count() {
      const boxes = letterboxesOf(current.json, screen.entry);
      if (!tablet.open || !boxes) return;
      this.waiting = await (await vaultPage()).pagesWaiting([boxes.child.compartment, boxes.kept.compartment]);
    },
    get child() {
      return childName(current.json, screen.entry);
    },
    get title() {
      return `${this.child}’s book`;
    },
    /** A brother or sister near is not somebody this child let look. */
    get shown() {
      return view.name === "me";
    },
    get mayCheck() {
      return view.name === "me" && this.mayWrite;
    },
    get mayWrite() {
      return current.mayAdd("page");
    },
    get pages() {
      return this.shown ? pagesOf(current.json, screen.entry).map((entry) => pageRow(current.json, entry, label)) : [];
    },
    get days() {
      const days = new Map();
      for (const page of this.pages) {
        const on = day(page.at);
        if (!days.has(on)) days.set(on, { day: on, by: page.by, pages: [] });
        days.get(on).pages.push(page);
      }
      return [...days.values()];
    },
    get voices() {
      return this.shown ? voicesOf(current.json, screen.entry, label, day) : [];
    },
    /** A baby is not handed a tablet: what is seen of them is what they say. */
    get fit() {
      return fitsNow("", screen.entry);
    },
    get youngWords() {
      return this.fit.gives ? "" : fill(this.fit.says, { child: this.child });
    },
    get mayHand() {
      return this.mayWrite && this.fit.gives;
    },
    get mayTell() {
      return this.mayCheck;
    },
    get tellWords() {
      return this.fit.gives ? `Write down what ${this.child} said` : "Write what you saw";
    },
    tell() {
      write("voice", { preset: { child: screen.entry, ...(this.fit.gives ? {} : { way: "observation" }) } });
    },
    /** @param {string} entry */
    changeVoice(entry) {
      write("voice", { entry });
    },
    get empty() {
      return this.shown && this.pages.length === 0 && this.voices.length === 0;
    },
    get emptyWords() {
      if (this.waiting === 0) return `Nobody has asked ${this.child} yet`;
      return `${this.child}’s pages are on this tablet, sealed. You see them once they are sent and you are signed in.`;
    },
    get left() {
      return this.pages.reduce((/** @type {number} */ sum, /** @type {any} */ page) => sum + page.left, 0);
    },
    get leftWords() {
      if (this.left === 0) return "Everybody and every place named is checked.";
      return `${this.left} still to check. Until then only you and the plan’s lead see these pages.`;
    },
    get canUse() {
      return this.mayCheck && this.left === 0 && this.pages.some((/** @type {any} */ page) => page.state !== "in_use");
    },
    /** @param {any} row */
    choices(row) {
      if (row.place) return PLACE_CHOICES;
      return row.harmer ? PERSON_CHOICES.filter((one) => one.code === "not_to_ask") : PERSON_CHOICES;
    },
    // What draws comes with the first drawing: nobody who signs in needs it yet.
    /** @param {Element} svg @param {string} text */
    async drawn(svg, text) {
      (await import("./paper.js")).show(svg, text);
    },

    handOver() {
      this.handing = true;
      scrollTo(0, 0);
    },
    notToday() {
      this.handing = false;
    },

    /** @param {string} id @param {number} at @param {string} answer */
    async check(id, at, answer) {
      const entry = entryOf(current.json, id);
      if (!entry) return;
      const data = checked(dataOf(entry), at, answer, session.person ? session.person.id : "", current.today);
      await save("page", data, { entry: id, compartment: entry.compartment });
    },
    /** Put the whole book in use: one page in use and the next not would tell a half. */
    async use() {
      this.busy = true;
      for (const entry of pagesOf(current.json, screen.entry)) {
        const data = dataOf(entry);
        if (data.state !== "in_use" && nextState(data, true) === "in_use") {
          await save("page", { ...data, state: "in_use" }, { entry: entry.entry, compartment: entry.compartment });
        }
      }
      this.busy = false;
    },
  };
}
