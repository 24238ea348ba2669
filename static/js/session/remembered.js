// The few yeses and choices a browser keeps outside the vault: they say nothing about anybody.

import { openDB } from "idb";

const STORE = "prefs";

const database = () => openDB(STORE, 1, { upgrade: (db) => void db.createObjectStore(STORE) });

/** @param {string} name @returns {Promise<any>} undefined where nothing is kept, or where this browser keeps nothing */
export async function remembered(name) {
  try {
    const db = await database();
    const kept = await db.get(STORE, name);
    db.close();
    return kept;
  } catch {
    return undefined;
  }
}

/** @param {string} name @param {string | boolean} value @returns {Promise<void>} on the disk; rejects where this browser keeps nothing */
export async function remember(name, value) {
  const db = await database();
  const tx = db.transaction(STORE, "readwrite", { durability: "strict" });
  await tx.store.put(value, name);
  await tx.done;
  db.close();
}
