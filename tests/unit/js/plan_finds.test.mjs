// What could find a person is found in every form it is written in, and what finds nobody is left alone.
import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import test from "node:test";
import { alike, findsIn, textsOf, without } from "../../../static/js/writing/find.js";

const { refuges, found, none } = JSON.parse(readFileSync(new URL("../../vectors/finds.json", import.meta.url), "utf8"));

test("every find of a text, in its order", () => {
  for (const { text, finds } of found)
    assert.deepEqual(
      findsIn(text, refuges).map((one) => [one.kind, one.match]),
      finds,
      text,
    );
});

test("what finds nobody is left alone, or every sentence would be questioned", () => {
  for (const text of none) assert.deepEqual(findsIn(text, refuges), [], text);
});

test("a find says where it stands, and none lies over another", () => {
  const all = found.map((one) => one.text).join("; ");
  let end = 0;
  for (const { start, match } of findsIn(all, refuges)) {
    assert.ok(start >= end, match);
    assert.equal(all.slice(start, start + match.length), match);
    end = start + match.length;
  }
  assert.ok(end > all.length - 20);
});

test("a refuge is known by the area's own list and by nothing else", () => {
  assert.deepEqual(findsIn("a room at Harbour House"), []);
  assert.deepEqual(findsIn("a room at Harbour House", [""]), []);
  assert.equal(findsIn("a room at HARBOUR HOUSE.", ["Harbour House"])[0].kind, "refuge");
});

test("long words are looked through in the time of a tap", () => {
  const before = performance.now();
  for (const piece of ["0 ", "1    ", "a@a.", "Aaaa ", "12 Aa Bb Cc ", "flat 1 ", "abc.", "Aa, ", "07700 900456 "])
    findsIn(piece.repeat(20000 / piece.length), refuges);
  assert.ok(performance.now() - before < 6000);
});

test("what is taken out leaves a sentence that reads, however often it is said and however it is spaced", () => {
  assert.equal(without("Go to 4 High Street now", "4 High Street"), "Go to (kept with the addresses) now");
  assert.equal(
    without("Ring 07700 900456. Again: 07700-900-456; not 07700 900457", "07700 900456"),
    "Ring (kept with the addresses). Again: (kept with the addresses); not 07700 900457",
  );
  assert.equal(alike("12 mill lane"), alike("12, Mill  Lane"));
  assert.notEqual(alike("@mara"), alike("mara"));
});

test("texts are looked at, in rows as well, and nothing else of an entry is", () => {
  const fields = [
    { name: "what", type: "text" },
    { name: "ring", type: "code" },
    {
      name: "rows",
      type: "items",
      rows: [
        { name: "words", type: "text" },
        { name: "child", type: "ref" },
      ],
    },
  ];
  const data = { what: "a", ring: "b", rows: [{ words: "c", child: "d" }, { words: "e" }] };
  const texts = textsOf(fields, data);
  assert.deepEqual(
    texts.map((one) => [one.path, one.words]),
    [
      ["what", "a"],
      ["rows.0.words", "c"],
      ["rows.1.words", "e"],
    ],
  );
  texts[2].put("E");
  assert.deepEqual(data.rows, [{ words: "c", child: "d" }, { words: "E" }]);
});
