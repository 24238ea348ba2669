/** Puts the rules to a plan's facts while it is written; safeplan/rules/evaluate.py gives the same answers on the server. */

import { Environment } from "@marcbachmann/cel-js";

/**
 * @typedef {{rule: string, state: "met"|"not_met"|"answered"|"unchecked"|"cannot", items: string[]}} Result
 * @typedef {{label: string, kind: string, opens: "new"|"item"|"section"|"sharing", preset: Record<string, any>}} Button
 * @typedef {{code: string, title: string, answers: string, stage: string, order: number, needs: string[],
 *   each: string[], when: string, test: string, ask: string, words: string, button: Button, mends: string[],
 *   seen_with: string, stop: boolean}} Rule
 * @typedef {{rules: Rule[], definitions: Array<{list: string, name: string, expression: string}>,
 *   phrases: Record<string, string[]>, lists: Record<string, string>, stages: string[]}} Book `rules` of /words-HASH.json
 * @typedef {import("./facts.js").Facts} Facts
 * @typedef {(context: Record<string, any>) => any} Program
 * @typedef {{rule: Rule, programs: Program[]}} Compiled
 * @typedef {{book: Book, definitions: Array<{list: string, name: string, run: Program}>, rules: Compiled[]}} Engine
 */

const DAY = /^\d{4}-\d{2}-\d{2}$/;
const DAY_MS = 86400000;

/** Days since 1970 of the date a text begins with, or null when it holds no whole date. @param {string} text */
function dayOf(text) {
  const day = text.slice(0, 10);
  if (!DAY.test(day)) return null;
  const at = Date.parse(`${day}T00:00:00Z`);
  // The thirtieth of February is read as a day in March.
  return new Date(at).getUTCDate() === Number(day.slice(8)) ? at / DAY_MS : null;
}

/** Whole days from one date to another; 0 when either holds no day, so a rule must ask first. @param {string} start @param {string} end */
export function days(start, end) {
  const first = dayOf(start);
  const last = dayOf(end);
  return first === null || last === null ? 0n : BigInt(last - first);
}

/** Whether the first day comes before the second; an empty day is before nothing. @param {string} first @param {string} second */
export function before(first, second) {
  const one = dayOf(first);
  const two = dayOf(second);
  return one !== null && two !== null && one < two;
}

/** The words of a text, lower case, one space around each, so that phrases match whole words. @param {string} text */
function spaced(text) {
  return ` ${text
    .toLowerCase()
    .replace(/[‘’]/g, "'")
    .replace(/[^a-z0-9']+/g, " ")
    .trim()} `;
}

/** A phrase as spaced words; without its last space where `*` stands for any ending. @param {string} phrase */
function soughtIn(phrase) {
  const words = spaced(phrase);
  return phrase.endsWith("*") ? words.trimEnd() : words;
}

/** @param {Record<string, string[]>} phrases */
function mentionsIn(phrases) {
  const sought = new Map(Object.entries(phrases).map(([name, list]) => [name, list.map(soughtIn)]));
  return (/** @type {string} */ text, /** @type {string} */ name) => {
    const words = spaced(text);
    return (sought.get(name) ?? []).some((phrase) => words.includes(phrase));
  };
}

/** The rules, compiled once; holds nothing of any plan. @param {Book} book @returns {Engine} */
export function makeEngine(book) {
  const env = new Environment({ unlistedVariablesAreDyn: true })
    .registerFunction("days(dyn, dyn): int", days)
    .registerFunction("before(dyn, dyn): bool", before)
    .registerFunction("mentions(dyn, string): bool", mentionsIn(book.phrases));
  const definitions = book.definitions.map(({ list, name, expression }) => ({
    list,
    name,
    run: env.parse(`${list}.map(item, (${expression}))`),
  }));
  return { book, definitions, rules: book.rules.map((rule) => ({ rule, programs: programsOf(env, rule) })) };
}

/** @param {Environment} env @param {Rule} rule @returns {Program[]} one for each list it walks through */
function programsOf(env, rule) {
  const fails = `(${rule.when}) && !(${rule.test})`;
  if (rule.each.length === 0) return [env.parse(fails)];
  return rule.each.map((name) => env.parse(`${name}.map(item, ${fails}, item.id)`));
}

