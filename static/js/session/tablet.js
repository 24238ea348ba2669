// What this tablet keeps: whether it has a vault, whether that is open, and the door to the part that opens it.

import Alpine from "@alpinejs/csp";
import { rememberedTablet } from "../shell/prefs.js";

/**
 * `here`: something is kept on this tablet. `open`: it is unlocked in this page. `until`: reading ends then (ms UTC).
 * `saved`: the last writing is on this tablet for certain. `posted`: sealed on the server, waiting for its author's sign-in.
 */
export const tablet = Alpine.reactive({
  here: false,
  open: false,
  until: 0,
  saved: false,
  posted: 0,
  expired: false,
  /** letters that have not left yet: this person's, or with nobody here everybody's */ waiting: 0,
  /** plans that are whole on this tablet @type {string[]} */ ready: [],
  /** the screen of *Take on a visit* has been fetched */ loaded: false,
  /** what a browser that emptied its store had here @type {{device: string, unsent: number, plans: number, heard: number}[]} */ emptied:
    [],
  /** where its person was when it was locked @type {any} */ where: null,
  /** their work e-mail, so that signing in again takes the passphrase alone */ mail: "",
});

/** @type {Promise<typeof import("../vault/page.js")> | null} */
let loading = null;

/** The part that seals and opens, fetched when it is first needed: who works at a desk never needs it. */
export function vaultPage() {
  loading ??= import("../vault/page.js").catch((error) => {
    loading = null;
    throw error;
  });
  return loading;
}

/** @type {Promise<boolean> | null} */
let remembers = null;

/** Begin to fetch what looks into this tablet, and its vault's worker: looking then waits for neither. @returns {Promise<void>} */
export async function warmTablet() {
  remembers = rememberedTablet();
  if (await remembers) (await vaultPage().catch(() => null))?.warm();
}

/** Look whether something is kept here. Costs nothing where nothing ever was. @returns {Promise<void>} */
export async function findTablet() {
  if (!(await (remembers ?? rememberedTablet()))) return;
  remembers = null;
  try {
    await (await vaultPage()).find();
  } catch {
    // A browser that will not open its own store: everything that needs signal still works.
  }
}
