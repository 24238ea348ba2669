/** Where somebody is working (cursor position): screen, form, field and caret, kept sealed so that unlocking brings them back. */
import { session } from "../session/session.js";
import { tablet } from "../session/tablet.js";
import { cover } from "../shell/cover.js";
import { onScreen, replace, screen } from "../shell/screens.js";
import { current, openPlan } from "./plan.js";
import { setView, view } from "./views.js";

const SPOT_AFTER_MS = 300;
let timer = 0;
/** @type {(kept: object) => Promise<unknown>} */
let seal = async () => {};

/** Where somebody is, kept sealed a moment after they moved, so that unlocking brings them back to the same field. */
function spotSoon() {
  clearTimeout(timer);
  timer = window.setTimeout(keepSpot, SPOT_AFTER_MS);
}

async function keepSpot() {
  clearTimeout(timer);
  if (!tablet.open || cover.up || !session.person || ["", "sign-in", "unlock"].includes(screen.name)) return;
  const field = document.activeElement;
  const caret =
    field instanceof HTMLTextAreaElement || (field instanceof HTMLInputElement && field.type === "text")
      ? field.selectionStart
      : null;
  const { name, plan: id, section, entry, kind } = screen;
  const where = {
    screen: name,
    plan: id,
    section,
    entry,
    kind,
    writing: section === "form" ? current.writing : null,
    view: view.name,
    field: field?.id ?? "",
    caret,
  };
  await seal({ who: session.person, where, mail: tablet.mail }).catch(() => {});
}

/** Follow it from now on. @param {(kept: object) => Promise<unknown>} keep seals it in the vault that is open */
export function watchSpot(keep) {
  seal = keep;
  onScreen(spotSoon);
  document.addEventListener("selectionchange", spotSoon);
  document.addEventListener("focusin", spotSoon);
}

/** A child is given the tablet, and is beside whoever opens it next. @returns {Promise<void>} */
export function leftToChild() {
  setView("children");
  return keepSpot();
}

/** Back to where the lock came down: the screen, the form, the field and the caret. @param {any} where */
export async function backTo(where) {
  tablet.where = null;
  // Whoever gave the words chose this view before the lock came down, as after the cover.
  // The list's own view is nobody's choice: the first plan opened after it starts as a visit does.
  if (where.view && (where.plan || where.view !== "me")) setView(where.view);
  if (where.plan) await openPlan(where.plan).catch(() => {});
  if (where.writing) {
    current.turn += 1;
    current.writing = where.writing;
  }
  replace(where);
  if (!where.field) return;
  for (let tries = 0; tries < 20; tries += 1) {
    await new Promise((done) => setTimeout(done, 50));
    const field = document.getElementById(where.field);
    if (!(field instanceof HTMLElement)) continue;
    field.focus();
    if (where.caret !== null && "setSelectionRange" in field)
      /** @type {HTMLTextAreaElement} */ (field).setSelectionRange(where.caret, where.caret);
    return;
  }
}
