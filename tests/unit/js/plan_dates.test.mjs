import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import test from "node:test";
import { bare, clock, day, isoDay, localMoment, moment, month, when } from "../../../static/js/words/dates.js";

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
  assert.deepEqual([isoDay(summer), day(summer), clock(summer)], ["2026-07-02", "Thu 2 Jul", "0.30"]);
  assert.deepEqual([clock("2026-11-27"), day("not a day"), moment("", "2026-11-24")], ["", "", ""]);
  assert.deepEqual([bare("09:30"), bare("11:00")], ["9.30", "11"]);
});