/**
 * The facts, with what the definitions say of each item: the only one that says what stands or protects. The caller's
 * facts are left as they are, and what is asked of a plan is asked of these.
 * @param {Engine} engine
 * @param {Facts} facts from facts.js
 * @returns {Facts}
 */
export function define(engine, facts) {
  /** @type {Facts} */
  const context = { ...facts };
  // The lists are copied once, and the copies are what each definition adds its answer to.
  for (const list of new Set(engine.definitions.map((one) => one.list)))
    context[list] = context[list].map((/** @type {object} */ item) => ({ ...item }));
  for (const { list, name, run } of engine.definitions) {
    const answers = run(context);
    for (const [at, item] of context[list].entries()) item[name] = answers[at];
  }
  return context;
}

/** @param {Compiled} compiled @param {Facts} context @returns {{fails: boolean, items: string[]}} */
function failing({ rule, programs }, context) {
  const answers = programs.map((program) => program(context));
  if (rule.each.length === 0) return { fails: answers[0] === true, items: [] };
  const items = answers.flat();
  return { fails: items.length > 0, items };
}

/**
 * An answer sets a rule aside for its item, or for the whole plan; a stop cannot be set aside.
 * @param {Rule} rule
 * @param {{fails: boolean, items: string[]}} found
 * @param {Array<Record<string, any>>} answers
 * @returns {Result}
 */
function resultOf(rule, { fails, items }, answers) {
  if (!fails) return { rule: rule.code, state: "met", items: [] };
  const given = new Set(rule.stop ? [] : answers.filter((one) => one.rule === rule.code).map((one) => one.item));
  const open = items.filter((item) => !given.has(item) && !given.has(""));
  if (given.has("") || (items.length > 0 && open.length === 0)) return { rule: rule.code, state: "answered", items };
  return { rule: rule.code, state: "not_met", items: open };
}

/** Whether the rule has begun to speak at this stage of a plan. @param {Engine} engine @param {Rule} rule @param {string} stage */
export function speaks(engine, rule, stage) {
  return engine.book.stages.indexOf(rule.stage) <= engine.book.stages.indexOf(stage);
}

/**
 * One result for each rule, in the order they are asked, for the stage that the facts say.
 * @param {Engine} engine
 * @param {Facts} defined from `define`
 * @param {Iterable<string>} held classes of the compartments whose entries are in the facts
 * @returns {Result[]}
 */
export function evaluate(engine, defined, held) {
  const has = new Set(held);
  return engine.rules.map((compiled) => {
    const { rule } = compiled;
    if (!rule.needs.every((one) => has.has(one))) return { rule: rule.code, state: "cannot", items: [] };
    if (!speaks(engine, rule, defined.stage)) return { rule: rule.code, state: "unchecked", items: [] };
    return resultOf(rule, failing(compiled, defined), defined.answers);
  });
}

/**
 * The stops that the entry just changed runs into, at whatever stage the plan is.
 * @param {Engine} engine
 * @param {Facts} defined from `define`
 * @param {string} entry
 * @returns {Result[]}
 */
export function stops(engine, defined, entry) {
  return engine.rules
    .filter((compiled) => compiled.rule.stop && failing(compiled, defined).items.includes(entry))
    .map(({ rule }) => ({ rule: rule.code, state: "not_met", items: [entry] }));
}

/** @type {Record<string, string>} */
const PLAIN = {
  perpetrator: "the person causing harm",
  parent: "the parent",
  child: "the child",
  agency: "the agency",
  what: "this",
};

/**
 * The words of a card with names instead of {perpetrator}, {parent}, {child}, {agency} and {what}. Text only.
 * A name that is not known is said in plain words, so that no card ever shows a brace; a sentence keeps its capital.
 * @param {string} words
 * @param {Record<string, string>} names
 */
export function fill(words, names) {
  const said = words.replace(/\{(\w+)\}/g, (_, key) => names[key] || PLAIN[key] || "this");
  return said.charAt(0).toUpperCase() + said.slice(1);
}
