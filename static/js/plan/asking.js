/** The rules put to the plan in memory, with a draft as if it had been saved; the same answers as on the server. */
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

/** Where the plan is in its life, in the rules' words. @param {import("./read.js").Plan} plan @param {string} today */
export function stageOf(plan, today) {
  if (entriesOf(plan, "closure").some((entry) => dataOf(entry).state !== "not_agreed")) return "ending";
  if (plan.plan.stage === "interim") return "tonight";
  const due = plan.plan.review_due;
  const near = due && (Date.parse(due) - Date.parse(today)) / 86400000 <= REVIEW_NEAR_DAYS;
  return near || plan.plan.stage === "stepped_down" ? "review" : "full";
}

/** @param {import("./read.js").Plan} plan @param {import("./read.js").Entry} [draft] */
function withDraft(plan, draft) {
  if (!draft) return plan.entries;
  const others = plan.entries.filter((entry) => entry.entry !== draft.entry);
  return [...others, draft];
}

/** @param {import("./read.js").Plan} plan @param {string} today @param {import("./read.js").Entry} [draft] */
function factsOf(plan, today, draft) {
  const about = { today, stage: stageOf(plan, today), plan_agencies: plan.plan_agencies };
  return facts(withDraft(plan, draft), about, /** @type {any} */ (words));
}

function ready() {
  const book = /** @type {any} */ (words.rules);
  if (!rules || !book || !book.rules) return null;
  engine = engine || rules.makeEngine(book);
  return { ask: rules, engine };
}

/** One result a rule, only for what this reader was given. @param {import("./read.js").Plan} plan @param {string} today @param {import("./read.js").Entry} [draft] */
export function judge(plan, today, draft) {
  const known = ready();
  if (!known) return [];
  const held = new Set(plan.compartments.filter((room) => room.right).map((room) => room.class));
  return known.ask.evaluate(known.engine, factsOf(plan, today, draft), held, stageOf(plan, today));
}

/** The stops a draft runs into. @param {import("./read.js").Plan} plan @param {string} today @param {import("./read.js").Entry} draft */
export function stopsFor(plan, today, draft) {
  const known = ready();
  return known ? known.ask.stops(known.engine, factsOf(plan, today, draft), draft.entry) : [];
}
