// The tablet's store may fail at any call: for every one of them, what was there is still there, and a save is all or nothing.
import assert from "node:assert/strict";
import { test } from "node:test";

import { newPair } from "../../../static/js/sealing/letters.js";
import { toBase64 } from "../../../static/js/sealing/bytes.js";
import { makeSending } from "../../../static/js/vault/sending.js";
import {
  cheapGuesses,
  clock,
  enrolled,
  freshVault,
  id,
  keep,
  packOf,
  receipt,
  revision,
  rowOf,
  stored,
  WORDS,
} from "./vault_world.mjs";

const PLAN = id(1);
cheapGuesses();
let calls = 0;
let failAt = 0;
/** How it fails: the call itself, or the transaction it belongs to, as for a disk that turns out to be full. */
let how = "throws";

/** Every call that reaches the store goes through here; the one at `failAt` fails. */
for (const [kind, names] of [
  [IDBFactory, ["open"]],
  [IDBDatabase, ["transaction"]],
  [IDBObjectStore, ["put", "add", "get", "getAll", "getAllKeys", "delete", "clear", "count"]],
]) {
  for (const name of names) {
    const before = kind.prototype[name];
    kind.prototype[name] = function failing(...values) {
      // The stand-in's own way of making a database.
      if (values[1] === "versionchange") return before.apply(this, values);
      calls += 1;
      if (calls !== failAt) return before.apply(this, values);
      if (how === "throws" || !this.transaction?.abort) throw new DOMException("the store failed", "UnknownError");
      const request = before.apply(this, values);
      this.transaction.abort();
      return request;
    };
  }
}

/** @returns {Promise<number>} how many calls `run` makes when nothing fails */
async function counted(run) {
  calls = failAt = 0;
  await run();
  return calls;
}

/** Runs it with the n-th call failing, for every n, each time on what `fresh` gives. */
async function atEvery(fresh, run, check) {
  for (how of ["throws", "aborts"]) await atEachOf(fresh, run, check);
}

async function atEachOf(fresh, run, check) {
  const counting = await fresh();
  const most = await counted(() => run(counting));
  assert.ok(most >= 2, `${most} calls`);
  for (let n = 1; n <= most; n += 1) {
    failAt = 0;
    const tablet = await fresh();
    calls = 0;
    failAt = n;
    let failed = null;
    const value = await run(tablet).catch((error) => {
      failed = error;
    });
    failAt = 0;
    assert.ok(calls >= n, `call ${n} was reached`);
    await check(tablet, failed, value, n);
  }
}

const one = await enrolled();
const box = { compartment: id(3), epoch: 1, public: toBase64((await newPair()).public) };
await keep(one, [await packOf(one, PLAN, { entries: [] })]);
const ids = (all) => all.map((kept) => kept.id).sort();

test("a save: both stores or neither, and what it says is so", async () => {
  await atEvery(
    async () => ({
      before: ids(await stored(one.name, "outbox")),
      all: [revision(PLAN), revision(PLAN), revision(PLAN)],
    }),
    ({ all }) => one.vault.save(all.map((each, n) => ({ revision: each, box: n ? box : null }))),
    async ({ before, all }, failed, value, n) => {
      const [outbox, work] = [ids(await stored(one.name, "outbox")), ids(await stored(one.name, "work"))];
      assert.deepEqual(outbox, work, `call ${n}`);
      assert.deepEqual(outbox, failed ? before : [...before, ...ids(all)].sort(), `call ${n}`);
      if (failed) assert.equal(failed.reason, "not-kept");
      else assert.equal(value.length, 3);
      const again = await one.vault.save(all.map((each) => ({ revision: each, box })));
      assert.deepEqual(ids(again), ids(all), "the same save goes through once the store is there again");
    },
  );
});

test("a draft: the older one or the newer, never none", async () => {
  await one.vault.draft("note", { n: 0 });
  let n = 0;
  await atEvery(
    async () => {
      n += 1;
    },
    () => one.vault.draft("note", { n }),
    async (_, failed) => {
      const { note } = await one.vault.drafts();
      assert.ok(failed ? note.n < n : note.n === n);
      await one.vault.draft("note", { n });
    },
  );
});

