import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { test } from "node:test";

import { makeKeeping } from "../../../static/js/board/keeping.js";
import { onHand, thanks } from "../../../static/js/board/hand.js";
import {
  blank,
  documentOf,
  felt,
  isEmpty,
  screensOf,
  sharedWith,
  toggled,
  touched,
} from "../../../static/js/board/sitting.js";
import { localVoice } from "../../../static/js/board/voice.js";
import { picture } from "../../../static/js/board/pictures.js";

const band = JSON.parse(readFileSync(process.env.BOARDS, "utf8")).bands["5-7"];
const about = { child: "c".repeat(32), band: "5-7", ground: "cream", may_look: [] };

test("only the pages the gate allows, in the board's order", () => {
  const screens = screensOf(band, ["done", "before", "book"], []);
  assert.deepEqual(
    screens.map((one) => one.page),
    ["book", "before", "before", "feel_after", "done"],
  );
  assert.deepEqual(
    screens.map((one) => one.stone),
    [0, 1, 1, 2, 2],
  );
});

test("a page that needs readiness is not there without all its checks, whatever pages crossed", () => {
  const ring = { id: "ring", ground: "cream", ready: ["language", "phone"], screens: [{ page: "ring" }] };
  const more = { ...band, pages: [...band.pages, ring] };
  const shown = (ready) => screensOf(more, ["book", "ring"], ready).map((one) => one.page);
  assert.deepEqual(shown([]), ["book"]);
  assert.deepEqual(shown(["language"]), ["book"]);
  assert.deepEqual(shown(["language", "phone"]), ["book", "ring"]);
});

test("nothing starts chosen", () => {
  assert.ok(isEmpty(blank()));
  const { data } = documentOf("feel", blank(), about);
  assert.deepEqual(
    [data.chosen, data.people, data.body, data.words, data.dont_know, data.own_picture],
    [[], [], [], "", "", ""],
  );
  assert.equal(data.state, "made");
});

test("a tap chooses, a second undoes, and one choice replaces only its own kind", () => {
  assert.deepEqual(toggled([], "sad", false, []), ["sad"]);
  assert.deepEqual(toggled(["sad", "glad"], "sad", false, []), ["glad"]);
  assert.deepEqual(toggled(["colour-plum", "yes"], "colour-sky", true, ["colour-plum", "colour-sky"]), [
    "yes",
    "colour-sky",
  ]);
});

test("a feeling belongs to the part that was touched, or to all of me", () => {
  const tummy = touched([], "tummy");
  const fluttering = felt(tummy, "tummy", "butterflies");
  assert.deepEqual(fluttering, [{ part: "tummy", feeling: "butterflies" }]);
  assert.deepEqual(felt(fluttering, "tummy", "butterflies"), [{ part: "tummy", feeling: "" }]);
  assert.deepEqual(felt([], "", "warm"), [{ part: "", feeling: "warm" }]);
  assert.deepEqual(felt([{ part: "", feeling: "warm" }], "", "warm"), []);
  assert.deepEqual(touched(fluttering, "tummy"), []);
});

test("whoever is named is thanked for in the same words", () => {
  const say = (name) => thanks({ name, picture: "", tone: "", drawn: "" }, () => "");
  assert.equal(say("Ruth"), "You chose Ruth. Thank you.");
  assert.equal(say("Mark"), "You chose Mark. Thank you.");
});

test("a hand holds four, then another hand", () => {
  const people = ["a", "b", "c", "d", "e"].map((name) => ({ name, picture: "", tone: "", drawn: "" }));
  assert.equal(onHand(people.slice(0, 4), false).length, 4);
  assert.equal(onHand(people.slice(0, 4), true).length, 0);
  assert.deepEqual(
    onHand(people, false).map((one) => one.name),
    ["e"],
  );
  assert.deepEqual(onHand([], false), []);
});

test("others may look only if the child named somebody", () => {
  const ruth = { person: "", name: "Ruth", yes: "yes" };
  assert.deepEqual(sharedWith(undefined), []);
  assert.deepEqual(sharedWith(blank()), []);
  assert.deepEqual(sharedWith({ ...blank(), may_look: [ruth] }), [ruth]);
  assert.deepEqual(sharedWith({ ...blank(), may_look: [{ ...ruth, name: " " }] }), []);
  assert.deepEqual(sharedWith({ ...blank(), may_look: [ruth], chosen: ["just-you-and-me"] }), []);
  assert.deepEqual(sharedWith({ ...blank(), may_look: [ruth], dont_know: "yes" }), []);
});

function keeper() {
  let n = 0;
  const sent = [];
  const box = (name) => ({ compartment: name, epoch: 1, public: "" });
  const from = { plan: "p", author: "a", device: null, letterboxes: { child: box("child"), kept: box("kept") } };
  const keeping = makeKeeping(from, {
    seal: async (_, room, revision) => ({ room: room.compartment, revision }),
    add: (letters) => sent.push(...letters),
    newId: () => {
      n += 1;
      return `id${n}`;
    },
    now: () => 1,
  });
  return { keeping, sent };
}

test("a page goes at once to where few may look, and only when it changed", async () => {
  const { keeping, sent } = keeper();
  const page = documentOf("feel", { ...blank(), chosen: ["sad"] }, about);
  keeping.keep("feel", page);
  await keeping.keep("feel", page);
  assert.deepEqual(
    sent.map((one) => one.room),
    ["kept"],
  );
  // The server refuses a revision whose device is neither an id nor "".
  assert.equal(sent[0].revision.device, "");
  await keeping.keep("feel", documentOf("feel", { ...blank(), chosen: [] }, about));
  assert.equal(sent[1].revision.entry, sent[0].revision.entry);
  assert.deepEqual(sent[1].revision.parents, [sent[0].revision.id]);
});

test("the child lets people look: each page moves, the grown-up's note stays", async () => {
  const { keeping, sent } = keeper();
  const ruth = [{ person: "", name: "Ruth", yes: "yes" }];
  keeping.keep("feel", documentOf("feel", { ...blank(), chosen: ["sad"] }, about));
  keeping.note(documentOf("my_words", { ...blank(), words: "loud" }, about));
  await keeping.share(ruth);
  assert.deepEqual(
    sent.map((one) => [one.room, one.revision.document.data.page, one.revision.document.withdrawn]),
    [
      ["kept", "feel", ""],
      ["kept", "my_words", ""],
      ["child", "feel", ""],
      ["kept", "feel", "replaced"],
    ],
  );
  assert.deepEqual(sent[2].revision.document.data.may_look, ruth);
  assert.notEqual(sent[2].revision.entry, sent[0].revision.entry);
  assert.deepEqual(sent[3].revision.parents, [sent[0].revision.id]);
  const before = sent.length;
  await keeping.share(ruth);
  assert.equal(sent.length, before);
});

test("only a voice that lives on the device reads aloud", () => {
  const far = { localService: false, lang: "en-GB", name: "far" };
  const near = { localService: true, lang: "en_US", name: "near" };
  const home = { localService: true, lang: "en-GB", name: "home" };
  assert.equal(localVoice([far]), null);
  assert.equal(localVoice([{ localService: true, lang: "fr-FR" }]), null);
  assert.equal(localVoice([far, near]), near);
  assert.equal(localVoice([near, home]), home);
});

test("a picture's name can only be a picture's name", () => {
  assert.equal(picture("teacher", "3"), "/static/dist/pictures/teacher-3.svg");
  assert.equal(picture("teacher", "0"), "/static/dist/pictures/teacher.svg");
  assert.equal(picture("../../secret"), "");
});
