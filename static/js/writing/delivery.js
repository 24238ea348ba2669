// How anything that waits is sent: in batches, a receipt for each, and one that cannot be taken holds up nobody.

/** @typedef {{status?: number, reason?: string, fields?: Record<string, string>}} Fault */

const MOST_IN_ONE = 50;
const MOST_BYTES = 700000;
const DELIVERED = new Set(["accepted", "repeat", "held"]);

export const FIRST_WAIT_MS = 2000;
export const LONGEST_WAIT_MS = 60000;

/** @param {string} state @returns {boolean} it is where it should be: the copy here may go */
export function delivered(state) {
  return DELIVERED.has(state);
}

/** @template T @param {T[]} items @param {(item: T) => unknown} bodyOf what of it is sent @returns {T[]} the first of them, as many as one body may hold */
export function firstBatch(items, bodyOf) {
  const batch = [];
  let bytes = 0;
  for (const item of items) {
    bytes += new TextEncoder().encode(JSON.stringify(bodyOf(item))).length;
    if (batch.length === MOST_IN_ONE || (batch.length && bytes > MOST_BYTES)) break;
    batch.push(item);
  }
  return batch;
}

/**
 * Send a batch; rejects only when trying later may help.
 * @template T @param {T[]} batch
 * @param {{post: (batch: T[]) => Promise<any>, final: (fault: Fault) => boolean, take: (batch: T[], receipt: any) => unknown,
 *   refuse: (item: T, fault: Fault) => unknown}} how @returns {Promise<void>}
 */
export async function deliver(batch, how) {
  let answer;
  try {
    answer = await how.post(batch);
  } catch (error) {
    const fault = /** @type {Fault} */ (error);
    if (!how.final(fault)) throw error;
    if (batch.length === 1) {
      await how.refuse(batch[0], fault);
      return;
    }
    // One that cannot be taken must not hold up the others: each goes by itself.
    for (const item of batch) await deliver([item], how);
    return;
  }
  const receipts = Array.isArray(answer?.receipts) ? answer.receipts : [];
  for (const receipt of receipts) if (receipt) await how.take(batch, receipt);
}
