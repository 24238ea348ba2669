// Which fields and entries a view may show: arithmetic only, so that every answer can be tested.

/** @typedef {"me" | "parent" | "children"} ViewName */
/** @typedef {{name: string, seen_with?: string}} Field */
/** @typedef {{author_agency?: string, known_to_parent?: boolean}} Head */
/** @typedef {{heads?: Head[]} & Head} Entry */

/** @type {Record<string, string[]>} */
const ENOUGH = { parent: ["parent", "any"], children: ["any"] };

/** @param {ViewName} view @param {Field[]} fields of the kind @param {string} name @returns {boolean} */
export function fieldSeen(view, fields, name) {
  if (view === "me") return true;
  const seen = fields.find((field) => field.name === name)?.seen_with ?? "me";
  return ENOUGH[view].includes(seen);
}

/**
 * @param {ViewName} view @param {Field[]} fields of the kind @param {Entry | undefined} entry an entry with heads, or one head
 * @param {string | undefined} ours the kind of agency the reader works for @returns {boolean}
 */
export function entrySeen(view, fields, entry, ours) {
  if (view === "me") return true;
  if (!fields.some((field) => fieldSeen(view, fields, field.name))) return false;
  const heads = entry?.heads ?? (entry ? [entry] : []);
  // What another agency wrote is for workers until that agency marks it as known to the parent.
  return heads.every((head) => !head.author_agency || head.author_agency === ours || Boolean(head.known_to_parent));
}
