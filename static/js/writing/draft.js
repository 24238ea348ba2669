/**
 * A draft of one entry: its empty shape, what is wrong with it, and keeping it while the screen is covered or a save fails.
 *
 * @typedef {import("../plan/facts.js").Field & {list?: string, label: string, ask: string, seen_with: string, required: boolean, needed: string,
 *   max?: number, when?: When | null, about?: string[], roles?: string[], long?: boolean, folded?: boolean, asks?: boolean, at?: string,
 *   of?: string, says?: Record<string, string>, phrase?: string, over?: string,
 *   lapses?: When | null, birth?: string, not_born?: string}} Field
 * @typedef {{field: string, in: string[]}} When while another field holds one of these codes
 */
import { notWhole } from "./typed_days.js";

/** Drafts by kind and entry. In memory, and sealed where this tablet has a vault: a draft may name people. @type {Map<string, any>} */
const kept = new Map();
/** @type {(key: string, draft: any) => void} */
let heard = () => {};

/** Hear each change of a draft, null when it is done with. @param {typeof heard} listen */
export function onDraft(listen) {
  heard = listen;
}

/** @param {string} type */
function blank(type) {
  return ["codes", "refs", "items"].includes(type) ? [] : "";
}

/** Every field present, empty or at its default, with what is already known filled in.
 * @param {Field[]} fields @param {Record<string, any>} [known] */
export function emptyDraft(fields, known = {}) {
  /** @type {Record<string, any>} */
  const draft = {};
  for (const field of fields) {
    const given = known[field.name];
    const value = given === undefined || given === null || given === "" ? (field.default ?? blank(field.type)) : given;
    draft[field.name] = Array.isArray(value) ? [...value] : value;
  }
  return draft;
}

/** What was begun from one question must not answer another: the preset is part of the key.
 * @param {string} plan @param {string} kind @param {string} entry @param {Record<string, any>} [preset] */
export function draftKey(plan, kind, entry, preset = {}) {
  return `${plan} ${kind} ${entry} ${JSON.stringify(preset)}`;
}

/** @param {string} key @param {any} draft `unfinished` in it says how many entries it is the beginning of, if not of one */
export function keep(key, draft) {
  kept.set(key, draft);
  count();
}

/** @type {(unfinished: number) => void} */
let counted = () => {};

/** Hear how many entries have been begun and are not written yet. @param {typeof counted} listen */
export function onCount(listen) {
  counted = listen;
}

function count() {
  counted([...kept.values()].reduce((sum, draft) => sum + (draft.unfinished ?? 1), 0));
}

/** @returns {{key: string, draft: any}[]} everything begun, in any plan; a key begins with the plan's id */
export function allBegun() {
  return [...kept].map(([key, draft]) => ({ key, draft }));
}

/** A draft as it now is: from here it is safe from a lock within a second. @param {string} key @param {any} draft */
export function changed(key, draft) {
  heard(key, draft);
}

/** @param {string} key */
export function recall(key) {
  return kept.get(key) || null;
}

/** @param {string} key */
export function forget(key) {
  kept.delete(key);
  count();
  heard(key, null);
}

/** Nothing of one person's writing may be waiting when another signs in. */
export function forgetAll() {
  kept.clear();
  count();
}

/** A field with a condition is asked only while another one holds one of these codes.
 * @param {Field} field @param {Record<string, any>} draft */
export function asks(field, draft) {
  return !field.when || holds(field.when, draft);
}

/** @param {When} when @param {Record<string, any>} draft */
export function holds(when, draft) {
  return when.in.includes(draft[when.field]);
}

/** "20,013 characters; 20,000 can be kept", else "": nothing that was pasted is cut without a word. Counted as the server does.
 * @param {Field} field @param {any} value */
function tooLong(field, value) {
  const { type, max = 0 } = field;
  // Every character is at least one unit of a text, so most fields need no counting.
  if (type !== "text" || !max || String(value || "").length <= max) return "";
  const length = [...String(value)].length;
  const said = (/** @type {number} */ n) => n.toLocaleString("en-GB");
  return length > max ? `${said(length)} characters; ${said(max)}${MAY}` : "";
}

const MAY = " can be kept";
/** What controls a device and is no word, and half a sign: as the server has it (safeplan/entries/values.py). */
const UNKEPT = /[^\P{Cc}\t\n\r]|\p{Cs}/u;

/** Which character cannot be kept, else "". It shows nowhere; counted, and no word beside it said: this is read out.
 * @param {unknown} words */
function unkept(words) {
  const found = typeof words === "string" ? UNKEPT.exec(words) : null;
  if (!found) return "";
  const nth = [...found.input.slice(0, found.index)].length + 1;
  return `This has a character that cannot be kept: number ${nth.toLocaleString("en-GB")}. Take it out.`;
}

/** What is wrong with a text as it is typed, else "". @param {Field} field @param {any} value */
export function typedWrong(field, value) {
  return (field.type === "text" && unkept(value)) || tooLong(field, value);
}

/** Said while it is being written, so that it goes when what is wrong has gone. @param {{words: string}} wrong */
export function ofTyping({ words }) {
  return words.endsWith(MAY) || words.includes(" cannot be kept");
}

/** What must be settled before this is saved; the server checks again with the same form.
 * @param {{fields: Field[], in_order: {start: string, end: string, words: string}[]}} kind @param {Record<string, any>} draft
 * @param {string} [today] ISO @returns {{field: string, words: string}[]} */
export function wrongs({ fields, in_order: inOrder }, draft, today = "") {
  /** @type {{field: string, words: string}[]} */
  const out = [];
  for (const field of fields.filter((one) => asks(one, draft))) {
    const value = draft[field.name];
    const empty = Array.isArray(value) ? !value.length : !String(value ?? "").trim();
    if (field.required && empty) out.push({ field: field.name, words: field.needed });
    const typed = typedWrong(field, value);
    if (typed) out.push({ field: field.name, words: typed });
    const half = empty ? "" : notWhole(field, String(value), today);
    if (half) out.push({ field: field.name, words: half });
  }
  const order = (inOrder || []).filter(({ start, end }) => draft[start] && draft[end] && draft[end] < draft[start]);
  return out.concat(order.map(({ end, words }) => ({ field: end, words })));
}

/** Unknown words from the server keep their field; the rest go to the top. @param {Record<string, string> | undefined} fields */
export function fromServer(fields) {
  return Object.entries(fields || {}).map(([field, words]) => ({ field, words: String(words) }));
}
