// Whether a copy of a plan has what was written here: shown twice, an old word would stand beside the one that took its place.
import assert from "node:assert/strict";
import { test } from "node:test";

import { arrived } from "../../../static/js/writing/arrived.js";

const written = { id: "mine", compartment: "room", entry: "one", seq: 0 };
const plan = (seq, ...heads) => ({
  compartments: [
    { id: "room", seq },
    { id: "other", seq: 99 },
  ],
  entries: heads.length ? [{ entry: "one", compartment: "room", heads }] : [],
});

test("as a head, and as what a head took the place of", () => {
  assert.equal(arrived(plan(3, { revision: "mine", parents: [] }), written), true);
  assert.equal(arrived(plan(4, { revision: "later", parents: ["mine"] }), written), true);
});

test("written over twice, also by what arrived before it, and taken out for good: its room's log was long enough", () => {
  const twice = { revision: "last", parents: ["later"] };
  assert.equal(arrived(plan(5, twice), { ...written, seq: 5 }), true);
  assert.equal(arrived(plan(5), { ...written, seq: 5 }), true);
  assert.equal(arrived(plan(5, twice), { ...written, seq: 6 }), false, "this copy is older");
  assert.equal(arrived(plan(5, twice), written), false, "nobody has said yet that it is in the log");
});

test("a copy without rooms or entries has nothing", () => {
  assert.equal(arrived({}, { ...written, seq: 1 }), false);
  assert.equal(arrived({ entries: [{ entry: "one", compartment: "gone", heads: [] }] }, { ...written, seq: 1 }), false);
});
