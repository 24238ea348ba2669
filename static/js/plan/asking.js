/**
 * The rules put to the plan in memory, with a draft as if it had been saved; the same answers as on the server.
 *
 * @typedef {import("./read.js").Plan} Plan
 * @typedef {import("./read.js").Entry} Entry
 * @typedef {import("./facts.js").Item} Item a field of its form, or what definitions.toml says of it: `stands`, `waits`, …
 * @typedef {ReadonlyMap<string, Item>} Items each entry's item, by its id
 */
import { facts } from "./facts.js";
import { dataOf, entriesOf } from "./read.js";
import { words } from "../words/words.js";

const REVIEW_NEAR_DAYS = 14;
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

/** Where the plan is in its life, in the rules' words. @param {Plan} plan @param {string} today */
export function stageOf(plan, today) {
  if (entriesOf(plan, "closure").some((entry) => dataOf(entry).state !== "not_agreed")) return "ending";
  if (plan.plan.stage === "interim") return "tonight";
  const due = plan.plan.review_due;
  const near = due && (Date.parse(due) - Date.parse(today)) / 86400000 <= REVIEW_NEAR_DAYS;
  return near || plan.plan.stage === "stepped_down" ? "review" : "full";
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
