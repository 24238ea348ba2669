// What is taken along, what is written, and what a receipt does to it.
import assert from "node:assert/strict";
import { beforeEach, test } from "node:test";

import { canonical } from "../../../static/js/sealing/canonical.js";
import { fromBase64, fromUtf8, sha256, toBase64, toHex, utf8 } from "../../../static/js/sealing/bytes.js";
import { letterContext, newPair, openFrom, openingKey, sealTo } from "../../../static/js/sealing/letters.js";
import { draftContext, packContext } from "../../../static/js/vault/contexts.js";
import { openMeta, openStores } from "../../../static/js/vault/db.js";
import {
  cheapGuesses,
  clock,
  enrolled,
  freshVault,
  head,
  HOUR,
  id,
  keep,
  newId,
  OTHERS,
  packOf,
  pass,
  receipt,
  revision,
  rowOf,
  START,
  stored,
  WORDS,
} from "./vault_world.mjs";

const PLAN = id(1);
cheapGuesses();
const OTHER = id(2);
const wordsOf = (found) => found.pending.map((one) => one.document.data.words);

beforeEach(() => {
  clock.now = START;
  clock.timers = [];
});

async function reopened({ vault, name }) {
  await vault.lock();
  const again = freshVault();
  await again.unlock({ vault: name, words: WORDS });
  return again;
}

test("a plan that was taken along is read back as it came, and its bytes are what the server sealed", async () => {
  const tablet = await enrolled();
  const [pack, list] = [
    await packOf(tablet, PLAN, { entries: [], plan: { id: PLAN } }),
    await packOf(tablet, "", [{ id: PLAN, name: "Grace" }]),
  ];
  assert.deepEqual(await keep(tablet, [pack], { index: list }), { unopened: [] });
  const vault = await reopened(tablet);
  assert.deepEqual(await vault.plan(PLAN), { json: { entries: [], plan: { id: PLAN } }, pending: [], apart: 0 });
  assert.deepEqual(await vault.index(), [{ id: PLAN, name: "Grace" }]);
  assert.equal(await vault.plan(OTHER), null);
  const kept = (await stored(tablet.name, "packs")).find((one) => one.plan === PLAN);
  assert.equal(toBase64(kept.sealed), pack.sealed);
  assert.deepEqual((await vault.packs()).map((one) => one.plan).sort(), ["", PLAN]);
});

test("a pack of another plan, tablet or time does not open, and does not replace one that did", async () => {
  const tablet = await enrolled();
  const good = await packOf(tablet, PLAN, { entries: [], at: 1 });
  await keep(tablet, [good]);
  const info = (about, plan, until) => packContext({ ...tablet.about, ...about }, plan, until);
  for (const bound of [
    info({ device: newId() }, PLAN, good.until),
    info({ person: newId() }, PLAN, good.until),
    info({}, OTHER, good.until),
    info({}, PLAN, good.until + 1),
  ]) {
    const sealed = toBase64(await sealTo(tablet.public, utf8('{"entries":[],"at":2}'), bound));
    assert.deepEqual(await keep(tablet, [{ ...good, sealed }]), { unopened: [PLAN] });
  }
  assert.deepEqual(await keep(tablet, [{ ...good, sealed: toBase64(utf8("<!doctype html>")) }]), { unopened: [PLAN] });
  assert.equal((await tablet.vault.plan(PLAN)).json.at, 1);
});

test("a pack whose time is up is not shown; one that is gone is gone", async () => {
  const tablet = await enrolled();
  await keep(tablet, [
    await packOf(tablet, PLAN, { entries: [] }, START + HOUR),
    await packOf(tablet, OTHER, { entries: [] }),
  ]);
  pass(HOUR);
  assert.equal(await tablet.vault.plan(PLAN), null);
  assert.ok(await tablet.vault.plan(OTHER));
  await keep(tablet, [], { gone: [OTHER] });
  assert.equal(await tablet.vault.plan(OTHER), null);
});

