import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import test from "node:test";
import { cardWords } from "../../../static/js/sections/card_words.js";
import { chip, under } from "../../../static/js/sections/ladder.js";
import { bare, clock, day, isoDay, localMoment, moment, month, when } from "../../../static/js/words/dates.js";
import { action, context, plan } from "./plan_sample.mjs";

const vectors = JSON.parse(readFileSync(new URL("../../vectors/dates.json", import.meta.url), "utf8"));
const functions = { day, month, moment, at: when };

for (const [name, rows] of Object.entries(vectors))
  for (const [...asked] of rows) {
    const words = asked.pop();
    test(`${name}: ${words}, from ${asked[0]}, as on the server`, () => assert.equal(functions[name](...asked), words));
  }

test("a moment is told by a British clock, wherever the tablet thinks it is", () => {
  const summer = Date.parse("2026-07-01T23:30:00Z");
  assert.equal(localMoment(summer), "2026-07-02T00:30");
  assert.deepEqual([isoDay(summer), day(summer, "2026-11-24"), clock(summer)], ["2026-07-02", "Thu 2 Jul", "0.30"]);
  assert.deepEqual([clock("2026-11-27"), day("not a day"), moment("", "2026-11-24")], ["", "", ""]);
  assert.deepEqual([bare("09:30"), bare("11:00")], ["9.30", "11"]);
});

const order = (state, expiry) => cardWords("power", { power: "P02", state, expiry }, context(plan()), () => true).sub;

test("an order that ended a year ago says so, with its year", () => {
  assert.equal(order("in_force", "2025-11-24"), "Ended Mon 24 Nov 2025");
  assert.equal(order("in_force", "2026-11-23"), "Ended Mon 23 Nov");
  assert.equal(order("in_force", "2026-11-24"), "In force, until Tue 24 Nov");
  assert.equal(order("in_force", "2027-01-04"), "In force, until Mon 4 Jan 2027");
  assert.equal(order("refused", "2025-11-24"), "Refused, ended Mon 24 Nov 2025");
});

test("an action that is over says so, with its year", () => {
  const over = action("a1", { state: "in_force", until_day: "2025-11-24" });
  const held = context(plan(over));
  assert.equal(chip(over, held).words, "ended Mon 24 Nov 2025");
  assert.equal(under(over, held), "Police, ended Mon 24 Nov 2025");
});
