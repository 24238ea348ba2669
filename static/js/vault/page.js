/**
 * What the screens ask of this tablet: open it, read from it, write to it, cover and lock it, and keep it fresh.
 *
 * Loaded only where a vault is, or is being made. Keys stay in the worker (client.js); here are words and sealed letters.
 */
import Alpine from "@alpinejs/csp";
import { ApiError, send } from "../session/api.js";
import { keepInMemory, keepOnTablet } from "../writing/append.js";
import { bringNotes, cover as cover_ } from "../shell/cover.js";
import { closeOthers } from "../shell/other_tabs.js";
import { current, openPlan } from "../plan/plan.js";
import { rememberTablet } from "../shell/prefs.js";
import { onScreen, replace, screen } from "../shell/screens.js";
import { keep, onDraft } from "../writing/draft.js";
import { openedHere, session } from "../session/session.js";
import { tablet } from "../session/tablet.js";
import { setView, view } from "../plan/views.js";
import { makeBox } from "./box.js";
import { lock, terminate, vault } from "./client.js";
import { rows } from "./db.js";
import { passkeySecret } from "./passkey.js";
import { everyLetter } from "./sending.js";
import { doneWith, onFresh, onGone, sending, sync, watchSync } from "./sync.js";

export { mayHaveVault, persisted } from "./client.js";
export { giveBack, setUp, sync, take } from "./sync.js";

/** The worker locks by itself after fifteen minutes under cover; the page must then hold nothing either. */
const COVERED_MS = 15 * 60000;
const DRAFT_AFTER_MS = 400;
const DRAFT_AT_LATEST_MS = 1000;

/** @type {import("./verbs.js").About[]} */
let found = [];
/** The vault that is open, or was last. @type {import("./verbs.js").About | null} */
let mine = null;

/** Start the worker: it reads its own script while this page draws. */
export function warm() {
  vault.state().catch(() => {});
}

/** Look what is kept here, and take away what ran out. @returns {Promise<void>} */
export async function find() {
  const ran = await vault.expired();
  if (tablet.open && mine && ran.includes(mine.id)) return lockNow();
  found = await vault.vaults();
  tablet.here = found.some((one) => one.kinds.length > 0);
  tablet.expired = ran.length > 0 || found.some((one) => !one.kinds.length);
  // Locked or not: letters are sealed already, and leave as soon as there is signal.
  if (found.length) watchSync();
  sending.flush();
}

/** What the server knows this browser held, and is here no longer: whoever wrote it must hear that it is gone. @returns {Promise<void>} */
export async function noticeEmptied() {
  const here = (await rows()).map((row) => row.device);
  for (const device of session.tablets.filter((/** @type {string} */ one) => !here.includes(one))) {
    // Somebody else's enrolment is theirs to hear of.
    const had = await send("POST", `/api/1/devices/${device}/emptied`, {}).catch(() => null);
    if (had && (had.unsent || had.plans)) tablet.emptied.push({ device, ...had });
  }
}

/** @returns {boolean} the device's own key opens it, with a PIN */
export function opensByPasskey() {
  return found.some((one) => one.kinds.includes("passkey"));
}

/** @returns {{device: string, person: string, vault: string} | null} this person's enrolment of this tablet */
export function enrolment() {
  const own = found.find((one) => one.person === session.person?.id && one.kinds.length > 0);
  return own ? { device: own.device, person: own.person, vault: own.id } : null;
}

/**
 * @param {{words: string} | {pin: string}} given @param {string} [person] whose words they are known to be: tried on another's
 *   vault they would only make that person wait @returns {Promise<void>} ApiError, the same for every refusal
 */
export async function unlock(given, person = "") {
  let wait = 0;
  const kind = "words" in given ? "words" : "passkey";
  for (const one of found.filter((about) => about.kinds.includes(kind) && (!person || about.person === person))) {
    try {
      await vault.unlock({ vault: one.id, ...(await opener(one, given)) });
      await opened(one);
      return;
    } catch (error) {
      const { wait_ms: ms = 0, reason } = /** @type {any} */ (error);
      wait = Math.max(wait, ms);
      if (reason === "expired") await find();
    }
  }
  throw new ApiError(401, "not-opened", { seconds: Math.ceil(wait / 1000) });
}

