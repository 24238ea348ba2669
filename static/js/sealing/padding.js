/**
 * Hides how long something is, because a list of exact sizes tells a short "no" from a long disclosure.
 *
 * The bytes of safeplan/crypto/padding.py: four of length, the content, zeros up to the next step.
 */
import { tight } from "./bytes.js";
import { DEFLATED, PADDED, Unopened } from "./header.js";

const STEPS = [256, 1024, 4096, 16384, 65536];
const PREFIX = 4;
// A few hundred sealed bytes can inflate to gigabytes.
const MOST_INFLATED = 8 * 1024 * 1024;

/** @param {Uint8Array} content */
export function padded(content) {
  const packed = new Uint8Array(paddedSize(content.length));
  new DataView(packed.buffer).setUint32(0, content.length);
  packed.set(content, PREFIX);
  return packed;
}

/** @param {number} length */
export function paddedSize(length) {
  const needed = PREFIX + length;
  const largest = STEPS[STEPS.length - 1];
  return STEPS.find((step) => needed <= step) || Math.ceil(needed / largest) * largest;
}

/** Undo what the header's flags say was done. @param {number} flags @param {Uint8Array} packed @returns {Promise<Uint8Array>} */
export async function unpacked(flags, packed) {
  const content = flags & PADDED ? unpadded(packed) : packed;
  return flags & DEFLATED ? inflated(content) : content;
}

/** @param {Uint8Array} packed */
function unpadded(packed) {
  if (packed.length < PREFIX) throw new Unopened("too short");
  const length = new DataView(packed.buffer, packed.byteOffset).getUint32(0);
  const filler = packed.subarray(PREFIX + length);
  if (packed.length !== paddedSize(length) || filler.some((byte) => byte !== 0)) throw new Unopened("not padded by us");
  return packed.slice(PREFIX, PREFIX + length);
}

/** @param {Uint8Array} content */
async function inflated(content) {
  const stream = new Blob([tight(content)]).stream().pipeThrough(new DecompressionStream("deflate"));
  const reader = stream.getReader();
  const parts = [];
  let length = 0;
  try {
    for (let part = await reader.read(); !part.done; part = await reader.read()) {
      length += part.value.length;
      if (length > MOST_INFLATED) break;
      parts.push(part.value);
    }
  } catch {
    throw new Unopened("not deflated by us");
  }
  if (length > MOST_INFLATED) {
    await reader.cancel().catch(() => {});
    throw new Unopened("too large");
  }
  return new Uint8Array(await new Blob(parts).arrayBuffer());
}
