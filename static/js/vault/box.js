/**
 * The tablet's box: a revision is sealed twice and durable before anybody is told that it was saved; letters then leave.
 *
 * The same shape as the page's own box (append.js), so that a screen need not know which one it writes to.
 */
import { compartmentClass, current } from "../plan/plan.js";
import { compartmentOf } from "../plan/read.js";
import { tablet } from "../session/tablet.js";
import { vault } from "./client.js";
import { onReceipts, sending } from "./sync.js";

/** @typedef {import("../writing/append.js").Revision} Revision */
/** @typedef {import("../writing/append.js").Receipt} Receipt */

const SAVED_SHOWN_MS = 2000;
/** It is on the tablet by then: weak signal must not hold a form that has been saved. */
const SENDING_WAIT_MS = 1500;
let timer = 0;

/** @param {{changed: (state: object) => void, received: (receipt: Receipt, revision: Revision) => void}} told @returns {import("../writing/append.js").Box} */
export function makeBox(told) {
  /** What this page wrote itself, so that a receipt finds its words. @type {Map<string, Revision>} */
  const written = new Map();
  /** What the last run was told of what is in `written`. @type {Map<string, Receipt>} */
  const came = new Map();
  /** @type {import("./verbs.js").Refused[]} */
  let refused = [];

  onReceipts({
    async received(receipt) {
      if (receipt.state === "refused") await vault.settled([receipt]).catch(() => {});
      const revision = written.get(receipt.id);
      if (!revision) return;
      written.delete(receipt.id);
      came.set(receipt.id, receipt);
      told.received(receipt, revision);
    },
    async changed({ posted, needs: _, ...progress }) {
      tablet.posted = posted;
      told.changed(progress);
      await tell();
    },
  });

  /** Refused ones are this person's alone; another's on the same tablet are not counted here. */
  async function tell() {
    const counts = await vault.counts().catch(() => null);
    if (!counts) return;
    refused = counts.refused ? await vault.refusedOnes() : [];
    told.changed({ needs: counts.refused });
  }

  /** @param {Revision[]} revisions @returns {Promise<Receipt[]>} */
  async function add(revisions) {
    const saves = await Promise.all(
      revisions.map(async (revision) => ({ revision, box: await letterboxFor(revision) })),
    );
    const kept = await vault.save(saves);
    for (const revision of revisions) written.set(revision.id, revision);
    saved();
    await Promise.race([sending.flush(), new Promise((done) => setTimeout(done, SENDING_WAIT_MS))]);
    return revisions.map((revision, at) => {
      const receipt = came.get(revision.id);
      came.delete(revision.id);
      return receipt ?? { id: revision.id, hash: kept[at].hash, state: "waiting" };
    });
  }

  tell();
  return {
    add,
    flush: sending.flush,
    refused: () => refused,
    again: (id) => {
      vault.again(id).then(tell).then(sending.flush);
    },
    letGo: (id) => {
      vault.letGo(id).then(tell);
    },
    // What is here outlives the page: closing it loses nothing.
    unsent: () => 0,
  };
}

/** The state line says it for two seconds, and only once both writes are durable. */
function saved() {
  tablet.saved = true;
  clearTimeout(timer);
  timer = window.setTimeout(() => {
    tablet.saved = false;
  }, SAVED_SHOWN_MS);
}

/**
 * The letterbox a revision goes to; null where only its author's sign-in can find the place (a child who is new here).
 * @param {Revision} revision @returns {Promise<import("./verbs.js").Letterbox | null>}
 */
async function letterboxFor(revision) {
  const json = current.id === revision.plan && current.opened ? current.json : (await vault.plan(revision.plan))?.json;
  if (!json) return null;
  const { kind, data } = revision.document;
  const named = json.compartments.find((/** @type {any} */ room) => room.id === revision.compartment);
  const cls = compartmentClass(kind);
  const room = named ?? (cls === "child" ? compartmentOf(json, cls, data.child || "-") : compartmentOf(json, cls));
  if (!room) return null;
  revision.compartment = room.id;
  return { compartment: room.id, epoch: room.epoch, public: room.letterbox };
}
