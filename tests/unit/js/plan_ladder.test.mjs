import assert from "node:assert/strict";
import test from "node:test";
import { balance, chip, ladders, others, swatch, under } from "../../../static/js/sections/ladder.js";
import { aboutLine, actionsLine, stageLine } from "../../../static/js/sections/front.js";
import { cell, lastMonths, pattern, spans } from "../../../static/js/sections/months.js";
import { needs } from "../../../static/js/sections/needs.js";
import { itemOf } from "../../../static/js/plan/asking.js";
import { entryOf } from "../../../static/js/plan/read.js";
import { action, context, DANA, entry, head, plan } from "./plan_sample.mjs";

const waits = () =>
  entry("b1", "behaviour", {
    category: "CC16",
    who: "mark",
    what: "Waits outside Elm Road school",
    since: "2026-09",
    frequency: "weekly",
    still: "new",
    source: "seen",
    markers: ["stalking"],
  });

test("where the rules could not come nothing is drawn as if it protected", () => {
  const one = action("a", { owner: "perpetrator", state: "in_force" });
  const here = context(plan(one), { item: (entry) => itemOf(new Map(), entry) });
  assert.deepEqual(chip(one, here), { css: "state-asked", words: "in force" });
  assert.equal(swatch(here.item(one)), "own-none");
  assert.deepEqual(balance(here).units, []);
  assert.equal(others(here)[0].css, "own-none");
});

test("what is over is in no count and in no line about others, and what waits is not filled", () => {
  const held = plan(
    action("past", { owner: "perpetrator", state: "in_force", until_day: "2026-11-20" }),
    action("list", { owner: "perpetrator", programme: "waiting" }),
    action("here", { owner: "perpetrator", state: "in_force", until_day: "2026-11-27" }),
  );
  const here = context(held);
  assert.equal(actionsLine(here), "1 accepted or in force, 1 asked. Mark is not to be told");
  assert.equal(aboutLine(here), "1 in force. One ends Fri 27 Nov");
  assert.deepEqual(
    others(here).map((line) => [line.entry, line.css]),
    [
      ["list", "own-asked"],
      ["here", "own-cause"],
    ],
  );
});

test("while two writings differ the day that counts is the day that is shown", () => {
  const sooner = { ...action("a", { until_day: "2026-12-01" }).heads[0] };
  const one = action("a", { until_day: "2027-01-10" });
  one.heads.push(sooner);
  const here = context(plan(one));
  assert.equal(chip(one, here).words, "ends Tue 1 Dec");
  assert.equal(under(one, here), "Police, until Tue 1 Dec");
});

test("the balance has a cell for each action that counts, asked ones apart at the end", () => {
  const held = plan(
    action("a", { owner: "perpetrator", state: "in_force" }),
    action("b", {}),
    action("c", { owner: "parent", state: "doing" }),
    action("d", { state: "asked" }),
    action("e", { state: "cannot" }),
  );
  const made = balance(context(held));
  assert.deepEqual(
    made.groups.map((group) => [group.name, group.count]),
    [
      ["Mark", 1],
      ["Agencies", 1],
      ["Grace", 1],
    ],
  );
  assert.equal(made.asked, 1);
  assert.deepEqual(
    made.units.map((unit) => unit.css),
    ["own-cause", "own-agency first", "own-parent first", "own-asked first apart"],
  );
});

test("a ladder reads from the person causing harm to the parent and says where nothing is asked", () => {
  const held = plan(
    waits(),
    action("a", { what: "Patrol at pick-up", covers: ["b1"], rung: "around", agency: "police", asked_of: DANA }),
    action("x", { what: "Gate log" }),
  );
  const [risk, loose] = ladders(context(held));
  assert.equal(risk.title, "Mark waits outside Elm Road school");
  assert.equal(risk.sub, "Since September. New.");
  assert.deepEqual(
    risk.rungs.map((rung) => [rung.where, rung.what]),
    [
      ["Around Mark", "Patrol at pick-up"],
      ["Ordered", "Nothing asked yet"],
      ["Agreed", "Nothing agreed"],
      ["Agencies", "Nothing asked yet"],
      ["Grace", "Nothing asked of Grace"],
    ],
  );
  assert.equal(loose.title, "Not tied to a risk yet");
});

