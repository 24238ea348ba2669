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
    const works = tx.objectStore("work");
    for (const receipt of receipts) {
      const one = await outbox.get(receipt.id);
      if (!one || one.hash !== receipt.hash) continue;
      if (delivered(receipt.state)) {
        const work = await works.get(receipt.id);
        const state = receipt.state === "held" ? "held" : "done";
        if (work) await works.put({ ...work, state, seq: Number.isSafeInteger(receipt.seq) ? receipt.seq : 0 });
        await outbox.delete(receipt.id);
      } else if (receipt.state === "refused") {
        await outbox.put({
          ...one,
          state: "refused",
          reason: code(receipt.reason),
          fields: fields.get(receipt.id) ?? one.fields,
        });
      } else if (receipt.state === "waiting" && one.state === "new") await outbox.put({ ...one, state: "posted" });
    }
  });
}
