// The bytes of the server and of the browser are the same: tests/vectors/crypto.json, opened here, and what is sealed here.
import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { test } from "node:test";

import { fromBase64, fromUtf8, toBase64, toHex, utf8 } from "../../../static/js/sealing/bytes.js";
import { openSealed, seal, sealingKey, unwrap, wrap } from "../../../static/js/sealing/envelope.js";
import { DEFLATED, header, LETTER, Unopened } from "../../../static/js/sealing/header.js";
import { letterContext, newPair, openFrom, openingKey, sealTo } from "../../../static/js/sealing/letters.js";
import { paddedSize, unpacked } from "../../../static/js/sealing/padding.js";
import {
  checkPin,
  checkWords,
  plainWords,
  ROUNDS,
  underPasskey,
  underWords,
  waitAfter,
} from "../../../static/js/vault/keys.js";
import { lockContext, packContext, recordContext } from "../../../static/js/vault/contexts.js";
import { deflateSync } from "node:zlib";

const vectors = JSON.parse(readFileSync(new URL("../../vectors/crypto.json", import.meta.url), "utf8"));
const hex = (text) => Uint8Array.from(text.match(/../g), (pair) => parseInt(pair, 16));
const unopened = (run) => assert.rejects(run, (error) => error instanceof Unopened);
const changed = (blob, at) => blob.map((byte, place) => (place === at ? byte ^ 1 : byte));

test("padding has the server's steps", () => {
  for (const [length, size] of vectors.padding) assert.equal(paddedSize(length), size);
});

test("what the server sealed opens here, deflated or not, and nowhere else", async () => {
  for (const one of vectors.sealed) {
    const [key, blob] = [await sealingKey(hex(one.key)), fromBase64(one.blob)];
    assert.equal(fromUtf8(await openSealed(key, blob, one.aad)), one.plaintext);
    await unopened(() => openSealed(key, blob, `${one.aad} `));
    for (let at = 0; at < 20; at += 1) await unopened(() => openSealed(key, changed(blob, at), one.aad));
    for (const length of [0, 5, 6, 17, 18, 33, blob.length - 1])
      await unopened(() => openSealed(key, blob.slice(0, length), one.aad));
  }
});

test("a wrapped key of the server's opens here, and is never taken for something sealed", async () => {
  const { under, key, aad, blob } = vectors.wrapped;
  const opener = await sealingKey(hex(under));
  assert.equal(toHex(await unwrap(opener, fromBase64(blob), aad)), key);
  await unopened(() => openSealed(opener, fromBase64(blob), aad));
  await unopened(() => unwrap(opener, fromBase64(vectors.sealed[0].blob), vectors.sealed[0].aad));
});

test("letters of both sides open here", async () => {
  for (const one of [...vectors.letters_from_the_server, ...vectors.letters_from_the_browser]) {
    const [key, blob] = [await openingKey(hex(one.private)), fromBase64(one.blob)];
    assert.equal(fromUtf8(await openFrom(key, blob, one.info)), one.plaintext);
    await unopened(() => openFrom(key, blob, `${one.info} `));
    for (const at of [0, 1, 2, 3, 4, 5, 6, 38, blob.length - 1])
      await unopened(() => openFrom(key, changed(blob, at), one.info));
    for (const length of [0, 6, 20, 38, 40]) await unopened(() => openFrom(key, blob.slice(0, length), one.info));
  }
});

test("a pack, deflated and padded, opens with the info of its place", async () => {
  const one = vectors.pack;
  assert.equal(packContext({ device: one.device, person: one.person }, one.plan, Number(one.until)), one.info);
  assert.equal(
    fromUtf8(await openFrom(await openingKey(hex(one.private)), fromBase64(one.blob), one.info)),
    one.plaintext,
  );
});

test("a vault's record has the server's bytes", async () => {
  const one = vectors.vault_record;
  assert.equal(recordContext(one.vault, one.store, one.record), one.aad);
  assert.equal(
    fromUtf8(await openSealed(await sealingKey(hex(one.key)), fromBase64(one.blob), one.aad)),
    one.plaintext,
  );
});

test("the words, however typed, and the passkey with its PIN open what the vectors wrapped", async () => {
  for (const one of vectors.vault_locks) {
    const cost = { salt: fromBase64(one.salt), rounds: one.rounds };
    assert.equal(await lockContext(one.vault, one.kind, cost), one.aad);
    const under =
      one.kind === "words"
        ? await underWords(one.typed, cost)
        : await underPasskey(fromBase64(one.prf), one.typed, cost);
    assert.equal(toHex(await unwrap(under, fromBase64(one.wrapped), one.aad)), one.key);
  }
});

