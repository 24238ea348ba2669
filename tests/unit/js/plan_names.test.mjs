import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import test from "node:test";
import { before } from "../../../static/js/board/book_read.js";
import { finds, soughtBy } from "../../../static/js/plan/finding.js";
import { memberName, namesOf, staffName } from "../../../static/js/plan/read.js";
import { behaviourTitle, familyWords } from "../../../static/js/sections/ladder.js";
import { called, first, fold, parts } from "../../../static/js/words/names.js";
import { lower } from "../../../static/js/words/said.js";
import { entry, plan, PRIYA } from "./plan_sample.mjs";

const vectors = JSON.parse(readFileSync(new URL("../../vectors/names.json", import.meta.url), "utf8"));
const functions = {
  fold,
  first,
  parts,
  called: (people) => called(people.map(([name, born]) => ({ name, born }))),
};

for (const [name, rows] of Object.entries(vectors))
  for (const [asked, words] of rows)
    test(`${name}: ${JSON.stringify(asked)}, as on the server`, () => assert.deepEqual(functions[name](asked), words));

const bellwether = soughtBy(
  {
    names: ["Zoë", "Grace"],
    found_by: [
      { name: "Zoë D’Angelo", born: "2018-04-02" },
      { name: "Grace Bellwether", born: "" },
    ],
  },
  "Priya Nair leads",
);

for (const wanted of [
  "",
  "zoe",
  "Zoë",
  "D'Angelo",
  "d’angelo",
  "Grace Bellwether",
  "bellwether grace",
  "wether",
  "priya",
  "2018",
])
  test(`"${wanted}" finds the family`, () => assert.ok(finds(bellwether, wanted)));

for (const wanted of [
  "02/04/2018",
  "2.4.2018",
  "2 April 2018",
  "2 Apr 2018",
  "2nd of April 2018",
  "2018-04-02",
  "April 2018",
  "04/2018",
])
  test(`a birth date finds the family: ${wanted}`, () => assert.ok(finds(bellwether, wanted)));

for (const wanted of ["Noah", "Zoe Quinn", "03/04/2018", "2019", "May 2018"])
  test(`"${wanted}" does not`, () => assert.equal(finds(bellwether, wanted), false));

const member = (id, role, name, more = {}) => entry(id, "family_member", { role, name, born: "", due: "", ...more });
const large = () => ({
  ...plan(),
  entries: [
    member("mj", "parent", "Mary Jane"),
    member("ma", "kin", "Mary Ann"),
    member("abd", "perpetrator", "Abd al-Rahman Khan"),
    ...Array.from({ length: 13 }, (_, n) => member(`kid${n + 1}`, "child", `Baby O'Brien ${n + 1}`)),
  ],
});

test("each of a large family has a name of their own, the thirteenth child too", () => {
  const names = namesOf(large());
  assert.equal(names.parent, "Mary Jane");
  assert.equal(names.perpetrator, "Abd al-Rahman");
  assert.equal(names.children.length, 13);
  assert.equal(memberName(large(), "kid13"), "Baby O'Brien 13");
  assert.equal(memberName(large(), "ma"), "Mary Ann");
});

test("who was taken back is called as before, and lengthens nobody's name", () => {
  const held = large();
  held.entries[1].heads[0].withdrawn = "mistake";
  assert.equal(namesOf(held).parent, "Mary");
  assert.equal(memberName(held, "ma"), "Mary Ann");
});

test("people at work are told apart too", () => {
  const held = plan();
  held.people.push({ ...held.people[0], id: "other", name: "Priya Shah" });
  assert.equal(staffName(held, PRIYA), "Priya Nair");
  assert.equal(staffName(held, "gone", "Tom Ashdown"), "Tom");
});

test("a behaviour is headed by whoever does it, and a name keeps its capital", () => {
  const held = large();
  assert.equal(behaviourTitle(held, { who: "abd", what: "Waits outside" }), "Abd al-Rahman waits outside");
  assert.equal(
    lower("O’Brien waits", familyWords({ ...held, entries: [member("x", "child", "Baby O’Brien")] })),
    "O’Brien waits",
  );
});

test("a child's name for the person causing harm is never offered again, title or not", () => {
  const offered = (name) => {
    const person = { name, picture: "", tone: "", person: "" };
    const checks = [{ what: "person_asked", outcome: "yes", by: "", day: "" }];
    const page = { child: "kid1", page: "people", chosen: [], people: [person], checks };
    const held = { ...large(), entries: [...large().entries, entry("p1", "page", page)] };
    return before(held, "kid1").people.map((one) => one.name);
  };
  for (const name of ["Uncle Abd al-Rahman", "abd al-rahman", "Daddy Abd al Rahman"])
    assert.deepEqual(offered(name), []);
  assert.deepEqual(offered("Mary Ann"), ["Mary Ann"]);
});