test("what finds people leaves the worker only for the words given once more, and every wrong try is counted", async () => {
  const tablet = await enrolled();
  const [home, action] = [
    { entry: id(4), kind: "place", heads: [] },
    { entry: id(5), kind: "action", heads: [] },
  ];
  const letters = {
    waiting: 0,
    held: [
      { id: id(6), kind: "place" },
      { id: id(7), kind: "note" },
    ],
  };
  await keep(tablet, [await packOf(tablet, PLAN, { entries: [home, action], letters })]);
  const place = { ...revision(PLAN), document: { kind: "place", data: { words: "14 Quarrelstone Mews" } } };
  await tablet.vault.save([
    { revision: place, box: null },
    { revision: revision(PLAN), box: null },
  ]);

  const { json, pending } = await tablet.vault.plan(PLAN);
  assert.deepEqual(json.entries, [action]);
  assert.deepEqual(json.letters.held, [letters.held[1]]);
  assert.equal(JSON.stringify([json, pending]).includes("Quarrelstone"), false);
  assert.equal(pending.length, 1);

  await assert.rejects(tablet.vault.places(PLAN, { words: OTHERS }), { reason: "wrong" });
  assert.equal((await rowOf(tablet.name)).misses, 1);
  await assert.rejects(tablet.vault.places(PLAN, { words: WORDS }), { reason: "wait" });
  pass(1000);
  const found = await tablet.vault.places(PLAN, { words: WORDS });
  assert.deepEqual(found.entries, [home]);
  assert.deepEqual(
    found.pending.map((one) => one.id),
    [place.id],
  );
  assert.equal((await rowOf(tablet.name)).misses, 0);
  assert.deepEqual((await tablet.vault.plan(PLAN)).json.entries, [action], "asked for once, given once");
  await tablet.vault.cover();
  await assert.rejects(tablet.vault.places(PLAN, { words: WORDS }), { reason: "covered" });
});

test("a longer time written into the store does not make a pack open longer", async () => {
  const tablet = await enrolled();
  await keep(tablet, [await packOf(tablet, PLAN, { entries: [] }, START + HOUR)]);
  const db = await openStores((await rowOf(tablet.name)).name);
  await db.put("packs", { ...(await db.get("packs", PLAN)), until: START + 50 * HOUR });
  assert.equal(await tablet.vault.plan(PLAN), null);
});

test("what is saved is there after a restart, in the order of writing, and as a letter that both can open", async () => {
  const tablet = await enrolled();
  await keep(tablet, [await packOf(tablet, PLAN, { entries: [] })]);
  const room = await newPair();
  const box = { compartment: id(3), epoch: 2, public: toBase64(room.public) };
  const [first, second, third] = [revision(PLAN, "first"), revision(PLAN, "second"), revision(OTHER, "third")];
  const said = await tablet.vault.save([
    { revision: first, box },
    { revision: second, box: null },
  ]);
  await tablet.vault.save([{ revision: third, box }]);
  const vault = await reopened(tablet);
  assert.deepEqual(wordsOf(await vault.plan(PLAN)), ["first", "second"]);
  assert.deepEqual(await vault.counts(), { waiting: 3, posted: 0, refused: 0, drafts: 0 });

  const letters = (await stored(tablet.name, "outbox")).sort((a, b) => a.order - b.order);
  assert.deepEqual(
    letters.map((one) => one.id),
    [first.id, second.id, third.id],
  );
  assert.deepEqual(Object.keys(letters[0].letter).sort(), [
    "compartment",
    "device",
    "entry",
    "epoch",
    "id",
    "own",
    "plan",
    "sealed",
  ]);
  const { device, person } = tablet.about;
  for (const [one, revised, room_] of [
    [letters[0], first, box],
    [letters[1], second, { compartment: "", epoch: 0 }],
  ]) {
    const info = letterContext(PLAN, room_, revised.id, person, device);
    const own = fromUtf8(await openFrom(await openingKey(tablet.author.private), fromBase64(one.letter.own), info));
    assert.equal(own, canonical({ ...revised, compartment: room_.compartment }));
    if (one.letter.sealed)
      assert.equal(fromUtf8(await openFrom(await openingKey(room.private), fromBase64(one.letter.sealed), info)), own);
  }
  assert.deepEqual([letters[1].letter.compartment, letters[1].letter.epoch, letters[1].letter.sealed], ["", 0, ""]);
  assert.equal(said[0].hash, await sha256(fromBase64(letters[0].letter.sealed)));
  assert.equal(said[1].hash, await sha256(fromBase64(letters[1].letter.own)));
});

test("saved twice it is one letter, with the same hash", async () => {
  const { vault, name } = await enrolled();
  const one = revision(PLAN);
  const [first] = await vault.save([{ revision: one, box: null }]);
  const before = await stored(name, "outbox");
  const [second] = await vault.save([{ revision: one, box: null }]);
  assert.deepEqual(first, second);
  assert.deepEqual(await stored(name, "outbox"), before);
  await vault.settled([receipt(first, "accepted", { seq: 1 })]);
  assert.deepEqual(await vault.save([{ revision: one, box: null }]), [first]);
  assert.deepEqual(await stored(name, "outbox"), []);
});

