import assert from "node:assert/strict";
import { test } from "node:test";

import { hashOf } from "../../../static/js/sealing/canonical.js";
import { makeOutbox } from "../../../static/js/writing/outbox.js";
import { stateWords } from "../../../static/js/shell/state.js";

const NO_SIGNAL = Object.assign(new Error("no-signal"), { status: 0 });
const failing = (status, reason = "wrong-shape") => Object.assign(new Error(reason), { status, reason });
let made = 0;

function revision(words = "Grace was at home") {
  made += 1;
  const id = String(made).padStart(32, "0");
  return { id, plan: "p", compartment: "", entry: id, parents: [], document: { words }, device: "d", authored_at: 1 };
}

async function receiptsFor(revisions, state = "accepted") {
  return {
    receipts: await Promise.all(
      revisions.map(async (one) => ({
        id: one.id,
        state,
        seq: 1,
        hash: await hashOf(one),
        reason: state === "refused" ? "nothing-here" : "",
      })),
    ),
  };
}

/** A server that answers each call with the next of `answers`, then accepts everything. */
function world(answers = []) {
  const seen = { calls: [], state: {}, timers: [], receipts: [], author: "priya" };
  const box = makeOutbox({
    post: async (revisions) => {
      seen.calls.push(revisions.map((one) => one.id));
      const answer = answers.shift() ?? receiptsFor;
      return answer(revisions);
    },
    hash: hashOf,
    author: () => seen.author,
    now: () => 1700000000000,
    later: (run, ms) => seen.timers.push({ run, ms }),
    changed: (state) => {
      seen.state = state;
    },
    received: (receipt) => seen.receipts.push(receipt),
  });
  return { box, seen };
}

const throwing = (error) => async () => {
  throw error;
};

test("an accepted revision leaves, and its receipt is handed over", async () => {
  const { box, seen } = world();
  const [receipt] = await box.add([revision()]);
  assert.equal(receipt.state, "accepted");
  assert.equal(box.unsent(), 0);
  assert.equal(seen.state.last_sent, 1700000000000);
});

for (const state of ["repeat", "held"]) {
  test(`${state} is an acknowledgement too`, async () => {
    const { box } = world([(all) => receiptsFor(all, state)]);
    assert.equal((await box.add([revision()]))[0].state, state);
    assert.equal(box.unsent(), 0);
  });
}

const notReceipts = {
  "no signal": throwing(NO_SIGNAL),
  "a broken server": throwing(failing(503, "not-now")),
  "asked to wait": throwing(failing(429, "wait")),
  "an ended session": throwing(failing(401, "signed-out")),
  "a token of an older session": throwing(failing(400, "token")),
  "an empty answer": async () => ({ receipts: [] }),
  nothing: async () => null,
  "a receipt for other words": async (all) => {
    const answer = await receiptsFor(all);
    answer.receipts[0].hash = "0".repeat(64);
    return answer;
  },
  "a receipt for another revision": async (all) => {
    const answer = await receiptsFor(all);
    answer.receipts[0].id = "f".repeat(32);
    return answer;
  },
  "a state nobody knows": (all) => receiptsFor(all, "noted"),
};
for (const [name, answer] of Object.entries(notReceipts)) {
  test(`${name} is no receipt: the words are kept and sent again`, async () => {
    const { box, seen } = world([answer]);
    const [receipt] = await box.add([revision()]);
    assert.equal(receipt.state, "waiting");
    assert.equal(box.unsent(), 1);
    assert.equal(seen.state.waiting, 1);
    assert.equal(seen.timers.length, 1);
    await seen.timers[0].run();
    assert.equal(box.unsent(), 0);
    assert.deepEqual(
      seen.receipts.map((one) => one.state),
      ["accepted"],
    );
    assert.deepEqual(seen.calls[0], seen.calls[1]);
  });
}

test("each failure waits longer, never more than a minute", async () => {
  const { box, seen } = world(Array.from({ length: 9 }, () => throwing(NO_SIGNAL)));
  await box.add([revision()]);
  for (let turn = 0; turn < 8; turn += 1) await box.flush();
  assert.deepEqual(
    seen.timers.map((one) => one.ms),
    [2000, 4000, 8000, 16000, 32000, 60000, 60000, 60000, 60000],
  );
});

test("a refused one stays with its reason and does not hold up the others", async () => {
  const [bad, good] = [revision(), revision()];
  const { box, seen } = world([
    async (all) => ({
      receipts: [
        ...(await receiptsFor(all.slice(0, 1), "refused")).receipts,
        ...(await receiptsFor(all.slice(1))).receipts,
      ],
    }),
  ]);
  const receipts = await box.add([bad, good]);
  assert.deepEqual(
    receipts.map((one) => one.state),
    ["refused", "accepted"],
  );
  assert.deepEqual([seen.state.needs, seen.state.waiting, box.unsent()], [1, 0, 1]);
  assert.equal(box.refused()[0].reason, "nothing-here");
  box.again(bad.id);
  await box.flush();
  assert.equal(box.unsent(), 0);
});

