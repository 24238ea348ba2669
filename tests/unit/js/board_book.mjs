import assert from "node:assert/strict";
import { test } from "node:test";

import { packed, unpacked } from "../../../static/js/board/crossing.js";
import { askedLately, before, pageRow, voicesOf } from "../../../static/js/board/book_read.js";

const NOAH = "c".repeat(32);
const BLANK = {
  child: NOAH,
  page: "hand",
  chosen: [],
  people: [],
  body: [],
  words: "",
  drawing: "",
  dont_know: "",
  may_look: [],
  checks: [],
  state: "made",
  own_picture: "",
  call_me: "",
};
const label = (list, code) => (code ? `${list}:${code}` : "");

function plan(...pages) {
  return {
    people: [],
    compartments: [
      { id: "k", class: "kept" },
      { id: "c", class: "child" },
    ],
    entries: pages.map((page, n) => ({
      entry: `e${n}`,
      kind: "page",
      compartment: page.room || "c",
      holds: `r${n}`,
      heads: [
        {
          revision: `r${n}`,
          data: { ...BLANK, ...page.data },
          withdrawn: "",
          author_name: "Priya Nair",
          authored_at: page.at || n,
        },
      ],
    })),
  };
}

test("whom the child did not let look is never read as let", () => {
  const one = plan({
    data: {
      may_look: [
        { name: "Ruth", yes: "yes" },
        { name: "my baby cousin", yes: "no" },
        { name: "Ade", yes: "" },
      ],
    },
  });
  assert.equal(pageRow(one, one.entries[0], label).look, "The child lets Ruth look. Not my baby cousin, Ade.");
});

test("a kept page says so, whatever it names", () => {
  const one = plan({ room: "k", data: { may_look: [{ name: "Ruth", yes: "yes" }] } });
  assert.equal(pageRow(one, one.entries[0], label).look, "Kept for few to see");
});

test("only people who were asked and said yes are offered by name next time", () => {
  const people = ["Ruth", "Mark", "Ade"].map((name) => ({ name, picture: "", tone: "", drawn: "" }));
  const checks = [
    { what: "person_asked", outcome: "yes" },
    { what: "person_safe", outcome: "no" },
    { what: "person_asked", outcome: "not_yet" },
  ];
  assert.deepEqual(
    before(plan({ data: { people, checks } }), NOAH).people.map((one) => one.name),
    ["Ruth"],
  );
});

test("a child's words are quoted, what a worker saw is not, and each says whose it is", () => {
  const row = (n, kind, data) => ({
    entry: `v${n}`,
    kind,
    compartment: "c",
    holds: `r${n}`,
    heads: [{ revision: `r${n}`, data, withdrawn: "" }],
  });
  const held = {
    compartments: [],
    entries: [
      row(0, "family_member", { name: "Noah Bellwether", role: "child" }),
      row(1, "voice", {
        child: "v0",
        way: "words",
        words: "Quiet",
        when_day: "2026-11-20",
        where: "home",
        heard_by: "Priya Nair",
      }),
      row(2, "voice", { child: "v0", way: "observation", words: "Stays by the door", when_day: "2026-11-24" }),
      row(3, "voice", { child: "x", way: "words", words: "Mine" }),
    ],
  };
  const words = { words: "In the child's own words", observation: "What a worker saw", home: "At home" };
  assert.deepEqual(
    voicesOf(
      held,
      "v0",
      (_list, code) => words[code] || "",
      (day) => day,
    ).map(({ title, quoted, sub }) => [title, quoted, sub]),
    [
      ["What a worker saw", false, "2026-11-24"],
      ["In Noah's own words", true, "2026-11-20, at home, Priya Nair"],
    ],
  );
});

test("another child's book is another book", () => {
  const ella = { child: "e".repeat(32), own_picture: "boat", page: "book", chosen: ["colour-sky"] };
  assert.deepEqual(before(plan({ data: ella }), NOAH), { cover: "", own_picture: "", call_me: "", people: [] });
  assert.equal(askedLately(plan({ data: ella }), NOAH, label, String), "Nobody has, in this book.");
});

test("who asked last, and what, so that nobody asks twice", () => {
  const both = plan(
    { at: 5, data: { page: "feel" } },
    { at: 5, data: { page: "helps" } },
    { at: 1, data: { page: "tell" } },
  );
  assert.equal(
    askedLately(both, NOAH, label, (when) => `day ${when}`),
    "Priya did, day 5. Pages were: pages:feel, pages:helps.",
  );
});

test("what crosses to the child's page is short texts, and arrives whole", () => {
  const gate = {
    v: 1,
    child: "Noah",
    worker: "Priya",
    manager: "",
    band: "5-7",
    style: "few",
    ground: "",
    cover: "colour-plum",
    own_picture: "fox",
    call_me: "No\u2019ah",
    pages: ["book", "before", "done"],
    ready: ["language", "phone"],
    people: [{ name: "Nana \u201cBell\u201d", picture: "grandparent", tone: "2", person: "" }],
  };
  const sent = packed(gate);
  assert.ok(Object.values(sent).every((one) => typeof one === "string" && one.length < 200));
  assert.deepEqual(unpacked(sent), gate);
  assert.deepEqual(unpacked({}).people, []);
  assert.deepEqual(unpacked({}).ready, [], "what crossed from an older page makes nobody ready");
});
