/**
 * What was taken along to read (offline copy). The server seals each pack to the vault; the tablet keeps the bytes as they came.
 *
 * @typedef {import("./memory.js").Memory} Memory
 * @typedef {import("./memory.js").Open} Open
 * @typedef {import("./db.js").Work} Work
 * @typedef {import("./db.js").Sending} Sending
 * @typedef {{plan: string, sealed: Uint8Array, until: number, digest: string}} Kept `plan` is "" for the list
 */
import { arrived } from "../writing/arrived.js";
import { fromBase64, fromUtf8 } from "../sealing/bytes.js";
import { openFrom } from "../sealing/letters.js";
import { change, look, openMeta } from "./db.js";
import { opened, openRecord } from "./memory.js";
import { packContext } from "./contexts.js";
import { VaultError } from "./verbs.js";
import { hasRunOut, wipe } from "./wiping.js";

const LIST = "";
/** The kind that finds people: it leaves the worker only for what opens the vault, given once more. */
const PLACE = "place";

/** @param {Memory} memory @param {{extend: (until: number) => Promise<void>, prove: (opener: import("./verbs.js").Opener) => Promise<void>}} opening */
export function makePacks(memory, { extend, prove }) {
  /** @param {{packs: import("./verbs.js").Pack[], index: import("./verbs.js").Pack | null, gone: string[], until: number}} kept */
  async function keepPacks({ packs, index, gone, until }) {
    const it = await readable(memory);
    // Nothing is left to keep longer: what was taken away must go all the same.
    if (until > memory.now()) await extend(until);
    const { kept, seen, unopened } = await openAll(it, index ? [...packs, { ...index, plan: LIST }] : packs);
    for (const plan of gone) seen.push(...(await workIn(it, plan, null)));
    await change(it.stores, ["packs", "work"], async (tx) => {
      for (const plan of gone) await tx.objectStore("packs").delete(plan);
      for (const record of kept) await tx.objectStore("packs").put(record);
      for (const id of seen) await tx.objectStore("work").delete(id);
    });
    return { unopened };
  }

  async function packs() {
    const it = await readable(memory);
    /** @type {Kept[]} */
    const all = await look(it.stores, ["packs"], (tx) => tx.objectStore("packs").getAll());
    return all.map(({ plan, until, digest }) => ({ plan, until, digest }));
  }

  async function index() {
    const it = await readable(memory);
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
    const it = await readable(memory);
    /** @type {[Kept | undefined, Work[], Sending[]]} */
    const [pack, works, letters] = await look(it.stores, ["packs", "work", "outbox"], (tx) =>
      Promise.all([
        tx.objectStore("packs").get(id),
        tx.objectStore("work").getAll(),
        tx.objectStore("outbox").getAll(),
      ]),
    );
    if (!pack || pack.until <= memory.now()) return null;
    const json = await openPack(it, pack);
    if (json === null) return null;
    const refused = new Set(letters.filter((one) => one.state === "refused").map((one) => one.id));
    const stands = works.filter((work) => work.state !== "held" && !refused.has(work.id));
    return { json, pending: await notIn(it, id, json, stands) };
  }

  return { keepPacks, packs, index, plan, places };
}

/** What was written on this plan and its pack does not show yet, in the order it was written.
 * @param {Open} it @param {string} id @param {any} json @param {Work[]} works */
async function notIn(it, id, json, works) {
  const pending = [];
  for (const work of works.sort((a, b) => a.order - b.order)) {
    const revision = await openRecord(it, "work", work);
    const written = revision && { ...revision, seq: work.seq };
    if (revision?.plan === id && !arrived(json, written)) pending.push(written);
  }
  return pending;
}

/** An open vault that may still be read: not run out, and not wiped from another tab. @param {Memory} memory @returns {Promise<Open>} */
async function readable(memory) {
  const it = opened(memory);
  const row = await look(openMeta, ["vaults"], (tx) => tx.objectStore("vaults").get(it.id));
  if (row?.locks.length && !hasRunOut(row, memory.now())) return it;
  await wipe(memory, it.id);
  throw new VaultError("expired");
}

/** Which of these open, and the work that those hold. What does not open must not stand where what did stood.
 * @param {Open} it @param {import("./verbs.js").Pack[]} packs
 * @returns {Promise<{kept: Kept[], seen: string[], unopened: string[]}>} */
async function openAll(it, packs) {
  /** @type {{kept: Kept[], seen: string[], unopened: string[]}} */
  const found = { kept: [], seen: [], unopened: [] };
  for (const pack of packs) {
    const record = { plan: pack.plan, sealed: fromBase64(pack.sealed), until: pack.until, digest: pack.digest };
    const json = await openPack(it, record);
    if (json === null) found.unopened.push(pack.plan);
    else found.kept.push(record);
    if (json !== null && pack.plan !== LIST) found.seen.push(...(await workIn(it, pack.plan, json)));
  }
  return found;
}

/** @param {Open} it @param {Kept | undefined} pack @returns {Promise<any>} null where there is none, or where it does not open */
async function openPack(it, pack) {
  if (!pack) return null;
  try {
    return JSON.parse(fromUtf8(await openFrom(it.opening, pack.sealed, packContext(it, pack.plan, pack.until))));
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
    // What finds people was left behind with its compartment: no copy of the plan here will ever show it.
    const apart =
      revision.document?.kind === PLACE &&
      json?.compartments &&
      !json.compartments.some((/** @type {any} */ one) => one.class === PLACE);
    if (!json || work.state === "held" || apart || arrived(json, { ...revision, seq: work.seq })) ids.push(work.id);
  }
  return ids;
}