test("a receipt that cannot be kept leaves the letter where it is", async () => {
  const fresh = async () => one.vault.save([{ revision: revision(PLAN), box }]);
  for (const state of ["accepted", "refused", "waiting", "held"]) {
    await atEvery(
      fresh,
      ([kept]) => one.vault.settled([receipt(kept, state, { seq: 3 })]),
      async ([kept], failed) => {
        const letter = (await stored(one.name, "outbox")).find((each) => each.id === kept.id);
        const work = (await stored(one.name, "work")).find((each) => each.id === kept.id);
        assert.ok(work);
        if (failed) assert.deepEqual([letter.state, work.state], ["new", ""]);
      },
    );
  }
});

test("packs: the older or the newer, and no work goes without them", async () => {
  const pack = async (n) => packOf(one, PLAN, { entries: [], n });
  let n = 0;
  await atEvery(
    async () => {
      n += 1;
      const [kept] = await one.vault.save([{ revision: revision(PLAN), box }]);
      await one.vault.settled([receipt(kept, "held")]);
      return { kept, made: await pack(n) };
    },
    ({ made }) => keep(one, [made]),
    async ({ kept }, failed) => {
      const there = (await one.vault.plan(PLAN)).json.n === n;
      const work = (await stored(one.name, "work")).some((each) => each.id === kept.id);
      assert.equal(there, !work);
      if (!failed) assert.ok(there);
    },
  );
});

test("enrolling: a vault that opens, or none", async () => {
  await atEvery(
    async () => ({ before: (await freshVault().vaults()).length }),
    () => enrolled(),
    async ({ before }, failed, tablet) => {
      const all = await freshVault().vaults();
      if (!failed) return tablet.vault.counts();
      const extra = all.slice().sort((a, b) => b.until - a.until).length - before;
      assert.ok(extra === 0 || extra === 1);
    },
  );
});

test("wiping: the letters are there whatever fails, and asking again finishes it", async () => {
  await atEvery(
    async () => {
      const tablet = await enrolled();
      await tablet.vault.save([{ revision: revision(PLAN), box }]);
      await tablet.vault.draft("note", { words: "half" });
      return tablet;
    },
    (tablet) => tablet.vault.wipe(),
    async (tablet) => {
      assert.equal((await stored(tablet.name, "outbox")).length, 1);
      assert.equal((await stored(tablet.name, "drafts")).length, 1);
      if ((await rowOf(tablet.name)).locks.length) await freshVault().wipe(tablet.name);
      await freshVault().expired();
      assert.deepEqual([(await rowOf(tablet.name)).wiped, await stored(tablet.name, "work")], [true, []]);
    },
  );
});

test("sending: a letter goes only with its receipt on the disk", async () => {
  const sender = () =>
    makeSending({
      how: ({ device }) => (device === one.about.device ? "session" : ""),
      lock: (_, run) => run(),
      now: () => clock.now,
      later() {},
      post: async (letters) => ({
        receipts: await Promise.all(
          letters.map(async (letter) => ({ id: letter.id, state: "accepted", seq: 1, hash: hashes.get(letter.id) })),
        ),
      }),
    });
  const hashes = new Map();
  await atEvery(
    async () => {
      for (const kept of await stored(one.name, "outbox")) hashes.set(kept.id, kept.hash);
      const [kept] = await one.vault.save([{ revision: revision(PLAN), box }]);
      hashes.set(kept.id, kept.hash);
      for (const other of await stored(one.name, "outbox"))
        if (other.id !== kept.id) await one.vault.settled([receipt(other, "accepted")]);
      return kept;
    },
    () => sender().flush(),
    async (kept) => {
      const letter = (await stored(one.name, "outbox")).find((each) => each.id === kept.id);
      const work = (await stored(one.name, "work")).find((each) => each.id === kept.id);
      assert.equal(work.state, letter ? "" : "done");
      await sender().flush();
      assert.ok(!(await stored(one.name, "outbox")).some((each) => each.id === kept.id));
    },
  );
});

test("after all of that the vault still opens", async () => {
  await one.vault.lock();
  const vault = freshVault();
  await vault.unlock({ vault: one.name, words: WORDS });
  assert.ok(await vault.plan(PLAN));
});
