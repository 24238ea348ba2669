import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { test } from "node:test";

import { askedAndYes, checked, nextState, outcomeOf, unchecked } from "../../../static/js/board/checks.js";
import { fill, outcome, readyForHelp } from "../../../static/js/board/gate_rules.js";

const boards = JSON.parse(readFileSync(process.env.BOARDS, "utf8"));
const vectors = (name) => JSON.parse(readFileSync(new URL(`../children/${name}_vectors.json`, import.meta.url), "utf8"));

for (const one of vectors("gate")) {
  test(`gate: ${one.name}`, () => {
    const { pages, paper, stops, missing, may_give } = outcome(boards, "5-7", one.answers);
    assert.deepEqual({ pages, paper, stops, missing, may_give }, {
      pages: one.pages, paper: one.paper, stops: one.stops, missing: one.missing, may_give: one.may_give,
    });
  });
}

for (const one of vectors("check")) {
  test(`check: ${one.name}`, () => {
    assert.deepEqual(unchecked(one.page).map((item) => item.words), one.left);
    assert.equal(nextState(one.page), one.next);
    assert.equal(nextState(one.page, true), one.used);
  });
}

test("first names go into a sentence, and nothing else does", () => {
  assert.equal(fill("{child} sees {harmer}. {other}", { child: "Noah", harmer: "Mark" }), "Noah sees Mark. {other}");
});

test("all four checks, not three", () => {
  const all = boards.gate.readiness.map((one) => one.id);
  assert.ok(readyForHelp(boards.gate, all));
  assert.ok(!readyForHelp(boards.gate, all.slice(1)));
});

test("answers are kept beside the right person, and the page goes on only when all are answered", () => {
  const page = { page: "hand", chosen: [], people: [{ name: "Ruth" }, { name: "Mark" }], checks: [], state: "made" };
  const first = checked(page, 1, "not_to_ask", "p".repeat(32), "2026-11-24");
  assert.equal(first.state, "made");
  assert.deepEqual(first.checks.map(outcomeOf), ["", "not_to_ask"]);
  const second = checked(first, 0, "asked_yes", "p".repeat(32), "2026-11-24");
  assert.equal(second.state, "checked");
  assert.deepEqual(askedAndYes(second).map((person) => person.name), ["Ruth"]);
});

test("a changed answer takes the page out of use", () => {
  const page = { page: "hand", chosen: [], people: [{ name: "Ruth" }], checks: [{ what: "person_asked", outcome: "yes" }], state: "in_use" };
  const again = checked(page, 0, "not_able", "p".repeat(32), "2026-11-24");
  assert.equal(again.state, "checked");
  assert.deepEqual(askedAndYes(again), []);
});
