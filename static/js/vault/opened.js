/**
 * This tablet while it is open: found, unlocked, covered with its PIN, and locked (vault lifecycle on the page's side).
 */
import { ApiError } from "../session/api.js";
import { openedHere, session } from "../session/session.js";
import { tablet } from "../session/tablet.js";
import { bringNotes } from "../shell/cover.js";
import { closeOthers } from "../shell/other_tabs.js";
import { rememberTablet } from "../shell/prefs.js";
import { keepInMemory, keepOnTablet } from "../writing/append.js";
import { forgetAll, keep } from "../writing/draft.js";
import { written } from "../writing/unsaved.js";
import { makeBox } from "./box.js";
import { lock, terminate, vault } from "./client.js";
import { lastWords, patience, watchNotes } from "./drafts.js";
import { isOpen, look, mine, ofDevice, openedBy, refreshIndex } from "./enrolments.js";
import { passkeySecret } from "./passkey.js";
import { onFresh, onGone, sending, watchSync } from "./sync.js";

/** The worker locks by itself after fifteen minutes under cover; the page must then hold nothing either. */
const COVERED_MS = 15 * 60000;

/** @type {import("./door.js").Needs} */
let needs;

/** @param {import("./door.js").Needs} from what is asked of whoever knows the plans */
export function begin(from) {
  needs = from;
}

/** Look what is kept here, and take away what ran out. @returns {Promise<void>} */
export async function find() {
  const ran = await vault.expired();
  if (tablet.open && ran.includes(mine()?.id ?? "")) return lockNow();
  const found = await look();
  tablet.expired = ran.length > 0 || found.some((one) => !one.kinds.length);
  // Locked or not: letters are sealed already, and leave as soon as there is signal.
  if (found.length) watchSync();
  sending.flush();
}

/**
 * @param {{words: string} | {pin: string}} given @param {string} [person] whose words they are known to be: tried on another's
 *   vault they would only make that person wait @returns {Promise<void>} ApiError, the same for every refusal
 */
export async function unlock(given, person = "") {
  let wait = 0;
  const kind = "words" in given ? "words" : "passkey";
  for (const one of openedBy(kind, person)) {
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
export async function opener(one, given) {
  if ("words" in given) return given;
  const secret = await passkeySecret(one.credential, one.salt);
  if (!secret) throw new ApiError(401, "not-opened");
  return { prf: secret, pin: given.pin };
}

/** @param {import("./verbs.js").About} one */
async function opened(one) {
  isOpen(one);
  const spot = (await vault.spot()) ?? {};
  openedHere(spot.who ?? unknown(one.person));
  for (const [key, draft] of Object.entries(await vault.drafts())) keep(key, draft);
  Object.assign(tablet, {
    open: true,
    here: true,
    until: one.until,
    expired: false,
    where: spot.where ?? null,
    mail: spot.mail || tablet.mail,
  });
  keepOnTablet((told) => makeBox(told, needs.letterboxFor));
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
  watchNotes();
  onFresh(needs.fresh);
  needs.opened((kept) => vault.spot(kept));
}

/** A new enrolment is open at once. @param {import("./verbs.js").Enrolment} enrolment */
export async function enrolled(enrolment) {
  await vault.enrol(enrolment);
  // Whose it is, before anything else: a tablet that dies now must still know who opens it.
  await vault.spot({ who: session.person, where: null, mail: tablet.mail });
  await rememberTablet();
  await find();
  const one = ofDevice(enrolment.device);
  if (one) await opened(one);
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

/** Lock in this tick: the worker goes, and a fresh page stands instead of everything that was open. */
export function lockNow() {
  terminate();
  keepInMemory();
  // What was begun is sealed on the tablet: no question may hold a lock up, with the words still under it.
  forgetAll();
  written();
  tablet.open = false;
  location.replace("/");
}

/** Lock once what is being written is written; the caller leaves this page in the same breath. A child is given the tablet.
 * @returns {Promise<void>} */
export async function leaveToChild() {
  await Promise.race([needs.left(), patience()]);
  await lastWords();
  await lock();
  closeOthers();
  keepInMemory();
  tablet.open = false;
}

onGone((id) => {
  if (tablet.open && mine()?.id === id) lockNow();
  else find().catch(() => {});
});
