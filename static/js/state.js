// The state line: where the words are now, always in words, and a warning before any are thrown away.

import { clockWords } from "./dates.js";

/** Fields that hold no work of anybody's: a search, a passphrase. */
const NOT_WORK = "[data-not-work]";
let typing = false;

/**
 * Nothing persists on the tablet in this release, so the line never says that it does: what is unsent lives in this page.
 * @param {{waiting: number, sending: number, sending_of: number, needs: number, last_sent: number, signal: boolean}} outbox
 * @returns {string}
 */
export function stateWords(outbox) {
  const { waiting, sending, needs } = outbox;
  if (needs) return `${needs} ${needs === 1 ? "needs" : "need"} you${waiting ? `. ${waiting} waiting to send` : ""}`;
  if (sending) return `Sending ${sending} of ${outbox.sending_of}`;
  if (waiting) return `${outbox.signal ? "" : "No signal. "}${waiting} waiting to send. Keep this page open.`;
  if (outbox.last_sent) return `All sent ${clockWords(outbox.last_sent)}`;
  return outbox.signal ? "Nothing waiting to send" : "No signal";
}

/** What was typed has been handed to append(). */
export function written() {
  typing = false;
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
