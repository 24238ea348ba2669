/**
 * Children who have their turn one after the other: a child's page holds what is that child's, and one envelope.
 *
 * In the envelope, under a fresh key, is what the next child's page is to hold, the envelope after it included. So nothing
 * of a child who comes later can be read in the page of one who comes before, until a grown-up goes on to the next page.
 *
 * @typedef {{sealed: string, key: string}} Envelope base64; in memory only
 * @typedef {import("./session.js").Child & {following: Envelope | null}} Crossing
 */
import { fromBase64, fromUtf8, random, toBase64, utf8 } from "../sealing/bytes.js";
import { openSealed, seal, sealingKey } from "../sealing/envelope.js";

const KEY_LENGTH = 32;
const PLACE = "sp/following/1";

/** @param {import("./session.js").Child[]} children at least one, in the order of their turns @returns {Promise<Crossing>} */
export async function inTurn([first, ...rest]) {
  return { ...first, following: rest.length ? await enclosed(await inTurn(rest)) : null };
}

/** @param {Crossing} crossing @returns {Promise<Envelope>} */
async function enclosed(crossing) {
  const key = random(KEY_LENGTH);
  const sealed = await seal(await sealingKey(key), utf8(JSON.stringify(crossing)), PLACE);
  return { sealed: toBase64(sealed), key: toBase64(key) };
}

/** @param {Envelope} envelope @returns {Promise<Crossing>} */
export async function openFollowing({ sealed, key }) {
  return JSON.parse(fromUtf8(await openSealed(await sealingKey(fromBase64(key)), fromBase64(sealed), PLACE)));
}
