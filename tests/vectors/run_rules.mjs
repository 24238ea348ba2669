// Reads {words, cases} as JSON from standard input and writes what static/js/plan/rules.js answers to each case.
import { readFileSync } from "node:fs";
import { facts } from "../../static/js/plan/facts.js";
import { evaluate, fill, makeEngine, stops } from "../../static/js/plan/rules.js";

const { words, cases, fills = [] } = JSON.parse(readFileSync(0, "utf8"));
const engine = makeEngine(words.rules);
const answers = cases.map((one) => {
  const found = facts(one.entries, one.plan, words);
  const results = evaluate(engine, found, one.held, found.stage);
  const stopped = Object.keys(one.stops ?? {}).map((entry) => [entry, stops(engine, found, entry).map((r) => r.rule)]);
  return { facts: found, results, stops: Object.fromEntries(stopped) };
});
process.stdout.write(JSON.stringify({ answers, fills: fills.map(([text, names]) => fill(text, names)) }));