test("what is sealed here opens here", async () => {
  const key = await sealingKey(new Uint8Array(32).fill(7));
  const pair = await newPair();
  for (const size of [0, 1, 252, 253, 70000]) {
    const words = "ż".repeat(size);
    const sealed = await seal(key, utf8(words), "[1]");
    assert.equal(sealed.length, 6 + 12 + 16 + paddedSize(utf8(words).length));
    assert.equal(fromUtf8(await openSealed(key, sealed, "[1]")), words);
    const letter = await sealTo(pair.public, utf8(words), "[2]");
    assert.equal(fromUtf8(await openFrom(await openingKey(pair.private), letter, "[2]")), words);
  }
  const inner = new Uint8Array(32).fill(9);
  assert.deepEqual(await unwrap(key, await wrap(key, inner, "[3]"), "[3]"), inner);
});

test("only whole keys are taken", async () => {
  for (const length of [0, 16, 31, 33]) {
    assert.throws(() => sealingKey(new Uint8Array(length)), TypeError);
    assert.throws(() => wrap(null, new Uint8Array(length), ""), TypeError);
  }
});

test("a letter without a room is bound as such", () => {
  assert.equal(
    letterContext("1", { compartment: "", epoch: 0 }, "2", "3", "4"),
    '["sp/letter",1,"1","",0,"2","3","4"]',
  );
});

test("unknown versions, suites and flags are refused before anything is opened", async () => {
  const one = vectors.letters_from_the_server[0];
  const key = await openingKey(hex(one.private));
  for (const [at, byte] of [
    [0, 0],
    [2, 1],
    [2, 9],
    [3, 0],
    [3, 2],
    [4, 1],
    [4, 3],
    [5, 4],
    [5, 255],
  ]) {
    const blob = fromBase64(one.blob);
    blob[at] = byte;
    await assert.rejects(() => openFrom(key, blob, one.info), /format/);
  }
  assert.equal(header(LETTER, DEFLATED).length, 6);
});

test("inflating stops at 8 MiB, and what is cut short is refused", async () => {
  const most = 8 * 1024 * 1024;
  assert.equal((await unpacked(DEFLATED, deflateSync(Buffer.alloc(most)))).length, most);
  await unopened(() => unpacked(DEFLATED, deflateSync(Buffer.alloc(most + 1))));
  await unopened(() => unpacked(DEFLATED, deflateSync(Buffer.alloc(50 * most))));
  const some = deflateSync(Buffer.from("words".repeat(100)));
  await unopened(() => unpacked(DEFLATED, some.subarray(0, some.length - 3)));
  await unopened(() => unpacked(DEFLATED, Buffer.from("words")));
});

test("what guessing costs has a floor", async () => {
  assert.equal(ROUNDS, 1_000_000);
  const salt = new Uint8Array(32);
  for (const rounds of [0, 1, 600_000, 999_999, 1_000_000.5, "1000000", undefined, 10_000_001]) {
    await assert.rejects(() => underWords("a b c d e", { salt, rounds }), /weak/);
    await assert.rejects(() => underPasskey(salt, "123456", { salt, rounds }), /weak/);
  }
  await assert.rejects(() => underWords("a b c d e", { salt: salt.slice(0, 8), rounds: ROUNDS }), /weak/);
});

test("words are plain, PINs are long enough", () => {
  assert.equal(plainWords("  Ｇravel\u00a0 PICNIC\ncafé "), "gravel picnic café");
  for (const pin of ["", "12345", "12345a", "１２３４５６", " 123456"]) assert.throws(() => checkPin(pin), /weak/);
  checkPin("402913");
  for (const words of ["", "one two three four", "same same same same same"])
    assert.throws(() => checkWords(words), /weak/);
  checkWords("one two three four five");
});

test("each miss waits twice as long, up to a quarter of an hour", () => {
  assert.deepEqual([0, 1, 2, 3, 4, 10, 11, 500].map(waitAfter), [0, 1000, 2000, 4000, 8000, 512000, 900000, 900000]);
});

test("base64 is the usual one", () => assert.equal(toBase64(Uint8Array.of(251, 255)), "+/8="));
