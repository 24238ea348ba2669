/** A plan for tonight, card by card, ending in the parent's reading of it. */
import { letGo } from "../writing/append.js";
import { current, saveAll, withdraw } from "../plan/plan.js";
import { namesOf } from "../plan/read.js";
import { fields, headerName, items } from "../words/schema.js";
import { newId } from "../writing/ids.js";
import { setView, view } from "../plan/views.js";
import { contextNow, footWhile, say, toSection } from "./context.js";
import { changed, emptyDraft, recall } from "../writing/draft.js";
import { blankAnswers, cardsFor, readBack, tonightAsks, unpicked, writesOf } from "./tonight_cards.js";

/** Answers of the plan that is open, kept while other screens are looked at; sealed where this tablet has a vault. */
const visit = {
  plan: "",
  at: 0,
  answers: /** @type {any} */ (null),
  written: /** @type {Record<string, string>} */ ({}),
  refused: /** @type {Record<string, string>} */ ({}),
};

/** @param {any} Alpine */
export function register(Alpine) {
  Alpine.data("planTonight", () => ({
    at: 0,
    /** @type {any} */ a: {},
    trouble: "",
    busy: false,
    release() {},
    get cards() {
      return cardsFor(view.name);
    },
    get card() {
      return this.cards[Math.min(this.at, this.cards.length - 1)];
    },
    get dots() {
      return this.cards.map((card, n) => ({ key: card.id, css: n < this.at ? "past" : n === this.at ? "now" : "" }));
    },
    get stepWords() {
      return `Card ${this.at + 1} of ${this.cards.length}`;
    },
    get title() {
      return say(this.card.title);
    },
    get line() {
      return say(this.card.line);
    },
    get asks() {
      return tonightAsks(contextNow());
    },
    get kids() {
      return namesOf(current.json).children;
    },
    get kin() {
      return namesOf(current.json).kin;
    },
    /** @param {string} list */
    list(list) {
      return items(list).map((one) => ({ ...one, label: contextNow().label(list, one.code) }));
    },
    /** @param {string} list */
    groups(list) {
      return grouped(list);
    },
    init() {
      if (visit.plan !== current.id) Object.assign(visit, begun());
      this.a = visit.answers;
      this.at = Math.min(visit.at, this.cards.length - 1);
      const watch = Alpine.effect(() => keepAnswers(JSON.stringify(this.a), this.at));
      const foot = footWhile(() => ({
        main: { words: "Next", icon: "go", run: () => this.next() },
        second: { words: "Not now", run: () => this.skip() },
      }));
      this.release = () => {
        foot();
        Alpine.release(watch);
      };
    },
    destroy() {
      this.release();
    },
    addChild() {
      this.a.children.push({ entry: "", name: "", born: "" });
    },
    back() {
      if (this.at > 0) this.step(-1);
      else toSection("overview");
    },
    skip() {
      this.step(1);
    },
    async next() {
      if (this.busy) return;
      this.busy = true;
      this.trouble = "";
      try {
        const refused = await keepCard(this.card.id, this.a);
        if (refused) {
          this.trouble = refused;
          return;
        }
        this.step(1);
      } catch {
        this.trouble = "That was not saved. What you wrote is still here.";
      } finally {
        this.busy = false;
      }
    },
    end() {
      visit.at = 0;
      // With children near there is nothing to read aloud: a view is only ever opened wider by a hand on the pill.
      if (view.name === "children") {
        toSection("overview");
        return;
      }
      setView("parent");
      toSection("read-back");
    },
    /** @param {number} by */
    step(by) {
      this.at += by;
      visit.answers = this.a;
      if (this.at >= this.cards.length) {
        this.end();
        return;
      }
      visit.at = this.at;
      scrollTo(0, 0);
      Alpine.nextTick(() => document.getElementById("tonight-question")?.focus());
    },
  }));
  Alpine.data("planReadBack", () => ({
    found: "",
    release() {},
    get lines() {
      return readBack(contextNow());
    },
    get question() {
      return say("What would {perpetrator} do on finding out about this?");
    },
    init() {
      this.found = visit.answers ? visit.answers.found : "";
      this.release = footWhile(() => ({
        main: { words: "That is right", run: () => this.done() },
        second: { words: "Change", run: () => toSection("tonight") },
        note: false,
      }));
    },
    destroy() {
      this.release();
    },
    async done() {
      if (this.found) {
        if (!visit.answers || visit.plan !== current.id) Object.assign(visit, begun());
        visit.answers.found = this.found;
        await keepCard("found", visit.answers);
      }
      toSection("overview");
    },
  }));
}

