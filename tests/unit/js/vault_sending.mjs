// Letters leave this tablet once each, without any key, and only against a receipt for exactly their bytes.
import assert from "node:assert/strict";
import { afterEach, beforeEach, test } from "node:test";

import { toBase64 } from "../../../static/js/sealing/bytes.js";
import { hashOfLetter } from "../../../static/js/sealing/letter_hash.js";
import { newPair } from "../../../static/js/sealing/letters.js";
import {
  decideLeft,
  dropLeftDraft,
  everyLetter,
  leftDrafts,
  leftRefused,
  makeSending,
} from "../../../static/js/vault/sending.js";
import { cheapGuesses, clock, enrolled, id, newId, revision, rowOf, START, stored } from "./vault_world.mjs";

const PLAN = id(1);
cheapGuesses();
const failing =
  (status, reason, more = {}) =>
  async () => {
    throw Object.assign(new Error(reason), { status, reason, ...more });
  };
const answer =
  (state, more = {}) =>
  async (letters) => ({
    receipts: await Promise.all(
      letters.map(async (one) => ({ id: one.id, state, hash: await hashOfLetter(one), ...more })),
    ),
  });
const accepts = answer("accepted", { seq: 1 });

/** One lock for every tab, as in a browser. */
let turn = Promise.resolve();
const lock = (_, run) => {
  turn = turn.then(run, run);
  return turn;
};

let tablet;
beforeEach(async () => {
  clock.now = START;
  tablet = await enrolled();
});
afterEach(async () => {
  for (const one of await stored(tablet.name, "outbox"))
    await tablet.vault.settled([{ id: one.id, hash: one.hash, state: "accepted" }]);
});

/** A tab whose server gives each of `answers` in turn, and then accepts. */
function tab(answers = [], kind = "token") {
  const seen = { calls: [], how: [], timers: [], states: [], received: [] };
  const sending = makeSending({
    lock,
    now: () => clock.now,
    later: (run, ms) => seen.timers.push({ run, ms }),
    how: ({ device }) => (device === tablet.about.device ? kind : ""),
    post: async (letters, how) => {
      seen.calls.push(letters.map((one) => one.id));
      seen.how.push(how);
      return (answers.shift() ?? accepts)(letters);
    },
    changed: (state) => seen.states.push(state),
    received: (receipt) => seen.received.push(receipt.state),
  });
  return { sending, seen };
}

const room = { compartment: id(3), epoch: 1, public: toBase64((await newPair()).public) };

async function written(count, words = "x", box = room) {
  return tablet.vault.save(Array.from({ length: count }, () => ({ revision: revision(PLAN, words), box })));
}

const left = async () => (await stored(tablet.name, "outbox")).map((one) => one.id);

test("what waits is sent while the vault is locked, by its own token, in the order of writing", async () => {
  const saved = await written(3);
  await tablet.vault.lock();
  const { sending, seen } = tab();
  await sending.flush();
  assert.deepEqual(seen.calls, [saved.map((one) => one.id)]);
  assert.deepEqual(seen.how[0], {
    kind: "token",
    device: tablet.about.device,
    token: "a-token",
    person: tablet.about.person,
  });
  assert.deepEqual(await left(), []);
  assert.deepEqual(
    (await stored(tablet.name, "work")).map((one) => [one.state, one.seq]),
    [
      ["done", 1],
      ["done", 1],
      ["done", 1],
    ],
  );
  assert.deepEqual([seen.received, seen.timers], [["accepted", "accepted", "accepted"], []]);
});

test("what leaves is sealed, and nothing else leaves with it", async () => {
  await written(1, "Wrenfield-Ostrava-Lane");
  let sent;
  await tab([
    async (letters) => {
      sent = letters;
      return accepts(letters);
    },
  ]).sending.flush();
  assert.deepEqual(Object.keys(sent[0]).sort(), [
    "compartment",
    "device",
    "entry",
    "epoch",
    "id",
    "own",
    "plan",
    "sealed",
  ]);
  assert.ok(!JSON.stringify(sent).includes("Wrenfield"));
});

const nothing = {
  "no signal": failing(0, "no-signal", { offline: true }),
  "a page of HTML with 200": failing(0, "not-ours", { offline: true }),
  "a redirect": failing(0, "unknown", { offline: true }),
  "text instead of an object": async () => "<!doctype html>",
  nothing: async () => null,
  "no receipts": async () => ({}),
  "receipts that are no list": async () => ({ receipts: { 0: "accepted" } }),
  "an empty receipt": async () => ({ receipts: [null] }),
  "a broken server": failing(503, "not-now"),
  "asked to wait": failing(429, "wait"),
  "an ended session": failing(401, "signed-out"),
  "a token of an older session": failing(400, "token"),
  "somebody who may not": failing(403, "nothing-here"),
  "a device nobody knows": failing(404, "nothing-here"),
  "a hotel's own page that says 400": failing(400, "unknown"),
  "a proxy's own 413": failing(413, "unknown"),
  "a receipt for other bytes": async (letters) => ({
    receipts: letters.map((one) => ({ id: one.id, state: "accepted", hash: "0".repeat(64) })),
  }),
  "a receipt without a hash": async (letters) => ({
    receipts: letters.map((one) => ({ id: one.id, state: "accepted" })),
  }),
  "a receipt for another letter": async (letters) => ({
    receipts: await Promise.all(
      letters.map(async (one) => ({ id: newId(), state: "accepted", hash: await hashOfLetter(one) })),
    ),
  }),
  "a state nobody knows": answer("noted"),
};
for (const [name, said] of Object.entries(nothing)) {
  test(`${name}: nothing happened, and it is sent again`, async () => {
    await written(1);
    const before = [await stored(tablet.name, "outbox"), await stored(tablet.name, "work")];
    const { sending, seen } = tab([said]);
    await sending.flush();
    assert.deepEqual([await stored(tablet.name, "outbox"), await stored(tablet.name, "work")], before);
    assert.deepEqual(seen.received, []);
    assert.equal(seen.timers.length, 1);
    seen.timers[0].run();
    await sending.flush();
    assert.deepEqual(await left(), []);
  });
}

