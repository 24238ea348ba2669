/**
 * The page may go at any moment: covered, closed by mistake, or the tablet taken out of a child's hands.
 *
 * What is open is kept (sealed, sent) as soon as the page is hidden, and twice a minute while a child works on it. Closing
 * asks first while anything is only here.
 */

const KEEP_EVERY_MS = 30000;

/** @param {{keep: () => void, keepAll: () => void, onlyHere: () => boolean}} page keep: what is on the open page; keepAll: what is half written as well */
export function watchLeaving(page) {
  setInterval(page.keep, KEEP_EVERY_MS);
  document.addEventListener("visibilitychange", () => {
    if (document.visibilityState === "hidden") page.keepAll();
  });
  addEventListener("pagehide", page.keepAll);
  addEventListener("beforeunload", (event) => {
    page.keepAll();
    if (page.onlyHere()) event.preventDefault();
  });
}
