import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { test } from "node:test";

import { askedAndYes, checked, nextState, outcomeOf, unchecked } from "../../../static/js/board/checks.js";
import { fill, fits, nearChildren, outcome, readyForHelp } from "../../../static/js/board/gate_rules.js";

const boards = JSON.parse(readFileSync(process.env.BOARDS, "utf8"));
const vectors = (name) =>
  JSON.parse(readFileSync(new URL(`../children/${name}_vectors.json`, import.meta.url), "utf8"));

/** The boards with one more page before *Who may look*. No band that ships teaches getting help yet. */
function boardsWith(page) {
  const pages = boards.bands["5-7"].pages.flatMap((one) =>
    one.id === "who_may_look" && page ? [{ screens: [], ...page }, one] : [one],
  );
  return { ...boards, bands: { ...boards.bands, "5-7": { ...boards.bands["5-7"], pages } } };
}

for (const one of vectors("gate")) {
  test(`gate: ${one.name}`, () => {
    const came = outcome(boardsWith(one.adds), "5-7", one.answers, one.ticked ?? []);
    const { pages, ready, paper, stops, missing, may_give } = came;
    assert.deepEqual(
      { pages, ready, paper, stops, missing, may_give },
      {
        pages: one.pages,
        ready: one.ready ?? [],
        paper: one.paper,
        stops: one.stops,
        missing: one.missing,
        may_give: one.may_give,
      },
    );
  });
}

/** Every way in which the gate can be answered. @returns {Record<string, string>[]} */
function allAnswers() {
  return boards.gate.rows
    .filter((row) => row.answers.length)
    .reduce(
      (before, row) => before.flatMap((one) => row.answers.map(({ code }) => ({ ...one, [row.id]: code }))),
      [{}],
    );
}

test("what a child must always be told is in every book that is given", () => {
  const every = allAnswers();
  assert.ok(every.length > 1000);
  for (const answers of every) {
    const came = outcome(boards, "5-7", answers, []);
    assert.equal(came.may_give, came.pages.length > 0);
    if (came.may_give)
      assert.ok(
        boards.gate.always.every((page) => came.pages.includes(page)),
        JSON.stringify(answers),
      );
  }
});

test("a child who may soon be questioned draws nothing and takes no paper", () => {
  for (const answers of allAnswers().filter((one) => one.next_contact !== "after_me")) {
    const came = outcome(boards, "5-7", answers, []);
    assert.ok(!came.pages.includes("tell"));
    assert.equal(came.paper, false);
  }
});

for (const one of vectors("check")) {
  test(`check: ${one.name}`, () => {
    assert.deepEqual(
      unchecked(one.page).map((item) => item.words),
      one.left,
    );
    assert.equal(nextState(one.page), one.next);
    assert.equal(nextState(one.page, true), one.used);
  });
}

test("first names go into a sentence, and nothing else does", () => {
  assert.equal(fill("{child} sees {harmer}. {other}", { child: "Noah", harmer: "Mark" }), "Noah sees Mark. {other}");
});

test("under three nobody is handed a tablet; another age than the pages' is said, and no more", () => {
  const said = (born, due = "", band = "5-7") => {
    const { gives, says } = fits(boards, band, { born, due }, "2026-11-28");
    return [gives, fill(says, { child: "Ella" })];
  };
  assert.deepEqual(said("2026-03-10"), [false, "Ella is 8 months. What you see is how Ella tells it."]);
  assert.deepEqual(said("2026-10-29"), [false, "Ella is under a month old. What you see is how Ella tells it."]);
  assert.deepEqual(said("2026-10-28")[1].slice(0, 15), "Ella is 1 month");
  assert.deepEqual(said("2023-11-29"), [false, "Ella is 2. What you see is how Ella tells it."]);
  assert.deepEqual(said("2023-11-28"), [true, "These pages are for 5 to 7. Ella is 3."]);
  assert.deepEqual(said("2021-11-28"), [true, ""]);
  assert.deepEqual(said("2018-11-29"), [true, ""]);
  assert.deepEqual(said("2018-07-18"), [true, "These pages are for 5 to 7. Ella is 8."]);
  assert.deepEqual(said("2018-07-18", "", ""), [true, ""], "no pages are chosen yet");
  assert.deepEqual(said("", "2027-02-01")[0], false);
  assert.deepEqual(said("2027-02-01")[0], false);
  assert.deepEqual(said(""), [true, ""], "an age that nobody knows is no reason");
});

test("all four checks, not three", () => {
  const all = boards.gate.readiness.map((one) => one.id);
  assert.ok(readyForHelp(boards.gate, all));
  assert.ok(!readyForHelp(boards.gate, all.slice(1)));
});

test("answers are kept beside the right person, and the page goes on only when all are answered", () => {
  const page = { page: "hand", chosen: [], people: [{ name: "Ruth" }, { name: "Mark" }], checks: [], state: "made" };
  const first = checked(page, 1, "not_to_ask", "p".repeat(32), "2026-11-24");
  assert.equal(first.state, "made");
  assert.deepEqual(first.checks.map(outcomeOf), ["", "not_to_ask"]);
  const second = checked(first, 0, "asked_yes", "p".repeat(32), "2026-11-24");
  assert.equal(second.state, "checked");
  assert.deepEqual(
    askedAndYes(second).map((person) => person.name),
    ["Ruth"],
  );
});

test("a changed answer takes the page out of use", () => {
  const page = {
    page: "hand",
    chosen: [],
    people: [{ name: "Ruth" }],
    checks: [{ what: "person_asked", outcome: "yes" }],
    state: "in_use",
  };
  const again = checked(page, 0, "not_able", "p".repeat(32), "2026-11-24");
  assert.equal(again.state, "checked");
  assert.deepEqual(askedAndYes(again), []);
});

test("near a child the gate asks the same, and names neither who causes harm nor police or court", () => {
  const near = nearChildren(boards.gate);
  const said = near.rows.flatMap((row) => [
    row.asks,
    ...row.answers.flatMap((one) => [one.words, one.says, one.stops]),
  ]);
  const all = [...said, ...near.readiness.map((one) => one.asks)];
  assert.deepEqual(
    all.filter((words) => /\{harmer\}|police|court|officer|solicitor/i.test(words)),
    [],
  );
  assert.deepEqual(
    near.rows.map((row) => row.answers.length),
    boards.gate.rows.map((row) => row.answers.length),
  );
  const answers = { next_contact: "before", interview: "yes" };
  const pages = (gate) => outcome({ ...boards, gate }, "5-7", answers, []).pages;
  assert.deepEqual(pages(near), pages(boards.gate));
});
