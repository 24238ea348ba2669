/**
 * Seals what a child makes to a letterbox, so that from the moment a page is kept this tablet itself cannot read it.
 *
 * HPKE (X25519, HKDF-SHA256, AES-256-GCM), the bytes of safeplan/crypto/keypairs.py: six bytes of header, 32 of
 * encapsulated key, then ciphertext and tag; the info is the header followed by the letter's place.
 *
 * @typedef {{compartment: string, epoch: number, public: string}} Letterbox
 * @typedef {{id: string, plan: string, compartment: string, epoch: number, entry: string, device: string | null, sealed: string}} Letter
 */
import { Aes256Gcm, CipherSuite, DhkemX25519HkdfSha256, HkdfSha256 } from "@hpke/core";
import { canonical } from "../canonical.js";

const PADDED = 0b10;
/** "SP", a letter, version 1, suite 2, padded */
const HEADER = Uint8Array.of(0x53, 0x50, 3, 1, 2, PADDED);
const STEPS = [256, 1024, 4096, 16384, 65536];
const PREFIX = 4;

const suite = new CipherSuite({ kem: new DhkemX25519HkdfSha256(), kdf: new HkdfSha256(), aead: new Aes256Gcm() });

/** Padded, because a list of exact sizes tells a short "no" from a long disclosure. @param {Uint8Array} content */
export function padded(content) {
  const size = paddedSize(content.length);
  const packed = new Uint8Array(size);
  new DataView(packed.buffer).setUint32(0, content.length);
  packed.set(content, PREFIX);
  return packed;
}

/** @param {number} length */
function paddedSize(length) {
  const needed = PREFIX + length;
  const largest = STEPS[STEPS.length - 1];
  return STEPS.find((step) => needed <= step) || Math.ceil(needed / largest) * largest;
}

/** What ties a letter to its place. @param {string} plan @param {Letterbox} box @param {string} id @param {string} author
 * @param {string | null} device */
export function letterInfo(plan, box, id, author, device) {
  return canonical(["sp/letter", 1, plan, box.compartment, box.epoch, id, author, device || null]);
}

/**
 * @param {Uint8Array} publicKey 32 bytes @param {Uint8Array} plaintext @param {string} info
 * @returns {Promise<Uint8Array>} header, encapsulated key, ciphertext
 */
export async function sealTo(publicKey, plaintext, info) {
  const recipientPublicKey = await suite.kem.deserializePublicKey(tight(publicKey));
  const bound = joined(HEADER, new TextEncoder().encode(info));
  const sender = await suite.createSenderContext({ recipientPublicKey, info: tight(bound) });
  const body = await sender.seal(tight(padded(plaintext)));
  return joined(HEADER, new Uint8Array(sender.enc), new Uint8Array(body));
}

/**
 * Seal a revision as a letter.
 * @param {{plan: string, author: string, device: string | null}} place @param {Letterbox} box
 * @param {{id: string, entry: string}} revision the revision object of the interface
 * @returns {Promise<Letter>}
 */
export async function sealLetter(place, box, revision) {
  const info = letterInfo(place.plan, box, revision.id, place.author, place.device);
  const plaintext = new TextEncoder().encode(canonical(revision));
  const sealed = await sealTo(fromBase64(box.public), plaintext, info);
  return {
    id: revision.id, plan: place.plan, compartment: box.compartment, epoch: box.epoch, entry: revision.entry,
    device: place.device || null, sealed: toBase64(sealed),
  };
}

/** What the receipt of a letter must name: SHA-256 of its sealed bytes, in hex. @param {{sealed: string}} letter */
export async function hashOfLetter(letter) {
  const digest = new Uint8Array(await crypto.subtle.digest("SHA-256", tight(fromBase64(letter.sealed))));
  return Array.from(digest, (byte) => byte.toString(16).padStart(2, "0")).join("");
}

/** @param {...Uint8Array} parts */
function joined(...parts) {
  const whole = new Uint8Array(parts.reduce((length, part) => length + part.length, 0));
  let at = 0;
  for (const part of parts) {
    whole.set(part, at);
    at += part.length;
  }
  return whole;
}

/** @param {Uint8Array} bytes @returns {ArrayBuffer} exactly these bytes, whatever they are a view of */
function tight(bytes) {
  return /** @type {ArrayBuffer} */ (bytes.slice().buffer);
}

/** @param {Uint8Array} bytes */
export function toBase64(bytes) {
  let text = "";
  for (const byte of bytes) text += String.fromCharCode(byte);
  return btoa(text);
}

/** @param {string} text */
export function fromBase64(text) {
  return Uint8Array.from(atob(text), (letter) => letter.charCodeAt(0));
}
