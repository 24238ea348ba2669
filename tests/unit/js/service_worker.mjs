import assert from "node:assert/strict";
import { readFile } from "node:fs/promises";
import { test } from "node:test";
import { runInNewContext } from "node:vm";

const SOURCE = await readFile(new URL("../../../static/js/service-worker.js", import.meta.url), "utf8");
const ORIGIN = "https://daybook.example";
const PLAN = `/p/${"a".repeat(32)}`;
const FILES = { "/": "d", "/board": "d", "/needs-signal": "d", "/static/dist/app-1.js": "d" };

/** The one yes or no that is read from the browser's store. */
function storeOf(given) {
  const answered = (result) => {
    const asked = { result };
    queueMicrotask(() => asked.onsuccess());
    return asked;
  };
  const kept = {
    objectStoreNames: { contains: () => true },
    transaction: () => ({ objectStore: () => ({ get: () => answered(given) }) }),
    close() {},
  };
  return { open: () => answered(kept) };
}

/** A worker of its own, its network (signal or none) and its clock. */
function started({ signal = true, given = undefined } = {}) {
  const heard = {};
  const timers = [];
  const asked = [];
  const self = {
    SHELL: { id: "1", files: FILES },
    addEventListener: (kind, listen) => {
      heard[kind] = listen;
    },
  };
  runInNewContext(SOURCE, {
    self,
    URL,
    Object,
    Promise,
    location: { origin: ORIGIN },
    indexedDB: storeOf(given),
    Response: { redirect: (to) => `to ${to}` },
    caches: { open: async () => ({ match: async (path) => (path in FILES ? `kept ${path}` : undefined) }) },
    fetch: async (request) => {
      asked.push(new URL(request.url).pathname);
      if (!signal) throw new TypeError("no signal");
      return "network";
    },
    setTimeout: (run, ms) => timers.push({ run, ms }),
    clearTimeout: (at) => {
      timers[at - 1].run = () => {};
    },
  });
  return {
    timers,
    asked,
    /** What answers, or "untouched" where the worker leaves the request to the browser. */
    async answer(path, about = {}) {
      let answer = "untouched";
      const request = {
        url: path.startsWith("http") ? path : ORIGIN + path,
        method: "GET",
        mode: "navigate",
        ...about,
      };
      heard.fetch({
        request,
        resultingClientId: about.client ?? "",
        respondWith: (given) => {
          answer = given;
        },
      });
      return await answer;
    },
    say(data, client = "") {
      const said = [];
      const awake = [];
      heard.message({
        data,
        source: { id: client },
        ports: [{ postMessage: (one) => said.push(one) }],
        waitUntil: (one) => awake.push(one),
      });
      return { said: said[0], awake: awake[0] };
    },
  };
}

test("only the shell's own addresses are answered with kept pages", async () => {
  const worker = started();
  assert.equal(await worker.answer("/"), "kept /");
  assert.equal(await worker.answer(PLAN), "kept /");
  assert.equal(await worker.answer("/board"), "kept /board");
  assert.deepEqual(worker.asked, []);
  for (const path of ["/sharing/x", "/quality", "/p/x", `${PLAN}/more`, "/api/1/session", "/needs-signal", "/boards"]) {
    assert.equal(await worker.answer(path), "network", path);
  }
});

test("without signal a page of the server says so, and a call goes unanswered", async () => {
  const worker = started({ signal: false });
  assert.equal(await worker.answer("/sharing/x"), "kept /needs-signal");
  assert.equal(await worker.answer("/api/1/plans", { mode: "cors" }), "untouched");
});

test("while a child may hold the tablet, no page of the server is fetched", async () => {
  const worker = started({ given: true });
  for (const path of ["/sharing/x", "/quality", "/account/words"]) assert.equal(await worker.answer(path), "to /");
  assert.equal(await worker.answer("/"), "kept /");
  assert.equal(await worker.answer("/board"), "kept /board");
  assert.deepEqual(worker.asked, []);
  assert.equal(await started({ given: false }).answer("/quality"), "network");
});

test("what is sent, what is elsewhere and what is in no build are left alone", async () => {
  const worker = started();
  assert.equal(await worker.answer("/", { method: "POST" }), "untouched");
  assert.equal(await worker.answer("https://elsewhere.example/", { mode: "no-cors" }), "untouched");
  assert.equal(await worker.answer("/static/dist/app-2.js", { mode: "cors" }), "untouched");
  assert.equal(await worker.answer("/constructor", { mode: "cors" }), "untouched");
  assert.equal(await worker.answer("/static/dist/app-1.js", { mode: "cors" }), "kept /static/dist/app-1.js");
});

test("what crosses is for the next board alone, once, and keeps the worker awake until then", async () => {
  const worker = started();
  const { said, awake } = worker.say({ type: "cross", value: "gate" }, "shell");
  assert.equal(said, true);
  assert.equal(worker.say({ type: "fetch-cross" }, "shell").said, null);
  await worker.answer("/board", { client: "board" });
  assert.equal(worker.say({ type: "fetch-cross" }, "shell").said, null);
  assert.equal(worker.say({ type: "fetch-cross" }).said, null);
  assert.equal(worker.say({ type: "fetch-cross" }, "board").said, "gate");
  assert.equal(worker.say({ type: "fetch-cross" }, "board").said, null);
  await awake;
});

test("what crosses is forgotten after a minute, and when another takes its place", async () => {
  const worker = started();
  const first = worker.say({ type: "cross", value: "first" });
  const second = worker.say({ type: "cross", value: "second" });
  await first.awake;
  await worker.answer("/board", { client: "board" });
  assert.equal(worker.timers[1].ms, 60000);
  worker.timers[1].run();
  await second.awake;
  assert.equal(worker.say({ type: "fetch-cross" }, "board").said, null);
});
