/**
 * What may be asked of the vault, and nothing else passes between page and worker. No verb gives a key away.
 *
 * `seq` and `state` are those of a receipt; times are milliseconds UTC; bytes in text are base64, hashes hex.
 *
 * @typedef {import("../writing/outbox.js").Revision} Revision
 * @typedef {{compartment: string, epoch: number, public: string}} Letterbox
 * @typedef {{id: string, hash: string, state: string, seq?: number | null, reason?: string, fields?: Record<string, string>}} Receipt
 * @typedef {{vault: string, public: string, salt: string}} Prepared `public`: for the server, to seal packs to. `salt`: for
 *   the passkey, to make its secret from
 * @typedef {{id: string, device: string, person: string, kinds: ("words" | "passkey")[], credential: string, salt: string,
 *   until: number, wait_ms: number}} About a vault on this tablet. No `kinds`: wiped, only letters are left
 * @typedef {{device: string, token: string, person: string, author_public: string, pin: string, until: number, words?: string,
 *   prf?: {credential: string, secret: Uint8Array}}} Enrolment
 * @typedef {{words: string} | {prf: Uint8Array, pin: string}} Opener
 * @typedef {{plan: string, sealed: string, until: number, digest: string}} Pack
 * @typedef {{waiting: number, posted: number, refused: number, drafts: number}} Counts
 * @typedef {{id: string, hash: string, reason: string, fields: Record<string, string>, revision: Revision}} Refused
 *
 * @typedef {object} Vault
 * @property {() => Promise<About[]>} vaults every vault on this tablet; asks for no key
 * @property {() => Promise<{state: "shut" | "open" | "covered", vault: string}>} state
 * @property {() => Promise<Prepared>} prepare the first step of an enrolment: makes the vault's own pair
 * @property {(about: Enrolment) => Promise<{vault: string}>} enrol the second: keeps it, and leaves it open
 * @property {(opener: Opener & {vault: string}) => Promise<{vault: string}>} unlock
 * @property {() => Promise<void>} cover
 * @property {(pin: string) => Promise<{vault: string}>} lift
 * @property {() => Promise<void>} lock settles when what was being written is written; the caller then ends the worker
 * @property {(kept: {packs: Pack[], index: Pack | null, gone: string[], until: number}) => Promise<{unopened: string[]}>} keepPacks
 *   `unopened`: plans whose pack did not open; what was there before stays
 * @property {() => Promise<{plan: string, until: number, digest: string}[]>} packs what is kept; plan "" is the list
 * @property {() => Promise<any>} index the list of what was taken along; null before any
 * @property {(id: string) => Promise<{json: any, pending: (Revision & {seq: number})[], apart: number} | null>} plan null: not taken along, or run out
 *   It is without what finds people: `apart` counts what of that was written here and is pending. `seq` of a pending one:
 *   its position in the log, 0 while nobody has said so
 * @property {(id: string, opener: Opener) => Promise<{entries: any[], pending: Revision[]}>} places what finds people in a plan, for
 *   whoever gives once more what opens the vault that is open
 * @property {(saves: {revision: Revision, box: Letterbox | null}[]) => Promise<{id: string, hash: string}[]>} save durable
 *   when it settles: all of them, or (rejected) none
 * @property {(key: string, value: any) => Promise<void>} draft
 * @property {() => Promise<Record<string, any>>} drafts
 * @property {(key: string) => Promise<void>} dropDraft
 * @property {(value?: any) => Promise<any>} spot with a value keeps where somebody was, without one says it (null: nowhere)
 * @property {(value: any) => Promise<void>} note what is written on the cover, also while covered; null: it is done with
 * @property {() => Promise<any>} notes
 * @property {(receipts: Receipt[]) => Promise<void>} settled
 * @property {() => Promise<Refused[]>} refusedOnes
 * @property {(id: string) => Promise<void>} again
 * @property {(id: string) => Promise<void>} letGo
 * @property {() => Promise<Counts>} counts
 * @property {(until: number) => Promise<void>} extend
 * @property {(vault?: string) => Promise<void>} wipe the open one, or the one that is named
 * @property {() => Promise<string[]>} expired wipes what ran out on this tablet; which those were
 */

export const VERBS = /** @type {(keyof Vault)[]} */ ([
  "vaults",
  "state",
  "prepare",
  "enrol",
  "unlock",
  "cover",
  "lift",
  "lock",
  "keepPacks",
  "packs",
  "index",
  "plan",
  "places",
  "save",
  "draft",
  "drafts",
  "dropDraft",
  "spot",
  "note",
  "notes",
  "settled",
  "refusedOnes",
  "again",
  "letGo",
  "counts",
  "extend",
  "wipe",
  "expired",
]);

/**
 * What went wrong, in a code: shut · covered · open · wrong (words, passkey or PIN) · wait (`wait_ms`) · locked (too many PINs,
 * too long covered) · expired · weak (a lock below the floor, a PIN too short) · too-long · no-vault · not-kept (the tablet's
 * store failed: nothing was written) · stopped (the worker ended).
 */
export class VaultError extends Error {
  /** @param {string} reason @param {{wait_ms?: number, tries?: number}} [about] `tries`: PINs that may still be tried */
  constructor(reason, about = {}) {
    super(reason);
    this.reason = reason;
    this.wait_ms = about.wait_ms ?? 0;
    this.tries = about.tries ?? 0;
  }
}
