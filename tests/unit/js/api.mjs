// One browser has one cookie, whoever's it is now: a page sends what is written on it in its own person's name, or not at all.
import assert from "node:assert/strict";
import { test } from "node:test";

import { onEnded, send, setToken } from "../../../static/js/session/api.js";

const GRACE = "a".repeat(32),
  RUTH = "b".repeat(32);
/** Whose session the cookie opens. */
let cookie = GRACE;
const taken = [];
const json = (status, body) =>
  new Response(JSON.stringify(body), { status, headers: { "Content-Type": "application/json" } });
globalThis.fetch = async (_, { method, headers }) => {
  if (method === "GET") return json(200, { csrf: `token of ${cookie}`, signed_in: true, person: { id: cookie } });
  if (headers["X-CSRFToken"] !== `token of ${cookie}`) return json(400, { reason: "token" });
  taken.push(cookie);
  return json(200, {});
};

test("a session that was renewed is gone on with", async () => {
  setToken("an older token", GRACE);
  await send("POST", "/api/1/revisions", {});
  assert.deepEqual(taken.splice(0), [GRACE]);
});

test("somebody else signed in elsewhere: nothing goes in their name, and the words are asked for", async () => {
  cookie = RUTH;
  let asked = 0;
  onEnded(async () => {
    asked += 1;
    assert.deepEqual(taken, []);
    cookie = GRACE;
    setToken(`token of ${GRACE}`, GRACE);
  });
  await send("POST", "/api/1/revisions", {});
  assert.deepEqual([asked, taken.splice(0)], [1, [GRACE]]);
});

test("whatever session there is can be ended", async () => {
  cookie = RUTH;
  await send("DELETE", "/api/1/session", undefined, { quiet: true });
  assert.deepEqual(taken.splice(0), [RUTH]);
  // The token it was ended with is good for nothing else.
  onEnded(() => Promise.reject(new Error("asked")));
  await assert.rejects(() => send("POST", "/api/1/revisions", {}), /asked/);
  assert.deepEqual(taken, []);
});
