/**
 * Spots what could find someone (an address, a number) while it is typed into an entry that many can open.
 *
 * It only ever offers: a wrong guess costs one tap, a missed address could cost a life, and a block would cost the note.
 */
const POSTCODE = /\b(?:GIR ?0AA|[A-Z]{1,2}\d[A-Z\d]? ?\d[A-Z]{2})\b/i;
const PHONE = /(?:\+44|\b0)(?:[ \-()]*\d){9,10}(?!\d)/;
const STREET = new RegExp(
  "\\b\\d{1,4}[a-z]?,?\\s+(?:[A-Za-z][\\w’'-]*\\s+){1,3}" +
    "(?:street|st|road|rd|lane|ln|avenue|ave|close|drive|dr|way|mews|court|crescent|gardens|terrace|place|row|grove|hill|square|park|walk|rise|view|house|yard)\\b",
  "i",
);
const FLAT = /\bflat\s+\d+[a-z]?\b/i;

/** @param {string} text @returns {{kind: "address" | "number", match: string} | null} */
export function findsSomeone(text) {
  const value = text || "";
  const number = PHONE.exec(value);
  if (number) return { kind: "number", match: number[0].trim() };
  const place = STREET.exec(value) || FLAT.exec(value) || POSTCODE.exec(value);
  if (!place) return null;
  return { kind: "address", match: whole(value, place) };
}

/** Take a postcode that follows the street along with it, so that half an address is not left behind.
 * @param {string} value @param {RegExpExecArray} found */
function whole(value, found) {
  const code = POSTCODE.exec(value);
  if (!code || code.index < found.index) return found[0].trim();
  const end = code.index + code[0].length;
  return end - found.index <= 120 ? value.slice(found.index, end).trim() : found[0].trim();
}

/** The text without what finds someone; the gap is named so that the sentence still reads.
 * @param {string} text @param {string} match */
export function without(text, match) {
  return text.replace(match, "(kept with the addresses)");
}

/** Fields of a draft that read like an address or a number.
 * @param {{name: string, type: string}[]} fields @param {Record<string, any>} draft */
export function offers(fields, draft) {
  return fields
    .filter((field) => field.type === "text")
    .map((field) => ({ field: field.name, found: findsSomeone(draft[field.name]) }))
    .filter((offer) => offer.found !== null)
    .map((offer) => ({ field: offer.field, .../** @type {{kind: string, match: string}} */ (offer.found) }));
}
