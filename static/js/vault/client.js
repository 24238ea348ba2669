/**
 * The page's side of the vault: starts its worker, asks, and ends it. Nothing secret is ever on this side.
 *
 * Loaded only when a vault is wanted: `const { vault, terminate } = await import("./vault/client.js")`.
 */
import { scriptURL } from "../shell/trusted.js";
import { openMeta } from "./db.js";
import { VaultError, VERBS } from "./verbs.js";

/** @typedef {import("./verbs.js").Vault} Vault */

/** @type {Worker | null} */
let worker = null;
let asked = 0;
/** @type {Map<number, {resolve: (value: any) => void, reject: (error: Error) => void}>} */
const waiting = new Map();

/** Each verb of the vault (verbs.js), answered by its worker, which is started by the first one. @type {Vault} */
export const vault = /** @type {any} */ (
  Object.fromEntries(VERBS.map((verb) => [verb, (/** @type {any[]} */ ...values) => ask(verb, values)]))
);

/** Lock in this very tick: the keys go with the worker, and what it was doing ends as "stopped". */
export function terminate() {
  worker?.terminate();
  worker = null;
  for (const { reject } of waiting.values()) reject(new VaultError("stopped"));
  waiting.clear();
}

/** Lock once what is being written is written; after two seconds all the same. @returns {Promise<void>} */
export async function lock() {
  if (!worker) return;
  const patience = new Promise((done) => setTimeout(done, 2000));
  await Promise.race([vault.lock().catch(() => {}), patience]);
  terminate();
}

/** @returns {Promise<"" | "not-built" | "insecure" | "no-worker" | "no-crypto" | "no-store">} why not; "" when a vault can be had */
export async function mayHaveVault() {
  if (!VAULT_WORKER) return "not-built";
  if (!globalThis.isSecureContext) return "insecure";
  if (typeof Worker === "undefined" || !navigator.locks) return "no-worker";
  if (!(await sealsAndInflates())) return "no-crypto";
  return (await keeps()) ? "" : "no-store";
}

const PERSIST_MS = 3000;

/** Ask the browser not to clear this tablet's store by itself. @returns {Promise<boolean>} whether it promises that */
export async function persisted() {
  try {
    // Firefox asks its user, who may never answer: nobody waits for that.
    const patience = new Promise((done) => setTimeout(() => done(false), PERSIST_MS));
    return (await navigator.storage.persisted()) || (await Promise.race([navigator.storage.persist(), patience]));
  } catch {
    return false;
  }
}

/** @param {string} verb @param {any[]} values @returns {Promise<any>} */
function ask(verb, values) {
  asked += 1;
  const id = asked;
  return new Promise((resolve, reject) => {
    waiting.set(id, { resolve, reject });
    try {
      // Through JSON's shapes only: Alpine's proxies cannot be cloned.
      running().postMessage({ id, verb, values: values.map(plain) });
    } catch (error) {
      waiting.delete(id);
      reject(error instanceof Error ? error : new VaultError("stopped"));
    }
  });
}

function running() {
  if (worker) return worker;
  worker = new Worker(scriptURL(`/static/dist/${VAULT_WORKER}`), { name: "daybook" });
  worker.addEventListener("message", heard);
  worker.addEventListener("error", terminate);
  return worker;
}

/** @param {MessageEvent} message */
function heard({ data: { id, value, error } }) {
  const one = waiting.get(id);
  waiting.delete(id);
  if (error) one?.reject(new VaultError(error.reason, error));
  else one?.resolve(value);
  // Five wrong PINs, or a quarter of an hour under the cover: not even what they were tried on is left.
  if (error?.reason === "locked") terminate();
}

/** @param {any} value @returns {any} a copy without proxies; bytes stay bytes */
function plain(value) {
  if (value instanceof Uint8Array || value === null || typeof value !== "object") return value;
  if (Array.isArray(value)) return value.map(plain);
  return Object.fromEntries(Object.entries(value).map(([key, one]) => [key, plain(one)]));
}

async function sealsAndInflates() {
  try {
    await crypto.subtle.generateKey({ name: "X25519" }, false, ["deriveBits"]);
    new DecompressionStream("deflate");
    return true;
  } catch {
    return false;
  }
}

/** A private window may open a store and then refuse to write to it. */
async function keeps() {
  try {
    const db = await openMeta();
    await db.put("probe", { id: "probe" });
    await db.delete("probe", "probe");
    return true;
  } catch {
    return false;
  }
}
