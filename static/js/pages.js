// The few things a page drawn by the server needs: light and hand, and the way to the plain page.

import { isCovered } from "./shell/covered.js";
import { whenToldToClose } from "./shell/other_tabs.js";
import { loadPrefs } from "./shell/prefs.js";

const QUICK_MS = 700;

/** The cover lives in the shell: going there drops this page, and it takes the passphrase to come back. */
function cover() {
  document.body.hidden = true;
  location.replace("/#cover");
}

// An address typed over the cover: it is lifted in the shell, with the words, and nowhere else.
if (isCovered()) {
  document.documentElement.hidden = true;
  cover();
}

let escaped = -QUICK_MS;
/** @type {{at: number, x: number, y: number}[]} */
let taps = [];

document.querySelector("[data-cover]")?.addEventListener("click", cover);
document.addEventListener("keydown", (event) => {
  if (event.key !== "Escape") return;
  if (event.timeStamp - escaped < QUICK_MS) cover();
  escaped = event.timeStamp;
});
document.addEventListener("pointerup", (event) => {
  if (event.pointerType === "mouse") return;
  taps = [
    ...taps.filter(
      (tap) => event.timeStamp - tap.at < QUICK_MS && Math.hypot(tap.x - event.clientX, tap.y - event.clientY) < 48,
    ),
    { at: event.timeStamp, x: event.clientX, y: event.clientY },
  ];
  if (taps.length === 3) cover();
});
whenToldToClose(cover);
// A form that is sent without signal would be gone, with every word in it, behind a page of the browser's own.
document.addEventListener("submit", (event) => {
  const said = /** @type {HTMLElement | null} */ (document.querySelector("[data-no-signal]"));
  if (!said) return;
  said.hidden = navigator.onLine;
  if (navigator.onLine) return;
  event.preventDefault();
  said.scrollIntoView({ block: "center" });
});
// A secret can be read over before it is sent, as in the shell.
document.addEventListener("click", (event) => {
  const key = /** @type {HTMLElement} */ (event.target).closest("[data-show]");
  const box = /** @type {HTMLInputElement | null} */ (key?.previousElementSibling);
  if (!key || !box) return;
  const shown = box.type === "password";
  box.type = shown ? "text" : "password";
  key.setAttribute("aria-pressed", String(shown));
  key.textContent = shown ? "Hide" : "Show";
});
// Going back must not show a page of a session that has ended.
addEventListener("pagehide", () => {
  document.body.hidden = true;
});
addEventListener("pageshow", (event) => {
  if (event.persisted) location.reload();
});
loadPrefs();
