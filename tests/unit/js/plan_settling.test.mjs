import assert from "node:assert/strict";
import test from "node:test";
import { dataOf, entriesOf, entryOf, merge, unmerge } from "../../../static/js/plan/read.js";
import { questions } from "../../../static/js/sections/asked_of_me.js";
import { adds } from "../../../static/js/sections/contact_words.js";
import { books, contact } from "../../../static/js/sections/front.js";
import { needs } from "../../../static/js/sections/needs.js";
import { behaviourTitle } from "../../../static/js/sections/ladder.js";
import { spans } from "../../../static/js/sections/months.js";
import { sentBack, sentBackLine } from "../../../static/js/sections/sent_back.js";
import { action, context, DANA, entry, plan, TODAY } from "./plan_sample.mjs";

const change = (id, parents, words) => ({
  entry: id,
  parents,
  document: { v: 1, kind: "note", data: { words }, withdrawn: "", why: "", known_to_parent: false },
});

test("what is refused after a wait leaves the plan, and what it replaced stands again", () => {
  const held = plan(entry("n1", "note", { words: "old" }));
  const before = [...entryOf(held, "n1").heads];
  merge(held, change("n1", [before[0].revision], "new"), { id: "w1" }, 1);
  assert.equal(dataOf(entryOf(held, "n1")).words, "new");
  unmerge(held, "w1", before);
  assert.equal(dataOf(entryOf(held, "n1")).words, "old");
  merge(held, change("n2", [], "first"), { id: "w2" }, 1);
  unmerge(held, "w2", []);
  assert.equal(entryOf(held, "n2"), null);
  assert.equal(entriesOf(held, "note").length, 1);
});

test("a head that waited takes its place in the order when it is taken", () => {
  const held = plan();
  merge(held, change("n1", [], "said"), { id: "w1" }, 1);
  merge(held, change("n1", [], "said"), { id: "w1", seq: 7 }, 1);
  assert.deepEqual(
    entryOf(held, "n1").heads.map((one) => one.seq),
    [7],
  );
});

test("a plan that was sent back says what is asked, until each is answered", () => {
  const review = entry("r1", "review", { outcome: "sent_back", words: "Read it with Mina.", day: TODAY });
  const note = entry("q1", "quality_note", { rule: "coverage", words: "Who acts?", state: "open" });
  for (const one of [review, note]) Object.assign(one.heads[0], { author: "tom", author_name: "Tom Whitlock" });
  const held = plan(review, note, entry("q2", "quality_note", { rule: "x", words: "Done with", state: "done" }));
  assert.deepEqual(
    sentBack(held).map((one) => one.words),
    ["Read it with Mina.", "Who acts?"],
  );
  assert.equal(sentBackLine(held).title, "Tom asks two things");
  assert.equal(sentBackLine(plan()), null);
});

test("held writing and a plan nobody leads need a person; a partner's question needs its lead", () => {
  const held = plan(
    action("a1", { owner: "agency", agency: "police", state: "asked" }),
    entry("n1", "note", { words: "Which door?", about: "a1" }),
  );
  held.letters = { waiting: 0, held: [{ id: "l1" }] };
  Object.assign(entryOf(held, "n1").heads[0], { author: DANA, author_name: "Dana Reyes" });
  assert.deepEqual(
    questions(context(held)).map((one) => one.by),
    ["Dana"],
  );
  assert.deepEqual(
    needs(context(held), () => "").map((row) => row.section),
    ["held", "stage", "notes"],
  );
  entryOf(held, "a1").heads[0].data.state = "accepted";
  assert.deepEqual(questions(context(held)), []);
});

test("a free line about contact is read only for what it adds", () => {
  assert.equal(adds("Before eleven, ring only.", "9.30 to 11, ring only, no message"), false);
  assert.equal(adds("Never after six.", "9.30 to 11, ring only, no message"), true);
  const held = plan(
    entry("s1", "safe_contact", {
      about: "grace",
      how: "ring only, no message",
      days: "",
      from_time: "09:30",
      to_time: "11:00",
      words: "Before eleven, ring only.",
      never: "",
    }),
  );
  assert.equal(contact(context(held))[0].words, "9.30 to 11, ring only, no message.");
});

test("how many pages a child made is not told to a view that may not show them", () => {
  const held = plan(
    entry("p1", "page", { child: "noah", page: "feel" }),
    entry("v1", "voice", { child: "noah", words: "Quiet" }),
  );
  held.compartments.push({ id: "c3", class: "child", about: "noah", right: "lead", epoch: 1, letterbox: "" });
  assert.deepEqual(
    books(context(held))
      .map((one) => one.sub)
      .slice(0, 1),
    ["1 page"],
  );
  assert.deepEqual(
    [...new Set(books(context(held, { view: "parent", parentView: true, show: () => false })).map((one) => one.sub))],
    [""],
  );
});

test("a name goes before a verb, and stands apart from what is no verb", () => {
  assert.equal(behaviourTitle(plan(), { who: "mark", what: "Waits outside" }), "Mark waits outside");
  assert.equal(behaviourTitle(plan(), { who: "mark", what: "Volatile relationship" }), "Mark: volatile relationship");
});

test("changes that came close together share one name above the months", () => {
  const months = Array.from({ length: 12 }, (_, n) => `2026-${String(n + 1).padStart(2, "0")}`);
  const close = spans(
    [
      { month: "2026-08", name: "Police bail" },
      { month: "2026-09", name: "Non-molestation order" },
    ],
    months,
  );
  assert.deepEqual(
    close.map((one) => [one.name, one.span]),
    [
      ["", 7],
      ["Police bail, then non-molestation order", 7],
    ],
  );
  const apart = spans(
    [
      { month: "2026-03", name: "Ella born" },
      { month: "2026-09", name: "Separated" },
    ],
    months,
  );
  assert.deepEqual(
    apart.map((one) => one.span),
    [2, 6, 6],
  );
});

test("a refusal waits for the lead until the lead has written on it", () => {
  const held = plan(
    action("a1", {
      owner: "agency",
      agency: "police",
      state: "cannot",
      answered_by: DANA,
      cannot_reason: "capacity",
      cannot_words: "Joan rings.",
    }),
  );
  held.plan.lead = { id: "x", name: "X" };
  Object.assign(entryOf(held, "a1").heads[0], { author: DANA, author_name: "Dana Reyes" });
  assert.deepEqual(
    needs(context(held), () => "").map((row) => [row.title, row.sub]),
    [["Dana cannot: acts", "No staff or no place free. Joan rings."]],
  );
  entryOf(held, "a1").heads[0].author = held.me.id;
  assert.deepEqual(
    needs(context(held), () => ""),
    [],
  );
});
