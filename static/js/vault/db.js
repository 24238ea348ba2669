/**
 * Where a tablet keeps things: one small database that says which vaults there are, and one of a random name for each.
 *
 * Nothing in either but opaque ids, numbers, codes and sealed bytes: whatever is written here may be read by whoever holds
 * the tablet, also after it was deleted.
 *
 * @typedef {{kind: "words" | "passkey", salt: Uint8Array, rounds: number, wrapped: Uint8Array, credential?: Uint8Array}} Lock
 * @typedef {{id: string, name: string, device: string, token: string, person: string, locks: Lock[], until: number, seen: number,
 *   misses: number, not_before: number, made: number, wiped: boolean}} Row
 * @typedef {{id: string, plan: string, compartment: string, epoch: number, entry: string, device: string | null, sealed: string,
 *   own?: string}} Letter a letter without a compartment has only `own`
 * @typedef {{id: string, letter: Letter, hash: string, state: "new" | "posted" | "refused", reason: string,
 *   fields: Uint8Array | null, order: number}} Sending `fields`: sealed under the vault key
 * @typedef {{id: string, sealed: Uint8Array, hash: string, order: number, state: "" | "done" | "held", seq: number}} Work
 * @typedef {import("idb").IDBPDatabase<any>} Database
 * @typedef {import("idb").IDBPTransaction<any, string[], "readwrite">} Change
 */
import { deleteDB, openDB } from "idb";
import { VaultError } from "./verbs.js";

const META = "daybook";
const META_STORES = { vaults: "id", probe: "id" };
const STORES = { packs: "plan", work: "id", drafts: "id", outbox: "id", small: "id" };

/** @type {Map<string, Promise<Database>>} */
const connections = new Map();

/** @returns {Promise<Database>} */
export function openMeta() {
  return connected(META, META_STORES);
}

/** @param {string} name @returns {Promise<Database>} a vault's own */
export function openStores(name) {
  return connected(name, STORES);
}

/** @param {string} name @param {Record<string, string>} stores */
function connected(name, stores) {
  const known = connections.get(name);
  if (known) return known;
  const forget = () => connections.delete(name);
  const opening = openDB(name, 1, {
    upgrade(db) {
      for (const [store, keyPath] of Object.entries(stores)) db.createObjectStore(store, { keyPath });
    },
    blocking(_, __, event) {
      forget();
      /** @type {IDBDatabase} */ (event.target).close();
    },
    // A tablet that slept may have lost its store's process: the next call opens it anew.
    terminated: forget,
  });
  connections.set(name, opening);
  opening.catch(forget);
  return opening;
}

/**
 * All of `work`, on the disk, or (rejected) none of it. Nothing but the transaction may be waited for inside.
 * @template T @param {() => Promise<Database>} open @param {string[]} stores @param {(tx: Change) => Promise<T>} work @returns {Promise<T>}
 */
export function change(open, stores, work) {
  return whole(open, (db) => db.transaction(stores, "readwrite", { durability: "strict" }), work);
}

/** @template T @param {() => Promise<Database>} open @param {string[]} stores @param {(tx: any) => Promise<T>} read @returns {Promise<T>} */
export function look(open, stores, read) {
  return whole(open, (db) => db.transaction(stores, "readonly"), read);
}

/** @template T @param {() => Promise<Database>} open @param {(db: Database) => any} begin @param {(tx: any) => Promise<T>} work */
async function whole(open, begin, work) {
  let tx;
  try {
    tx = await begun(open, begin);
    // It is waited for below; an abort before that is not an error nobody hears.
    tx.done.catch(() => {});
    const result = await work(tx);
    await tx.done;
    return result;
  } catch (error) {
    try {
      // What was asked for before the fault would otherwise be kept by itself.
      tx?.abort();
    } catch {
      // It has ended already.
    }
    throw error instanceof VaultError ? error : new VaultError("not-kept");
  }
}

/** @param {() => Promise<Database>} open @param {(db: Database) => any} begin */
async function begun(open, begin) {
  try {
    return begin(await open());
  } catch (error) {
    if (/** @type {any} */ (error).name !== "InvalidStateError") throw error;
    // A tablet that slept may have lost its connection without a word: once more, with a new one.
    connections.clear();
    return begin(await open());
  }
}

/** @returns {Promise<Row[]>} */
export function rows() {
  return look(openMeta, ["vaults"], (tx) => tx.objectStore("vaults").getAll());
}

/** @param {string} id @param {(row: Row) => Row | null} alter null leaves it as it is @returns {Promise<Row | null>} */
export function alterRow(id, alter) {
  return change(openMeta, ["vaults"], async (tx) => {
    const store = tx.objectStore("vaults");
    const row = await store.get(id);
    const altered = row ? alter(row) : null;
    if (altered) await store.put(altered);
    return altered ?? row ?? null;
  });
}

/** The next positions in the order of writing, taken in the transaction that uses them. @param {Change} tx with `small`
 * @param {number} count @returns {Promise<number>} the first of them */
export async function nextOrder(tx, count) {
  const store = tx.objectStore("small");
  const first = (await store.get("order"))?.next ?? 1;
  await store.put({ id: "order", next: first + count });
  return first;
}

/** The browser cleared what was kept here, and left the row that says it was. @param {Row} row */
export function isEmpty(row) {
  return look(
    () => openStores(row.name),
    ["small"],
    async (tx) => (await tx.objectStore("small").count()) === 0,
  );
}

/** Let a wiped vault go once nothing in it is still to be sent. @param {Row} row */
export async function sweep(row) {
  if (!row.wiped) return;
  const left = await look(
    () => openStores(row.name),
    ["outbox", "drafts"],
    (tx) => Promise.all([tx.objectStore("outbox").count(), tx.objectStore("drafts").count()]),
  );
  if (left.some(Boolean)) return;
  await change(openMeta, ["vaults"], (tx) => tx.objectStore("vaults").delete(row.id));
  // Another tab may still have it open: nobody waits for that.
  deleteDB(row.name).catch(() => {});
}
