import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import test from "node:test";
import { itemOf } from "../../../static/js/plan/asking.js";
import { filled, openAsks, stopCards } from "../../../static/js/sections/advice_model.js";
import { answered, askedCards } from "../../../static/js/sections/asked_of_me.js";
import {
  asks,
  draftKey,
  emptyDraft,
  forgetAll,
  keep,
  recall,
  ofTyping,
  typedWrong,
  wrongs,
} from "../../../static/js/writing/draft.js";
import { entryOf } from "../../../static/js/plan/read.js";
import {
  blankAnswers,
  cardsFor,
  readBack,
  tonightAsks,
  unpicked,
  writesOf,
} from "../../../static/js/sections/tonight_cards.js";
import { bothStand, holdsLine, settling, untilChosen, versions } from "../../../static/js/sections/two_wrote.js";
import { action, context, DANA, entry, head, label, plan, TODAY } from "./plan_sample.mjs";

const FIELDS = [
  {
    name: "what",
    type: "text",
    list: "",
    label: "What happens then?",
    ask: "visit",
    seen_with: "parent",
    required: true,
    needed: "Write what happens then.",
    max: 40,
    when: null,
    default: "",
  },
  {
    name: "telling",
    type: "code",
    list: "tellings",
    label: "Told?",
    ask: "desk",
    seen_with: "me",
    required: false,
    needed: "",
    when: null,
    default: "not_to_be_told",
    caution: { not_to_be_told: 20, told: 0 },
  },
  {
    name: "telling_who",
    type: "text",
    list: "",
    label: "Who tells?",
    ask: "desk",
    seen_with: "me",
    required: true,
    needed: "Say who tells.",
    max: 300,
    when: { field: "telling", in: ["told"] },
    default: "",
  },
  {
    name: "covers",
    type: "refs",
    list: "",
    label: "Covers",
    ask: "desk",
    seen_with: "me",
    required: false,
    needed: "",
    when: null,
    default: [],
  },
];
const KIND = {
  fields: FIELDS,
  in_order: [{ start: "from_day", end: "until_day", words: "The end date is before the start. Which is right?" }],
};

test("a draft has every field, its defaults, and never shares a list with what it came from", () => {
  const covers = ["b1"];
  const draft = emptyDraft(FIELDS, { covers });
  assert.deepEqual(draft, { what: "", telling: "not_to_be_told", telling_who: "", covers: ["b1"] });
  draft.covers.push("b2");
  assert.deepEqual(covers, ["b1"]);
});

test("only what is asked can be missing, and the words are the form's", () => {
  assert.deepEqual(wrongs(KIND, { what: " ", telling: "not_to_be_told", covers: [] }), [
    { field: "what", words: "Write what happens then." },
  ]);
  assert.deepEqual(
    wrongs(KIND, { what: "x", telling: "told", telling_who: "", covers: [] }).map((one) => one.field),
    ["telling_who"],
  );
  assert.deepEqual(
    wrongs(KIND, { what: "x", telling: "", from_day: "2026-11-24", until_day: "2026-11-20" }).map((one) => one.field),
    ["until_day"],
  );
  assert.deepEqual(wrongs(KIND, { what: "x".repeat(41), telling: "" }), [
    { field: "what", words: "41 characters; 40 can be kept" },
  ]);
  assert.equal(typedWrong({ ...FIELDS[0], max: 20000 }, "x".repeat(20013)), "20,013 characters; 20,000 can be kept");
  assert.deepEqual(
    wrongs(KIND, { what: "\u{1F98A}".repeat(40), telling: "" }),
    [],
    "a fox is one character, as on the server",
  );
  assert.equal(asks(FIELDS[2], { telling: "telling_plan" }), false);
});

test("a character that cannot be kept is said while it is typed, as the server says it", () => {
  const { kept, not } = JSON.parse(readFileSync(new URL("../../vectors/characters.json", import.meta.url), "utf8"));
  for (const words of kept) assert.equal(typedWrong({ ...FIELDS[0], max: 20000 }, words), "", JSON.stringify(words));
  for (const words of not)
    assert.match(
      typedWrong({ ...FIELDS[0], max: 20000 }, words),
      /character that cannot be kept/,
      JSON.stringify(words),
    );
  const [wrong] = wrongs(KIND, { what: "Nan brings\u0007 the bag", telling: "" });
  assert.equal(wrong.words, "This has a character that cannot be kept: number 11. Take it out.");
  assert.ok(ofTyping(wrong), "it goes as soon as the character has gone");
  assert.equal(typedWrong({ ...FIELDS[0], type: "code" }, "\u0007"), "");
});