test("what cannot be sealed exactly is not saved at all", async () => {
  const { vault, name } = await enrolled();
  const half = revision(PLAN, "\ud83d");
  await assert.rejects(() =>
    vault.save([
      { revision: revision(PLAN), box: null },
      { revision: half, box: null },
    ]),
  );
  await assert.rejects(() =>
    vault.save([{ revision: revision(PLAN), box: { compartment: id(3), epoch: 1, public: "AAAA" } }]),
  );
  assert.deepEqual([await stored(name, "outbox"), await stored(name, "work")], [[], []]);
});

for (const state of ["accepted", "repeat"]) {
  test(`${state}: the letter leaves at once, its copy when a pack shows it`, async () => {
    const tablet = await enrolled();
    await keep(tablet, [await packOf(tablet, PLAN, { entries: [] })]);
    const one = revision(PLAN);
    const [kept] = await tablet.vault.save([{ revision: one, box: null }]);
    await tablet.vault.settled([receipt(kept, state, { seq: 4 })]);
    assert.deepEqual(await stored(tablet.name, "outbox"), []);
    assert.equal((await tablet.vault.plan(PLAN)).pending.length, 1);
    await keep(tablet, [await packOf(tablet, PLAN, { entries: [] })]);
    assert.equal((await tablet.vault.plan(PLAN)).pending.length, 1);
    await keep(tablet, [await packOf(tablet, PLAN, { entries: [{ entry: one.entry, heads: [head(one, 4)] }] })]);
    assert.deepEqual([(await tablet.vault.plan(PLAN)).pending, await stored(tablet.name, "work")], [[], []]);
  });
}

test("written on by somebody else meanwhile, the copy goes too, and never comes back as a second opinion", async () => {
  const tablet = await enrolled();
  const [one, two] = [revision(PLAN), revision(PLAN)];
  const kept = await tablet.vault.save([one, two].map((revised) => ({ revision: revised, box: null })));
  await tablet.vault.settled([receipt(kept[0], "accepted", { seq: 4 }), receipt(kept[1], "accepted", { seq: 5 })]);
  const later = { revision: newId(), seq: 9, parents: [newId()] };
  const entries = [
    { entry: one.entry, compartment: id(3), heads: [later] },
    { entry: two.entry, compartment: id(3), heads: [{ ...later, parents: [two.id] }] },
  ];
  await keep(tablet, [await packOf(tablet, PLAN, { compartments: [{ id: id(3), class: "plan", seq: 9 }], entries })]);
  assert.deepEqual(await stored(tablet.name, "work"), []);
});

test("a letter that still waits is not shown twice once its words are in the pack, and waits on", async () => {
  const tablet = await enrolled();
  const one = revision(PLAN);
  await tablet.vault.save([{ revision: one, box: null }]);
  await keep(tablet, [await packOf(tablet, PLAN, { entries: [{ entry: one.entry, heads: [head(one)] }] })]);
  assert.deepEqual((await tablet.vault.plan(PLAN)).pending, []);
  assert.equal((await tablet.vault.counts()).waiting, 1);
});

test("held by the server: the letter leaves, the plan does not show it, and the next pack takes the copy", async () => {
  const tablet = await enrolled();
  await keep(tablet, [await packOf(tablet, PLAN, { entries: [] })]);
  const [kept] = await tablet.vault.save([{ revision: revision(PLAN), box: null }]);
  await tablet.vault.settled([receipt(kept, "held", { reason: "no-longer-on-the-plan" })]);
  assert.deepEqual([(await tablet.vault.plan(PLAN)).pending, await stored(tablet.name, "outbox")], [[], []]);
  await keep(tablet, [await packOf(tablet, PLAN, { entries: [] })]);
  assert.deepEqual(await stored(tablet.name, "work"), []);
});

test("stored by the server is not yet settled: the letter stays", async () => {
  const tablet = await enrolled();
  const [kept] = await tablet.vault.save([{ revision: revision(PLAN), box: null }]);
  await tablet.vault.settled([receipt(kept, "waiting")]);
  assert.deepEqual(await tablet.vault.counts(), { waiting: 0, posted: 1, refused: 0, drafts: 0 });
  await tablet.vault.settled([receipt(kept, "accepted", { seq: 1 })]);
  assert.equal((await tablet.vault.counts()).posted, 0);
});

