/**
 * The six bytes in front of everything sealed: "SP", type, version, suite, flags (safeplan/crypto/header.py).
 *
 * An unknown byte is a hard error. Nothing is ever tried "the old way" instead, or whoever can write to the disk could
 * choose our algorithms for us.
 */
export const SEALED = 1;
export const WRAPPED_KEY = 2;
export const LETTER = 3;

export const DEFLATED = 0b01;
export const PADDED = 0b10;

const LENGTH = 6;
const VERSION = 1;
const AES_256_GCM = 1;
const HPKE_X25519 = 2;
const KNOWN_FLAGS = DEFLATED | PADDED;

/** What was sealed does not open: another key, another context, or changed. It never says which. */
export class Unopened extends Error {}

/** @param {number} kind */
const suiteOf = (kind) => (kind === LETTER ? HPKE_X25519 : AES_256_GCM);

/** @param {number} kind @param {number} [flags] */
export function header(kind, flags = 0) {
  return Uint8Array.of(0x53, 0x50, kind, VERSION, suiteOf(kind), flags);
}

/** @param {Uint8Array} blob @param {number} kind @returns {{head: Uint8Array, flags: number, body: Uint8Array}} Unopened unless it is of this kind */
export function readHeader(blob, kind) {
  const head = blob.slice(0, LENGTH);
  const flags = head[5];
  const same = head.length === LENGTH && header(kind, flags).every((byte, at) => byte === head[at]);
  if (!same || flags & ~KNOWN_FLAGS) throw new Unopened("a format this release does not know");
  return { head, flags, body: blob.slice(LENGTH) };
}
