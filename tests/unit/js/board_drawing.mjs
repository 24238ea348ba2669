import assert from "node:assert/strict";
import { test } from "node:test";

import { LIMIT, decode, encode, outline, point, simplify, under } from "../../../static/js/board/drawing.js";

const wave = (count, from = 0) =>
  Array.from({ length: count }, (_, n) => point(n * 2 + from, 300 + 12 * Math.sin(n / 3)));

test("what is drawn comes back as drawn, in whole numbers", () => {
  const lines = [{ crayon: "purple", points: [point(0.4, 1.6), point(999.7, 749.9)] }];
  const text = encode(lines);
  assert.equal(text, '{"v":1,"lines":[["purple",0,2,1000,750]]}');
  assert.deepEqual(decode(text), lines);
});

test("a line is under the finger wherever the sheet lies and however large it is shown", () => {
  assert.deepEqual(under({ clientX: 140, clientY: 220 }, { left: 100, top: 200, width: 500, height: 375 }), [80, 40]);
  // Lower than its width would have it: the drawing is in the middle.
  assert.deepEqual(under({ clientX: 500, clientY: 0 }, { left: 0, top: 0, width: 1000, height: 375 }), [500, 0]);
  assert.deepEqual(under({ clientX: 300, clientY: 375 }, { left: 0, top: 0, width: 1000, height: 375 }), [100, 750]);
  assert.deepEqual(
    under({ clientX: 9, clientY: 9 }, { left: 0, top: 0, width: 0, height: 0 }),
    [0, 0],
    "a sheet that is not shown",
  );
});

test("nothing drawn is nothing kept", () => {
  assert.equal(encode([]), "");
  assert.deepEqual(decode(""), []);
});

test("a long drawing is made coarser until it fits, and keeps every line", () => {
  const lines = Array.from({ length: 120 }, (_, n) => ({ crayon: "green", points: wave(400, n) }));
  const text = encode(lines);
  assert.ok(text.length <= LIMIT);
  assert.equal(decode(text).length, 120);
});

test("one that can never fit says so, rather than losing lines in silence", () => {
  const lines = Array.from({ length: 9000 }, () => ({ crayon: "black", points: [point(1, 1), point(900, 700)] }));
  assert.equal(encode(lines), null);
});

test("points on the way are left out, corners stay", () => {
  assert.deepEqual(
    simplify(
      [
        [0, 0],
        [5, 0],
        [10, 0],
        [10, 10],
      ],
      1,
    ),
    [
      [0, 0],
      [10, 0],
      [10, 10],
    ],
  );
});

test("a dot is a dot, and text that is no drawing draws nothing", () => {
  assert.ok(outline({ crayon: "black", points: [point(5, 5)] }).startsWith("M"));
  for (const text of ["{", "null", "[]", '{"v":2,"lines":[]}', '{"v":1,"lines":"x"}'])
    assert.deepEqual(decode(text), []);
  assert.deepEqual(decode('{"v":1,"lines":[["red","a",null,9999,-4]]}')[0].points, [
    [0, 0],
    [1000, 0],
  ]);
});