test("a refused one stays with its reason and its words, until its author decides", async () => {
  const tablet = await enrolled();
  await keep(tablet, [await packOf(tablet, PLAN, { entries: [] })]);
  const one = revision(PLAN, "too long for the field");
  const [kept] = await tablet.vault.save([{ revision: one, box: null }]);
  await tablet.vault.settled([
    receipt(kept, "refused", { reason: "wrong-shape", fields: { words: "Make this shorter." } }),
  ]);
  const vault = await reopened(tablet);
  const [refused] = await vault.refusedOnes();
  assert.deepEqual(
    [refused.id, refused.hash, refused.reason, refused.fields],
    [one.id, kept.hash, "wrong-shape", { words: "Make this shorter." }],
  );
  assert.equal(refused.revision.document.data.words, "too long for the field");
  assert.deepEqual((await vault.plan(PLAN)).pending, []);
  await vault.again(one.id);
  assert.deepEqual([(await vault.refusedOnes()).length, (await vault.plan(PLAN)).pending.length], [0, 1]);
  await vault.letGo(one.id);
  assert.equal((await vault.counts()).waiting, 1, "only what was refused can be let go");
  await vault.settled([receipt(kept, "refused", { reason: "Some words, <b>not</b> a code" })]);
  assert.equal((await vault.refusedOnes())[0].reason, "unknown");
  await vault.letGo(one.id);
  assert.deepEqual([await stored(tablet.name, "outbox"), await stored(tablet.name, "work")], [[], []]);
});

test("a receipt that is not for exactly these bytes changes nothing", async () => {
  const tablet = await enrolled();
  const [kept] = await tablet.vault.save([{ revision: revision(PLAN), box: null }]);
  const before = [await stored(tablet.name, "outbox"), await stored(tablet.name, "work")];
  for (const state of ["accepted", "repeat", "held", "refused", "waiting"]) {
    for (const wrong of [
      { hash: "0".repeat(64) },
      { hash: "" },
      { hash: undefined },
      { id: newId() },
      { hash: kept.hash.toUpperCase() },
    ]) {
      await tablet.vault.settled([{ ...receipt(kept, state), ...wrong }]);
    }
  }
  await tablet.vault.settled([receipt(kept, "noted"), receipt(kept, "")]);
  assert.deepEqual([await stored(tablet.name, "outbox"), await stored(tablet.name, "work")], before);
});

test("drafts are there after a restart, the newest of each, and can be dropped", async () => {
  const tablet = await enrolled();
  await Promise.all(["a", "ab", "abc"].map((words) => tablet.vault.draft("note of Grace", { words, at: 0.5 })));
  await tablet.vault.draft("action", { words: "phone" });
  const vault = await reopened(tablet);
  assert.deepEqual(await vault.drafts(), { "note of Grace": { words: "abc", at: 0.5 }, action: { words: "phone" } });
  await vault.draft("note of Grace", { words: "abcd" });
  await vault.dropDraft("action");
  await vault.dropDraft("nothing");
  assert.deepEqual(await (await reopened({ ...tablet, vault })).drafts(), { "note of Grace": { words: "abcd" } });
  assert.equal((await stored(tablet.name, "drafts")).length, 1);
});

test("a draft outlives its vault: its author can open what was typed", async () => {
  const tablet = await enrolled();
  await tablet.vault.draft("note", { words: "half a sen" });
  await tablet.vault.wipe();
  const [draft] = await stored(tablet.name, "drafts");
  const own = await openFrom(await openingKey(tablet.author.private), draft.own, draftContext(tablet.about, draft.id));
  assert.deepEqual(JSON.parse(fromUtf8(own)), { key: "note", value: { words: "half a sen" } });
});

test("where somebody was is kept, and nowhere is null", async () => {
  const tablet = await enrolled();
  assert.equal(await tablet.vault.spot(), null);
  await tablet.vault.spot({ plan: PLAN, section: "actions" });
  assert.deepEqual(await (await reopened(tablet)).spot(), { plan: PLAN, section: "actions" });
});

test("a connection that was lost while the tablet slept is made anew", async () => {
  const tablet = await enrolled();
  (await openStores((await rowOf(tablet.name)).name)).close();
  (await openMeta()).close();
  await tablet.vault.save([{ revision: revision(PLAN), box: null }]);
  assert.equal((await tablet.vault.counts()).waiting, 1);
  assert.deepEqual(await tablet.vault.packs(), []);
});

test("locking waits for what is being written", async () => {
  const tablet = await enrolled();
  const saving = tablet.vault.save([{ revision: revision(PLAN), box: null }]);
  const typing = tablet.vault.draft("note", "half");
  await tablet.vault.lock();
  assert.deepEqual(
    [(await stored(tablet.name, "outbox")).length, (await stored(tablet.name, "drafts")).length],
    [1, 1],
  );
  await Promise.all([saving, typing]);
});

