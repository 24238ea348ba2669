// Whether a copy of a plan already has a revision that was written here: as a head, or written over since.

/**
 * @param {any} json a plan as it came: its entries with their heads
 * @param {{id: string, entry: string, seq: number}} written `seq`: its place in the log, 0 while nobody has said so
 * @returns {boolean}
 */
export function arrived(json, { id, entry, seq }) {
  const entries = Array.isArray(json.entries) ? json.entries : [];
  return entries.some((/** @type {any} */ one) => (one.heads ?? []).some((/** @type {any} */ head) =>
    head.revision === id || head.parents?.includes(id) || (one.entry === entry && seq > 0 && head.seq >= seq)));
}
