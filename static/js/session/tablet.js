// What this tablet keeps: whether it has a vault, whether that is open, and how much waits. State alone; vault/door.js opens it.

import Alpine from "@alpinejs/csp";

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
