// Whether this tab is covered, for whichever page of ours it is led to: a typed address must not lift what covers it.
// The tab's own name holds it: nothing else outlives a page and is no store. It says nothing about anybody.

const COVERED = "covered";
const OPENED = "opened";

/** @param {boolean} up */
export function markCovered(up) {
  window.name = up ? COVERED : "";
}

export function isCovered() {
  return window.name === COVERED;
}

/** Somebody gave their words on a child's last page, and goes on to the shell from there. */
export function markOpened() {
  window.name = OPENED;
}

/** @returns {boolean} once: the shell need not ask for the words that were given just now */
export function wasOpened() {
  const opened = window.name === OPENED;
  if (opened) window.name = "";
  return opened;
}