/** @param {import("./verbs.js").About} one @param {any} given @returns {Promise<any>} */
async function opener(one, given) {
  if ("words" in given) return given;
  const secret = await passkeySecret(one.credential, one.salt);
  if (!secret) throw new ApiError(401, "not-opened");
  return { prf: secret, pin: given.pin };
}

/** @param {import("./verbs.js").About} one */
async function opened(one) {
  mine = one;
  const place = (await vault.place()) ?? {};
  openedHere(place.who ?? unknown(one.person));
  for (const [key, draft] of Object.entries(await vault.drafts())) keep(key, draft);
  Object.assign(tablet, {
    open: true,
    here: true,
    until: one.until,
    expired: false,
    where: place.where ?? null,
    mail: place.mail || tablet.mail,
  });
  keepOnTablet(makeBox);
  await refreshIndex();
  watch();
  const notes = await vault.notes();
  if (notes) bringNotes(notes);
}

/** Who opened it, where only the words are left to say so: without a person nothing at all would be shown. @param {string} id */
function unknown(id) {
  return { id, name: "", role: "practitioner", agency: "", agency_name: "", agency_kind: "", team: "" };
}

let watching = false;

function watch() {
  if (watching) return;
  watching = true;
  onScreen(placeSoon);
  document.addEventListener("selectionchange", placeSoon);
  document.addEventListener("focusin", placeSoon);
  Alpine.effect(() => noteSoon(JSON.stringify(cover_.notes)));
  // What others wrote meanwhile comes into the plan that is open, as if it had just been opened.
  onFresh(() => {
    if (current.opened && !cover_.up) openPlan(current.id).catch(() => {});
  });
}

/** A new enrolment is open at once. @param {import("./verbs.js").Enrolment} enrolment */
export async function enrolled(enrolment) {
  await vault.enrol(enrolment);
  // Whose it is, before anything else: a tablet that dies now must still know who opens it.
  await vault.place({ who: session.person, where: null, mail: tablet.mail });
  await rememberTablet();
  await find();
  const one = found.find((about) => about.device === enrolment.device);
  if (one) await opened(one);
}

/** What is whole on this tablet, and until when. @returns {Promise<void>} */
export async function refreshIndex() {
  const list = await vault.index();
  tablet.ready = (list?.plans ?? []).map((/** @type {{id: string}} */ plan) => plan.id);
}

/** @returns {Promise<{plans: any[]}>} */
export async function index() {
  return (await vault.index()) ?? { plans: [] };
}

/** @param {string} id */
export function plan(id) {
  return vault.plan(id);
}

/** @param {string} id @returns {Promise<import("../writing/outbox.js").Revision[]>} */
export async function pending(id) {
  return (await vault.plan(id))?.pending ?? [];
}

/** What finds people in a plan that was taken along. @param {string} id @param {{words: string} | {pin: string}} given what opens this tablet
 * @returns {Promise<{entries: any[], pending: import("../writing/outbox.js").Revision[]}>} ApiError, the same for every refusal */
export async function places(id, given) {
  if (!mine) throw new ApiError(401, "not-opened");
  try {
    return await vault.places(id, await opener(mine, given));
  } catch (error) {
    const { wait_ms: ms = 0 } = /** @type {any} */ (error);
    throw error instanceof ApiError ? error : new ApiError(401, "not-opened", { seconds: Math.ceil(ms / 1000) });
  }
}

/** @returns {boolean} the vault that is open opens by the device's own key, with a PIN */
export function openedByPasskey() {
  return Boolean(mine?.kinds.includes("passkey"));
}

/** @type {ReturnType<typeof setTimeout> | undefined} */
let coveredFor;

/** The keys go under the PIN; the page behind the cover keeps nothing that a new load would not have to ask for again. */
export async function cover() {
  if (!tablet.open) return;
  clearTimeout(coveredFor);
  coveredFor = setTimeout(lockNow, COVERED_MS);
  await lastWords();
  await vault.cover();
}

