import assert from "node:assert/strict";
import { test } from "node:test";

import { canonical, hashOf } from "../../../static/js/sealing/canonical.js";

test("keys are sorted at every depth and nothing stands between", () => {
  assert.equal(canonical({ b: [1, { d: null, c: true }], a: "x" }), '{"a":"x","b":[1,{"c":true,"d":null}]}');
});

test("words stay as they are; only what JSON must escape is escaped", () => {
  assert.equal(canonical("Żółć “no” \u2028 \u007f 🐇 / \u0001\n"), '"Żółć “no” \u2028 \u007f 🐇 / \\u0001\\n"');
});

for (const [name, value] of [
  ["a fraction", 1.5],
  ["a number past 2**53", 2 ** 53],
  ["not a number", NaN],
  ["nothing at all", undefined],
  ["a key outside ASCII", { é: 1 }],
  ["a key of digits", { 12: 1 }],
  ["half a character", "a\ud800b"],
  ["the other half", "\udc00"],
  ["a function", () => 1],
]) {
  test(`${name} is refused rather than guessed`, () => {
    assert.throws(() => canonical({ inside: [value] }), TypeError);
  });
}

test("the hash is SHA-256 of the canonical bytes, in hex", async () => {
  assert.equal(await hashOf({}), "44136fa355b3678a1146ad16f7e8649e94fb4fc21fe77e8310c060f61caaff8a");
});

test("the order in which keys were written does not change the hash", async () => {
  assert.equal(await hashOf({ a: 1, b: 2 }), await hashOf({ b: 2, a: 1 }));
});
