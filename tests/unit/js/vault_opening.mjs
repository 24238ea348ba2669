// What opens a vault, what does not, and what is left when it has run out.
import assert from "node:assert/strict";
import { beforeEach, test } from "node:test";

import { hashOfLetter } from "../../../static/js/sealing/letter_hash.js";
import {
  alter,
  cheapGuesses,
  clock,
  enrolled,
  freshVault,
  HOUR,
  id,
  keep,
  OTHERS,
  packOf,
  pass,
  PIN,
  revision,
  rowOf,
  START,
  stored,
  WORDS,
} from "./vault_world.mjs";

const refuses = (run, reason, more = {}) =>
  assert.rejects(run, (error) => {
    assert.equal(error.reason, reason);
    for (const [key, value] of Object.entries(more)) assert.equal(error[key], value);
    return true;
  });
const PLAN = id(1);
const guesses = cheapGuesses();
const prf = new Uint8Array(32).fill(5);

beforeEach(() => {
  clock.now = START;
  clock.timers = [];
});

test("the words open it again, however typed; nothing that was asked before opens it", async () => {
  const { vault, name } = await enrolled();
  await vault.lock();
  for (const verb of ["index", "drafts", "counts", "refusedOnes", "packs", "spot"])
    await refuses(() => vault[verb](), "shut");
  await refuses(() => vault.save([]), "shut");
  await refuses(() => vault.lift(PIN), "locked");
  await vault.unlock({ vault: name, words: " Gravel  PICNIC lantern harbour\numbrella " });
  assert.deepEqual(await vault.state(), { state: "open", vault: name });
});

test("the passkey's secret and the PIN open it together, and neither alone", async () => {
  const { name } = await enrolled(() => ({ prf: { credential: "AAAA", secret: prf } }));
  const vault = freshVault();
  const [about] = (await vault.vaults()).filter((one) => one.id === name);
  assert.deepEqual([about.kinds, about.credential], [["passkey"], "AAAA"]);
  const wrong = [
    { prf, pin: "402914" },
    { prf: prf.slice().fill(6), pin: PIN },
    { prf: new Uint8Array(), pin: PIN },
    { words: WORDS },
  ];
  for (const opener of wrong) {
    await refuses(() => vault.unlock({ vault: name, ...opener }), "wrong");
    pass(15 * 60000);
  }
  await vault.unlock({ vault: name, prf, pin: PIN });
});

test("one answer for wrong words, no lock of that kind, and no such vault", async () => {
  const { name } = await enrolled();
  const vault = freshVault();
  for (const [where, opener] of [
    [name, { words: OTHERS }],
    [name, { prf, pin: PIN }],
    [id("e"), { words: WORDS }],
    [name, { words: "" }],
  ]) {
    await alter(name, { not_before: 0 });
    guesses.length = 0;
    await refuses(() => vault.unlock({ vault: where, ...opener }), "wrong");
    assert.deepEqual(guesses, [1_000_000]);
  }
});

test("a guess of a PIN under the cover costs as much", async () => {
  const { vault } = await enrolled();
  await vault.cover();
  guesses.length = 0;
  await refuses(() => vault.lift("000000"), "wrong");
  await vault.lift(PIN);
  assert.deepEqual(guesses, [1_000_000, 1_000_000]);
});

test("each miss makes the next wait longer, also for the right words, another tab and a restart", async () => {
  const { name } = await enrolled();
  for (const wait of [1000, 2000, 4000]) {
    await refuses(() => freshVault().unlock({ vault: name, words: OTHERS }), "wrong", { wait_ms: wait });
    await refuses(() => freshVault().unlock({ vault: name, words: WORDS }), "wait", { wait_ms: wait });
    pass(wait);
  }
  await freshVault().unlock({ vault: name, words: WORDS });
  assert.deepEqual([(await rowOf(name)).misses, (await rowOf(name)).not_before], [0, 0]);
  await alter(name, { misses: 40 });
  await refuses(() => freshVault().unlock({ vault: name, words: OTHERS }), "wrong", { wait_ms: 900000 });
});

