import assert from "node:assert/strict";
import test from "node:test";
import {
  entriesOf,
  letterboxesOf,
  mayWrite,
  memberName,
  merge,
  namesOf,
  withdrawn,
} from "../../../static/js/plan/read.js";
import { day, isoDay, moment, month } from "../../../static/js/words/dates.js";
import { listed, lower, named, withNames } from "../../../static/js/words/said.js";
import { entry, family, head, plan, TODAY } from "./plan_sample.mjs";

test("people are said by the names the family uses, eldest child first", () => {
  const names = namesOf(plan());
  assert.equal(names.parent, "Grace");
  assert.equal(names.perpetrator, "Mark");
  assert.deepEqual(
    names.children.map((kid) => kid.name),
    ["Noah", "Ella"],
  );
  assert.equal(memberName(plan(), "nana"), "Nana Bell");
  assert.equal(named("{parent} keeps her key; {perpetrator} has one", plan()), "Grace keeps her key; Mark has one");
  assert.equal(withNames("The person causing harm comes to the home", names), "Mark comes to the home");
});

test("one person's withdrawal does not hide what another has just written", () => {
  const two = entry("n1", "note", { words: "a" }, head({ words: "b" }));
  two.heads[0].withdrawn = "mistake";
  assert.equal(withdrawn(two), false);
  two.heads[1].withdrawn = "mistake";
  assert.equal(withdrawn(two), true);
});

test("a change that was taken replaces the head it names and no other", () => {
  const held = plan(entry("n1", "note", { words: "old" }));
  const before = held.entries.at(-1).heads[0].revision;
  const change = (parents, words) => ({
    entry: "n1",
    parents,
    document: { v: 1, kind: "note", data: { words }, withdrawn: "", why: "", known_to_parent: false },
  });
  merge(held, change([before], "new"), { id: "x1", seq: 9 }, 1);
  assert.deepEqual(
    held.entries.at(-1).heads.map((one) => one.data.words),
    ["new"],
  );
  merge(held, change([before], "from another tablet"), { id: "x2", seq: 10 }, 2);
  assert.equal(held.entries.at(-1).heads.length, 2);
  assert.equal(held.entries.at(-1).holds, "x1", "what held before a conflict holds on until the server says");
  merge(held, change([before], "from another tablet"), { id: "x2", seq: 10 }, 2);
  assert.equal(held.entries.at(-1).heads.length, 2, "a repeat changes nothing");
});

test("a new entry appears at once", () => {
  const held = plan();
  merge(
    held,
    {
      entry: "new",
      parents: [],
      document: { v: 1, kind: "note", data: { words: "w" }, withdrawn: "", why: "", known_to_parent: false },
    },
    { id: "x" },
    1,
  );
  assert.equal(entriesOf(held, "note").length, 1);
  assert.equal(family().length + 1, held.entries.length);
});

test("a child named without signal has a place for their pages: the next pair that was made beforehand", () => {
  const box = (compartment) => ({ compartment, epoch: 0, public: "" });
  const pair = (n) => ({ child: box(`c${n}`), kept: box(`k${n}`) });
  const held = plan();
  assert.equal(letterboxesOf(held, "noah"), null);
  assert.equal(mayWrite(held, "child"), false);
  held.for_new_children = [pair(1), pair(2)];
  assert.deepEqual(
    [letterboxesOf(held, "noah"), letterboxesOf(held, "ella"), letterboxesOf(held, "grace")],
    [pair(1), pair(2), null],
  );
  assert.equal(mayWrite(held, "child"), true);
  for (const [id, cls] of [
    ["own", "child"],
    ["few", "kept"],
  ])
    held.compartments.push({ id, class: cls, about: "noah", right: "lead", epoch: 3, letterbox: "pub" });
  assert.deepEqual(letterboxesOf(held, "noah"), {
    child: { compartment: "own", epoch: 3, public: "pub" },
    kept: { compartment: "few", epoch: 3, public: "pub" },
  });
  assert.deepEqual(letterboxesOf(held, "ella"), pair(1));
});

test("days and moments are said as people say them", () => {
  assert.equal(day("2026-11-27", TODAY), "Fri 27 Nov");
  assert.equal(moment("2026-11-24T18:00", TODAY), "today 18.00");
  assert.equal(moment("2026-11-25T09:30", TODAY), "Wed 25 Nov, 9.30");
  assert.equal(month("2026-03", TODAY), "March");
  assert.equal(month("2025-03", TODAY), "March 2025");
  assert.equal(listed(["a", "", "b", "c"]), "a, b and c");
  assert.equal(lower("Nana Bell rings", ["Nana"]), "Nana Bell rings");
  assert.equal(lower("IDVA rings"), "IDVA rings");
});

test("a day is written the same however a browser's locales write theirs", (t) => {
  assert.equal(isoDay(Date.UTC(2026, 6, 1, 23, 30)), "2026-07-02", "by the clock in the UK");
  assert.equal(isoDay(Date.UTC(2026, 10, 25, 9)), "2026-11-25");
  // As WebKit on some systems writes a day of en-CA.
  t.mock.getter(Intl.DateTimeFormat.prototype, "format", () => () => "11/25/2026");
  assert.equal(isoDay(Date.UTC(2026, 10, 25, 9)), "2026-11-25");
});
