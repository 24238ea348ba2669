import assert from "node:assert/strict";
import { test } from "node:test";

import { inTurn, openFollowing } from "../../../static/js/board/following.js";

const children = ["Noah", "Ella", "Zayn"].map((name) => ({ child: name, gate: { child: name } }));

test("each child's page holds that child, and nothing of who follows can be read in it", async () => {
  let crossing = await inTurn(children);
  const keys = new Set();
  for (const [at, { child }] of children.entries()) {
    assert.equal(crossing.child, child);
    const text = JSON.stringify(crossing);
    for (const other of children.slice(at + 1))
      assert.ok(!text.includes(other.child) && !atob(crossing.following.sealed).includes(other.child));
    for (const other of children.slice(0, at)) assert.ok(!text.includes(other.child));
    if (!crossing.following) break;
    keys.add(crossing.following.key);
    crossing = await openFollowing(crossing.following);
  }
  assert.equal(crossing.child, "Zayn");
  assert.equal(crossing.following, null);
  assert.equal(keys.size, 2);
});

test("the key of one envelope opens no other", async () => {
  const [one, other] = await Promise.all([inTurn(children), inTurn(children)]);
  await assert.rejects(openFollowing({ ...one.following, key: other.following.key }));
});

test("a child alone has no envelope", async () => {
  assert.equal((await inTurn([children[0]])).following, null);
});
