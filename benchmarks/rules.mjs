// Times every rule over one plan, as the tablet asks them. Reads {words, plan} from standard input.
import { facts } from "../static/js/plan/facts.js";
import { define, evaluate, makeEngine } from "../static/js/plan/rules.js";

let typed = "";
for await (const part of process.stdin) typed += part;
const { words, plan } = JSON.parse(typed);
const engine = makeEngine(words.rules);
const held = new Set(plan.compartments.map((room) => room.class));
const taken = [];
for (let round = 0; round < 12; round += 1) {
  const begun = performance.now();
  const about = { today: "2026-11-25", stage: "full", plan_agencies: plan.plan_agencies };
  evaluate(engine, define(engine, facts(plan.entries, about, words)), held);
  taken.push(performance.now() - begun);
}
taken.sort((a, b) => a - b);
console.log(JSON.stringify({ ms: Math.round(taken[6] * 100) / 100, entries: plan.entries.length }));
