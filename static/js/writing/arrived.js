// Whether a copy of a plan was made when a revision that was written here was in the log already: it has it, or what replaced it.

/**
 * @param {any} json a plan as it came: its entries with their heads, its compartments with how long their logs were
 * @param {{id: string, compartment: string, entry: string, seq: number}} written `seq`: its position in the compartment's log, 0
 *   while nobody has said so
 * @returns {boolean}
 */
export function arrived(json, { id, compartment, entry, seq }) {
  const entries = Array.isArray(json.entries) ? json.entries : [];
  if (
    entries.some((/** @type {any} */ one) =>
      one.heads?.some((/** @type {any} */ head) => head.revision === id || head.parents?.includes(id)),
    )
  )
    return true;
  // What was written over twice, and what was taken out for good, is named by nobody that is still here.
  const where = entries.find((/** @type {any} */ one) => one.entry === entry)?.compartment ?? compartment;
  const log = json.compartments?.find((/** @type {any} */ one) => one.id === where);
  return seq > 0 && log?.seq >= seq;
}
