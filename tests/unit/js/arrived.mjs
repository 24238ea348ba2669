// Whether a copy of a plan has what was written here: shown twice, an old word would stand beside the one that took its place.
import assert from "node:assert/strict";
import { test } from "node:test";

import { arrived } from "../../../static/js/arrived.js";

const written = { id: "mine", entry: "one", seq: 0 };
const plan = (...heads) => ({ entries: [{ entry: "one", heads }, { entry: "two", heads: [{ revision: "x", seq: 9, parents: [] }] }] });

test("as a head, and as what a head took the place of", () => {
  assert.equal(arrived(plan({ revision: "mine", seq: 3, parents: [] }), written), true);
  assert.equal(arrived(plan({ revision: "later", seq: 4, parents: ["mine"] }), written), true);
});

test("written over twice: what came later in the same entry says so, once its place in the log is known", () => {
  const twice = plan({ revision: "last", seq: 5, parents: ["later"] });
  assert.equal(arrived(twice, { ...written, seq: 3 }), true);
  assert.equal(arrived(twice, { ...written, seq: 6 }), false);
  assert.equal(arrived(twice, written), false, "nobody has said yet that it is in the log");
});

test("what stands in another entry says nothing, and a copy without entries has nothing", () => {
  assert.equal(arrived(plan({ revision: "old", seq: 2, parents: [] }), { ...written, seq: 3 }), false);
  assert.equal(arrived({}, written), false);
});
