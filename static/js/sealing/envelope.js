/**
 * Seals bytes under a key, bound to their context (safeplan/crypto/envelope.py): header, 12 random bytes of
 * nonce, AES-256-GCM ciphertext and tag; header and associated data are authenticated together.
 */
import { joined, random, tight, utf8 } from "./bytes.js";
import { header, PADDED, readHeader, SEALED, Unopened, WRAPPED_KEY } from "./header.js";
import { padded, unpacked } from "./padding.js";

const KEY_LENGTH = 32;
const NONCE_LENGTH = 12;
const TAG_LENGTH = 16;

/** @param {Uint8Array} bytes @returns {Promise<CryptoKey>} to seal and open with; it cannot be read again */
export function sealingKey(bytes) {
  // AES-GCM would take 16 bytes without a word and quietly halve the strength.
  if (bytes.length !== KEY_LENGTH) throw new TypeError("a key is 32 bytes");
  return crypto.subtle.importKey("raw", tight(bytes), "AES-GCM", false, ["encrypt", "decrypt"]);
}

/** @param {CryptoKey} key @param {Uint8Array} plaintext @param {string} aad @returns {Promise<Uint8Array>} padded and sealed */
export function seal(key, plaintext, aad) {
  return encrypted(key, header(SEALED, PADDED), padded(plaintext), aad);
}

/** @param {CryptoKey} key @param {Uint8Array} blob @param {string} aad @returns {Promise<Uint8Array>} Unopened unless `seal` made it in this context */
export async function openSealed(key, blob, aad) {
  const { head, flags, body } = readHeader(blob, SEALED);
  return unpacked(flags, await decrypted(key, head, body, aad));
}

/** @param {CryptoKey} under @param {Uint8Array} key 32 bytes @param {string} aad */
export function wrap(under, key, aad) {
  if (key.length !== KEY_LENGTH) throw new TypeError("a key is 32 bytes");
  return encrypted(under, header(WRAPPED_KEY), key, aad);
}

/** @param {CryptoKey} under @param {Uint8Array} blob @param {string} aad @returns {Promise<Uint8Array>} the 32 bytes that `wrap` sealed */
export async function unwrap(under, blob, aad) {
  const { head, flags, body } = readHeader(blob, WRAPPED_KEY);
  const key = await decrypted(under, head, body, aad);
  if (flags || key.length !== KEY_LENGTH) throw new Unopened("no key of ours");
  return key;
}

/** @param {CryptoKey} key @param {Uint8Array} head @param {Uint8Array} content @param {string} aad */
async function encrypted(key, head, content, aad) {
  const nonce = random(NONCE_LENGTH);
  const how = { name: "AES-GCM", iv: nonce, additionalData: joined(head, utf8(aad)) };
  return joined(head, nonce, new Uint8Array(await crypto.subtle.encrypt(how, key, tight(content))));
}

/** @param {CryptoKey} key @param {Uint8Array} head @param {Uint8Array} body @param {string} aad */
async function decrypted(key, head, body, aad) {
  if (body.length < NONCE_LENGTH + TAG_LENGTH) throw new Unopened("too short");
  const how = { name: "AES-GCM", iv: body.slice(0, NONCE_LENGTH), additionalData: joined(head, utf8(aad)) };
  try {
    return new Uint8Array(await crypto.subtle.decrypt(how, key, body.slice(NONCE_LENGTH)));
  } catch {
    throw new Unopened("it does not open");
  }
}