for (const state of ["accepted", "repeat", "held"]) {
  test(`${state} is final`, async () => {
    await written(1);
    await tab([answer(state)]).sending.flush();
    assert.deepEqual(await left(), []);
  });
}

test("a receipt for one of two takes that one", async () => {
  const [first, second] = await written(2);
  await tab([async (letters) => accepts(letters.slice(0, 1)), failing(0, "no-signal")]).sending.flush();
  assert.deepEqual(await left(), [second.id]);
  assert.notEqual(first.id, second.id);
});

test("what the server only stores stays, is not sent by the token at once again, and goes when its author signs in", async () => {
  await written(2);
  const { sending, seen } = tab([answer("waiting")]);
  await sending.flush();
  assert.deepEqual(
    (await stored(tablet.name, "outbox")).map((one) => one.state),
    ["posted", "posted"],
  );
  await sending.flush();
  assert.equal(seen.calls.length, 1);
  assert.deepEqual([seen.states.at(-1).waiting, seen.states.at(-1).posted], [0, 2]);
  await tab([answer("repeat", { seq: 3 })], "session").sending.flush();
  assert.deepEqual(await left(), []);
});

test("the token asks again after a quarter of an hour whether it was filed", async () => {
  await written(1);
  const { sending, seen } = tab([answer("waiting"), answer("repeat")]);
  await sending.flush();
  clock.now += 15 * 60000;
  await sending.flush();
  assert.deepEqual([seen.calls.length, await left()], [2, []]);
});

test("a refused letter stays with its reason, is not sent again by itself, and blocks nobody", async () => {
  const [bad] = await written(3);
  const picky = async (letters) => {
    if (letters.some((one) => one.id === bad.id)) return failing(413, "too-large")();
    return accepts(letters);
  };
  const { sending, seen } = tab([picky, picky, picky, picky], "session");
  await sending.flush();
  assert.deepEqual(
    seen.calls.map((call) => call.length),
    [3, 1, 1, 1],
  );
  const [kept] = await stored(tablet.name, "outbox");
  assert.deepEqual([kept.id, kept.state, kept.reason], [bad.id, "refused", "too-large"]);
  await sending.flush();
  assert.equal(seen.calls.length, 4);
  assert.equal((await tablet.vault.refusedOnes())[0].revision.id, bad.id);
});

test("one that a proxy in between will not pass waits on, and the others go", async () => {
  const [bad] = await written(3);
  const picky = async (letters) =>
    letters.some((one) => one.id === bad.id) ? failing(413, "unknown")() : accepts(letters);
  await tab([picky, picky, picky, picky]).sending.flush();
  assert.deepEqual([await left(), (await stored(tablet.name, "outbox"))[0].state], [[bad.id], "new"]);
});

test("two tabs at once send each letter once", async () => {
  const saved = await written(70);
  const slow = async (letters) => {
    await new Promise((done) => setTimeout(done, 5));
    return accepts(letters);
  };
  const tabs = [tab([slow, slow, slow]), tab([slow, slow, slow])];
  await Promise.all(tabs.flatMap(({ sending }) => [sending.flush(), sending.flush()]));
  const sent = tabs.flatMap(({ seen }) => seen.calls.flat());
  assert.deepEqual([sent.length, new Set(sent)], [70, new Set(saved.map((one) => one.id))]);
});

test("without the lock two tabs would send twice: the test above can fail", async () => {
  await written(3);
  const slow = async (letters) => {
    await new Promise((done) => setTimeout(done, 20));
    return accepts(letters);
  };
  const calls = [];
  const make = () =>
    makeSending({
      lock: (_, run) => run(),
      now: () => 0,
      later() {},
      how: ({ device }) => (device === tablet.about.device ? "token" : ""),
      post: async (letters) => {
        calls.push(...letters);
        return slow(letters);
      },
    });
  await Promise.all([make().flush(), make().flush()]);
  assert.equal(calls.length, 6);
});

test("what is written while sending goes in the same run", async () => {
  await written(1);
  let more;
  const { sending, seen } = tab([
    async (letters) => {
      more = await written(1);
      sending.flush();
      return accepts(letters);
    },
  ]);
  await sending.flush();
  assert.deepEqual(seen.calls[1], [more[0].id]);
  assert.deepEqual(await left(), []);
});