test("a try is counted before it is made, and many at once are one", async () => {
  const { name } = await enrolled();
  const tries = Array.from({ length: 6 }, () =>
    freshVault()
      .unlock({ vault: name, words: OTHERS })
      .catch((error) => error.reason),
  );
  await new Promise((done) => setTimeout(done, 20));
  assert.equal((await rowOf(name)).misses, 1);
  assert.deepEqual((await Promise.all(tries)).sort(), ["wait", "wait", "wait", "wait", "wait", "wrong"]);
});

test("cheaper rounds, written into the store, are refused and would not open it either", async () => {
  const { name } = await enrolled();
  const { locks } = await rowOf(name);
  for (const rounds of [1, 999_999]) {
    await alter(name, { locks: [{ ...locks[0], rounds }], not_before: 0 });
    await refuses(() => freshVault().unlock({ vault: name, words: WORDS }), "weak");
  }
  for (const other of [{ rounds: 1_000_001 }, { salt: new Uint8Array(32) }, { kind: "passkey" }]) {
    await alter(name, { locks: [{ ...locks[0], ...other }], not_before: 0 });
    await refuses(() => freshVault().unlock({ vault: name, words: WORDS }), "wrong");
  }
});

test("a weak PIN, chosen words or too long a time make no vault", async () => {
  const { name } = await enrolled();
  for (const [more, reason] of [
    [{ pin: "12345" }, "weak"],
    [{ words: "my dog is called" }, "weak"],
    [{ words: undefined }, "weak"],
    [{ words: undefined, prf: { credential: "AAAA", secret: new Uint8Array(16) } }, "weak"],
    [{ until: START + 80 * HOUR }, "too-long"],
    [{ until: START }, "too-long"],
  ]) {
    await refuses(() => enrolled(more), reason);
  }
  assert.deepEqual(
    (await freshVault().vaults()).filter((one) => one.until > START + 72 * HOUR || !one.kinds.length),
    [],
  );
  assert.ok(name);
});

test("no verb gives a key away", async () => {
  const { vault, name } = await enrolled();
  const said = [
    await vault.vaults(),
    await vault.state(),
    await vault.counts(),
    await vault.prepare(),
    await vault.unlock({ vault: name, words: WORDS }),
  ];
  const text = JSON.stringify(said);
  assert.ok(!/private|wrapped|token|"key"/.test(text), text);
});

test("covered it answers nothing; the PIN lifts the cover, and words on their way are kept", async () => {
  const { vault, name } = await enrolled();
  const one = revision(PLAN);
  const saving = vault.save([{ revision: one, box: null }]);
  const typing = vault.draft("note", { words: "half a sen" });
  await vault.cover();
  await Promise.all([saving, typing]);
  assert.deepEqual(await vault.state(), { state: "covered", vault: name });
  for (const verb of ["index", "drafts", "counts"]) await refuses(() => vault[verb](), "covered");
  await refuses(() => vault.lift("000000"), "wrong", { tries: 4 });
  await vault.lift(PIN);
  assert.deepEqual(await vault.drafts(), { note: { words: "half a sen" } });
  assert.equal((await vault.counts()).waiting, 1);
});

test("five wrong PINs lock it, also all at once, and then the PIN opens nothing", async () => {
  const { vault, name } = await enrolled();
  await vault.cover();
  for (const tries of [4, 3, 2, 1]) await refuses(() => vault.lift("000000"), "wrong", { tries });
  await refuses(() => vault.lift("000000"), "locked");
  await refuses(() => vault.lift(PIN), "locked");
  assert.equal((await vault.state()).state, "shut");
  await vault.unlock({ vault: name, words: WORDS });
  await vault.cover();
  const many = await Promise.all(
    Array.from({ length: 8 }, (_, n) => vault.lift(`00000${n}`).catch((error) => error.reason)),
  );
  assert.deepEqual(new Set(many), new Set(["locked"]));
  await refuses(() => vault.lift(PIN), "locked");
});

