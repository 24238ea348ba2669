import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import test from "node:test";
import { stateWords } from "../../../static/js/shell/state.js";
import { blankAnswers, untouched, writesOf } from "../../../static/js/sections/tonight_cards.js";
import { missing } from "../../../static/js/sections/tonight_missing.js";
import { allBegun, forget, forgetAll, keep, onCount } from "../../../static/js/writing/draft.js";
import { words } from "../../../static/js/words/words.js";
import { context, entry, family, plan, TODAY } from "./plan_sample.mjs";

Object.assign(words, JSON.parse(readFileSync(process.env.SAFEPLAN_WORDS, "utf-8")));

const WORDS = "Quillfeather";
/** What is typed on a card alone, and what the card then says is missing; "" where it can be kept. */
const HALF = [
  ["contact", { contactWords: WORDS }, "Say how it is safe to make contact."],
  ["happened", { what: WORDS }, "Pick what kind of behaviour it is."],
  ["happened", { category: "CC02" }, "Write what this person does."],
  ["wrong", { step: WORDS }, "Say what may happen."],
  ["ring", { ring: WORDS }, "Say what may happen."],
  ["child", { words: WORDS, child: "noah" }, "Say how the child told or showed it."],
  ["child", { words: WORDS, way: "words", child: "" }, "Say which child."],
  ["asks", { picked: ["other"] }, "What is the action? Write it in words."],
  ["knows", { unknown: ["visit"] }, ""],
];
const bare = () => context({ ...plan(), entries: [] });

/** @param {string} card @param {object} typed @param {any} here */
function lacking(card, typed, here = context(plan())) {
  const answers = { ...blankAnswers(here), ...typed };
  const writes = writesOf(card, answers, here, {});
  assert.notEqual(writes.length, 0, `${card}: what was typed is no beginning of anything`);
  return { answers, found: missing(writes, TODAY) };
}

for (const [card, typed, said] of HALF)
  test(`a card with something in it goes by only when it can be kept: ${card}, ${Object.keys(typed)}`, () => {
    const { found } = lacking(card, typed);
    if (said === "") assert.equal(found, null);
    else assert.match(found?.words ?? "", /^Your words are kept\. /);
    if (said && card !== "asks") assert.equal(found.words, `Your words are kept. ${said}`);
  });

test("each beginning of words alone can be kept as it is, with what nobody said not said", () => {
  for (const [card, typed] of HALF.filter(([, one]) => Object.values(one).includes(WORDS))) {
    let { answers, found } = lacking(card, typed);
    for (let tries = 0; found && tries < 3; tries += 1) {
      assert.notEqual(found.keys.length, 0, `${card} offers no way to keep the words`);
      found.keys[0].run(answers);
      found = missing(writesOf(card, answers, context(plan()), {}), TODAY);
    }
    assert.equal(found, null, card);
    const kept = JSON.stringify(writesOf(card, answers, context(plan()), {}));
    assert.match(kept, new RegExp(WORDS), card);
    assert.match(kept, /not_said|"note"/, card);
  }
});

test("nobody is named and nothing falls silent", () => {
  const { found } = lacking("knows", { unknown: ["visit"] }, bare());
  assert.equal(found, null);
});

test("a baby with a day and no name is asked for, and kept as a baby", () => {
  const { answers, found } = lacking(
    "family",
    { children: [{ entry: "", name: "", born: "2026-11-20", due: "" }] },
    bare(),
  );
  assert.equal(found.keys[0].words, "No name yet");
  found.keys[0].run(answers);
  assert.deepEqual(
    writesOf("family", answers, bare(), {}).map((write) => [write.data.name, write.data.born]),
    [["Baby", "2026-11-20"]],
  );
});

test("the day a baby is due is not written as its birthday", () => {
  const unborn = entry("u1", "family_member", { name: "Bump", role: "child", born: "", due: "2027-02-01" });
  const here = context({ ...plan(), entries: [...family(), unborn] });
  const answers = blankAnswers(here);
  const kid = answers.children.find((one) => one.entry === "u1");
  assert.deepEqual([kid.born, kid.due], ["", "2027-02-01"]);
  assert.deepEqual(writesOf("family", answers, here, {}), []);
});

test("where two cause harm, nobody is guessed", () => {
  const second = entry("t1", "family_member", { name: "Tariq", role: "perpetrator" });
  const here = context(plan(second));
  const of = (typed) =>
    writesOf("happened", { ...blankAnswers(here), what: "x", category: "CC02", ...typed }, here, {})[0].data.who;
  assert.equal(of({}), "");
  assert.equal(of({ whoDid: "t1" }), "t1");
});

test("a card that is thrown away is as it was before", () => {
  const here = context(plan());
  const answers = { ...blankAnswers(here), what: WORDS, category: "CC02" };
  assert.deepEqual({ ...answers, ...untouched("happened", here) }, blankAnswers(here));
});

test("what is begun is counted until it is finished or thrown away, also in another plan", () => {
  const counts = [];
  onCount((unfinished) => counts.push(unfinished));
  keep("a note  {}", { words: "x" });
  keep("b tonight", { unfinished: 2 });
  keep("c tonight", { unfinished: 0 });
  assert.equal(allBegun().length, 3);
  forget("a note  {}");
  forgetAll();
  assert.deepEqual(counts, [1, 3, 3, 2, 0]);
});

test("nothing is said to be sent over something half written", () => {
  const outbox = { waiting: 0, sending: 0, sending_of: 0, needs: 0, last_sent: 1, signal: true };
  const tablet = { open: true, saved: false, posted: 0 };
  assert.match(stateWords(outbox, tablet), /^All sent/);
  assert.equal(stateWords(outbox, tablet, 2), "2 unfinished. Kept on this tablet");
  assert.equal(
    stateWords({ ...outbox, waiting: 4 }, tablet, 1),
    "1 unfinished · 4 waiting to send. Kept on this tablet",
  );
  assert.equal(stateWords(outbox, { ...tablet, open: false }, 1), "1 unfinished. Keep this page open");
});