test("batches hold at most fifty letters and 700 kB", async () => {
  await written(60);
  const { sending, seen } = tab();
  await sending.flush();
  assert.deepEqual(
    seen.calls.map((call) => call.length),
    [50, 10],
  );
  await written(5, "a".repeat(150000), null);
  const long = tab([], "session");
  await long.sending.flush();
  assert.deepEqual(
    long.seen.calls.map((call) => call.length),
    [2, 2, 1],
  );
});

test("each failure waits longer, never more than a minute, and only one timer runs", async () => {
  await written(1);
  const { sending, seen } = tab(Array.from({ length: 60 }, () => failing(0, "no-signal", { offline: true })));
  for (let n = 0; n < 7; n += 1) {
    await sending.flush();
    await sending.flush();
    assert.equal(seen.timers.length, n + 1);
    seen.timers[n].run();
  }
  await sending.flush();
  assert.deepEqual(
    seen.timers.slice(0, 7).map((one) => one.ms),
    [2000, 4000, 8000, 16000, 32000, 60000, 60000],
  );
  assert.equal(seen.states.at(-1).signal, false);
});

test("a wiped vault's letters still go, and its drafts can be asked for by their author alone", async () => {
  await written(1);
  await tablet.vault.draft("note", { words: "half" });
  assert.deepEqual(await leftDrafts(tablet.about.person), []);
  await tablet.vault.wipe();
  await tab().sending.flush();
  assert.deepEqual(await left(), []);
  const [draft] = await leftDrafts(tablet.about.person);
  assert.deepEqual([draft.vault, draft.device], [tablet.name, tablet.about.device]);
  assert.deepEqual(await leftDrafts(newId()), []);
  await dropLeftDraft(tablet.name, draft.id);
  assert.deepEqual(await leftDrafts(tablet.about.person), []);
});

test("a child's letters, sealed by the page, leave by the device they were written on", async () => {
  const letter = {
    id: newId(),
    plan: PLAN,
    compartment: id(3),
    epoch: 1,
    entry: newId(),
    device: tablet.about.device,
    sealed: "U1ADAQIC",
  };
  const { sending, seen } = tab([failing(0, "no-signal"), failing(0, "no-signal")]);
  const [kept] = await sending.add([letter], tablet.about.device);
  assert.deepEqual(kept, { id: letter.id, hash: await hashOfLetter(letter) });
  await sending.flush();
  assert.ok((await everyLetter()).some((one) => one.id === letter.id));
  await sending.flush();
  assert.deepEqual([seen.calls.at(-1), await left()], [[letter.id], []]);
  await assert.rejects(() => sending.add([letter], newId()), /no-vault/);
  assert.ok(await rowOf(tablet.name));
});

test("nobody's letters are sent where they may not be", async () => {
  await written(1);
  const { sending, seen } = tab([], "");
  await sending.flush();
  assert.deepEqual([seen.calls, (await left()).length], [[], 1]);
});

test("a letter that has no room yet waits for its author's session, and holds up nobody", async () => {
  const [roomless] = await written(1, "the first words about a new child", null);
  const [other] = await written(1);
  const locked = tab();
  await locked.sending.flush();
  assert.deepEqual([locked.seen.calls, await left()], [[[other.id]], [roomless.id]]);
  assert.equal(locked.seen.states.at(-1).waiting, 1);
  const signedIn = tab([], "session");
  await signedIn.sending.flush();
  assert.deepEqual([signedIn.seen.calls, await left()], [[[roomless.id]], []]);
});

test("each person on a tablet is told of their own letters, and with nobody here all are counted", async () => {
  await written(2);
  const of = (person) =>
    makeSending({ lock, now: () => clock.now, later() {}, how: () => "", post: accepts, person: () => person }).tell();
  assert.deepEqual(
    [(await of(tablet.about.person)).waiting, (await of(id(8))).waiting, (await of("")).waiting],
    [2, 0, 2],
  );
});

test("what was refused and outlived its vault is its author's to send again or to let go", async () => {
  const [first, second] = await written(2);
  await tab([answer("refused", { reason: "nothing-here" })], "session").sending.flush();
  assert.deepEqual(await leftRefused(tablet.about.person), [], "with its vault it is the vault's to show");
  await tablet.vault.wipe();
  const found = await leftRefused(tablet.about.person);
  assert.deepEqual(
    found.map(({ vault, one }) => [vault, one.id, one.reason]),
    [first, second].map(({ id: one }) => [tablet.name, one, "nothing-here"]),
  );
  assert.deepEqual(await leftRefused(newId()), []);
  await decideLeft(tablet.name, first.id, true);
  await decideLeft(tablet.name, first.id, false);
  assert.deepEqual((await left()).sort(), [first.id, second.id].sort(), "only what is refused can be let go");
  await decideLeft(tablet.name, second.id, false);
  assert.deepEqual(await left(), [first.id]);
  await tab([], "session").sending.flush();
  assert.deepEqual(await left(), []);
});
