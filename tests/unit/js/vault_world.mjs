// A tablet for the vault's tests: a store in memory, a clock that can be set, and a server that seals packs.
import "fake-indexeddb/auto";

import { fromBase64, toBase64, utf8 } from "../../../static/js/sealing/bytes.js";
import { newPair, sealTo } from "../../../static/js/sealing/letters.js";
import { openMeta, openStores } from "../../../static/js/vault/db.js";
import { packContext } from "../../../static/js/vault/contexts.js";
import { makeVault } from "../../../static/js/vault/vault.js";

export const WORDS = "gravel picnic lantern harbour umbrella";
export const OTHERS = "gravel picnic lantern harbour puddle";
export const PIN = "402913";
export const HOUR = 3600000;
export const START = 1795000000000;
export const clock = { now: START, timers: [] };
export const id = (digit) => String(digit).repeat(32).slice(0, 32);
export const newId = () => crypto.randomUUID().replaceAll("-", "");

export function freshVault() {
  return makeVault({ now: () => clock.now, later: (run, ms) => clock.timers.push({ run, at: clock.now + ms }) });
}

export function pass(ms) {
  clock.now += ms;
  for (const timer of clock.timers.splice(0)) timer.at <= clock.now ? timer.run() : clock.timers.push(timer);
}

/** A vault of its own device and person, made and open. */
export async function enrolled(more = {}) {
  const vault = freshVault();
  const author = await newPair();
  const { vault: name, public: box, salt } = await vault.prepare();
  const about = {
    device: newId(),
    token: "a-token",
    person: newId(),
    author_public: toBase64(author.public),
    pin: PIN,
    until: clock.now + 24 * HOUR,
  };
  const how = typeof more === "function" ? more(salt) : { words: WORDS, ...more };
  await vault.enrol({ ...about, ...how });
  return { vault, name, author, about, public: fromBase64(box) };
}

export function revision(plan, words = "Grace was at home") {
  const one = newId();
  return {
    id: one,
    plan,
    compartment: "",
    entry: newId(),
    parents: [],
    document: { v: 1, kind: "note", data: { words } },
    device: newId(),
    authored_at: clock.now,
  };
}

export const head = (one, seq = 1) => ({ revision: one.id, seq, parents: one.parents });

/** What the server sends for a plan: sealed to the vault. */
export async function packOf(tablet, plan, json, until = clock.now + 20 * HOUR) {
  const sealed = await sealTo(tablet.public, utf8(JSON.stringify(json)), packContext(tablet.about, plan, until));
  return { plan, sealed: toBase64(sealed), until, digest: id("d") };
}

export const keep = (tablet, packs, more = {}) =>
  tablet.vault.keepPacks({ packs, index: null, gone: [], until: clock.now + 24 * HOUR, ...more });

export async function rowOf(name) {
  return (await openMeta()).get("vaults", name);
}

export async function alter(name, about) {
  const db = await openMeta();
  await db.put("vaults", { ...(await db.get("vaults", name)), ...about });
}

export async function stored(name, store) {
  return (await openStores((await rowOf(name)).name)).getAll(store);
}

export const receipt = ({ id: one, hash }, state, more = {}) => ({ id: one, hash, state, ...more });

/** Makes guessing cheap, so that a file need not wait for it. @returns the rounds that were asked for, one for each guess */
export function cheapGuesses() {
  const { deriveBits } = crypto.subtle;
  const asked = [];
  crypto.subtle.deriveBits = (cost, ...rest) => {
    if (!cost.iterations) return deriveBits.call(crypto.subtle, cost, ...rest);
    asked.push(cost.iterations);
    return deriveBits.call(crypto.subtle, { ...cost, iterations: 1 }, ...rest);
  };
  return asked;
}