test("fifteen minutes under the cover lock it, by the timer and by the clock", async () => {
  const { vault, name } = await enrolled();
  await vault.cover();
  pass(15 * 60000 - 1);
  await vault.lift(PIN);
  await vault.cover();
  pass(15 * 60000);
  assert.equal((await vault.state()).state, "shut");
  await vault.unlock({ vault: name, words: WORDS });
  await vault.cover();
  clock.timers = [];
  clock.now += 16 * 60000;
  await refuses(() => vault.lift(PIN), "locked");
});

async function filled() {
  const tablet = await enrolled();
  await keep(tablet, [await packOf(tablet, PLAN, { entries: [] })]);
  const saved = await tablet.vault.save([{ revision: revision(PLAN), box: null }]);
  await tablet.vault.draft("note", { words: "half" });
  await tablet.vault.spot({ section: "actions" });
  return { ...tablet, saved };
}

async function isWiped({ name, saved }) {
  const row = await rowOf(name);
  assert.deepEqual([row.locks, row.wiped], [[], true]);
  for (const store of ["packs", "work"]) assert.deepEqual(await stored(name, store), []);
  assert.deepEqual(
    (await stored(name, "small")).map((one) => one.id),
    ["order"],
  );
  const [letter] = await stored(name, "outbox");
  assert.deepEqual(
    [letter.id, letter.hash, letter.hash],
    [saved[0].id, saved[0].hash, await hashOfLetter(letter.letter)],
  );
  const [draft] = await stored(name, "drafts");
  assert.ok(draft.own.length > 200 && draft.sealed === null);
  await refuses(() => freshVault().unlock({ vault: name, words: WORDS }), "expired");
}

test("when its time is up everything that could be read goes, and nothing that must be sent", async () => {
  for (const ask of ["index", "packs", "expired"]) {
    clock.now = START;
    const tablet = await filled();
    pass(24 * HOUR);
    if (ask === "expired") assert.ok((await tablet.vault.expired()).includes(tablet.name));
    else await refuses(() => tablet.vault[ask](), "expired");
    await isWiped(tablet);
  }
});

test("a clock turned back by more than five minutes is time run out; a little is not", async () => {
  const tablet = await filled();
  pass(HOUR);
  assert.ok(!(await tablet.vault.expired()).includes(tablet.name));
  pass(-5 * 60000);
  assert.ok(!(await tablet.vault.expired()).includes(tablet.name));
  pass(-1);
  await refuses(() => freshVault().unlock({ vault: tablet.name, words: WORDS }), "expired");
  await isWiped(tablet);
});

test("wiping by hand does the same, and one that was interrupted is finished", async () => {
  const tablet = await filled();
  await alter(tablet.name, { locks: [] });
  assert.ok((await freshVault().expired()).includes(tablet.name));
  await isWiped(tablet);
  const other = await filled();
  await freshVault().wipe(other.name);
  await isWiped(other);
  await refuses(() => other.vault.plan(PLAN), "expired");
});

test("more time is granted only while it is open, and never more than three days", async () => {
  const { vault, name } = await enrolled();
  await vault.extend(START + 72 * HOUR);
  await refuses(() => vault.extend(START + 73 * HOUR), "too-long");
  assert.equal((await rowOf(name)).until, START + 72 * HOUR);
  await vault.lock();
  await refuses(() => vault.extend(START + 25 * HOUR), "shut");
});

test("a wiped vault is let go of once nothing is left in it to send", async () => {
  const { vault, name } = await enrolled();
  await vault.wipe();
  const full = await filled();
  await full.vault.wipe();
  await freshVault().prepare();
  const left = (await freshVault().vaults()).map((one) => one.id);
  assert.deepEqual([left.includes(name), left.includes(full.name)], [false, true]);
});
