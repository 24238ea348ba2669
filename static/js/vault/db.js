// placeholder, replaced below
import { openDB } from "idb";

/** @returns {Promise<import("idb").IDBPDatabase<any>>} */
export function openMeta() {
  return openDB("daybook", 1);
}
