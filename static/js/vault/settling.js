/**
 * What a receipt does to what is kept. Needs no key: the page settles what it sent while the vault was locked.
 *
 * @typedef {import("./db.js").Database} Database
 * @typedef {import("./verbs.js").Receipt} Receipt
 */
import { delivered } from "../writing/delivery.js";
import { change } from "./db.js";

/** Only codes go to the disk, whatever a server may say. @param {unknown} reason */
function code(reason) {
  return typeof reason === "string" && /^[a-z0-9-]{1,40}$/.test(reason) ? reason : "unknown";
}

/**
 * A letter leaves against a final receipt for exactly its bytes; its working copy stays until a pack shows it.
 * @param {() => Promise<Database>} stores @param {Receipt[]} receipts
 * @param {Map<string, Uint8Array>} [fields] by id: what was wrong in which field, sealed
 */
export function settle(stores, receipts, fields = new Map()) {
  return change(stores, ["outbox", "work"], async (tx) => {
    const outbox = tx.objectStore("outbox");
    for (const receipt of receipts) {
      const one = await outbox.get(receipt.id);
      if (!one || one.hash !== receipt.hash) continue;
      if (delivered(receipt.state)) {
        await markWork(tx.objectStore("work"), receipt);
        await outbox.delete(receipt.id);
      } else {
        const altered = afterAnswer(one, receipt, fields.get(receipt.id) ?? one.fields);
        if (altered) await outbox.put(altered);
      }
    }
  });
}

/** @param {any} works @param {Receipt} receipt */
async function markWork(works, { id, state, seq }) {
  const work = await works.get(id);
  if (!work) return;
  await works.put({ ...work, state: state === "held" ? "held" : "done", seq: Number.isSafeInteger(seq) ? seq : 0 });
}

/** What waits here after a receipt that is no delivery; null where it says nothing new.
 * @param {import("./db.js").Sending} one @param {Receipt} receipt @param {Uint8Array | null} fields
 * @returns {import("./db.js").Sending | null} */
function afterAnswer(one, receipt, fields) {
  if (receipt.state === "refused") return { ...one, state: "refused", reason: code(receipt.reason), fields };
  if (receipt.state === "waiting" && one.state === "new") return { ...one, state: "posted" };
  return null;
}
