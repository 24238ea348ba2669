// Takes away what can be read here, and never what must still get out.
import { alterRow, change, openStores, rows } from "./db.js";

/** @typedef {import("./memory.js").Memory} Memory */

/** Clocks are set right by a few seconds or minutes; further back is somebody buying time. */
const CLOCK_SLACK_MS = 5 * 60000;

/** @param {{until: number, seen: number}} row @param {number} now */
export function hasRunOut(row, now) {
  return now >= row.until || now < row.seen - CLOCK_SLACK_MS;
}

/** The wraps first: from then on nothing here opens, even if the rest is interrupted. @param {Memory} memory @param {string} vault */
export async function wipe(memory, vault) {
  if (memory.open?.id === vault) memory.open = null;
  if (memory.covered?.id === vault) memory.covered = null;
  const row = await alterRow(vault, (one) => ({ ...one, locks: [] }));
  if (!row) return;
  await change(
    () => openStores(row.name),
    ["packs", "work", "small", "drafts"],
    async (tx) => {
      await tx.objectStore("packs").clear();
      await tx.objectStore("work").clear();
      const small = tx.objectStore("small");
      const drafts = tx.objectStore("drafts");
      // Their author's copy stays: it is unsent work, and only the author can open it.
      for (const { id, own } of await drafts.getAll()) await drafts.put({ id, sealed: null, own });
      for (const { id, draft, own } of await small.getAll()) {
        if (own) await drafts.put({ id: draft, sealed: null, own });
        if (id !== "order") await small.delete(id);
      }
    },
  );
  await alterRow(vault, (one) => ({ ...one, wiped: true }));
}

/** Wipe what has run out, finish what was interrupted, and remember how late it is. @param {Memory} memory @returns {Promise<string[]>} */
export async function wipeWhatRanOut(memory) {
  const gone = [];
  for (const row of await rows()) {
    if (row.wiped) continue;
    if (!row.locks.length || hasRunOut(row, memory.now())) {
      await wipe(memory, row.id);
      gone.push(row.id);
    } else await alterRow(row.id, (one) => ({ ...one, seen: Math.max(one.seen, memory.now()) }));
  }
  return gone;
}
