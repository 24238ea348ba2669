// The context each sealed thing of a vault is bound to (associated data, HPKE info): what it is, whose, and where it belongs (docs/adr/0008-a-tablet-without-signal.md, "Formats").
import { canonical } from "../sealing/canonical.js";
import { sha256, toHex, utf8 } from "../sealing/bytes.js";

/** @param {{device: string, person: string}} about @param {string} plan "" for the list @param {number} until */
export function packContext(about, plan, until) {
  return canonical(["sp/pack", 1, about.device, about.person, plan, until]);
}

/** @param {string} vault @param {string} store @param {string} record */
export function recordContext(vault, store, record) {
  return canonical(["sp/vault", 1, vault, store, record]);
}

/** A draft's copy for its author. Which form it was is inside. @param {{device: string, person: string}} about @param {string} id */
export function draftContext(about, id) {
  return canonical(["sp/draft", 1, about.person, about.device, id]);
}

/** What is written on the cover, sealed to the vault itself: it is written while nothing here can be read. @param {string} vault */
export function coverContext(vault) {
  return canonical(["sp/cover", 1, vault]);
}

/** Bound to what a guess costs: cheaper rounds written into the store would not open it. @param {string} vault
 * @param {string} kind @param {{salt: Uint8Array, rounds: number}} cost @returns {Promise<string>} */
export async function lockContext(vault, kind, { salt, rounds }) {
  return canonical(["sp/vault-key", 1, vault, kind, await sha256(utf8(canonical([toHex(salt), rounds])))]);
}
