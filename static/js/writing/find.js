/**
 * Spots what could find someone (an address, a number, an account) in words that many can open.
 *
 * It only ever offers: a wrong guess costs one tap, a missed address could cost a life, and a block would cost the note.
 * @typedef {import("./find_numbers.js").Span} Span
 * @typedef {{kind: string, match: string, start: number}} Find `kind`: what it is as a place, a code of `place_kinds`
 */
import { accountsIn, numbersIn } from "./find_numbers.js";
import { codesIn, housesIn, spotsIn, streetsIn, unitsIn } from "./find_streets.js";
import { folded } from "./folded.js";

const FORMS = [numbersIn, accountsIn, streetsIn, unitsIn, housesIn, codesIn, spotsIn];
/** Between the parts of one address: commas, ends of lines, and towns. */
const GAP =
  /^(?:[\s,]+|(?:,\s*|\s+)(?:\p{Lu}[\p{L}\p{M}'-]*(?:,\s*|\s+)){1,5}|,\s*(?:\p{L}[\p{L}\p{M}'-]*(?: \p{L}[\p{L}\p{M}'-]*)?,\s*){1,3})$/u;
const LONGEST_GAP = 60;

/** Every find of a text, in its order, none over another.
 * @param {string} text @param {string[]} [refuges] the names of the area's refuges @returns {Find[]} */
export function findsIn(text, refuges = []) {
  if (!text) return [];
  const { plain, at } = folded(text);
  const spans = [...FORMS.flatMap((form) => form(plain)), ...refugesIn(plain, refuges)];
  return whole(apart(spans), plain).map(({ kind, start, end }) => {
    const match = text.slice(at(start), at(end - 1) + 1);
    return { kind, match, start: at(start) };
  });
}

/** @param {string} plain @param {string[]} names @returns {Span[]} */
function refugesIn(plain, names) {
  return names
    .map((name) => folded(name).plain.trim())
    .filter(Boolean)
    .flatMap((name) => {
      const form = name.split(/\s+/).map(literal).join("\\s+");
      const found = plain.matchAll(new RegExp(`(?<![\\p{L}\\d])${form}(?![\\p{L}\\d])`, "giu"));
      return [...found].map((one) => ({ kind: "refuge", start: one.index, end: one.index + one[0].length }));
    });
}

/** @param {string} words */
function literal(words) {
  return words.replace(/[.*+?^${}()|[\]\\/-]/g, "\\$&");
}

/** Of those that lie over each other the longest stands, a refuge's name before all; two readings of one address are joined.
 * @param {Span[]} spans */
function apart(spans) {
  const weight = (/** @type {Span} */ one) => (one.kind === "refuge" ? 1e6 : 0) + one.end - one.start;
  /** @type {Span[]} */
  const stand = [];
  for (const one of [...spans].sort((a, b) => weight(b) - weight(a))) {
    const over = stand.find((other) => one.start < other.end && other.start < one.end);
    if (!over) stand.push({ ...one });
    else if (over.kind === "home" && one.kind === "home") join(over, one);
  }
  return stand.sort((a, b) => a.start - b.start);
}

/** @param {Span} into @param {Span} one */
function join(into, one) {
  into.start = Math.min(into.start, one.start);
  into.end = Math.max(into.end, one.end);
  into.rank = Math.max(into.rank ?? 0, one.rank ?? 0);
}

/** A flat, its house, the street and the postcode are one address: half of one must not be left behind. @param {Span[]} spans @param {string} plain */
function whole(spans, plain) {
  /** @type {Span[]} */
  const out = [];
  for (const one of spans) {
    const last = out.at(-1);
    if (last && belongs(last, one, plain)) join(last, one);
    else if (!last || last.end <= one.start) out.push({ ...one });
  }
  return out;
}

/** @param {Span} last @param {Span} one @param {string} plain */
function belongs(last, one, plain) {
  if (last.rank === undefined || one.rank === undefined) return false;
  const gap = plain.slice(last.end, one.start);
  return one.start < last.end || (last.rank < one.rank && gap.length <= LONGEST_GAP && GAP.test(gap));
}

/** What is left where something was taken out: named, so that the sentence still reads. */
const ELSEWHERE = "(kept with the addresses)";

/** The text without a find, wherever it says it. @param {string} text @param {string} match @param {string[]} [refuges] */
export function without(text, match, refuges = []) {
  return findsIn(text, refuges)
    .filter((one) => alike(one.match) === alike(match))
    .reverse()
    .reduce((said, one) => said.slice(0, one.start) + ELSEWHERE + said.slice(one.start + one.match.length), text);
}

/** The same to somebody who looks for it, however it was spaced. @param {string} match */
export function alike(match) {
  return folded(match)
    .plain.toLowerCase()
    .replace(/[^\p{L}\d@]/gu, "");
}

/**
 * Each text of an entry, those in its rows as well, and how to change it where it is.
 * @typedef {import("./draft.js").Field & {rows?: any[]}} Field
 * @param {Field[]} fields @param {Record<string, any>} data @param {string} [path] where the data is, within an entry's
 * @returns {import("./offering.js").Text[]}
 */
export function textsOf(fields, data, path = "") {
  return fields.flatMap((field) => {
    const { name, rows = [] } = field;
    const value = data[name];
    if (field.type === "items")
      return (value ?? []).flatMap((/** @type {any} */ row, /** @type {number} */ n) =>
        textsOf(rows, row, `${path}${name}.${n}.`),
      );
    if (field.type !== "text" || typeof value !== "string") return [];
    const put = (/** @type {string} */ words) => {
      data[name] = words;
    };
    return [{ path: path + name, words: value, put }];
  });
}