test("someone who was not given the risks reads one ladder with no word of them", () => {
  const held = plan(action("a", { what: "Gate log", covers: ["b1"] }));
  held.compartments = held.compartments.filter((room) => room.class === "plan");
  const all = ladders(context(held));
  assert.deepEqual(
    all.map((one) => one.title),
    ["Who does what"],
  );
});

test("a chip says asked with its time, and what ends soon with its day", () => {
  const said = (data) => chip(action("a", data), context(plan(action("a", data))));
  assert.deepEqual(said({ state: "asked" }), { css: "state-asked", words: "asked 14.05" });
  assert.deepEqual(said({ until_day: "2026-11-27" }), { css: "state-ends", words: "ends Fri 27 Nov" });
});

test("what nobody there can open has not been asked, on every line that would have said so", () => {
  const apart = action("a", { state: "asked", agency: "housing", what: "Finds another flat" });
  const nobody = action("b", { state: "asked", agency: "", what: "Keeps a log" });
  const held = plan(
    apart,
    nobody,
    action("c", { state: "asked" }),
    action("d", { state: "asked", agency: "court", asked_of: DANA }),
  );
  held.plan.lead = { id: "p", name: "Priya" };
  const here = context(held);
  assert.equal(chip(apart, here).words, "not shared yet");
  assert.equal(chip(nobody, here).words, "nobody named yet");
  assert.equal(chip(entryOf(held, "d"), here).words, "asked 14.05", "whoever was asked by name can open it");
  assert.equal(actionsLine(here), "Nothing accepted yet, 2 asked, 2 not shared yet. Mark is not to be told");
  assert.equal(balance(here).waiting, "2 asked, 2 not shared yet");
  assert.deepEqual(
    needs(here, () => "")
      .slice(0, 2)
      .map((row) => [row.title, row.sub, row.section]),
    [
      ["Nobody at housing can open this plan yet", "Nobody has been asked: finds another flat", "people"],
      ["No agency is named for this", "Nobody has been asked: keeps a log", "actions"],
    ],
  );
  held.plan_agencies = ["council", "police", "housing"];
  assert.equal(chip(apart, here).words, "asked 14.05");
});

test("the key of the balance names only who is in it", () => {
  assert.deepEqual(
    balance(context(plan(action("a", { owner: "perpetrator", state: "in_force" })))).groups.map((group) => group.name),
    ["Mark"],
  );
});

test("with the parent, others come first, in sentences that name who acts", () => {
  const held = plan(
    action("g", { owner: "parent", what: "Keeps her key" }),
    action("a", { agency: "police", asked_of: DANA, what: "Police look in tonight" }),
    action("k", { owner: "kin", what: "Nana Bell keeps her phone by the bed" }),
    action("m", { owner: "perpetrator", what: "Stay out of the school zone" }),
  );
  const lines = others(context(held, { parentView: true })).map((line) => `${line.who} ${line.what}`.trim());
  assert.deepEqual(lines, [
    "Mark: stay out of the school zone",
    "Dana, police: look in tonight",
    "Nana Bell keeps her phone by the bed",
  ]);
});

test("a number counts only what this view shows", () => {
  const held = plan(action("a", {}), action("b", { state: "asked" }));
  assert.equal(actionsLine(context(held)), "1 accepted or in force, 1 asked. Mark is not to be told");
  assert.equal(
    actionsLine(context(held, { parentView: true, show: (_kind, one) => one.entry === "a" })),
    "1 accepted or in force",
  );
});

test("at most three things need a reader, two writings first, and a partner is not asked to chase", () => {
  const two = action("t", {});
  two.heads.push(head({ ...two.heads[0].data }, { author_name: "Sam Obi", author: "s" }));
  const held = plan(two, ...["a", "b", "c", "d"].map((id) => action(id, { state: "asked", agency: "police" })));
  const rows = needs(context(held), () => "tonight");
  assert.equal(rows.length, 3);
  assert.equal(rows[0].sub, "You and Sam Obi. Until you choose, one of them is used");
  held.me.agency = "elsewhere";
  assert.deepEqual(
    needs(context(held), () => "tonight").map((row) => row.section),
    ["conflict"],
  );
});

test("an interim plan says until when", () => {
  const held = plan();
  held.plan.review_due = "2026-11-27";
  assert.equal(stageLine(context(held)), "For now, until the full plan on Fri 27 Nov");
});

