/**
 * What opens a vault: the five words, or a passkey's secret together with a PIN. Each makes the key its vault key is wrapped under.
 *
 * Rounds below the floor are refused wherever they come from, or whoever can write to the store could make guessing cheap.
 */
import { joined, random, tight, utf8 } from "../sealing/bytes.js";
import { sealingKey } from "../sealing/envelope.js";
import { VaultError } from "./verbs.js";

/** @typedef {{salt: Uint8Array, rounds: number}} Cost */

export const ROUNDS = 1_000_000;
/** A tablet must not be kept busy for an hour by one number in its store. */
const MOST_ROUNDS = 10_000_000;
const SALT_LENGTH = 32;
const FEWEST_WORDS = 5;
export const SECRET_LENGTH = 32;
const LONGEST_WAIT_MS = 15 * 60000;

/** @returns {Cost} */
export function newCost() {
  return { salt: random(SALT_LENGTH), rounds: ROUNDS };
}

/** @param {string} words @returns {string} as they were generated, however they were typed */
export function plainWords(words) {
  return words.normalize("NFKC").trim().replace(/\s+/g, " ").toLowerCase();
}

/** @param {string} words */
export function checkWords(words) {
  if (new Set(plainWords(words).split(" ")).size < FEWEST_WORDS) throw new VaultError("weak");
}

/** @param {string} pin */
export function checkPin(pin) {
  if (!/^\d{6,64}$/.test(pin)) throw new VaultError("weak");
}

/** @param {string} words @param {Cost} cost */
export async function underWords(words, cost) {
  return sealingKey(await slow(plainWords(words), cost));
}

/** @param {Uint8Array} secret the passkey's @param {string} pin @param {Cost} cost */
export async function underPasskey(secret, pin, cost) {
  const ikm = joined(secret, await slow(pin, cost));
  const key = await crypto.subtle.importKey("raw", ikm, "HKDF", false, ["deriveBits"]);
  const how = { name: "HKDF", hash: "SHA-256", salt: new Uint8Array(), info: tight(utf8("sp/vault-lock/1")) };
  const bits = await crypto.subtle.deriveBits(how, key, 256);
  // A secret cut short would leave the PIN alone to guess: such a key opens nothing, after the same work.
  return sealingKey(secret.length === SECRET_LENGTH ? new Uint8Array(bits) : random(SECRET_LENGTH));
}

/** The PIN's key, which covers and is itself kept under the vault key. @param {string} pin @param {Cost} cost
 * @returns {Promise<Uint8Array>} */
export function pinKey(pin, cost) {
  return slow(pin, cost);
}

/** @param {string} typed @param {Cost} cost @returns {Promise<Uint8Array>} */
async function slow(typed, { salt, rounds }) {
  if (!Number.isSafeInteger(rounds) || rounds < ROUNDS || rounds > MOST_ROUNDS || salt.length < SALT_LENGTH)
    throw new VaultError("weak");
  const key = await crypto.subtle.importKey("raw", tight(utf8(typed)), "PBKDF2", false, ["deriveBits"]);
  const how = { name: "PBKDF2", hash: "SHA-256", salt: tight(salt), iterations: rounds };
  return new Uint8Array(await crypto.subtle.deriveBits(how, key, 256));
}

/** @param {number} misses @returns {number} how long nobody may try after that many */
export function waitAfter(misses) {
  return misses ? Math.min(1000 * 2 ** (misses - 1), LONGEST_WAIT_MS) : 0;
}
