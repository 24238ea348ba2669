/**
 * What an open vault keeps in memory, and sealing and opening its records. Nothing of this ever leaves the worker.
 *
 * @typedef {{id: string, device: string, person: string, until: number, key: CryptoKey, opening: CryptoKey, public: Uint8Array,
 *   author: Uint8Array, stores: () => Promise<import("./db.js").Database>, cover: Covering, queue: Promise<unknown>}} Open `public`: the
 *   vault's own half; `author`: that of whoever writes here
 * @typedef {{wrapped: Uint8Array, cost: import("./keys.js").Cost}} Covering the vault key under the PIN's key
 * @typedef {Covering & Pick<Open, "id" | "device" | "person" | "stores" | "public" | "author"> & {tries: number, since: number}} Covered
 * @typedef {{open: Open | null, covered: Covered | null, now: () => number, later: (run: () => void, ms: number) => void}} Memory
 */
import { fromUtf8, utf8 } from "../sealing/bytes.js";
import { openSealed, seal } from "../sealing/envelope.js";
import { recordContext } from "./contexts.js";
import { VaultError } from "./verbs.js";

/** Asked for before anything is waited for: what began while the vault was open is finished, whatever is locked meanwhile.
 * @param {Memory} memory @returns {Open} */
export function opened(memory) {
  if (memory.open) return memory.open;
  throw new VaultError(memory.covered ? "covered" : "shut");
}

/** @param {Open} open @param {string} store @param {string} record @param {any} value */
export function sealRecord(open, store, record, value) {
  return seal(open.key, utf8(JSON.stringify(value)), recordContext(open.id, store, record));
}

/** @param {Open} open @param {string} store @param {{id: string, sealed: Uint8Array} | undefined} record
 * @returns {Promise<any>} null where there is none, or where it does not open: one spoilt record must not hide the others */
export async function openRecord(open, store, record) {
  if (!record) return null;
  try {
    return JSON.parse(fromUtf8(await openSealed(open.key, record.sealed, recordContext(open.id, store, record.id))));
  } catch {
    return null;
  }
}
