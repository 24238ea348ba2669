import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import test from "node:test";
import { cardWords } from "../../../static/js/sections/card_words.js";
import { chip, under } from "../../../static/js/sections/ladder.js";
import { bare, clock, day, isBirth, isoDay, localMoment, moment, month, when } from "../../../static/js/words/dates.js";
import { namesOf } from "../../../static/js/plan/read.js";
import { wrongs } from "../../../static/js/writing/draft.js";
import { asTyped, settled } from "../../../static/js/writing/typed_days.js";
import { action, context, entry, plan, TODAY } from "./plan_sample.mjs";

const vectors = JSON.parse(readFileSync(new URL("../../vectors/dates.json", import.meta.url), "utf8"));
const functions = { day, month, moment, at: when, birth: isBirth };

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

const BORN = { name: "born", type: "day", birth: "born_part", not_born: "Write a birth between 1900 and today." };
const FIELDS = [
  BORN,
  { name: "ends", type: "day" },
  { name: "since", type: "month" },
  { name: "at", type: "moment" },
  { name: "from", type: "clock" },
];
const KIND = { fields: FIELDS, in_order: [] };
const kept = (draft, before) => settled(FIELDS, { born: "", born_part: "", ...draft }, TODAY, before);

test("a month is taken as people type it where a browser has no field for one", () => {
  for (const typed of ["March 2026", "march 2026", "Mar 2026", "03/2026", "3/2026", "3.2026", "2026-03", "2026/3"])
    assert.equal(kept({ since: typed }).since, "2026-03", typed);
  for (const typed of ["March", "13/2026", "2026-00", "Marvember 2026", "2026"]) {
    assert.equal(kept({ since: typed }).since, typed, "no word of it is lost");
    assert.deepEqual(wrongs(KIND, { since: typed }, TODAY), [{ field: "since", words: "Write it as 11/2026." }]);
  }
});

test("half a day is refused, naming the form it wants", () => {
  assert.deepEqual(wrongs(KIND, { ends: "12 03" }, TODAY), [{ field: "ends", words: "Write it as 12/03/2026." }]);
  assert.deepEqual(wrongs(KIND, { ends: "soon" }, TODAY), [{ field: "ends", words: "Write it as 24/11/2026." }]);
  assert.deepEqual(wrongs(KIND, { ends: "30/02/2026" }, TODAY).length, 1);
  assert.deepEqual(wrongs(KIND, { at: "12/03/2026" }, TODAY), [
    { field: "at", words: "Write it as 24/11/2026 14:30." },
  ]);
  assert.deepEqual(wrongs(KIND, { from: "half nine" }, TODAY), [{ field: "from", words: "Write it as 14:30." }]);
});

test("a whole day, time or moment is kept however it is typed", () => {
  const typed = { ends: "12/03/2026", at: "12 March 2026, 9.30", from: "9.30", since: "" };
  const found = kept(typed);
  assert.deepEqual([found.ends, found.at, found.from], ["2026-03-12", "2026-03-12T09:30", "09:30"]);
  assert.deepEqual(wrongs(KIND, found, TODAY), []);
  for (const iso of [{ ends: "2026-03-29" }, { at: "2026-10-25T01:30" }, { from: "00:00" }]) {
    assert.deepEqual(
      { ...kept(iso), born: undefined, born_part: undefined },
      { ...iso, born: undefined, born_part: undefined },
    );
    assert.deepEqual(wrongs(KIND, iso, TODAY), []);
  }
});

for (const [typed, born, part, said] of [
  ["02/04/2018", "2018-04-02", "", "02/04/2018"],
  ["2018-04-02", "2018-04-02", "", "02/04/2018"],
  ["2018-04", "2018-04-30", "month", "April 2018"],
  ["February 2024", "2024-02-29", "month", "February 2024"],
  ["2018", "2018-12-31", "year", "2018"],
  ["2026", TODAY, "year", "2026"],
  ["11/2026", TODAY, "month", "November 2026"],
  ["about 8", "2018-11-24", "age", "about 8"],
  ["8", "2018-11-24", "age", "about 8"],
  ["About 8 years old", "2018-11-24", "age", "about 8"],
  ["about 8 months", "2026-03-24", "age", "about 8 months"],
  ["c. 35", "1991-11-24", "age", "about 35"],
])
  test(`a birth typed as ${typed} is kept at its latest day and said as it is known`, () => {
    const found = kept({ born: typed });
    assert.deepEqual([found.born, found.born_part], [born, part]);
    assert.deepEqual(wrongs(KIND, found, TODAY), []);
    assert.equal(asTyped(FIELDS, found, TODAY).born, said);
    assert.deepEqual(kept(asTyped(FIELDS, found, TODAY), found), found, "opened and saved again it is the same");
  });

test("an age that was estimated is a year more a year later, and still the same birth", () => {
  const before = kept({ born: "about 8" });
  const later = "2028-01-05";
  const opened = asTyped(FIELDS, before, later);
  assert.equal(opened.born, "about 9");
  assert.equal(settled(FIELDS, opened, later, before).born, "2018-11-24");
});

test("nobody was born before 1900 or is born after today", () => {
  for (const born of ["0019-06-01", "2031-01-01", "01/06/1899", "25/11/2026", "2031", "about 200"])
    assert.deepEqual(wrongs(KIND, kept({ born }), TODAY), [{ field: "born", words: BORN.not_born }], born);
  assert.deepEqual(wrongs(KIND, kept({ born: "12 03" }), TODAY), [
    { field: "born", words: "Write it as 24/11/2026, 2026, or about 8." },
  ]);
});

test("a birth that is taken out leaves nothing of how it was known", () => {
  assert.equal(kept({ born: "", born_part: "age" }).born_part, "");
});

test("a due day is no birth: nobody is offered it as one, and no month says born", () => {
  const baby = entry("baby", "family_member", { name: "Baby", role: "child", born: "", due: "2027-02-01" });
  const { children } = namesOf(plan(baby));
  assert.deepEqual(children.at(-1), { entry: "baby", name: "Baby", born: "", due: "2027-02-01" });
});
