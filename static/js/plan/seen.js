// Which fields and entries a view may show: arithmetic only, so that every answer can be tested.

/** @typedef {"me" | "parent" | "children"} ViewName */
/** @typedef {{name: string, seen_with?: string}} Field */
/** @typedef {{author_agency?: string, known_to_parent?: boolean, data?: Record<string, any>}} Head */
/** @typedef {{heads?: Head[]} & Head} Entry */
/** @typedef {{fields: Field[], near?: import("../writing/draft.js").When | null}} Kind what it says of itself */

/** @type {Record<string, string[]>} */
const ENOUGH = { parent: ["parent", "any"], children: ["any"] };

/** @param {ViewName} view @param {Field[]} fields of the kind @param {string} name @returns {boolean} */
export function fieldSeen(view, fields, name) {
  if (view === "me") return true;
  const seen = fields.find((field) => field.name === name)?.seen_with ?? "me";
  return ENOUGH[view].includes(seen);
}

/**
 * @param {ViewName} view @param {Kind} kind @param {Entry | undefined} entry an entry with heads, or one head
 * @param {string | undefined} ours the kind of agency the reader works for
 * @param {(value: string) => string} [roleOf] the role of a member of the family, "" for what is no member @returns {boolean}
 */
export function entrySeen(view, { fields, near }, entry, ours, roleOf = () => "") {
  if (view === "me") return true;
  if (!fields.some((field) => fieldSeen(view, fields, field.name))) return false;
  const heads = entry?.heads ?? (entry ? [entry] : []);
  if (view === "children" && near && heads.some((head) => !holdsNear(near, head.data ?? {}, roleOf))) return false;
  // What another agency wrote is for workers until that agency marks it as known to the parent.
  return heads.every((head) => !head.author_agency || head.author_agency === ours || Boolean(head.known_to_parent));
}

/** What nobody has answered yet betrays nothing.
 * @param {import("../writing/draft.js").When} near @param {Record<string, any>} data @param {(value: string) => string} roleOf */
function holdsNear({ field, in: codes }, data, roleOf) {
  const value = data[field] ?? "";
  return value === "" || codes.includes(roleOf(value) || value);
}