test("a month shows who knew and how often; silence is quiet with its reason, never better", () => {
  const data = {
    since: "2026-05",
    until: "2026-09",
    frequency: "weekly",
    source: "said",
    said_by: "parent",
    still: "quiet",
    quiet_reason: "order",
  };
  const at = (month) => cell(data, month, "2026-11", context(plan()));
  assert.equal(at("2026-04").css, "");
  assert.equal(at("2026-05").css, "dot dot-said dot-2");
  assert.equal(at("2026-05").words, "said by the parent, most weeks");
  assert.equal(at("2026-10").css, "dot dot-quiet dot-2");
  const page = pattern(
    context(
      plan(entry("b", "behaviour", { category: "CC06", who: "mark", what: "Shouts at night", markers: [], ...data })),
    ),
    () => "Fear",
  );
  assert.equal(page.rows[1].now, "quiet: an order or bail is in force");
  assert.match(page.sentences[0].known, /Not the same as changed\.$/);
});

test("names keep their capitals inside a sentence", () => {
  const words = { parent: "Grace", left: "Mark left", still: "Still", weekly: "Weekly" };
  const here = context(plan(), { label: (_list, code) => words[code] || "" });
  assert.equal(
    cell({ since: "2026-11", source: "said", said_by: "parent", frequency: "weekly" }, "2026-11", "2026-11", here)
      .words,
    "said by Grace, weekly",
  );
  const page = pattern(
    context(
      plan(
        entry("b", "behaviour", { who: "mark", what: "Waits", still: "quiet", quiet_reason: "left", markers: [] }),
        entry("i", "impact", { child: "noah", behaviour: "b", effect: "Noah stays in" }),
      ),
      { label: (_list, code) => words[code] || "Quiet" },
    ),
    () => "After",
  );
  assert.deepEqual([page.rows[1].now, page.rows[1].kids[0].effect], ["quiet: Mark left", "Noah stays in"]);
  assert.equal(
    spans(
      [
        { month: "2026-08", name: "Bail" },
        { month: "2026-09", name: "Noah born" },
      ],
      lastMonths("2026-11-24").map((one) => one.month),
      ["Noah"],
    )[1].name,
    "Bail, then Noah born",
  );
});

test("what is about Mark is what is asked of him and done around him", () => {
  const held = plan(
    action("a", { rung: "around", what: "Patrols" }),
    action("b", { owner: "perpetrator", what: "Keeps away" }),
    action("c", { rung: "agencies", what: "Visits Ella" }),
  );
  assert.deepEqual(
    others(context(held))
      .filter((line) => line.about)
      .map((line) => line.entry),
    ["b", "a"],
  );
});

test("nothing waits in a plan that has ended", () => {
  const held = plan(action("a", { state: "asked" }));
  assert.ok(needs(context(held), () => "").length);
  held.plan.status = "ended";
  assert.deepEqual(
    needs(context(held), () => ""),
    [],
  );
});

test("what went quiet, nobody said when, is not drawn as going on", () => {
  const data = {
    since: "2026-05",
    until: "",
    frequency: "weekly",
    source: "seen",
    still: "quiet",
    quiet_reason: "left",
  };
  const marks = (more) =>
    ["2026-05", "2026-08", "2026-11"].map((month) => cell({ ...data, ...more }, month, "2026-11", context(plan())).css);
  assert.deepEqual(marks({}), ["dot dot-seen dot-2", "", "dot dot-quiet dot-2"]);
  assert.deepEqual(marks({ until: "2026-08" }), ["dot dot-seen dot-2", "dot dot-seen dot-2", "dot dot-quiet dot-2"]);
  assert.deepEqual(marks({ still: "still" }), Array(3).fill("dot dot-seen dot-2"));
});

test("the pattern names what changed and gives each child its line", () => {
  const held = plan(waits(), entry("i", "impact", { child: "noah", behaviour: "b1", effect: "Stays in at break" }));
  const page = pattern(context(held), () => "After");
  assert.deepEqual(
    page.spans.map((one) => [one.name, one.span]),
    [
      ["", 3],
      ["Ella born", 11],
    ],
  );
  assert.deepEqual(
    page.rows[1].kids.map((kid) => [kid.initial, kid.effect]),
    [["N", "stays in at break"]],
  );
  assert.deepEqual(
    page.flags.map((flag) => flag.words),
    ["Stalking, Sep"],
  );
  assert.equal(page.sentences[0].body, "Since September, most weeks: Mark waits outside Elm Road school.");
});
