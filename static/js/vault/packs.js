/**
 * What was taken along to read. The server seals each pack to the vault; the tablet keeps the bytes as they came.
 *
 * @typedef {import("./hold.js").Hold} Hold
 * @typedef {import("./hold.js").Open} Open
 * @typedef {import("./db.js").Work} Work
 * @typedef {import("./db.js").Sending} Sending
 * @typedef {{plan: string, sealed: Uint8Array, until: number, digest: string}} Kept `plan` is "" for the list
 */
import { arrived } from "../plan/arrived.js";
import { fromBase64, fromUtf8 } from "../sealing/bytes.js";
import { openFrom } from "../sealing/letters.js";
import { change, look, openMeta } from "./db.js";
import { opened, openRecord } from "./hold.js";
import { packInfo } from "./places.js";
import { VaultError } from "./verbs.js";
import { hasRunOut, wipe } from "./wiping.js";

const LIST = "";
/** The kind that finds people: it leaves the worker only for what opens the vault, given once more. */
const PLACE = "place";

/** @param {Hold} hold @param {{extend: (until: number) => Promise<void>, prove: (opener: import("./verbs.js").Opener) => Promise<void>}} opening */
export function makePacks(hold, { extend, prove }) {
  /** @param {{packs: import("./verbs.js").Pack[], index: import("./verbs.js").Pack | null, gone: string[], until: number}} kept */
  async function keepPacks({ packs, index, gone, until }) {
    const it = await readable(hold);
    // Nothing is left to keep longer: what was taken away must go all the same.
    if (until > hold.now()) await extend(until);
    /** @type {string[]} */
    const unopened = [];
    /** @type {Kept[]} */
    const kept = [];
    /** @type {string[]} */
    const seen = [];
    for (const pack of index ? [...packs, { ...index, plan: LIST }] : packs) {
      const record = { plan: pack.plan, sealed: fromBase64(pack.sealed), until: pack.until, digest: pack.digest };
      const json = await openPack(it, record);
      // What does not open must not take the place of what did.
      if (json === null) unopened.push(pack.plan);
      else {
        kept.push(record);
        if (pack.plan !== LIST) seen.push(...(await workIn(it, pack.plan, json)));
      }
    }
    for (const plan of gone) seen.push(...(await workIn(it, plan, null)));
    await change(it.stores, ["packs", "work"], async (tx) => {
      for (const plan of gone) await tx.objectStore("packs").delete(plan);
      for (const record of kept) await tx.objectStore("packs").put(record);
      for (const id of seen) await tx.objectStore("work").delete(id);
    });
    return { unopened };
  }

  async function packs() {
    const it = await readable(hold);
    /** @type {Kept[]} */
    const all = await look(it.stores, ["packs"], (tx) => tx.objectStore("packs").getAll());
    return all.map(({ plan, until, digest }) => ({ plan, until, digest }));
  }

  async function index() {
    const it = await readable(hold);
    return openPack(it, await look(it.stores, ["packs"], (tx) => tx.objectStore("packs").get(LIST)));
  }

  /** Reading a plan gives no address away. @param {string} id */
  async function plan(id) {
    const all = await whole(id);
    if (!all) return null;
    const pending = all.pending.filter((one) => one.document?.kind !== PLACE);
    return { json: withoutPlaces(all.json), pending, apart: all.pending.length - pending.length };
  }

  /** @param {string} id @param {import("./verbs.js").Opener} opener */
  async function places(id, opener) {
    await prove(opener);
    const all = await whole(id);
    const { json, pending } = all ?? { json: {}, pending: [] };
    const entries = (json.entries ?? []).filter((/** @type {any} */ one) => one.kind === PLACE);
    return { entries, pending: pending.filter((one) => one.document?.kind === PLACE) };
  }

  /** @param {string} id @returns {Promise<{json: any, pending: import("./verbs.js").Revision[]} | null>} */
  async function whole(id) {
    const it = await readable(hold);
    /** @type {[Kept | undefined, Work[], Sending[]]} */
    const [pack, works, letters] = await look(it.stores, ["packs", "work", "outbox"], (tx) =>
      Promise.all([
        tx.objectStore("packs").get(id),
        tx.objectStore("work").getAll(),
        tx.objectStore("outbox").getAll(),
      ]),
    );
    if (!pack || pack.until <= hold.now()) return null;
    const json = await openPack(it, pack);
    if (json === null) return null;
    const refused = new Set(letters.filter((one) => one.state === "refused").map((one) => one.id));
    const pending = [];
    for (const work of works.sort((a, b) => a.order - b.order)) {
      if (work.state === "held" || refused.has(work.id)) continue;
      const revision = await openRecord(it, "work", work);
      const written = revision && { ...revision, seq: work.seq };
      if (revision?.plan === id && !arrived(json, written)) pending.push(written);
    }
    return { json, pending };
  }

  return { keepPacks, packs, index, plan, places };
}

/** An open vault that may still be read: not run out, and not wiped from another tab. @param {Hold} hold @returns {Promise<Open>} */
async function readable(hold) {
  const it = opened(hold);
  const row = await look(openMeta, ["vaults"], (tx) => tx.objectStore("vaults").get(it.id));
  if (row?.locks.length && !hasRunOut(row, hold.now())) return it;
  await wipe(hold, it.id);
  throw new VaultError("expired");
}

/** @param {Open} it @param {Kept | undefined} pack @returns {Promise<any>} null where there is none, or where it does not open */
async function openPack(it, pack) {
  if (!pack) return null;
  try {
    return JSON.parse(fromUtf8(await openFrom(it.opening, pack.sealed, packInfo(it, pack.plan, pack.until))));
  } catch {
    return null;
  }
}

/** @param {any} json */
function withoutPlaces(json) {
  const others = (/** @type {any[]} */ list) => list.filter((one) => one.kind !== PLACE);
  const letters = json.letters?.held ? { letters: { ...json.letters, held: others(json.letters.held) } } : {};
  return { ...json, ...(json.entries ? { entries: others(json.entries) } : {}), ...letters };
}

/** The work on a plan that this pack already holds, so that its copy may go. @param {Open} it @param {string} plan
 * @param {any} json null: the plan is not taken along any more @returns {Promise<string[]>} */
async function workIn(it, plan, json) {
  const ids = [];
  for (const work of await look(it.stores, ["work"], (tx) => tx.objectStore("work").getAll())) {
    if (!work.state) continue;
    const revision = await openRecord(it, "work", work);
    if (revision?.plan !== plan) continue;
    // What finds people was left behind with its room: no copy of the plan here will ever show it.
    const apart =
      revision.document?.kind === PLACE &&
      json?.compartments &&
      !json.compartments.some((/** @type {any} */ one) => one.class === PLACE);
    if (!json || work.state === "held" || apart || arrived(json, { ...revision, seq: work.seq })) ids.push(work.id);
  }
  return ids;
}
