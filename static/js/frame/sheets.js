// The sheets that lie over a screen: who can see it, what needs you, the keys, and what was written on the plain page.

import { append, letGo, outbox, refusedOnes, sendAgain } from "../writing/append.js";
import { clearNotes, cover, raise } from "../shell/cover.js";
import { day } from "../words/dates.js";
import { plansNow } from "../plan/list.js";
import { prefs, setPref } from "../shell/prefs.js";
import { screen } from "../shell/screens.js";
import { setView, view } from "../plan/views.js";
import { begun } from "../writing/begun.js";
import { fieldsOf, words } from "../words/words.js";

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
  Alpine.data("notesSheet", notesSheet);
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

function notesSheet() {
  return {
    plan: screen.plan,
    failed: false,
    keeping: false,
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
      return !this.plan || this.keeping;
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
      if (!this.plan || this.keeping) return;
      const text = this.lines
        .map((/** @type {import("../shell/cover.js").Note} */ note) => `${note.heading}: ${note.words.trim()}`)
        .join("\n");
      const data = {
        ...(words.entries.note?.empty ?? { about: "" }),
        words: `Home visit, ${day(new Date())}\n${text}`,
      };
      this.keeping = true;
      this.failed = false;
      try {
        await append([
          {
            plan: this.plan,
            document: {
              v: words.entries.note?.v ?? 1,
              kind: "note",
              data,
              withdrawn: "",
              why: "",
              known_to_parent: false,
            },
          },
        ]);
      } catch {
        // What is on the page stays there until it is kept somewhere else.
        this.failed = true;
        return;
      } finally {
        this.keeping = false;
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
  };
}
