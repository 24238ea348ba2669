/** How a plan is said: lists, titles of entries and the words of a coded value, names instead of pronouns. */
import { dataOf, entryOf, memberName, namesOf, workerOf } from "../plan/read.js";
import { day, moment, month, time } from "./dates.js";
import { fields } from "./schema.js";

const AFTER_WORD = /[\s’',.]/;

/** ["a","b","c"] → "a, b and c". @param {string[]} items */
export function listed(items) {
  const some = items.filter(Boolean);
  return some.length < 2 ? some.join("") : `${some.slice(0, -1).join(", ")} and ${some[some.length - 1]}`;
}

/** @param {number} n @param {string} one @param {string} [many] */
export function count(n, one, many = `${one}s`) {
  return `${n} ${n === 1 ? one : many}`;
}

/** @param {string} text */
export function upper(text) {
  return text.slice(0, 1).toUpperCase() + text.slice(1);
}

/** Lower the first letter unless it starts a name or an abbreviation. @param {string} text @param {string[]} names */
export function lower(text, names = []) {
  const word = text.split(AFTER_WORD)[0];
  return names.includes(word) || /^[A-Z]{2,}/.test(word) || /^I\b/.test(text)
    ? text
    : text.slice(0, 1).toLowerCase() + text.slice(1);
}

/** The words of a name, each of which keeps its capital. @param {string} name */
export function nameWords(name) {
  return name.split(AFTER_WORD).filter(Boolean);
}

/** The catalogue's words with names: families never read of a "person causing harm". @param {string} words
 * @param {{perpetrator: string, parent: string}} names */
export function withNames(words, { perpetrator, parent }) {
  const one = perpetrator ? words.replace(/\bthe person causing harm\b/gi, perpetrator) : words;
  return parent ? one.replace(/\bthe parent\b/gi, parent) : one;
}

/** {perpetrator}, {parent}, {child}, {children} in a sentence become names; without one, a plain word.
 * @param {string} text @param {import("../plan/read.js").Plan} plan @param {string} [child] */
export function named(text, plan, child = "") {
  const names = namesOf(plan);
  const one = child || (names.children[0] ? names.children[0].name : "the child");
  return (text || "")
    .replace(/\{perpetrator\}/g, names.perpetrator || "the person causing harm")
    .replace(/\{parent\}/g, names.parent || "the parent")
    .replace(/\{children\}/g, listed(names.children.map((kid) => kid.name)) || "the children")
    .replace(/\{child\}/g, one);
}

/** One line that names an entry in lists, chips and histories: the first answered of the fields its kind names, else the kind.
 * @param {import("../plan/read.js").Entry} entry @param {(list: string, code: string) => string} label */
export function title(entry, label) {
  const data = dataOf(entry);
  const { line, fields: all, title: called } = fields(entry.kind);
  const field = all.find((one) => one.name === line.find((name) => data[name]));
  if (!field) return called;
  return field.type === "code" ? label(field.list || "", data[field.name]) : data[field.name];
}

/** A field's value in words; lists of codes and references are listed.
 * @param {import("../plan/read.js").Plan} plan @param {{type: string, list?: string}} field @param {any} value
 * @param {(list: string, code: string) => string} label @param {string} today @returns {string} */
export function said(plan, field, value, label, today) {
  if (value === "" || value === undefined || value === null || (Array.isArray(value) && !value.length)) return "";
  const ref = (/** @type {string} */ id) => {
    const entry = entryOf(plan, id);
    return entry ? memberName(plan, id) || title(entry, label) : "something you were not given";
  };
  switch (field.type) {
    case "code":
      return label(field.list || "", value);
    case "codes":
      return listed(value.map((/** @type {string} */ code) => label(field.list || "", code)));
    case "ref":
      return ref(value);
    case "refs":
      return listed(value.map(ref));
    case "person": {
      const worker = workerOf(plan, value);
      return worker ? worker.name : "";
    }
    case "day":
      return day(value, today);
    case "month":
      return month(value, today);
    case "moment":
      return moment(value, today);
    case "clock":
      return time(value);
    case "items":
      return count(value.length, "line");
    default:
      return String(value);
  }
}
