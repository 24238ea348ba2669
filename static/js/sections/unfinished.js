/** What was begun and is no entry yet: it waits for its writer, until it is finished or thrown away. */
import { current } from "../plan/plan.js";
import { plansNow } from "../plan/list.js";
import { entryOf } from "../plan/read.js";
import { view } from "../plan/views.js";
import { go, screen } from "../shell/screens.js";
import { listed, title } from "../words/said.js";
import { fields, label, sectionOf } from "../words/schema.js";
import { begun } from "../writing/begun.js";
import { allBegun, forget, wrongs } from "../writing/draft.js";
import { say, toSection, write } from "./context.js";

/** @typedef {{key: string, title: string, sub: string, open: () => void}} Begun */

/** @param {any} Alpine */
export function register(Alpine) {
  Alpine.data("unfinishedList", () => ({
    get items() {
      return unfinished();
    },
    /** @param {Begun} item */
    finish(item) {
      screen.sheet = "";
      item.open();
    },
    /** @param {Begun} item */
    throwAway(item) {
      forget(item.key);
      // What lies under the sheet would be kept again with the next letter.
      if (sectionOf(screen.section).writes) toSection("overview");
    },
  }));
}

/** The beginnings this view may show, those of the open plan with what they lack. @returns {Begun[]} */
export function unfinished() {
  // The drafts are no store: reading the count makes Alpine look again when they change.
  if (!begun.unfinished || view.name !== "me") return [];
  return allBegun().flatMap(({ key, draft }) => {
    if (draft.unfinished === 0) return [];
    if (!key.startsWith(`${current.id} `)) return [elsewhere(key)];
    return [key.endsWith(" tonight") ? ofTonight(key, draft.unfinished ?? 1) : ofForm(key, draft.form ?? draft)];
  });
}

/** @param {string} key @returns {Begun} in a plan that is not open: its words are not here, and are not read for this */
function elsewhere(key) {
  const [plan] = key.split(" ");
  const named = plansNow().find((one) => one.id === plan)?.names ?? [];
  return {
    key,
    title: listed(named) || "Another plan",
    sub: "",
    open: () => go({ screen: "plan", plan, section: "overview" }),
  };
}

/** @param {string} key @param {number} cards @returns {Begun} */
function ofTonight(key, cards) {
  const sub = cards === 1 ? "One card is not finished" : `${cards} cards are not finished`;
  return { key, title: "A plan for tonight", sub, open: () => toSection("tonight") };
}

/** @param {string} key @param {any} draft @returns {Begun} */
function ofForm(key, draft) {
  const { kind, entry, preset } = ofKey(key);
  const old = entry ? entryOf(current.json, entry) : null;
  const [wrong] = wrongs(fields(kind), draft, current.today);
  return {
    key,
    title: [fields(kind).title, old ? title(old, label) : ""].filter(Boolean).join(": "),
    sub: wrong ? say(wrong.words) : "Not saved yet",
    open: () => write(kind, { entry, preset }),
  };
}

/** The other way round than `draftKey`. @param {string} key */
function ofKey(key) {
  const [, kind, entry, ...preset] = key.split(" ");
  return { kind, entry, preset: JSON.parse(preset.join(" ")) };
}
