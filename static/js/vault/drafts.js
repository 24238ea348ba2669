/** What is being written is sealed as it is written: drafts of forms, and the words on the plain page. */
import Alpine from "@alpinejs/csp";
import { onDraft } from "../writing/draft.js";
import { cover } from "../shell/cover.js";
import { tablet } from "../session/tablet.js";
import { vault } from "./client.js";
import { doneWith } from "./sync.js";

const DRAFT_AFTER_MS = 400;
const DRAFT_AT_LATEST_MS = 1000;

/** Begin, once a vault is open. */
export function watchNotes() {
  Alpine.effect(() => noteSoon(JSON.stringify(cover.notes)));
}

/** A worker that hangs must not keep a plan on the screen. */
export const patience = () => new Promise((done) => setTimeout(done, DRAFT_AT_LATEST_MS));
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
export async function lastWords() {
  clearTimeout(draftTimer);
  sealedAt = Date.now();
  const all = [...coming];
  coming.clear();
  await Promise.race([Promise.allSettled(all.map(([key, draft]) => vault.draft(key, draft))), patience()]);
}

onDraft(draftSoon);