test("a draft outlives the cover, stays with its own question, and goes with its writer", () => {
  keep(draftKey("p", "action", "", { covers: ["b1"] }), { what: "kept" });
  assert.deepEqual(recall(draftKey("p", "action", "", { covers: ["b1"] })), { what: "kept" });
  assert.equal(recall(draftKey("p", "action", "", { covers: ["b2"] })), null);
  forgetAll();
  assert.equal(recall(draftKey("p", "action", "", { covers: ["b1"] })), null);
});

const conflict = () => {
  const two = entry(
    "c",
    "contingency",
    { what: "Nana Bell", telling: "not_to_be_told", telling_who: "", covers: [] },
    head(
      { what: "Uncle Ade", telling: "told", telling_who: "Sam", covers: [] },
      { author: "s", author_name: "Sam Obi", received_at: Date.now() + 1e9 },
    ),
  );
  return two;
};

test("two writings show what differs, who wrote, and whether without signal", () => {
  const [mine, theirs] = versions(plan(), conflict(), FIELDS, label, TODAY);
  assert.equal(mine.name, "Priya Nair, you");
  assert.match(theirs.at, /without signal$/);
  assert.deepEqual(
    mine.facts.map((fact) => [fact.key, fact.differs, fact.value]),
    [
      ["what", true, "Nana Bell"],
      ["telling", true, "Not to be told"],
      ["telling_who", true, "nothing written"],
    ],
  );
});

test("one is called safer only where its answer is the more careful", () => {
  const line = (two) => Object.values(holdsLine(plan(), two, FIELDS, label, TODAY)).join(": ");
  assert.equal(line(conflict()), "the safer one holds: Mark is not to be told");
  assert.equal(untilChosen(conflict(), FIELDS), "The safer one holds until you choose");

  // Of two free texts nobody judges which is safer; and the one that holds may be the less careful one until the server says.
  const texts = entry(
    "c",
    "contingency",
    { what: "Rings Nana Bell.", telling: "told" },
    head({ what: "Rings 999", telling: "told" }),
  );
  assert.equal(line(texts), "this one is used: Rings Nana Bell");
  assert.equal(untilChosen(texts, FIELDS), "Until you choose, one of them is used");
  const unjudged = conflict();
  unjudged.holds = unjudged.heads[1].revision;
  assert.match(line(unjudged), /^this one is used/);
  assert.equal(untilChosen({ ...texts, kind: "voice" }, FIELDS), "Both stand");
});

test("settling names every head; keeping both gives the other an entry of its own", () => {
  const two = conflict();
  const parents = two.heads.map((one) => one.revision);
  const [kept, ...none] = settling(two, "1", "It is nearer", () => "new");
  assert.deepEqual(
    [kept.parents, kept.document.data.what, kept.document.why, none.length],
    [parents, "Uncle Ade", "It is nearer", 0],
  );
  const both = settling(two, "both", "", () => "new");
  assert.deepEqual(
    both.map((change) => [change.entry, change.parents.length, change.document.data.what]),
    [
      ["c", 2, "Nana Bell"],
      ["new", 0, "Uncle Ade"],
    ],
  );
});

test("a child's words are not chosen between", () => {
  assert.equal(bothStand(entry("v", "voice", {})), true);
  assert.equal(bothStand(conflict()), false);
});

test("nothing near children asks what happened, and nothing with the parent asks what must not come out", () => {
  const ids = (view) => cardsFor(view).map((card) => card.id);
  assert.deepEqual(ids("children"), ["family", "child"]);
  assert.equal(ids("parent").includes("happened"), false);
  assert.equal(ids("parent").includes("knows"), false);
  assert.equal(ids("me").length, 8);
});

test("probation is not among what is asked tonight about somebody under 18", () => {
  const held = plan();
  const keys = () => tonightAsks(context(held)).map((one) => one.key);
  assert.ok(keys().includes("probation"));
  entryOf(held, "mark").heads[0].data.under_18 = "yes";
  assert.ok(!keys().includes("probation"));
});

test("an empty answer writes nothing; names are written once and changed after that", () => {
  const bare = context({ ...plan(), entries: [] });
  const answers = blankAnswers(bare);
  for (const card of cardsFor("me")) assert.deepEqual(writesOf(card.id, answers, bare, {}), [], card.id);
  Object.assign(answers, {
    parent: "Grace",
    cause: "Mark",
    children: [{ entry: "", name: "Noah", born: "2018-04-02" }],
  });
  assert.deepEqual(
    writesOf("family", answers, bare, {}).map((write) => [write.data.role, write.data.name]),
    [
      ["parent", "Grace"],
      ["child", "Noah"],
      ["perpetrator", "Mark"],
    ],
  );
  const full = context(plan());
  const known = blankAnswers(full);
  assert.deepEqual(writesOf("family", known, full, {}), []);
  known.parent = "Grace B";
  assert.deepEqual(
    writesOf("family", known, full, {}).map((write) => write.key),
    ["grace"],
  );
});

