/**
 * Seals to a public key, so that from that moment the tablet itself cannot read what it keeps, and opens with the private one.
 *
 * HPKE (X25519, HKDF-SHA256, AES-256-GCM), the bytes of safeplan/crypto/keypairs.py: six bytes of header, 32 of
 * encapsulated key, then ciphertext and tag; the info is the header followed by the letter's context.
 *
 * @typedef {{compartment: string, epoch: number, public: string}} Letterbox
 * @typedef {{id: string, plan: string, compartment: string, epoch: number, entry: string, device: string | null, sealed: string}} Letter
 */
import { Aes256Gcm, CipherSuite, DhkemX25519HkdfSha256, HkdfSha256 } from "@hpke/core";
import { canonical } from "./canonical.js";
import { fromBase64, joined, tight, toBase64, utf8 } from "./bytes.js";
import { header, LETTER, PADDED, readHeader, Unopened } from "./header.js";
import { padded, unpacked } from "./padding.js";

const KEY_LENGTH = 32;

const suite = new CipherSuite({ kem: new DhkemX25519HkdfSha256(), kdf: new HkdfSha256(), aead: new Aes256Gcm() });

/** @returns {Promise<{private: Uint8Array, public: Uint8Array}>} a fresh pair, 32 bytes each */
export async function newPair() {
  const pair = await suite.kem.generateKeyPair();
  const halves = await Promise.all([
    suite.kem.serializePrivateKey(pair.privateKey),
    suite.kem.serializePublicKey(pair.publicKey),
  ]);
  return { private: new Uint8Array(halves[0]), public: new Uint8Array(halves[1]) };
}

/** @param {Uint8Array} bytes 32 bytes @returns {Promise<CryptoKey>} to open with; it cannot be read again */
export function openingKey(bytes) {
  return suite.kem.importKey("raw", tight(bytes).buffer, false);
}

/** What a letter is bound to. @param {string} plan @param {{compartment: string, epoch: number}} box @param {string} id
 * @param {string} author @param {string | null} device */
export function letterContext(plan, box, id, author, device) {
  return canonical(["sp/letter", 1, plan, box.compartment, box.epoch, id, author, device || null]);
}

/**
 * @param {Uint8Array} publicKey 32 bytes @param {Uint8Array} plaintext @param {string} info
 * @returns {Promise<Uint8Array>} header, encapsulated key, ciphertext
 */
export async function sealTo(publicKey, plaintext, info) {
  const head = header(LETTER, PADDED);
  const recipientPublicKey = await suite.kem.deserializePublicKey(tight(publicKey).buffer);
  const sender = await suite.createSenderContext({ recipientPublicKey, info: joined(head, utf8(info)).buffer });
  const body = await sender.seal(padded(plaintext).buffer);
  return joined(head, new Uint8Array(sender.enc), new Uint8Array(body));
}

/** @param {CryptoKey} recipientKey @param {Uint8Array} blob @param {string} info
 * @returns {Promise<Uint8Array>} Unopened unless it was sealed to this key, in this context */
export async function openFrom(recipientKey, blob, info) {
  const { head, flags, body } = readHeader(blob, LETTER);
  /** @type {ArrayBuffer} */
  let content;
  try {
    const enc = body.slice(0, KEY_LENGTH).buffer;
    const recipient = await suite.createRecipientContext({ recipientKey, enc, info: joined(head, utf8(info)).buffer });
    content = await recipient.open(body.slice(KEY_LENGTH).buffer);
  } catch {
    throw new Unopened("it does not open");
  }
  return unpacked(flags, new Uint8Array(content));
}

/**
 * Seal a revision as a letter.
 * @param {{plan: string, author: string, device: string | null}} from @param {Letterbox} box
 * @param {{id: string, entry: string}} revision the revision object of the interface
 * @returns {Promise<Letter>}
 */
export async function sealLetter(from, box, revision) {
  const info = letterContext(from.plan, box, revision.id, from.author, from.device);
  const sealed = await sealTo(fromBase64(box.public), utf8(canonical(revision)), info);
  return {
    id: revision.id,
    plan: from.plan,
    compartment: box.compartment,
    epoch: box.epoch,
    entry: revision.entry,
    device: from.device || null,
    sealed: toBase64(sealed),
  };
}