/** @param {string} pin @returns {Promise<number>} 0: lifted; else how many tries are left. After the fifth the tablet is locked */
export async function lift(pin) {
  try {
    await vault.lift(pin);
    clearTimeout(coveredFor);
    return 0;
  } catch (error) {
    const { reason, tries } = /** @type {any} */ (error);
    if (reason !== "wrong") lockNow();
    return Math.max(tries, 1);
  }
}

/** Lock in this tick: the worker goes, and a fresh page takes the place of everything that was open. */
export function lockNow() {
  terminate();
  keepInMemory();
  tablet.open = false;
  location.replace("/");
}

const PLACE_AFTER_MS = 300;
let placeTimer = 0;

/** Where somebody is, kept sealed a moment after they moved, so that unlocking brings them back to the same field. */
function placeSoon() {
  clearTimeout(placeTimer);
  placeTimer = window.setTimeout(keepPlace, PLACE_AFTER_MS);
}

async function keepPlace() {
  clearTimeout(placeTimer);
  if (!tablet.open || cover_.up || !session.person || ["", "sign-in", "unlock"].includes(screen.name)) return;
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
  await vault.place({ who: session.person, where, mail: tablet.mail }).catch(() => {});
}

/** Lock once what is being written is written; the caller leaves this page in the same breath. A child is given the tablet,
 * and is beside whoever opens it next. @returns {Promise<void>} */
export async function leaveToChild() {
  setView("children");
  await Promise.race([keepPlace(), patience()]);
  await lastWords();
  await lock();
  closeOthers();
  keepInMemory();
  tablet.open = false;
}

/** How many pages of a child's lie here for these rooms: nobody on this tablet can read them again. @param {string[]} compartments */
export async function pagesWaiting(compartments) {
  const letters = await everyLetter(session.person?.id ?? "");
  return letters.filter(({ letter }) => !letter.own && compartments.includes(letter.compartment)).length;
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

/** A worker that hangs must not keep a plan on the screen. */
const patience = () => new Promise((done) => setTimeout(done, DRAFT_AT_LATEST_MS));
/** Drafts that are about to be sealed. @type {Map<string, any>} */
const coming = new Map();
let draftTimer = 0;
let sealedAt = 0;

let noteTimer = 0;
let noted = "";

/** The plain page's words are sealed while it covers: they can be written then, and not read. @param {string} notes as JSON */
function noteSoon(notes) {
  clearTimeout(noteTimer);
  const any = JSON.parse(notes).some((/** @type {{words: string}} */ one) => one.words.trim());
  if (notes === noted || (!any && !noted)) return;
  noteTimer = window.setTimeout(() => {
    noted = any ? notes : "";
    vault.note(any ? JSON.parse(notes) : null).catch(() => {});
  }, DRAFT_AFTER_MS);
}

/** @param {string} key @param {any} draft null: it is done with */
function draftSoon(key, draft) {
  if (draft === null) doneWith(key).catch(() => {});
  if (!tablet.open) return;
  if (draft === null) {
    coming.delete(key);
    vault.dropDraft(key).catch(() => {});
    return;
  }
  coming.set(key, draft);
  clearTimeout(draftTimer);
  // A hand that never rests is sealed all the same.
  draftTimer = window.setTimeout(lastWords, Date.now() - sealedAt > DRAFT_AT_LATEST_MS ? 0 : DRAFT_AFTER_MS);
}

/** Seal what is being written now: before a cover or a lock comes down, it must not wait for the hand to rest. */
async function lastWords() {
  clearTimeout(draftTimer);
  sealedAt = Date.now();
  const all = [...coming];
  coming.clear();
  await Promise.race([Promise.allSettled(all.map(([key, draft]) => vault.draft(key, draft))), patience()]);
}

/** Somebody signed in: what the server keeps for them finds its place, the rest goes, and packs are fetched. */
export const signedIn = sync;

onDraft(draftSoon);
onGone((id) => {
  if (tablet.open && mine?.id === id) lockNow();
  else find().catch(() => {});
});
