// Whether the page is dirty: words that are only in its fields, or only in its memory, and a warning before any are thrown away.

/** Fields that hold no work of anybody's: a search, a passphrase. */
const NOT_WORK = "[data-not-work]";
let typing = false;

/** What was typed has been handed to append(). */
export function written() {
  typing = false;
}

/** It could not be kept: it is only in the fields, as before. */
export function typed() {
  typing = true;
}

/** Words that a closed page would take with it. @param {number} unsent @returns {boolean} */
export function wouldLose(unsent) {
  return unsent > 0 || typing;
}

/** @param {() => number} unsent */
export function watchLeaving(unsent) {
  document.addEventListener("input", (event) => {
    const field = /** @type {Element} */ (event.target);
    if (!field.closest(NOT_WORK)) typing = true;
  });
  addEventListener("beforeunload", (event) => {
    if (wouldLose(unsent())) event.preventDefault();
  });
}
