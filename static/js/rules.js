/** Puts the rules to a plan's facts while it is written; safeplan/rules/evaluate.py gives the same answers on the server. */

import { Environment } from "@marcbachmann/cel-js";

/** @typedef {{rule: string, state: "met"|"not_met"|"answered"|"unchecked"|"cannot", items: string[]}} Result */

const DAY = /^\d{4}-\d{2}-\d{2}$/;
const DAY_MS = 86400000;

/** Days since 1970 of the date a text begins with, or null when it holds no whole date. */
function dayOf(text) {
  const day = text.slice(0, 10);
  if (!DAY.test(day)) return null;
  const at = new Date(`${day}T00:00:00Z`);
  return Number.isNaN(at.getTime()) || at.toISOString().slice(0, 10) !== day ? null : at.getTime() / DAY_MS;
}

/** Whole days from one date to another; 0 when either holds no day, so a rule must ask first. */
export function days(start, end) {
  const first = dayOf(start);
  const last = dayOf(end);
  return first === null || last === null ? 0n : BigInt(last - first);
}

/** Whether the first day comes before the second; an empty day is before nothing. */
export function before(first, second) {
  const one = dayOf(first);
  const two = dayOf(second);
  return one !== null && two !== null && one < two;
}

/** The words of a text, lower case, one space around each, so that phrases match whole words. */
function spaced(text) {
  return ` ${text.toLowerCase().replace(/[‘’]/g, "'").replace(/[^a-z0-9']+/g, " ").trim()} `;
}

/** A phrase as spaced words; without its last space where `*` stands for any ending. */
function soughtIn(phrase) {
  const words = spaced(phrase);
  return phrase.endsWith("*") ? words.trimEnd() : words;
}

function mentionsIn(phrases) {
  const sought = new Map(Object.entries(phrases).map(([name, list]) => [name, list.map(soughtIn)]));
  return (text, name) => {
    const words = spaced(text);
    return sought.get(name).some((phrase) => words.includes(phrase));
  };
}

/**
 * The rules, compiled once; holds nothing of any plan.
 * @param {object} book `rules` of /words-HASH.json
 */
export function makeEngine(book) {
  const env = new Environment({ unlistedVariablesAreDyn: true })
    .registerFunction("days(dyn, dyn): int", days)
    .registerFunction("before(dyn, dyn): bool", before)
    .registerFunction("mentions(dyn, string): bool", mentionsIn(book.phrases));
  const definitions = book.definitions.map((row) => ({
    ...row,
    run: env.parse(`${row.list}.map(item, (${row.expression}))`),
  }));
  const rules = book.rules.map((rule) => ({ rule, programs: programsOf(env, rule) }));
  return { book, definitions, rules };
}

function programsOf(env, rule) {
  const fails = `(${rule.when}) && !(${rule.test})`;
  if (rule.each.length === 0) return [env.parse(fails)];
  return rule.each.map((name) => env.parse(`${name}.map(item, ${fails}, item.id)`));
}

/** The facts, with what the definitions add to each item; the caller's facts are left as they are. */
function withDefinitions(engine, facts) {
  const context = { ...facts };
  for (const { list, name, run } of engine.definitions) {
    const answers = run(context);
    context[list] = context[list].map((item, at) => ({ ...item, [name]: answers[at] }));
  }
  return context;
}

function failing({ rule, programs }, context) {
  const answers = programs.map((program) => program(context));
  if (rule.each.length === 0) return { fails: answers[0] === true, items: [] };
  const items = answers.flat();
  return { fails: items.length > 0, items };
}

/** An answer sets a rule aside for its item, or for the whole plan; a stop cannot be set aside. */
function resultOf(rule, { fails, items }, answers) {
  if (!fails) return { rule: rule.code, state: "met", items: [] };
  const given = new Set(rule.stop ? [] : answers.filter((one) => one.rule === rule.code).map((one) => one.item));
  const open = items.filter((item) => !given.has(item) && !given.has(""));
  if (given.has("") || (items.length > 0 && open.length === 0)) return { rule: rule.code, state: "answered", items };
  return { rule: rule.code, state: "not_met", items: open };
}

/** Whether the rule has begun to speak at this stage of a plan. */
export function speaks(engine, rule, stage) {
  return engine.book.stages.indexOf(rule.stage) <= engine.book.stages.indexOf(stage);
}

/**
 * One result for each rule, in the order they are asked.
 * @param {ReturnType<typeof makeEngine>} engine
 * @param {object} facts from facts.js
 * @param {Iterable<string>} held classes of the compartments whose entries are in the facts
 * @param {string} stage tonight, full, review or ending
 * @returns {Result[]}
 */
export function evaluate(engine, facts, held, stage) {
  const has = new Set(held);
  const context = withDefinitions(engine, facts);
  return engine.rules.map((compiled) => {
    const { rule } = compiled;
    if (!rule.needs.every((one) => has.has(one))) return { rule: rule.code, state: "cannot", items: [] };
    if (!speaks(engine, rule, stage)) return { rule: rule.code, state: "unchecked", items: [] };
    return resultOf(rule, failing(compiled, context), facts.answers);
  });
}

/**
 * The stops that the entry just changed runs into, at whatever stage the plan is.
 * @returns {Result[]}
 */
export function stops(engine, facts, entry) {
  const context = withDefinitions(engine, facts);
  return engine.rules
    .filter(({ rule }) => rule.stop && rule.each.length > 0)
    .filter((compiled) => failing(compiled, context).items.includes(entry))
    .map(({ rule }) => ({ rule: rule.code, state: "not_met", items: [entry] }));
}

/**
 * The words of a card with names in place of {perpetrator}, {parent}, {child}, {agency} and {what}. Text only.
 * A name that is not known is said in plain words, so that no card ever shows a brace.
 * @param {string} words
 * @param {Record<string, string>} names
 */
export function fill(words, names) {
  return words.replace(/\{(\w+)\}/g, (_, key) => names[key] || PLAIN[key] || "this");
}

const PLAIN = {
  perpetrator: "the person causing harm",
  parent: "the parent",
  child: "the child",
  agency: "the agency",
  what: "this",
};