test("a spoilt record hides itself and no other", async () => {
  const tablet = await enrolled();
  await keep(tablet, [await packOf(tablet, PLAN, { entries: [] })]);
  const all = [revision(PLAN, "one"), revision(PLAN, "two"), revision(PLAN, "three")];
  await tablet.vault.save(all.map((one) => ({ revision: one, box: null })));
  const db = await openStores((await rowOf(tablet.name)).name);
  const [first, second] = await Promise.all([db.get("work", all[0].id), db.get("work", all[1].id)]);
  await db.put("work", { ...second, sealed: first.sealed });
  assert.deepEqual(wordsOf(await tablet.vault.plan(PLAN)), ["one", "three"]);
});

test("one vault's records do not open in another's", async () => {
  const [mine, yours] = [await enrolled(), await enrolled()];
  await mine.vault.draft("note", { words: "mine" });
  const [draft] = await stored(mine.name, "drafts");
  await (await openStores((await rowOf(yours.name)).name)).put("drafts", draft);
  assert.deepEqual(await yours.vault.drafts(), {});
});

// What a thief would look for in every stored value.
function spellings(bytes) {
  const wide = Uint8Array.from([...fromUtf8(bytes)].flatMap((letter) => [letter.charCodeAt(0), 0]));
  return [
    toHex(bytes),
    toHex(wide),
    ...[0, 1, 2].map((shift) =>
      toHex(utf8(toBase64(new Uint8Array([...new Uint8Array(shift), ...bytes])).slice(shift ? 4 : 0, -4))),
    ),
    toHex(utf8(toHex(bytes))),
  ];
}

function everything(value) {
  if (value instanceof Uint8Array) return toHex(value);
  if (value === null || typeof value !== "object") return toHex(utf8(String(value)));
  return Object.entries(value)
    .map(([key, one]) => `${toHex(utf8(key))} ${everything(one)}`)
    .join(" ");
}

test("no words, and nothing but ids, numbers, codes and sealed bytes, in any stored value", async () => {
  const canary = "Wrenfield-Ostrava-Lane";
  const tablet = await enrolled();
  const room = await newPair();
  await keep(tablet, [await packOf(tablet, PLAN, { entries: [], name: canary })], {
    index: await packOf(tablet, "", [canary]),
  });
  const saved = await tablet.vault.save([
    { revision: revision(PLAN, canary), box: { compartment: id(3), epoch: 1, public: toBase64(room.public) } },
    { revision: revision(PLAN, canary), box: null },
  ]);
  await tablet.vault.draft(canary, { words: canary });
  await tablet.vault.spot({ section: canary });
  await tablet.vault.settled([receipt(saved[0], "refused", { reason: canary, fields: { [canary]: canary } })]);
  const found = [await rowOf(tablet.name)];
  for (const store of ["packs", "work", "drafts", "outbox", "small"]) found.push(...(await stored(tablet.name, store)));
  const disk = found.map(everything).join(" ");
  for (const secret of [canary, WORDS, "gravel picnic", tablet.about.pin]) {
    for (const spelling of spellings(utf8(secret))) assert.ok(!disk.includes(spelling), secret);
  }
  for (const spelling of spellings(utf8(canary))) assert.ok(spelling.length > 20);
  for (const words of [canary, `x${canary}`, `xy${canary}`]) {
    const planted = [words, { deep: [toBase64(utf8(words))] }, { hex: toHex(utf8(words)) }].map(everything);
    for (const one of planted)
      assert.ok(
        spellings(utf8(canary)).some((spelling) => one.includes(spelling)),
        "the search finds what is there",
      );
  }
  for (const one of found
    .flatMap((record) => Object.entries(record))
    .filter(([, value]) => typeof value === "string")) {
    assert.match(one[1], /^[0-9a-f]{32}$|^[0-9a-f]{64}$|^[a-z-]{0,20}$/, one[0]);
  }
});

test("what is written on the cover is kept while nothing can be read, and is there again after the words", async () => {
  const tablet = await enrolled();
  await tablet.vault.cover();
  await tablet.vault.note([{ heading: "School", words: "Ruth at three" }]);
  await assert.rejects(tablet.vault.notes(), { reason: "covered" });
  const vault = await reopened(tablet);
  assert.deepEqual(await vault.notes(), [{ heading: "School", words: "Ruth at three" }]);
  await vault.note(null);
  assert.equal(await vault.notes(), null);
});
