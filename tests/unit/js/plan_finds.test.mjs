// What could find a person is found in every form it is written in, and what finds nobody is left alone.
import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import test from "node:test";
import { alike, findsIn, textsOf, without } from "../../../static/js/writing/find.js";
import { offering } from "../../../static/js/writing/offering.js";

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

/** Words in two fields, and what was filed. @param {Record<string, any>} more */
function offers(more = {}) {
  const said = { first: more.first ?? "", second: more.second ?? "" };
  const done = { filed: [], kept: 0, shown: 0 };
  const it = offering(() => ({
    forms: () => ({ alike, findsIn, without }),
    refuges: () => refuges,
    texts: () =>
      Object.entries(said).map(([path, words]) => ({
        path,
        words,
        put: (now) => {
          said[path] = now;
        },
        seen: more.unseen?.() !== path,
      })),
    mayMove: () => true,
    file: async (find) => {
      if (more.refused?.()) throw Object.assign(new Error(), { reason: more.refused() });
      done.filed.push([find.kind, find.match]);
    },
    shown: () => {
      done.shown += 1;
    },
    done: () => {
      done.kept += 1;
    },
  }));
  /** A tap once the offer has been there a while. @param {"leaveFind" | "moveFind"} what */
  const tap = async (what) => {
    it.offeredAt -= 1000;
    await it[what]();
  };
  return { it, said, done, tap };
}

test("each find is offered after the one before, and nothing is kept until all are decided", async () => {
  const { it, said, done, tap } = offers({
    first: "Helpline 0300 123 4567. She moved to 12 Mill Lane CB1 2AB, her number 07700 900456",
    second: "Again 07700-900-456, and 0300 123 4567",
  });
  assert.equal(await it.undecided(), true);
  assert.equal(it.offered.match, "0300 123 4567");
  assert.equal(it.findHeading, "This could find someone");
  await tap("leaveFind");
  assert.equal(it.offered.match, "12 Mill Lane CB1 2AB");
  assert.equal(it.findHeading, "This could find someone too");
  await tap("moveFind");
  assert.equal(it.offered.match, "07700 900456");
  assert.equal(done.kept, 0);
  await tap("moveFind");
  assert.deepEqual(done, {
    filed: [
      ["home", "12 Mill Lane CB1 2AB"],
      ["phone", "07700 900456"],
    ],
    kept: 1,
    shown: 2,
  });
  // What was left is not asked about a second time, and what was kept is out of each text that said it.
  assert.equal(it.offered, null);
  assert.deepEqual(said, {
    first: "Helpline 0300 123 4567. She moved to (kept with the addresses), her number (kept with the addresses)",
    second: "Again (kept with the addresses), and 0300 123 4567",
  });
  assert.equal(await it.undecided(), false);
});

test("the second tap of two is not for the find that came where the first was", async () => {
  const { it, tap } = offers({ first: "07700 900456 or 07700 900457" });
  await it.undecided();
  await tap("leaveFind");
  await it.leaveFind();
  assert.equal(it.offered.match, "07700 900457");
});

test("words stay where they are when the address could not be kept, and no sentence says the find", async () => {
  let reason = "no-signal";
  const { it, said, done, tap } = offers({ first: "At 12 Mill Lane", refused: () => reason });
  await it.undecided();
  for (reason of ["no-signal", "refused"]) {
    await tap("moveFind");
    assert.equal(said.first, "At 12 Mill Lane");
    assert.match(it.findTrouble, /What you wrote is still here/);
    assert.doesNotMatch(it.findTrouble + it.findSaid + it.findHeading, /Mill/);
  }
  reason = "";
  await tap("moveFind");
  assert.equal(it.findTrouble, "");
  assert.equal(it.findSaid, "Kept with the addresses.");
  assert.equal(done.kept, 1);
});

test("a find in words this view may not show is not on the screen, and is not passed by", async () => {
  let hidden = "first";
  const { it, done, tap } = offers({ first: "At 12 Mill Lane", second: "on 07700 900456", unseen: () => hidden });
  await it.undecided();
  assert.equal(it.offered.match, "07700 900456", "what shows comes first");
  await tap("leaveFind");
  assert.equal(it.offered, null);
  assert.equal(it.findTrouble, "Kept for later.");
  assert.equal(done.kept, 0);
  hidden = "";
  assert.equal(it.offered.match, "12 Mill Lane");
});

test("what is offered as it is read keeps nothing by being decided", async () => {
  const { it, done, tap } = offers({ first: "At 12 Mill Lane" });
  await it.undecided(false);
  await tap("leaveFind");
  assert.equal(done.kept, 0);
  assert.equal(it.offered, null);
});
