/**
 * A tap that falls where the last one fell, at once after it, is the same tap.
 *
 * Excited or frightened fingers tap twice: a page must not be jumped over unread, and a choice must not be taken back
 * in the moment it is made. Keys are at no point of the screen, so a key that is held counts once.
 *
 * @typedef {{x: number, y: number, at: number}} Tap
 */

const SAME_MS = 350;
const SAME_PX = 48;

/** @param {Tap | null} last @param {Tap} tap */
function isSecond(last, tap) {
  return last !== null && tap.at - last.at < SAME_MS && Math.hypot(tap.x - last.x, tap.y - last.y) < SAME_PX;
}

/** @param {Document} page @param {() => number} now milliseconds @param {string} twice what two taps are meant for */
export function watchSecondTaps(page, now, twice) {
  /** @type {Tap | null} */
  let last = null;
  page.addEventListener(
    "click",
    (event) => {
      const at = /** @type {Element} */ (event.target);
      if (event.detail === 0 || at.closest(twice)) return;
      const tap = { x: event.clientX, y: event.clientY, at: now() };
      if (isSecond(last, tap)) swallow(event);
      last = tap;
    },
    { capture: true },
  );
  page.addEventListener(
    "keydown",
    (event) => {
      const key = /** @type {Element} */ (event.target).closest("button");
      if (event.repeat && key && [" ", "Enter"].includes(event.key)) swallow(event);
    },
    { capture: true },
  );
}

/** @param {Event} event */
function swallow(event) {
  event.preventDefault();
  event.stopImmediatePropagation();
}
