/**
 * What a card's words still need before they are an entry. A card never loses a word: it stays, says in a line what is
 * missing, and offers to keep the words as they are.
 *
 * @typedef {import("./tonight_cards.js").Write} Write
 * @typedef {import("./tonight_cards.js").Answers} Answers
 * @typedef {{words: string, keys: {id: string, words: string, run: (a: Answers) => void}[]}} Missing
 */
import { emptyDraft, wrongs } from "../writing/draft.js";
import { fields, label } from "../words/schema.js";

const NOT_SAID = "not_said";

/** The answer of a card that a field of its entry is written from, where "not said" is one. @type {Record<string, "how" | "category" | "trigger" | "first_step" | "way">} */
const FROM = {
  "safe_contact how": "how",
  "behaviour category": "category",
  "contingency trigger": "trigger",
  "contingency first_step": "first_step",
  "voice way": "way",
};

/** The first thing a card's entries lack; null when they can be kept. @param {Write[]} writes @param {string} today ISO @returns {Missing | null} */
export function missing(writes, today) {
  for (const write of writes) {
    const kind = fields(write.kind);
    const [wrong] = wrongs(kind, emptyDraft(kind.fields, write.data), today);
    if (wrong) return { words: `Your words are kept. ${wrong.words}`, keys: keysFor(write, wrong.field) };
  }
  return null;
}

/** @param {Write} write @param {string} field @returns {Missing["keys"]} */
function keysFor({ key, kind, data }, field) {
  const from = FROM[`${kind} ${field}`];
  if (from) {
    const { list = "" } = fields(kind).fields.find((one) => one.name === field) ?? {};
    return [{ id: field, words: label(list, NOT_SAID), run: (a) => Object.assign(a, { [from]: NOT_SAID }) }];
  }
  if (kind === "voice" && field === "child")
    return [{ id: field, words: "Not known: keep it as a note", run: (a) => Object.assign(a, { asNote: true }) }];
  if (kind === "family_member" && data.role === "child")
    return [{ id: field, words: "No name yet", run: (a) => nameless(a, key) }];
  return [];
}

/** A baby with a day and no name is somebody all the same. @param {Answers} a @param {string} key of what is written */
function nameless(a, key) {
  const kid = a.children.find((one, n) => (one.entry || `child${n}`) === key);
  if (kid) kid.name = "Baby";
}
