/**
 * What came back, and what is still to go: refused letters stay until their author decides.
 *
 * @typedef {import("./memory.js").Memory} Memory
 * @typedef {import("./db.js").Sending} Sending
 */
import { change, look } from "./db.js";
import { opened, openRecord, sealRecord } from "./memory.js";
import { settle } from "./settling.js";

/** @param {Memory} memory */
export function makeRefused(memory) {
  /** @param {import("./verbs.js").Receipt[]} receipts */
  async function settled(receipts) {
    const it = opened(memory);
    /** @type {Map<string, Uint8Array>} */
    const fields = new Map();
    for (const { id, fields: wrong } of receipts) if (wrong) fields.set(id, await sealRecord(it, "outbox", id, wrong));
    await settle(it.stores, receipts, fields);
  }

  async function refusedOnes() {
    const it = opened(memory);
    /** @type {Sending[]} */
    const all = await look(it.stores, ["outbox"], (tx) => tx.objectStore("outbox").getAll());
    const found = [];
    for (const one of all.filter(({ state }) => state === "refused").sort((a, b) => a.order - b.order)) {
      const revision = await openRecord(
        it,
        "work",
        await look(it.stores, ["work"], (tx) => tx.objectStore("work").get(one.id)),
      );
      const fields = one.fields ? await openRecord(it, "outbox", { id: one.id, sealed: one.fields }) : null;
      found.push({ id: one.id, hash: one.hash, reason: one.reason, fields: fields ?? {}, revision });
    }
    return found;
  }

  /** Send a refused one once more, unchanged. @param {string} id */
  async function again(id) {
    await change(opened(memory).stores, ["outbox"], async (tx) => {
      const one = await tx.objectStore("outbox").get(id);
      if (one?.state === "refused")
        await tx.objectStore("outbox").put({ ...one, state: "new", reason: "", fields: null });
    });
  }

  /** Its author has decided that a refused one is not needed. @param {string} id */
  async function letGo(id) {
    await change(opened(memory).stores, ["outbox", "work"], async (tx) => {
      const one = await tx.objectStore("outbox").get(id);
      if (one?.state !== "refused") return;
      await tx.objectStore("outbox").delete(id);
      await tx.objectStore("work").delete(id);
    });
  }

  async function counts() {
    const { stores } = opened(memory);
    /** @type {[Sending[], number]} */
    const [letters, drafts] = await look(stores, ["outbox", "drafts"], (tx) =>
      Promise.all([tx.objectStore("outbox").getAll(), tx.objectStore("drafts").count()]),
    );
    const of = (/** @type {string} */ state) => letters.filter((one) => one.state === state).length;
    return { waiting: of("new"), posted: of("posted"), refused: of("refused"), drafts };
  }

  return { settled, refusedOnes, again, letGo, counts };
}
