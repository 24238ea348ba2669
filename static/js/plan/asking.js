/**
 * The rules put to the plan in memory, with a draft as if it had been saved; the same answers as on the server.
 *
 * @typedef {import("./read.js").Plan} Plan
 * @typedef {import("./read.js").Entry} Entry
 * @typedef {import("./facts.js").Item} Item a field of its form, or what definitions.toml says of it: `stands`, `waits`, …
 * @typedef {ReadonlyMap<string, Item>} Items each entry's item, by its id
 */
import { facts } from "./facts.js";
import { dataOf } from "./read.js";
import { item } from "../words/schema.js";
import { words } from "../words/words.js";

const DAY_MS = 86400000;
/** @type {typeof import("./rules.js") | null} */
let rules = null;
/** @type {import("./rules.js").Engine | null} */
let engine = null;

/**
 * Fetch what asks the rules, once: it is a third of the script, and nobody who signs in needs it yet.
 * @returns {Promise<void>} rejects without signal; the next call tries again
 */
export async function loadRules() {
  rules ??= await import("./rules.js");
}

/** Where the plan is in its life, in the rules' words; `stage_of` in safeplan/rules/stage.py says the same. What each stage
 * asks stands in the catalogue, and an ending on the table brings its own questions with it: `facts`.
 * @param {Plan} plan @param {string} today */
export function stageOf({ plan }, today) {
  const { rules: asks, near } = item("stages", plan.stage);
  const left = plan.review_due ? (Date.parse(plan.review_due) - Date.parse(today)) / DAY_MS : Infinity;
  return near && left <= near ? "review" : asks;
}

/** @param {Plan} plan @param {Entry} [draft] */
function withDraft(plan, draft) {
  if (!draft) return plan.entries;
  const others = plan.entries.filter((entry) => entry.entry !== draft.entry);
  return [...others, draft];
}

/** What may be asked of this plan; null while the rules have not come. @param {Plan} plan @param {string} today @param {Entry} [draft] */
function asked(plan, today, draft) {
  const book = /** @type {any} */ (words.rules);
  if (!rules || !book?.rules) return null;
  engine ??= rules.makeEngine(book);
  const about = { today, stage: stageOf(plan, today), plan_agencies: plan.plan_agencies };
  const found = facts(withDraft(plan, draft), about, /** @type {any} */ (words));
  return { rules, engine, defined: rules.define(engine, found) };
}

/** One result a rule, only for what this reader was given; and every item with what the rules call it.
 * @param {Plan} plan @param {string} today @param {Entry} [draft] @returns {{results: import("./rules.js").Result[], items: Items}} */
export function judge(plan, today, draft) {
  const all = asked(plan, today, draft);
  if (!all) return { results: [], items: new Map() };
  const held = new Set(
    plan.compartments.filter((compartment) => compartment.right).map((compartment) => compartment.class),
  );
  return { results: all.rules.evaluate(all.engine, all.defined, held), items: byId(all.defined) };
}

/** @param {import("./facts.js").Facts} defined @returns {Items} */
function byId(defined) {
  const lists = Object.keys(/** @type {any} */ (words.rules).lists);
  return new Map(lists.flatMap((name) => defined[name].map((/** @type {Item} */ item) => [item.id, item])));
}

/** An entry as the rules see it. While no rule has looked at it, it neither stands nor waits nor is over: it counts as nothing.
 * @param {Items} items @param {Entry} entry @returns {Item} */
export function itemOf(items, entry) {
  return items.get(entry.entry) ?? { ...dataOf(entry), id: entry.entry };
}

/** The stops a draft runs into. @param {Plan} plan @param {string} today @param {Entry} draft */
export function stopsFor(plan, today, draft) {
  const all = asked(plan, today, draft);
  return all ? all.rules.stops(all.engine, all.defined, draft.entry) : [];
}
