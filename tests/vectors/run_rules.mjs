// Reads {words, cases} as JSON from standard input and writes what static/js/plan/rules.js answers to each case, and how the
// screens draw each action of it.
import { readFileSync } from "node:fs";
import { itemOf } from "../../static/js/plan/asking.js";
import { facts } from "../../static/js/plan/facts.js";
import { emptyPlan, entriesOf } from "../../static/js/plan/read.js";
import { define, evaluate, fill, makeEngine, stops } from "../../static/js/plan/rules.js";
import { balance, chip, swatch } from "../../static/js/sections/ladder.js";
import { label } from "../../static/js/words/schema.js";
import { words } from "../../static/js/words/words.js";

const { words: published, cases, fills = [] } = JSON.parse(readFileSync(0, "utf8"));
Object.assign(words, published);
const engine = makeEngine(words.rules);

/** The chip and the cell of every action, and the bar, by the functions that the screens call. */
function drawn({ entries, plan: about }, defined) {
  const plan = { ...emptyPlan(), plan_agencies: about.plan_agencies, entries: entries.map(opened) };
  const items = new Map(defined.actions.map((item) => [item.id, item]));
  const item = (entry) => itemOf(items, entry);
  const context = { plan, label, today: about.today, show: () => true, fields: () => [], parentView: false, item };
  const actions = entriesOf(plan, "action").map((entry) => [
    entry.entry,
    { chip: chip(entry, context), cell: swatch(item(entry)) },
  ]);
  return { actions: Object.fromEntries(actions), balance: balance(context).units.map((unit) => unit.css) };
}

/** An entry as the server hands it out. */
function opened(entry) {
  const heads = entry.heads.map((head, at) => ({ revision: `${entry.entry}${at}`, ...head }));
  return { compartment: "", ...entry, heads, holds: heads[0].revision };
}

const answers = cases.map((one) => {
  const found = facts(one.entries, one.plan, words);
  const defined = define(engine, found);
  const results = evaluate(engine, defined, one.held);
  const stopped = Object.keys(one.stops ?? {}).map((entry) => [
    entry,
    stops(engine, defined, entry).map((r) => r.rule),
  ]);
  return {
    facts: found,
    defined,
    results,
    stops: Object.fromEntries(stopped),
    drawn: one.drawn ? drawn(one, defined) : null,
  };
});
process.stdout.write(JSON.stringify({ answers, fills: fills.map(([text, names]) => fill(text, names)) }));
