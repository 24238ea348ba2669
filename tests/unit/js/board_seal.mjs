// Seals what comes in on standard input, or prints a page with everything on it: the other half of test_board_js.py.
import { readFileSync } from "node:fs";

import { makeKeeping } from "../../../static/js/board/keeping.js";
import { hashOfLetter } from "../../../static/js/sealing/letter_hash.js";
import { sealLetter } from "../../../static/js/sealing/letters.js";
import { blank, documentOf } from "../../../static/js/board/sitting.js";

function whole() {
  const answer = {
    ...blank(),
    chosen: ["colour-plum", "worried", "something-else"],
    words: "it gets lowd",
    dont_know: "yes",
    call_me: " Noah ",
    people: [
      { name: "Ruth", picture: "teacher", tone: "3", drawn: "" },
      { name: "", picture: "", tone: "", drawn: '{"v":1,"lines":[["black",1,2,3,4]]}' },
    ],
    body: [
      { part: "tummy", feeling: "butterflies" },
      { part: "", feeling: "warm" },
      { part: "other_hand", feeling: "" },
    ],
    own_picture: ["fox"],
    drawing: '{"v":1,"lines":[["purple",0,0,1000,750]]}',
  };
  const may_look = [{ person: "", name: "Ruth", yes: "yes" }];
  return documentOf("hand", answer, { child: "c".repeat(32), band: "5-7", ground: "stone", may_look });
}

if (process.argv[2] === "document") process.stdout.write(JSON.stringify(whole()));
else if (process.argv[2] === "revision") {
  const box = { compartment: "2".repeat(32), epoch: 0, public: "" };
  const from = { plan: "1".repeat(32), author: "4".repeat(32), device: null, letterboxes: { child: box, kept: box } };
  const keeping = makeKeeping(from, {
    seal: async (_, __, revision) => process.stdout.write(JSON.stringify(revision)),
    add() {},
    newId: () => crypto.randomUUID().replaceAll("-", ""),
    now: () => Date.now(),
  });
  await keeping.keep("hand", whole());
} else {
  const { place, box, revision } = JSON.parse(readFileSync(0, "utf8"));
  const letter = await sealLetter(place, box, revision);
  process.stdout.write(JSON.stringify({ ...letter, hash: await hashOfLetter(letter) }));
}
