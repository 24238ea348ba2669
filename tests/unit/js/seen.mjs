import assert from "node:assert/strict";
import { test } from "node:test";

import { entrySeen, fieldSeen } from "../../../static/js/plan/seen.js";

const field = (name, seen_with) => ({ name, seen_with });
const KINDS = {
  family_member: [field("name", "any"), field("role", "any"), field("relation", "parent"), field("certainty", "me")],
  action: [field("what", "parent"), field("telling", "me")],
  behaviour: [field("what", "me")],
};
const ROLES = { noah: "child", grace: "parent" };
const ours = { author_agency: "council", known_to_parent: false };
const theirs = { author_agency: "police", known_to_parent: false };
const known = { author_agency: "police", known_to_parent: true };
const shows = (view, kind, ...heads) => entrySeen(view, { fields: KINDS[kind] ?? [] }, { heads }, "council");

test("each view shows less than the one before", () => {
  const shown = (view) => Object.keys(KINDS).filter((kind) => shows(view, kind, ours));
  assert.deepEqual(shown("me"), ["family_member", "action", "behaviour"]);
  assert.deepEqual(shown("parent"), ["family_member", "action"]);
  assert.deepEqual(shown("children"), ["family_member"]);
});

test("a field is shown only to those it is for", () => {
  const fields = ["name", "relation", "certainty"];
  const seen = (view) => fields.filter((one) => fieldSeen(view, KINDS.family_member, one));
  assert.deepEqual(seen("me"), fields);
  assert.deepEqual(seen("parent"), ["name", "relation"]);
  assert.deepEqual(seen("children"), ["name"]);
});

test("what another agency wrote waits until that agency says the parent knows", () => {
  assert.equal(shows("parent", "action", theirs), false);
  assert.equal(shows("parent", "action", known), true);
  assert.equal(shows("me", "action", theirs), true);
});

test("with two writings of one entry, both must be known", () => {
  assert.equal(shows("parent", "action", known, theirs), false);
  assert.equal(shows("parent", "action", known, ours), true);
});

test("one head is judged as an entry is", () => {
  assert.equal(entrySeen("parent", { fields: KINDS.action }, theirs, "council"), false);
  assert.equal(entrySeen("parent", { fields: KINDS.action }, ours, "council"), true);
});

test("a kind or field nobody has described is for workers only", () => {
  assert.equal(shows("parent", "unheard", ours), false);
  assert.equal(fieldSeen("parent", KINDS.action, "unheard"), false);
});

test("near children an entry shows only while it is about somebody a child may read of", () => {
  const near = { fields: KINDS.family_member, near: { field: "role", in: ["child", "parent"] } };
  const of = (view, ...roles) =>
    entrySeen(view, near, { heads: roles.map((role) => ({ ...ours, data: { role } })) }, "council");
  assert.deepEqual(
    ["child", "perpetrator", "not_known", ""].map((role) => of("children", role)),
    [true, false, false, true],
  );
  assert.equal(of("children", "child", "perpetrator"), false);
  assert.equal(of("parent", "perpetrator"), true);
  const promise = { fields: KINDS.family_member, near: { field: "to", in: ["child"] } };
  const to = (id) =>
    entrySeen("children", promise, { ...ours, data: { to: id } }, "council", (one) => ROLES[one] ?? "");
  assert.deepEqual(["noah", "grace", "nobody"].map(to), [true, false, false]);
});
