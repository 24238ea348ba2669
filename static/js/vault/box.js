/**
 * The tablet's box: a revision is sealed twice and durable before anybody is told that it was saved; letters then leave.
 *
 * The same shape as the page's own box (append.js), so that a screen need not know which one it writes to.
 */
import { tablet } from "../session/tablet.js";
import { vault } from "./client.js";
import { onReceipts, sending } from "./sync.js";

/** @typedef {import("../writing/append.js").Revision} Revision */
/** @typedef {import("../writing/append.js").Receipt} Receipt */

const SAVED_SHOWN_MS = 2000;
/** It is on the tablet by then: weak signal must not hold a form that has been saved. */
const SENDING_WAIT_MS = 1500;
let timer = 0;

/**
 * @param {{changed: (state: object) => void, received: (receipt: Receipt, revision: Revision) => void}} told
 * @param {import("./door.js").Needs["letterboxFor"]} letterboxFor where a revision belongs is known by whoever knows the plans
 * @returns {import("../writing/append.js").Box}
 */
export function makeBox(told, letterboxFor) {
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
      revisions.map(async (revision) => ({ revision, box: await letterboxFor(revision, inPack) })),
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

/** @param {string} plan @returns {Promise<any>} as it was taken along */
async function inPack(plan) {
  return (await vault.plan(plan))?.json;
}

/** The state line says it for two seconds, and only once both writes are durable. */
function saved() {
  tablet.saved = true;
  clearTimeout(timer);
  timer = window.setTimeout(() => {
    tablet.saved = false;
  }, SAVED_SHOWN_MS);
}
