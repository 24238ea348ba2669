// The plain page over everything (privacy screen): one tap, two idle minutes, or the page being hidden. It lifts with the passphrase.

import Alpine from "@alpinejs/csp";
import { markCovered } from "./covered.js";
import { day } from "../words/dates.js";
import { screen } from "./screens.js";
import { session, stillHere } from "../session/session.js";

const IDLE_MS = 120000;
const QUICK_MS = 700;
const HEADINGS = ["Health", "School", "Sleep", "Housing", "Money"];
/** @typedef {{heading: string, id: string, words: string}} Note */
/** @returns {Note[]} */
const blank = () => HEADINGS.map((heading) => ({ heading, id: `visit-${heading.toLowerCase()}`, words: "" }));

/** `asking` is the passphrase; `notes` is what was written on the page, kept until somebody says where it belongs. */
export const cover = Alpine.reactive({
  up: false,
  asking: false,
  day: "",
  notes: blank(),
  // A PIN comes with the vault: only a key sealed on the tablet makes a short secret worth anything. Until then, the passphrase.
  ask() {
    this.asking = true;
  },
});

/** @type {HTMLElement | null} */
let shell = null;
/** @type {{x: number, y: number, focus: Element | null}} */
let spot = { x: 0, y: 0, focus: null };
let active = Date.now();
let leaving = false;

/**
 * Cover now. The shell is taken out of the document whole, not torn down: nothing of it can be seen or read by the
 * browser's own find, and every word in every field is still there afterwards.
 */
export function raise(asking = false) {
  if (asking) cover.asking = true;
  if (cover.up) return;
  // Leaving by a link covers the page that is left, not the one that is opened.
  if (!leaving) markCovered(true);
  Object.assign(cover, { up: true, asking, day: day(new Date()) });
  spot = { x: scrollX, y: scrollY, focus: document.activeElement };
  shell = document.getElementById("shell");
  getSelection()?.removeAllRanges();
  Alpine.mutateDom(() => shell?.remove());
  scrollTo(0, 0);
}

/** Put everything back as it was. Only after the passphrase. */
export function lift() {
  if (!cover.up) return;
  markCovered(false);
  Object.assign(cover, { up: false, asking: false });
  active = Date.now();
  Alpine.mutateDom(() => shell && document.body.append(shell));
  document.body.hidden = false;
  scrollTo(spot.x, spot.y);
  if (spot.focus instanceof HTMLElement && spot.focus !== document.body) spot.focus.focus({ preventScroll: true });
  if (cover.notes.some((/** @type {Note} */ note) => note.words.trim())) screen.sheet = "notes";
}

export function clearNotes() {
  cover.notes = blank();
}

/** What was on the page before the tablet was locked. @param {Note[]} notes */
export function bringNotes(notes) {
  for (const { heading, words } of notes) {
    const here = cover.notes.find((/** @type {Note} */ note) => note.heading === heading);
    if (here && words.trim() && !here.words.includes(words)) here.words = `${here.words}\n${words}`.trim();
  }
  if (cover.notes.some((/** @type {Note} */ note) => note.words.trim())) screen.sheet = "notes";
}

/** A board is a child's: it is never swapped for a page of notes under their hands. */
const mayCover = () => Boolean(session.person) && screen.name !== "board" && session.scope !== "child";

export function watchCover() {
  // Before whatever else hears that the page is left: watched first.
  addEventListener("pagehide", () => {
    leaving = true;
  });
  addEventListener("pageshow", () => {
    leaving = false;
  });
  for (const kind of ["pointerdown", "keydown", "input", "wheel", "touchmove"]) {
    document.addEventListener(kind, wasActive, { passive: true, capture: true });
  }
  document.addEventListener("pointerup", onTap, { capture: true });
  document.addEventListener("keydown", onEscape, { capture: true });
  document.addEventListener("visibilitychange", () => document.hidden && mayCover() && raise());
  setInterval(() => mayCover() && Date.now() - active > IDLE_MS && raise(), 5000);
}

function wasActive() {
  active = Date.now();
  // What is done on the plain page may be anybody's: it must not keep a session open.
  if (!cover.up) stillHere();
}

/** @type {{at: number, x: number, y: number}[]} */
let taps = [];

/** @param {PointerEvent} event three quick taps on one spot; with a mouse they select a paragraph and mean nothing */
function onTap(event) {
  if (event.pointerType === "mouse" || !event.isPrimary) return;
  const now = event.timeStamp;
  const near = (/** @type {{at: number, x: number, y: number}} */ tap) =>
    now - tap.at < QUICK_MS && Math.hypot(tap.x - event.clientX, tap.y - event.clientY) < 48;
  taps = [...taps.filter(near), { at: now, x: event.clientX, y: event.clientY }];
  if (taps.length < 3) return;
  taps = [];
  if (mayCover()) raise();
}

let escaped = -QUICK_MS;

/** @param {KeyboardEvent} event */
function onEscape(event) {
  if (event.key !== "Escape") return;
  if (event.timeStamp - escaped < QUICK_MS && mayCover()) raise();
  escaped = event.timeStamp;
}
