// One exact spelling of a JSON value: the same bytes here and on the server, so that a receipt can be checked.

/** @param {unknown} value @returns {string} canonical JSON; TypeError for what the two languages would write differently */
export function canonical(value) {
  if (value === null || typeof value === "boolean") return JSON.stringify(value);
  if (typeof value === "number") return whole(value);
  if (typeof value === "string") return text(value);
  if (Array.isArray(value)) return `[${value.map(canonical).join(",")}]`;
  if (typeof value === "object") return plain(/** @type {Record<string, unknown>} */ (value));
  throw new TypeError(`cannot bind a value of type ${typeof value}`);
}

/** @param {unknown} value @returns {Promise<string>} SHA-256 of the canonical JSON, 64 hex digits */
export async function hashOf(value) {
  const bytes = new TextEncoder().encode(canonical(value));
  const digest = new Uint8Array(await crypto.subtle.digest("SHA-256", bytes));
  return Array.from(digest, (byte) => byte.toString(16).padStart(2, "0")).join("");
}

/** @param {number} value */
function whole(value) {
  if (!Number.isSafeInteger(value)) throw new TypeError("a number must be whole, and no larger than 2**53 - 1");
  return String(value);
}

/** @param {string} value */
function text(value) {
  // Half a character has no UTF-8: the two sides would hash different bytes and the receipt would never match.
  if (/[\uD800-\uDBFF](?![\uDC00-\uDFFF])|(?<![\uD800-\uDBFF])[\uDC00-\uDFFF]/.test(value)) {
    throw new TypeError("text holds half a character");
  }
  return JSON.stringify(value);
}

/** @param {Record<string, unknown>} value */
function plain(value) {
  const keys = Object.keys(value).sort();
  if (keys.some((key) => /\P{ASCII}|^\d+$/u.test(key)))
    throw new TypeError("keys must be ASCII text and not only digits");
  return `{${keys.map((key) => `${JSON.stringify(key)}:${canonical(value[key])}`).join(",")}}`;
}
