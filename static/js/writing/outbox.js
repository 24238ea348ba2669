// What has been written and not yet acknowledged (outbox pattern): nothing leaves here except against a receipt for those very words.

import { deliver, delivered, firstBatch, FIRST_WAIT_MS, LONGEST_WAIT_MS } from "./delivery.js";

/**
 * @typedef {{id: string, plan: string, compartment: string, entry: string, parents: string[], document: any, device: string, authored_at: number}} Revision
 * @typedef {{id: string, state: string, seq?: number, hash: string, reason?: string, fields?: Record<string, string>}} Receipt
 * @typedef {{revision: Revision, hash: string, author: string, refused: boolean, reason: string, fields: Record<string, string>, resolve: (receipt: Receipt) => void}} Item
 * @typedef {{waiting: number, sending: number, sending_of: number, needs: number, last_sent: number, signal: boolean}} OutboxState
 * @typedef {{post: (revisions: Revision[]) => Promise<any>, hash: (revision: Revision) => Promise<string>, author: () => string, now: () => number, later: (run: () => void, ms: number) => void, changed: (state: OutboxState) => void, received?: (receipt: Receipt, revision: Revision) => void}} Outside
 */

/** @param {Outside} outside everything that is not arithmetic, so that a test can lose answers on purpose */
export function makeOutbox(outside) {
  /** @type {Item[]} */
  let items = [];
  /** @type {Promise<void> | null} */
  let running = null;
  let wait = FIRST_WAIT_MS;
  const progress = { sending: 0, sending_of: 0, last_sent: 0, signal: true };

  const open = () => items.filter((item) => !item.refused);
  const mine = () => open().filter((item) => item.author === outside.author());

  function tell() {
    outside.changed({ ...progress, waiting: open().length, needs: items.length - open().length });
  }

  /**
   * Keep and send. Settles after the first try: a receipt, or {state: "waiting"} for what is only here so far. The
   * receipt that comes later goes to `received`.
   * @param {Revision[]} revisions @returns {Promise<Receipt[]>}
   */
  async function add(revisions) {
    const author = outside.author();
    const hashes = await Promise.all(revisions.map(outside.hash));
    const receipts = revisions.map(
      (revision, index) =>
        new Promise((/** @type {(r: Receipt) => void} */ resolve) => {
          items.push({ revision, hash: hashes[index], author, refused: false, reason: "", fields: {}, resolve });
        }),
    );
    tell();
    await flush();
    return Promise.all(receipts);
  }

  /** Send what waits, in the order in which it was written; a second call while one runs is the same run. */
  function flush() {
    if (!running && mine().length) running = sendAll();
    return running || Promise.resolve();
  }

  async function sendAll() {
    const before = mine().length;
    try {
      await run(before);
      if (!mine().length) wait = FIRST_WAIT_MS;
    } catch {
      progress.signal = false;
    } finally {
      running = null;
      for (const item of mine()) item.resolve({ id: item.revision.id, hash: item.hash, state: "waiting" });
      progress.sending = progress.sending_of = 0;
      tell();
    }
    if (mine().length) tryLater();
  }

  /** What is added while this runs is sent by this run. @param {number} total */
  async function run(total) {
    const tried = new Set();
    const next = () =>
      firstBatch(
        mine().filter((item) => !tried.has(item)),
        (item) => item.revision,
      );
    for (let batch = next(); batch.length; batch = next()) {
      for (const item of batch) tried.add(item);
      progress.sending = Math.min(Math.max(total - mine().length + 1, 1), total);
      progress.sending_of = total;
      tell();
      await deliver(batch, how);
    }
  }

  const how = {
    post: async (/** @type {Item[]} */ batch) => {
      const answer = await outside.post(batch.map((item) => item.revision));
      progress.signal = true;
      return answer;
    },
    final: (/** @type {import("./delivery.js").Fault} */ { status = 0, reason }) =>
      isFinal(status) && reason !== "token",
    take,
    // Without a reason of ours it was not our server that answered: it waits on, and the others go.
    refuse: (
      /** @type {Item} */ item,
      /** @type {import("./delivery.js").Fault} */ { reason = "unknown", fields = {} },
    ) => {
      if (reason !== "unknown") refuse(item, { id: "", hash: "", state: "refused", reason, fields });
    },
  };

  /** @param {Item[]} batch @param {Receipt} receipt */
  function take(batch, receipt) {
    const item = batch.find((one) => one.revision.id === receipt.id && one.hash === receipt.hash);
    if (!item || !items.includes(item)) return;
    if (receipt.state === "refused") return refuse(item, receipt);
    if (!delivered(receipt.state)) return;
    items = items.filter((one) => one !== item);
    progress.last_sent = outside.now();
    item.resolve(receipt);
    outside.received?.(receipt, item.revision);
  }

  /** @param {Item} item @param {Receipt} receipt */
  function refuse(item, receipt) {
    item.refused = true;
    item.reason = receipt.reason ?? "unknown";
    item.fields = receipt.fields ?? {};
    const whole = { ...receipt, id: item.revision.id, hash: item.hash, state: "refused" };
    item.resolve(whole);
    outside.received?.(whole, item.revision);
  }

  function tryLater() {
    outside.later(flush, wait);
    wait = Math.min(wait * 2, LONGEST_WAIT_MS);
  }

  /** @returns {Item[]} refused ones: they stay until their author decides */
  const refused = () => items.filter((item) => item.refused && item.author === outside.author());

  /** @param {string} id send a refused one once more, unchanged */
  function again(id) {
    for (const item of refused()) if (item.revision.id === id) item.refused = false;
    tell();
    flush();
  }

  /** @param {string} id its author has decided that a refused one is not needed */
  function letGo(id) {
    items = items.filter((item) => !(item.refused && item.revision.id === id && item.author === outside.author()));
    tell();
  }

  /** @returns {number} words that exist nowhere but here */
  const unsent = () => items.length;

  return { add, flush, refused, again, letGo, unsent };
}

/** @param {number} status @returns {boolean} asking again would get the same answer */
function isFinal(status) {
  return status >= 400 && status < 500 && ![401, 408, 425, 426, 429].includes(status);
}
