/**
 * What passes between this tablet and the server: letters out, receipts and fresh packs in.
 *
 * On opening, on signal, on coming back to the page, and every minute; nothing is promised while the page is away.
 */
import { send, sendSealed } from "../session/api.js";
import { showLeft } from "../writing/append.js";
import { endWhatWasOpen } from "../session/ending.js";
import { bringNotes } from "../shell/cover.js";
import { firstBatch } from "../writing/delivery.js";
import { sha256, utf8 } from "../sealing/bytes.js";
import { keep } from "../writing/draft.js";
import { session } from "../session/session.js";
import { tablet } from "../session/tablet.js";
import { vault } from "./client.js";
import { enrolment, refreshIndex } from "./enrolments.js";
import { isEmpty, rows } from "./db.js";
import { decideLeft, dropLeftDraft, everyLetter, leftDrafts, leftRefused, makeSending } from "./sending.js";
import { authorization } from "./token.js";

const EVERY_MS = 60000;
const MOST_DRAFTS = 50;
/** What the notes of the cover are called among the drafts. */
const COVER = "cover";

/** @typedef {{received: (receipt: any) => unknown, changed: (state: import("./sending.js").SendingState) => unknown}} Listener */
/** @type {Listener} */
let heard = { received() {}, changed() {} };

/** Hear what becomes of letters; the box of the open vault does. @param {Listener} listener */
export function onReceipts(listener) {
  heard = listener;
}

/** @param {import("./db.js").Letter[]} letters @param {import("./sending.js").How} how */
async function post(letters, { kind, device, token }) {
  if (kind === "session") {
    try {
      return await send("POST", "/api/1/letters", { letters });
    } catch (error) {
      // The session has ended meanwhile: what does not need it goes at once all the same.
      if (/** @type {any} */ (error).reason !== "sign-in") throw error;
    }
  }
  // A child may have held this tablet: what was open then is ended before anything is sent.
  await endWhatWasOpen();
  const sealed = letters.filter((one) => one.compartment);
  return sealed.length
    ? sendSealed("/api/1/letters", { letters: sealed }, authorization(device, token))
    : { receipts: [] };
}

/** Runs locked or open, signed in or not: with a session what is sent is filed in the plan, with the token alone it waits for one. */
export const sending = makeSending({
  how: ({ person }) => (session.live && session.person?.id === person ? "session" : "token"),
  person: () => session.person?.id ?? "",
  post,
  now: () => Date.now(),
  later: (run, ms) => setTimeout(run, ms),
  changed(state) {
    // Also while it is locked, and for whoever comes next: how many wait is no secret of anybody's.
    tablet.waiting = state.waiting;
    heard.changed(state);
  },
  received: (receipt) => heard.received(receipt),
});

/** Take plans along. @param {{plan: string, risk?: boolean, child?: boolean, place?: boolean}[]} plans @param {number} hours @returns {Promise<number>} bytes kept */
export async function take(plans, hours) {
  const { device } = mine();
  const answer = await send("POST", "/api/1/visit", { device, plans, hours });
  const gone = tablet.ready.filter((/** @type {string} */ id) => !plans.some((one) => one.plan === id));
  const { unopened } = await vault.keepPacks({
    packs: packsOf(answer),
    index: indexOf(answer),
    gone,
    until: answer.until,
  });
  if (unopened.length) throw Object.assign(new Error("not-kept"), { reason: "not-kept" });
  if (gone.length) await send("POST", "/api/1/visit/return", { device, plans: gone });
  tablet.until = answer.until;
  await refreshIndex();
  return answer.packs.reduce(
    (/** @type {number} */ sum, /** @type {any} */ pack) => sum + pack.size,
    answer.index.length,
  );
}

/** Give all of it back: the tablet keeps its lock and what waits, and nothing to read. */
export async function giveBack() {
  const { device } = mine();
  await vault.keepPacks({ packs: [], index: null, gone: [...tablet.ready], until: tablet.until });
  tablet.ready = [];
  await send("POST", "/api/1/visit/return", { device });
}

/** Fetch what changed since; nothing changed is one short answer. @returns {Promise<boolean>} whether anything did */
async function pull() {
  if (!tablet.open || !session.live || !tablet.ready.length) return false;
  const { device } = mine();
  const have = Object.fromEntries(
    (await vault.packs()).filter((pack) => pack.plan).map((pack) => [pack.plan, pack.digest]),
  );
  let answer = await send("POST", "/api/1/visit/pull", { device, have: await sha256(utf8(listOf(have))) });
  if (answer.which) answer = await send("POST", "/api/1/visit/pull", { device, have });
  const packs = packsOf(answer);
  if (!packs.length && !answer.gone?.length) return false;
  await vault.keepPacks({ packs, index: indexOf(answer), gone: answer.gone ?? [], until: answer.until });
  await refreshIndex();
  return true;
}

/** @param {Record<string, string>} have */
function listOf(have) {
  return Object.entries(have)
    .map(([plan, digest]) => `${plan}:${digest}\n`)
    .sort()
    .join("");
}