test("what others are asked starts as asked, untold, and answers what happened", () => {
  const held = context(plan());
  const answers = { ...blankAnswers(held), picked: ["look"] };
  const [write] = writesOf("asks", answers, held, { happened: "b1" });
  assert.deepEqual(
    [write.data.state, write.data.telling, write.data.covers, write.data.what],
    ["asked", "not_to_be_told", ["b1"], "Look in on Grace tonight"],
  );
  assert.deepEqual(unpicked(answers, { "ask look": "x", "ask flag": "y", contact: "z" }), ["ask flag"]);
});

test("the plan is read back with others first and says what is only asked", () => {
  const held = plan(
    action("g", { owner: "parent", what: "Keeps her key", own_choice: "yes" }),
    action("a", { agency: "police", what: "Look in tonight", state: "asked" }),
    action("h", { agency: "housing", what: "Change the lock", state: "asked" }),
    action("p", { owner: "perpetrator", what: "Goes to the programme", programme: "waiting" }),
    action("o", { owner: "parent", what: "Sleeps at Nana Bell’s", until_day: "2026-11-20" }),
    entry("c", "contingency", {
      trigger: "mark_comes",
      trigger_words: "Mark comes",
      what: "Police come",
      ring: "Nana Bell",
    }),
  );
  assert.deepEqual(
    readBack(context(held)).map((line) => [line.css, line.words, line.more]),
    [
      ["own-asked", "Mark: goes to the programme.", "Not begun. Nothing counts until it has."],
      ["own-asked", "Police: look in tonight.", "Asked. Nothing counts until they accept."],
      ["own-asked", "Housing: change the lock.", "Not shared with them yet. Nothing counts until they accept."],
      ["own-none", "If Mark comes: Police come.", "Ring Nana Bell."],
      ["own-parent", "Keeps her key.", "You chose this."],
    ],
  );
});

test("where the rules could not come nobody is read a promise that is only asked for", () => {
  const held = plan(action("a", { what: "Look in on Grace tonight", state: "asked" }));
  const [line] = readBack(context(held, { item: (one) => itemOf(new Map(), one) }));
  assert.match(line.more, /Nothing counts until/);
});

test("a partner reads what is asked of them only, and an answer keeps the rest of the action", () => {
  const mine = action("a", {
    state: "asked",
    asked_of: DANA,
    agency: "police",
    what: "Look in",
    answer_by: "2026-11-24T18:00",
    if_not: "desk",
  });
  const held = plan(
    mine,
    action("b", { state: "asked", agency: "probation" }),
    action("c", { state: "asked", agency: "police" }),
  );
  held.me = { id: DANA, agency: "police", agency_kind: "police" };
  assert.deepEqual(
    askedCards(context(held)).map((card) => [card.entry, card.answerBy, card.asker]),
    [
      ["a", "today 18.00", "Priya"],
      ["c", "", "Priya"],
    ],
  );
  const no = answered(mine, "cannot", { reason: "power", words: "" }, held.me, "2026-11-24T15:00");
  assert.deepEqual([no.state, no.cannot_reason, no.answered_by, no.if_not], ["cannot", "power", DANA, "desk"]);
  assert.equal(answered(mine, "accepted", { reason: "power", words: "x" }, held.me, "").cannot_reason, "");
  assert.equal(
    answered(action("d", { agency: "", asked_of: DANA }), "accepted", { reason: "", words: "" }, held.me, "").agency,
    "police",
    "an answer to an older plan names the agency",
  );
});

const RULES = [
  {
    code: "b",
    order: 2,
    title: "B",
    ask: "b?",
    button: { label: "Add", kind: "action", opens: "new", preset: { covers: ["{item}"], owner: "agency" } },
  },
  { code: "a", order: 1, title: "A", button: {} },
  { code: "s", order: 0, title: "Stop", stop: true, words: "Now", ask: "do" },
];

test("open rules become asks in their order; stops, met and answered ones do not", () => {
  const results = [
    { rule: "b", state: "not_met", items: ["b1", "b2"] },
    { rule: "a", state: "not_met", items: [] },
    { rule: "s", state: "not_met", items: ["x"] },
  ];
  const found = openAsks(RULES, results, (text) => text || "");
  assert.deepEqual(
    found.map((ask) => ask.code),
    ["a", "b"],
  );
  assert.deepEqual(found[1].preset, { covers: ["b1"], owner: "agency" });
  assert.deepEqual(
    openAsks(RULES, [{ rule: "b", state: "answered", items: ["b1"] }], (text) => text),
    [],
  );
  assert.deepEqual(filled({ covers: ["{item}"], power: "P11" }, ""), { covers: [], power: "P11" });
});

test("a stop says what to do now", () => {
  assert.deepEqual(
    stopCards(RULES, [{ rule: "s", state: "not_met", items: ["x"] }], (text) => text || ""),
    [{ code: "s", now: "do", title: "Stop", words: "Now" }],
  );
});
