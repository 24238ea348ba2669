// Whether this tab is covered, for whichever page of ours it is led to: a typed address must not lift what covers it.
// The tab's own name holds it: nothing else outlives a page and is no store. It says nothing about anybody.

const COVERED = "covered";

/** @param {boolean} up */
export function markCovered(up) {
  window.name = up ? COVERED : "";
}

export function isCovered() {
  return window.name === COVERED;
}