/** @param {string} plan */
const keyOf = (plan) => `${plan} tonight`;

/** What was begun in this plan, on this page or before the tablet was locked; else nothing yet. */
function begun() {
  return (
    recall(keyOf(current.id)) || {
      plan: current.id,
      at: 0,
      answers: blankAnswers(contextNow()),
      written: {},
      refused: {},
    }
  );
}

/** Each answer is safe from a lock within a second. @param {string} answers @param {number} at */
function keepAnswers(answers, at) {
  const { plan, written, refused } = visit;
  changed(keyOf(plan), { plan, at, answers: JSON.parse(answers), written: { ...written }, refused: { ...refused } });
}

/** Write what a card's answer says; returns words when something was not taken. @param {string} card @param {any} answers @returns {Promise<string>} */
async function keepCard(card, answers) {
  for (const key of card === "asks" ? unpicked(answers, visit.written) : []) {
    await withdraw(visit.written[key], "mistake", "");
    delete visit.written[key];
  }
  const changes = writesOf(card, answers, contextNow(), visit.written)
    .map((write) => change(write))
    .filter(differs);
  if (!changes.length) return "";
  const given = await saveAll(changes);
  given.forEach((answer, n) => {
    const { key } = changes[n];
    // The words are still on the card: an earlier refusal of them no longer needs anybody.
    if (visit.refused[key]) letGo(visit.refused[key]);
    visit.refused[key] = answer.state === "refused" ? answer.revision : "";
    if (answer.state !== "refused") visit.written[key] = answer.entry;
  });
  if (card === "family") Object.assign(answers, people(answers));
  const refused = given.find((answer) => answer.state === "refused");
  return refused
    ? refused.errors.map((error) => error.words).join(" ") ||
        "The plan did not take this. What you wrote is still here."
    : "";
}

/** A new entry, or the next writing of one this visit made. @param {{key: string, kind: string, data: Record<string, any>}} write */
function change({ key, kind, data }) {
  const known = visit.written[key] || (current.entry(key) ? key : "");
  const old = known ? current.entry(known) : null;
  const compartment = current.compartment(kind === "voice" ? "child" : "", data.child || "");
  return {
    key,
    entry: known || newId(),
    compartment: old ? old.compartment : kind === "voice" && compartment ? compartment.id : "",
    parents: old ? old.heads.map((/** @type {any} */ head) => head.revision) : [],
    document: {
      v: fields(kind).v,
      kind,
      data: emptyDraft(fields(kind).fields, { ...(old ? current.data(old) : {}), ...data }),
      withdrawn: "",
      why: "",
      known_to_parent: false,
    },
  };
}

/** Going back and on again writes nothing that already stands. @param {any} one */
function differs(one) {
  const old = current.entry(one.entry);
  return !old || JSON.stringify(current.data(old)) !== JSON.stringify({ ...current.data(old), ...one.document.data });
}

/** After the names are written they are entries: a second *Next* must change them, not write them twice. @param {any} answers */
function people(answers) {
  const fresh = blankAnswers(contextNow());
  return {
    parentEntry: fresh.parentEntry,
    causeEntry: fresh.causeEntry,
    children: fresh.children,
    child: answers.child || fresh.child,
  };
}

/** A long list under its headers, for a select. @param {string} list */
function grouped(list) {
  /** @type {Map<string, any[]>} */
  const out = new Map();
  for (const item of items(list)) out.set(item.header || "", [...(out.get(item.header || "") || []), item]);
  return [...out].map(([head, all]) => ({ key: head, name: headerName(head), items: all }));
}
