// What the receipt of a letter must name. Apart from the sealing, so that a page that only sends need not fetch that.
import { fromBase64, sha256 } from "./bytes.js";

/** SHA-256 of its sealed bytes, or of its author's copy where there are none. @param {{sealed: string, own?: string}} letter */
export function hashOfLetter(letter) {
  return sha256(fromBase64(letter.sealed || letter.own || ""));
}
