/** How an entry is said on a card: from what its kind says of itself, and only what this view may show. */
import { said, lower, upper } from "../words/said.js";
import { fields } from "../words/schema.js";
import { holds } from "../writing/draft.js";
import { familyWords } from "./ladder.js";

/**
 * @typedef {import("../writing/draft.js").Field} Field
 * @typedef {import("./ladder.js").Context} Context
 */

/**
 * The line that names an entry, what stands under it, and what is said more quietly: of a group of fields each after a
 * comma, of groups each as a sentence. Where no field of the line may be shown, the kind is named.
 * @param {string} kind @param {Record<string, any>} data @param {Context} context @param {(name: string) => boolean} may
 */
export function cardWords(kind, data, context, may) {
  const { line, under, more, title, fields: all } = fields(kind);
  const field = (/** @type {string} */ name) => all.find((one) => one.name === name && may(name));
  const named = line.map((name) => oneSaid(field(name), data, context)).find(Boolean);
  const groups = (/** @type {string[][]} */ parts) =>
    sentences(parts.map((names) => group(names.map(field), data, context)));
  return { line: named || title, sub: groups(under), more: groups(more) };
}

/** @param {(Field | undefined)[]} group_ @param {Record<string, any>} data @param {Context} context */
function group(group_, data, context) {
  const past = group_.filter((field) => field && isOver(field, data, context));
  return group_
    .filter((field) => !past.some((one) => one?.lapses && one.lapses.field === field?.name && holds(one.lapses, data)))
    .map((field) => ({ field, words: oneSaid(field, data, context) }))
    .filter(({ words }) => words)
    .map(({ field, words }, at) => inPhrase(field, words, at, data, context))
    .join(", ");
}

/** @param {Field | undefined} field @param {Record<string, any>} data @param {Context} context */
function oneSaid(field, data, { plan, label, today }) {
  return field ? said(plan, field, data[field.name], label, today) : "";
}

/** Whether it is a last day that has gone by. @param {Field} field @param {Record<string, any>} data @param {Context} context */
function isOver(field, data, { today }) {
  return Boolean(field.over && data[field.name] && data[field.name] < today);
}

/** Inside a sentence a coded word begins small; what people wrote stays as it is.
 * @param {Field | undefined} field @param {string} words @param {number} at @param {Record<string, any>} data @param {Context} context */
function inPhrase(field, words, at, data, context) {
  const { plan } = context;
  const past = field?.over && isOver(field, data, context) ? field.over : "";
  const phrase = at ? past || field?.phrase || "{}" : upper(past) || field?.phrase || "{}";
  const inside = at > 0 || !phrase.startsWith("{}");
  return phrase.replace("{}", () => (inside && field?.list ? lower(words, familyWords(plan)) : words));
}

/** Each once, with a full stop between: what was picked is often written out again. @param {string[]} parts */
function sentences(parts) {
  return [...new Set(parts.filter(Boolean).map((words) => words.replace(/\.$/, "")))].join(". ");
}
