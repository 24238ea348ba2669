// The sheets that lie over a screen: who can see it, what needs you, the keys, and what was written on the plain page.

import { append, letGo, outbox, refusedOnes, sendAgain } from "../writing/append.js";
import { clearNotes, cover, raise } from "../shell/cover.js";
import { current } from "../plan/plan.js";
import { day } from "../words/dates.js";
import { plansNow } from "../plan/list.js";
import { prefs, setPref } from "../shell/prefs.js";
import { screen } from "../shell/screens.js";
import { setView, view } from "../plan/views.js";
import { begun } from "../writing/begun.js";
import { together } from "../shell/together.js";
import { fieldsOf, words } from "../words/words.js";
import { typedWrong } from "../writing/draft.js";
import { offering } from "../writing/offering.js";

/** Why the server did not take something, in words that say what to do. */
const REASONS = {
  "nothing-here": "This plan is no longer yours to write in. Tell its lead what you wrote.",
  "not-yours-to-do": "You may read this part, not write in it. Tell the plan's lead.",
  "too-large": "This is too long for one entry. Write it as two.",
  unknown: "It was not accepted. The words are still here.",
};

/** @param {any} Alpine */
export function register(Alpine) {
  Alpine.data("whoSheet", whoSheet);
  Alpine.data("needsSheet", needsSheet);
  Alpine.data("notesSheet", () => together(offering(notesIn), notesSheet()));
}

export function closeSheet() {
  screen.sheet = "";
}

function whoSheet() {
  return {
    get name() {
      return view.name;
    },
    // Each change is in force at once: a person walking in does not wait for Done.
    /** @param {"me" | "parent" | "children" | "cover"} name */
    choose(name) {
      if (name === "cover") {
        closeSheet();
        raise();
      } else setView(name);
    },
    /** @param {string} name */
    is(name) {
      return view.name === name;
    },
    /** @param {string} value */
    isLight(value) {
      return prefs.light === value;
    },
    /** @param {string} value */
    isHand(value) {
      return prefs.hand === value;
    },
    /** @param {string} value */
    light(value) {
      setPref("light", value);
    },
    /** @param {string} value */
    hand(value) {
      setPref("hand", value);
    },
  };
}

function needsSheet() {
  return {
    // The list itself is no store: reading the count makes Alpine look again when it changes.
    get items() {
      return outbox.needs ? refusedOnes().map(needing) : [];
    },
    get empty() {
      return outbox.needs + begun.unfinished === 0;
    },
    /** @param {string} id */
    again(id) {
      sendAgain(id);
    },
    /** @param {string} id */
    letGo(id) {
      letGo(id);
    },
  };
}

/** @param {any} item one of refusedOnes(); what a child's page sealed has no words that can be read here */
function needing(item) {
  const { kind, data } = item.revision?.document ?? { kind: "", data: {} };
  const title = words.entries[kind]?.title ?? "An entry";
  const wrong = Object.entries(item.fields).map(([name, said]) => ({ name, said }));
  const reason = REASONS[/** @type {keyof typeof REASONS} */ (item.reason)] ?? REASONS.unknown;
  // Its words only where the view may show them: the state line is on every screen, also with a child beside it.
  return {
    id: item.id ?? item.revision.id,
    title: view.name === "me" ? title : "Something you wrote",
    reason,
    wrong: view.name === "me" ? wrong : [],
    said: view.name === "me" && kind && kind !== "place" ? said(kind, data) : [],
  };
}

/** @param {string} kind @param {Record<string, any>} data @returns {string[]} what was written in words */
function said(kind, data) {
  return fieldsOf(kind)
    .map((field) => data?.[field.name])
    .filter((value) => typeof value === "string" && value.includes(" "));
}

/** @typedef {import("../shell/cover.js").Note} Note */

/** What was written on the plain page is looked through before it goes into a plan. That plan may not be open: then who may
 * write with its addresses is the server's to say. @param {any} sheet @returns {import("../writing/offering.js").Holder} */
function notesIn(sheet) {
  const open = () => current.id === sheet.plan && current.opened;
  return {
    // Fetched when it is wanted: no sign-in waits for it.
    forms: () => import("../writing/find.js"),
    refuges: () => (open() ? current.json.refuges : []),
    texts: () =>
      cover.notes.map((/** @type {Note} */ note) => ({
        path: note.id,
        words: note.words,
        put: (/** @type {string} */ said) => {
          note.words = said;
        },
      })),
    mayMove: () => !open() || current.mayAdd("place"),
    async file({ kind, match }) {
      const [receipt] = await append([written(sheet.plan, "place", { about: "", kind, words: match })]);
      if (receipt?.state !== "refused") return;
      letGo(receipt.id);
      throw Object.assign(new Error("the place was not taken"), { reason: "refused" });
    },
    shown: toFind,
    done: () => sheet.keep(),
  };
}

function toFind() {
  setTimeout(() => document.getElementById("note-find-head")?.focus());
}

/** @param {string} plan @param {string} kind @param {Record<string, any>} said */
function written(plan, kind, said) {
  const { v = 1, empty = {} } = words.entries[kind] ?? {};
  const data = { ...empty, ...said };
  return { plan, document: { v, kind, data, withdrawn: "", why: "", known_to_parent: false } };
}

function notesSheet() {
  return /** @satisfies {ThisType<any>} */ ({
    plan: screen.plan,
    failed: false,
    wrong: "",
    storing: false,
    get lines() {
      return cover.notes.filter((/** @type {import("../shell/cover.js").Note} */ note) => note.words.trim());
    },
    get plans() {
      return plansNow();
    },
    get ready() {
      return Boolean(this.plan);
    },
    get unready() {
      return !this.plan || this.storing;
    },
    /** @param {string} id */
    is(id) {
      return this.plan === id;
    },
    /** @param {string} id */
    pick(id) {
      this.plan = id;
    },
    async keep() {
      if (!this.plan || this.storing) return;
      const text = this.lines.map((/** @type {Note} */ note) => `${note.heading}: ${note.words.trim()}`).join("\n");
      const note = written(this.plan, "note", { about: "", words: `Home visit, ${day(new Date())}\n${text}` });
      this.failed = false;
      this.wrong = typedWrong(noteWords(), note.document.data.words);
      if (this.wrong) return;
      this.storing = true;
      try {
        if (await this.undecided()) return toFind();
        await append([note]);
      } catch {
        // What is on the page stays there until it is kept somewhere else.
        this.failed = true;
        return;
      } finally {
        this.storing = false;
      }
      clearNotes();
      closeSheet();
    },
    drop() {
      clearNotes();
      closeSheet();
    },
    later() {
      closeSheet();
    },
  });
}

/** The field a note's words go into. @returns {import("../writing/draft.js").Field} */
function noteWords() {
  const found = fieldsOf("note").find((field) => field.name === "words");
  return /** @type {any} */ (found ?? { type: "text" });
}
