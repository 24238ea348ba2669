// The keyboard of the desk (shortcuts): / finds, ? lists the keys. Never while somebody is writing.

import { go, screen } from "./screens.js";
import { session } from "../session/session.js";
import { sectionOf } from "../words/schema.js";

/** @param {EventTarget | null} target */
function isField(target) {
  return target instanceof Element && target.closest("input, textarea, select, [contenteditable]") !== null;
}

export function watchKeyboard() {
  document.addEventListener("keydown", (event) => {
    if (!session.person || event.ctrlKey || event.metaKey || event.altKey || screen.name === "board") return;
    if (event.key === "Escape" && screen.sheet) screen.sheet = "";
    if (isField(event.target)) return;
    if (event.key === "/") find(event);
    if (event.key === "?") screen.sheet = "keys";
  });
}

/** @param {KeyboardEvent} event */
function find(event) {
  event.preventDefault();
  if (focusFind()) return;
  // In a plan there is nothing to look for but another plan; a form is not left behind for it.
  if (screen.name !== "plan" || sectionOf(screen.section).steps) return;
  go({ screen: "plans" });
  setTimeout(focusFind, 100);
}

/** @returns {boolean} */
function focusFind() {
  const field = document.querySelector("[data-find]");
  if (!(field instanceof HTMLElement)) return false;
  field.focus();
  return true;
}
