import assert from "node:assert/strict";
import { test } from "node:test";

import "./a_browser.mjs";
import { session } from "../../../static/js/session.js";
import { mayShow, mayShowField, setView, view } from "../../../static/js/views.js";
import { words } from "../../../static/js/words.js";

const field = (name, seen_with) => ({ name, seen_with });
words.entries = {
  action: { fields: [field("what", "parent"), field("telling", "me")] },
  behaviour: { fields: [field("what", "me")] },
  family_member: { fields: [field("name", "any"), field("role", "any"), field("relation", "parent"), field("certainty", "me")] },
};
session.person = { agency_kind: "council" };
const ours = { author_agency: "council", known_to_parent: false };
const theirs = { author_agency: "police", known_to_parent: false };
const known = { author_agency: "police", known_to_parent: true };
const entry = (...heads) => ({ heads });

const shown = (name) => {
  setView(name);
  return ["family_member", "action", "behaviour"].filter((kind) => mayShow(kind, entry(ours)));
};

test("each view shows less than the one before", () => {
  assert.deepEqual(shown("me"), ["family_member", "action", "behaviour"]);
  assert.deepEqual(shown("parent"), ["family_member", "action"]);
  assert.deepEqual(shown("children"), ["family_member"]);
});

test("a field is shown only to those it is for", () => {
  const fields = ["name", "relation", "certainty"];
  const seen = (name) => { setView(name); return fields.filter((one) => mayShowField("family_member", one)); };
  assert.deepEqual(seen("me"), fields);
  assert.deepEqual(seen("parent"), ["name", "relation"]);
  assert.deepEqual(seen("children"), ["name"]);
});

test("what another agency wrote waits until that agency says the parent knows", () => {
  setView("parent");
  assert.equal(mayShow("action", entry(theirs)), false);
  assert.equal(mayShow("action", entry(known)), true);
  assert.equal(mayShow("action", entry(known, theirs)), false);
  assert.equal(mayShow("action", theirs), false);
  setView("me");
  assert.equal(mayShow("action", entry(theirs)), true);
});

test("a kind or field nobody has described is for workers only", () => {
  setView("parent");
  assert.equal(mayShow("unheard", entry(ours)), false);
  assert.equal(mayShowField("action", "unheard"), false);
});

test("the pill names the parent, and says so without a name", () => {
  setView("parent");
  view.parent = "";
  assert.equal(view.words, "Me and the parent");
  view.parent = "Grace";
  assert.equal(view.words, "Me and Grace");
});