/** @param {any} answer @returns {import("./verbs.js").Pack[]} */
function packsOf(answer) {
  return (answer.packs ?? []).map((/** @type {any} */ pack) => ({
    plan: pack.plan,
    sealed: pack.sealed,
    digest: pack.digest,
    until: pack.until,
  }));
}

/** @param {any} answer @returns {import("./verbs.js").Pack | null} */
function indexOf(answer) {
  return answer.index ? { plan: "", sealed: answer.index, digest: "", until: answer.until } : null;
}

function mine() {
  const found = enrolment();
  if (!found) throw Object.assign(new Error("no-vault"), { reason: "no-vault" });
  return found;
}

/** @type {Promise<void> | null} */
let running = null;
/** @type {() => void} */
let fresh = () => {};

/** @param {() => void} listen called when packs were renewed */
export function onFresh(listen) {
  fresh = listen;
}

/** Send what waits, then fetch what changed. A second call while one runs is the same run. */
export function sync() {
  running ??= once().finally(() => {
    running = null;
  });
  return running;
}

async function once() {
  if (!session.live) await endWhatWasOpen().catch(() => {});
  // Without signal too: reading ends when its time is over, also under the eyes of whoever left it open.
  for (const id of await vault.expired().catch(() => [])) whenGone(id);
  await sending.flush();
  try {
    await contact();
    await bringDrafts();
    await bringRefused();
    if (await pull()) fresh();
  } catch {
    // No signal, or nobody signed in: what is here is what there is.
  }
}

/** What came back so, by its form's key: until it is saved or thrown away it stays on the tablet too. @type {Map<string, {vault: string, id: string}>} */
const brought = new Map();

/** What was being written when a vault ran out was sealed to its author too: once they sign in, it is theirs again. */
async function bringDrafts() {
  if (!session.live || !session.person) return;
  const here = new Set([...brought.values()].map((one) => one.id));
  // Brought a second time, it would stand over what was written since.
  const left = (await leftDrafts(session.person.id)).filter((one) => !here.has(one.id));
  if (!left.length) return;
  const sent = left.slice(0, MOST_DRAFTS).map(({ device, id, own }) => ({ device, id, own }));
  const { drafts } = await send("POST", "/api/1/drafts", { drafts: sent });
  for (const { id, key, value } of drafts) {
    if (key === COVER) bringNotes(value);
    else keep(key, value);
    const kept = left.find((one) => one.id === id);
    if (kept) brought.set(key, { vault: kept.vault, id });
    if (!tablet.open) continue;
    await vault.draft(key, value);
    await doneWith(key);
  }
}

/** What was refused is its author's to mend, also when the vault it was written in has gone: shown with *needs you*. */
async function bringRefused() {
  const person = session.live ? (session.person?.id ?? "") : "";
  const found = person ? await leftRefused(person) : [];
  /** @type {any[]} */
  const words = [];
  for (let at = 0; at < found.length; ) {
    const letters = firstBatch(found.slice(at), ({ one }) => one.letter).map(({ one }) => one.letter);
    at += letters.length;
    // Those that cannot be read here, or not now, are still shown: with their reason and without their words.
    words.push(...(await send("POST", "/api/1/letters/open", { letters }).catch(() => ({ letters: [] }))).letters);
  }
  showLeft({
    person,
    items: found.map(({ one }) => ({
      id: one.id,
      reason: one.reason,
      fields: {},
      revision: words.find(({ id }) => id === one.id),
    })),
    async decide(id, again) {
      const kept = found.find(({ one }) => one.id === id);
      if (kept) await decideLeft(kept.vault, id, again);
      if (again) await sending.flush();
    },
  });
}

/** Its words are saved, thrown away, or sealed anew. @param {string} key */
export async function doneWith(key) {
  const kept = brought.get(key);
  if (kept) await dropLeftDraft(kept.vault, kept.id);
}

/** @type {(vault: string) => void} */
let whenGone = () => {};

/** @param {(vault: string) => void} hear called when a vault ran out or was marked as lost, and has been wiped */
export function onGone(hear) {
  whenGone = hear;
}

/** Say how each vault on this tablet is, and hear whether it was marked as lost: then reading ends here, and sending goes on. */
async function contact() {
  const letters = await everyLetter();
  for (const row of await rows()) {
    const unsent = letters.filter((one) => one.letter.device === row.device && one.state === "new").length;
    const told = { unsent, evicted: !row.wiped && row.locks.length > 0 && (await isEmpty(row)) };
    const { lost } = await sendSealed(
      `/api/1/devices/${row.device}/contact`,
      told,
      authorization(row.device, row.token),
    );
    if (!lost || row.wiped) continue;
    await vault.wipe(row.id);
    whenGone(row.id);
  }
}

let watching = false;

export function watchSync() {
  if (watching) return;
  watching = true;
  addEventListener("online", () => {
    sync();
  });
  document.addEventListener("visibilitychange", () => {
    if (document.visibilityState === "visible") sync();
  });
  setInterval(sync, EVERY_MS);
}
