/** A plan for tonight, card by card, ending in the parent's reading of it. */
import { letGo } from "../writing/append.js";
import { current, saveAll, withdraw } from "../plan/plan.js";
import { namesOf } from "../plan/read.js";
import { fields, headerName, items } from "../words/schema.js";
import { newId } from "../writing/ids.js";
import { day } from "../words/dates.js";
import { setView, view } from "../plan/views.js";
import { contextNow, footWhile, notSaved, say, toSection } from "./context.js";
import { changed, emptyDraft, forget, keep, recall } from "../writing/draft.js";
import { together } from "../shell/together.js";
import { toFind } from "./finds.js";
import { readBackFinds, tonightFinds } from "./tonight_finds.js";
import { missing } from "./tonight_missing.js";
import {
  blankAnswers,
  CARDS,
  cardsFor,
  readBack,
  tonightAsks,
  unpicked,
  untouched,
  writesOf,
} from "./tonight_cards.js";

/**
 * What was begun in the plan that is open: a draft like any other, so that nobody else's is ever met here.
 * @typedef {{plan: string, at: number, answers: any, written: Record<string, string>, refused: Record<string, string>,
 *   mine: Record<string, {revision: string, said: string}>, unfinished: number}} Visit `mine`: what this visit wrote last, by key
 */
/** @type {Visit} */
let visit = { plan: "", at: 0, answers: null, written: {}, refused: {}, mine: {}, unfinished: 0 };

/** @param {any} Alpine */
export function register(Alpine) {
  Alpine.data("planTonight", () => together(tonightFinds(), cards(Alpine)));
  Alpine.data("planReadBack", () => together(readBackFinds(), readingBack(Alpine)));
}