test("a batch refused whole is sent one by one, so that one bad entry blocks nobody", async () => {
  const [first, bad, last] = [revision(), revision(), revision()];
  const picky = async (all) => {
    if (all.some((one) => one.id === bad.id)) throw failing(413, "too-large");
    return receiptsFor(all);
  };
  const { box, seen } = world([picky, picky, picky, picky]);
  const receipts = await box.add([first, bad, last]);
  assert.deepEqual(
    receipts.map((one) => one.state),
    ["accepted", "refused", "accepted"],
  );
  assert.equal(box.refused()[0].reason, "too-large");
  assert.deepEqual(seen.calls.slice(1), [[first.id], [bad.id], [last.id]]);
});

test("what a network in between refuses is no refusal of ours: it waits on", async () => {
  const [first, last] = [revision(), revision()];
  const proxy = throwing(failing(403, "unknown"));
  const { box, seen } = world([proxy, proxy, proxy]);
  const receipts = await box.add([first, last]);
  assert.deepEqual(
    receipts.map((one) => one.state),
    ["waiting", "waiting"],
  );
  assert.deepEqual([seen.state.needs, seen.state.waiting], [0, 2]);
  await box.flush();
  assert.equal(box.unsent(), 0);
});

test("only its author can let a refused one go", async () => {
  const one = revision();
  const { box, seen } = world([(all) => receiptsFor(all, "refused")]);
  await box.add([one]);
  seen.author = "sam";
  box.letGo(one.id);
  assert.equal(box.unsent(), 1);
  seen.author = "priya";
  box.letGo(one.id);
  assert.equal(box.unsent(), 0);
});

test("nobody's words are sent under another person's name", async () => {
  const { box, seen } = world([throwing(NO_SIGNAL)]);
  await box.add([revision()]);
  seen.author = "sam";
  await box.flush();
  assert.equal(seen.calls.length, 1);
  assert.equal(box.unsent(), 1);
  seen.author = "priya";
  await box.flush();
  assert.equal(box.unsent(), 0);
});

test("what is written while sending goes in the same run, in the order of writing", async () => {
  const second = revision();
  let box;
  const { box: made, seen } = world([
    async (all) => {
      box.add([second]);
      await new Promise((done) => setTimeout(done, 5));
      return receiptsFor(all);
    },
  ]);
  box = made;
  const first = revision();
  await box.add([first]);
  assert.deepEqual(seen.calls, [[first.id], [second.id]]);
  assert.equal(box.unsent(), 0);
});

test("many go in several batches and each once", async () => {
  const { box, seen } = world();
  const all = Array.from({ length: 120 }, () => revision());
  await box.add(all);
  assert.deepEqual(
    seen.calls.map((call) => call.length),
    [50, 50, 20],
  );
  assert.deepEqual(
    seen.calls.flat(),
    all.map((one) => one.id),
  );
});

test("long ones are kept under what one body may hold", async () => {
  const { box, seen } = world();
  await box.add(Array.from({ length: 3 }, () => revision("a".repeat(300000))));
  assert.deepEqual(
    seen.calls.map((call) => call.length),
    [2, 1],
  );
});

test("whatever answers are lost, every word is either acknowledged or still here", async () => {
  const kinds = [...Object.values(notReceipts), (all) => receiptsFor(all, "repeat"), receiptsFor];
  let seed = 7;
  const next = (most) => {
    seed = (seed * 1103515245 + 12345) % 2147483648;
    return seed % most;
  };
  for (let story = 0; story < 60; story += 1) {
    const { box, seen } = world(Array.from({ length: 12 }, () => kinds[next(kinds.length)]));
    const written = [];
    for (let step = 0; step < 6; step += 1) {
      const some = Array.from({ length: 1 + next(3) }, () => revision());
      written.push(...some);
      await box.add(some);
      const done = seen.receipts.filter((one) => one.state !== "refused").length;
      assert.equal(done + box.unsent(), written.length);
    }
    while (box.unsent()) await box.flush();
    assert.deepEqual(new Set(seen.receipts.map((one) => one.id)), new Set(written.map((one) => one.id)));
  }
});

const line = (about) =>
  stateWords({ waiting: 0, sending: 0, sending_of: 0, needs: 0, last_sent: 0, signal: true, ...about });

test("the state line says where the words are, and never that this page keeps them for good", () => {
  assert.equal(line({ waiting: 1 }), "1 waiting to send. Keep this page open.");
  assert.equal(line({ waiting: 4, signal: false }), "No signal. 4 waiting to send. Keep this page open.");
  assert.equal(line({ waiting: 4, sending: 2, sending_of: 4 }), "Sending 2 of 4");
  const cut = { waiting: 4, sending: 2, sending_of: 4, signal: false };
  assert.equal(line(cut), "No signal. 4 waiting to send. Keep this page open.", "nothing is on its way without signal");
  assert.equal(line({ last_sent: new Date(2026, 10, 24, 14, 6).getTime() }), "All sent 14.06");
  assert.equal(line({ needs: 1 }), "1 needs you");
  assert.equal(line({ needs: 2, waiting: 3 }), "2 need you. 3 waiting to send");
});