/** The cards, one at a time. @param {any} Alpine */
function cards(Alpine) {
  return /** @satisfies {ThisType<any>} */ ({
    at: 0,
    /** @type {any} */ a: {},
    trouble: "",
    busy: false,
    /** The card that was to be left, and could not. */
    stays: "",
    release() {},
    /** What the card that stays still lacks; it goes as soon as it is there. @returns {import("./tonight_missing.js").Missing | null} */
    get lacks() {
      return this.stays === this.card.id ? missing(writesNow(this.card.id, this.a), current.today) : null;
    },
    get lackWords() {
      return this.lacks?.words ?? "";
    },
    get lackKeys() {
      return this.lacks?.keys ?? [];
    },
    get harmers() {
      const all = namesOf(current.json).perpetrators;
      return all.length > 1 ? all : [];
    },
    /** What a child said before this child came in is not on the screen beside them. */
    saidBefore: false,
    get cards() {
      return cardsFor(view.name).filter((card) => !(this.saidBefore && card.id === "child"));
    },
    get card() {
      return this.cards[Math.min(this.at, this.cards.length - 1)];
    },
    get dots() {
      return this.cards.map((/** @type {any} */ card, /** @type {number} */ n) => ({
        key: card.id,
        css: n < this.at ? "past" : n === this.at ? "now" : "",
      }));
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
      visit = begun();
      this.a = visit.answers;
      const company = Alpine.effect(() => {
        const near = view.name === "children";
        // Not watched: what is typed while they are here is theirs to see.
        const { words, way } = Alpine.raw(this.a);
        this.saidBefore = near && Boolean(words || way);
      });
      const begunAt = this.cards.findIndex((/** @type {any} */ card) =>
        missing(writesNow(card.id, this.a), current.today),
      );
      this.at = begunAt >= 0 ? begunAt : Math.min(visit.at, this.cards.length - 1);
      const watch = Alpine.effect(() => keepAnswers(JSON.stringify(this.a), this.at));
      const foot = footWhile(() => ({
        main: { words: "Next", icon: "go", run: () => this.next() },
        second: { words: "Not now", run: () => this.skip() },
      }));
      this.release = () => {
        foot();
        Alpine.release(watch);
        Alpine.release(company);
      };
    },
    destroy() {
      this.release();
    },
    addChild() {
      this.a.children.push({ entry: "", name: "", born: "", due: "" });
    },
    back() {
      if (this.at > 0) this.step(-1);
      else toSection("overview");
    },
    /** What is whole is kept all the same; what is not stands among what is unfinished. */
    async skip() {
      this.stays = "";
      if (missing(writesNow(this.card.id, this.a), current.today)) this.step(1);
      else await this.next();
    },
    /** @param {string} due */
    dueWords(due) {
      return day(due);
    },
    /** @param {{run: (answers: any) => void}} key */
    settle(key) {
      key.run(this.a);
    },
    throwAway() {
      this.stays = "";
      const { picked } = this.a;
      Object.assign(this.a, untouched(this.card.id, contextNow()));
      // Who has been asked already stays asked: only what is half written goes.
      if (this.card.id === "asks") this.a.picked = picked.filter((/** @type {string} */ one) => one !== "other");
    },
    async next() {
      if (this.busy) return;
      this.trouble = "";
      this.stays = this.card.id;
      if (this.lacks) {
        Alpine.nextTick(() => document.getElementById("tonight-lacks")?.focus());
        return;
      }
      if (await this.undecided()) return toFind();
      this.busy = true;
      try {
        const refused = await keepCard(this.card.id, this.a);
        if (refused) {
          this.trouble = refused;
          return;
        }
        this.step(1);
      } catch (error) {
        this.trouble = notSaved(error);
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
      this.stays = this.findSaid = "";
      this.offer = null;
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
  });
}

/** The parent's reading of it. @param {any} Alpine */
function readingBack(Alpine) {
  return /** @satisfies {ThisType<any>} */ ({
    found: "",
    trouble: "",
    release() {},
    get lines() {
      return readBack(contextNow());
    },
    get question() {
      return say("What would {perpetrator} do on finding out about this?");
    },
    init() {
      visit = begun();
      this.found = visit.answers.found;
      const watch = Alpine.effect(() => keepAnswers(JSON.stringify({ ...visit.answers, found: this.found }), visit.at));
      const foot = footWhile(() => ({
        main: { words: "That is right", run: () => this.done() },
        second: { words: "Change", run: () => toSection("tonight") },
        note: false,
      }));
      this.release = () => {
        foot();
        Alpine.release(watch);
      };
    },
    destroy() {
      this.release();
    },
    async done() {
      if (await this.undecided()) return toFind();
      this.trouble = "";
      visit.answers.found = this.found;
      try {
        this.trouble = this.found ? await keepCard("found", visit.answers) : "";
      } catch (error) {
        this.trouble = notSaved(error);
      }
      if (this.trouble) return;
      this.release();
      endVisit();
      toSection("overview");
    },
  });
}

/** @param {string} plan */
const keyOf = (plan) => `${plan} tonight`;

/** What was begun in this plan, on this page or before the tablet was locked; else nothing yet. @returns {Visit} */
function begun() {
  const before = recall(keyOf(current.id));
  const fresh = blankAnswers(contextNow());
  const answers = { ...fresh, ...before?.answers };
  // Names that nobody was in the middle of changing are as the plan has them now.
  if (!before?.unfinished) Object.assign(answers, untouched("family", contextNow()), people(answers));
  answers.children = answers.children.map((/** @type {any} */ kid) => ({ due: "", ...kid }));
  return { plan: current.id, at: 0, written: {}, refused: {}, mine: {}, unfinished: 0, ...before, answers };
}

/** A visit is over once it was read back with nothing left half written: the next one begins with empty cards. */
function endVisit() {
  if (unkept(visit.answers)) keepAnswers(JSON.stringify(visit.answers), 0);
  else forget(keyOf(visit.plan));
}

/** Each answer is safe from a lock within a second. @param {string} answers @param {number} at */
function keepAnswers(answers, at) {
  const { plan, written, refused, mine } = visit;
  // A plan that is being closed writes nothing more down: its drafts may just have been forgotten.
  if (plan !== current.id || !current.opened) return;
  const said = JSON.parse(answers);
  const ids = { written: { ...written }, refused: { ...refused }, mine: { ...mine } };
  const now = { plan, at, answers: said, ...ids, unfinished: unkept(said) };
  keep(keyOf(plan), now);
  changed(keyOf(plan), now);
}

/** @param {string} card @param {any} answers */
function writesNow(card, answers) {
  return writesOf(card, answers, contextNow(), visit.written);
}

/** How many entries the cards are the beginning of, and that are not written yet. @param {any} answers */
function unkept(answers) {
  const begun = [...CARDS.map((card) => card.id), "found"]
    .flatMap((card) => writesNow(card, answers))
    .filter((write) => differs(change(write)));
  return new Set(begun.map((write) => write.key)).size;
}

/** Write what a card's answer says; returns words when something was not taken. @param {string} card @param {any} answers @returns {Promise<string>} */
async function keepCard(card, answers) {
  // Another plan's visit may be the open one by the time this is written.
  const here = visit;
  for (const key of card === "asks" ? unpicked(answers, here.written) : []) {
    await withdraw(here.written[key], "mistake", "");
    delete here.written[key];
  }
  const changes = writesNow(card, answers)
    .map((write) => change(write))
    .filter(differs);
  if (!changes.length) return "";
  const given = await saveAll(changes);
  given.forEach((answer, n) => {
    const { key, said } = changes[n];
    // The words are still on the card: an earlier refusal of them no longer needs anybody.
    if (here.refused[key]) letGo(here.refused[key]);
    here.refused[key] = answer.state === "refused" ? answer.revision : "";
    if (answer.state === "refused") return;
    here.written[key] = answer.entry;
    here.mine[key] = { revision: answer.revision, said };
  });
  const refused = given.find((answer) => answer.state === "refused");
  if (card === "family" && !refused) {
    Object.assign(answers, people(answers));
    // From here on each of them is known by their entry: a row's number may come again for somebody else.
    for (const key of Object.keys(here.written)) if (/^(child\d+|parent|cause)$/.test(key)) delete here.written[key];
  }
  return refused
    ? refused.errors.map((error) => error.words).join(" ") ||
        "The plan did not take this. What you wrote is still here."
    : "";
}

/** Said by this page once, when it was first written: an answer given since, or a later day, is not written over. */
const AT_FIRST = ["state", "telling", "from_day", "when_day", "since", "source"];

/** What somebody typed or picked. @param {Record<string, any>} data */
function said(data) {
  return Object.fromEntries(Object.entries(data).filter(([name]) => !AT_FIRST.includes(name)));
}

/** A new entry, or the next writing of one this visit made. @param {{key: string, kind: string, data: Record<string, any>}} write */
function change({ key, kind, data }) {
  const known = visit.written[key] || (current.entry(key) ? key : "");
  const old = known ? current.entry(known) : null;
  const mine = visit.mine[key];
  const compartment = current.compartment(kind === "voice" ? "child" : "", data.child || "");
  return {
    key,
    entry: known || newId(),
    compartment: old ? old.compartment : kind === "voice" && compartment ? compartment.id : "",
    // What somebody else wrote since is not what was read here: both stand, and a person chooses.
    parents: mine ? [mine.revision] : old ? old.heads.map((/** @type {any} */ head) => head.revision) : [],
    said: JSON.stringify(said(data)),
    document: {
      v: fields(kind).v,
      kind,
      data: emptyDraft(fields(kind).fields, old ? { ...current.data(old), ...said(data) } : data),
      withdrawn: "",
      why: "",
      known_to_parent: false,
    },
  };
}

/** Going back and on again writes nothing that already stands. @param {any} one */
function differs(one) {
  const mine = visit.mine[one.key];
  if (mine) return mine.said !== one.said;
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
