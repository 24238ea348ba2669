/**
 * What passes between this tablet and the server: letters out, receipts and fresh packs in.
 *
 * On opening, on signal, on coming back to the page, and every minute; nothing is promised while the page is away.
 */
import { hashHex } from "../canonical.js";
import { send } from "../api.js";
import { session } from "../session.js";
import { tablet } from "../tablet.js";
import { vault } from "./client.js";
import { enrolment, enrolled, find, refreshIndex } from "./page.js";
import { passkeyNew } from "./passkey.js";
import { makeSending } from "./sending.js";

const EVERY_MS = 60000;
const MOST_IDS = 200;

export const sending = makeSending();

/** Make this tablet's vault for whoever is signed in and has just given their words.
 * @param {{words: string, pin: string, passkey: boolean}} given @returns {Promise<void>} */
export async function setUp({ words, pin, passkey }) {
  const device = crypto.randomUUID().replaceAll("-", "");
  const prepared = await vault.prepare();
  const answer = await send("POST", "/api/1/devices", { id: device, public: prepared.public, kind: kindOf() });
  if (!passkey && !answer.generated) throw Object.assign(new Error("words-chosen"), { reason: "words-chosen" });
  const prf = passkey ? await passkeyNew(prepared.salt) : undefined;
  await enrolled({
    device, token: answer.token, person: answer.author.id, author_public: answer.author.public, pin, until: Date.now() + 24 * 3600000,
    ...(prf ? { prf } : { words }),
  });
}

/** @returns {"ipad" | "android" | "other"} */
function kindOf() {
  const agent = navigator.userAgent;
  if (/Android/.test(agent)) return "android";
  return /iPad|iPhone/.test(agent) || (/Macintosh/.test(agent) && navigator.maxTouchPoints > 1) ? "ipad" : "other";
}

/** Take plans along. @param {{plan: string, place: boolean}[]} plans @param {number} hours @returns {Promise<number>} bytes kept */
export async function take(plans, hours) {
  const { device } = mine();
  const answer = await send("POST", "/api/1/visit", { device, plans, hours });
  const gone = tablet.ready.filter((id) => !plans.some((one) => one.plan === id));
  const { unopened } = await vault.keepPacks({ packs: packsOf(answer), index: indexOf(answer), gone, until: answer.until });
  if (unopened.length) throw Object.assign(new Error("not-kept"), { reason: "not-kept" });
  tablet.until = answer.until;
  await refreshIndex();
  return answer.packs.reduce((/** @type {number} */ sum, /** @type {any} */ pack) => sum + pack.size, answer.index.length);
}

/** Give all of it back: the tablet keeps its lock and what waits, and nothing to read. */
export async function giveBack() {
  const { device } = mine();
  await vault.keepPacks({ packs: [], index: null, gone: [...tablet.ready], until: tablet.until });
  tablet.ready = [];
  await send("POST", "/api/1/visit/return", { device });
}

/** Fetch what changed since; nothing changed is one short answer. @returns {Promise<boolean>} whether anything did */
export async function pull() {
  if (!tablet.open || !session.live || !tablet.ready.length) return false;
  const { device } = mine();
  const have = await vault.digests();
  let answer = await send("POST", "/api/1/visit/pull", { device, have: await hashHex(listOf(have)) });
  if (answer.which) answer = await send("POST", "/api/1/visit/pull", { device, have });
  const packs = packsOf(answer);
  if (!packs.length && !answer.gone?.length) return false;
  await vault.keepPacks({ packs, index: indexOf(answer), gone: answer.gone ?? [], until: answer.until });
  await refreshIndex();
  return true;
}

/** @param {Record<string, string>} have */
function listOf(have) {
  return Object.entries(have).map(([plan, digest]) => `${plan}:${digest}\n`).sort().join("");
}

/** @param {any} answer @returns {import("./verbs.js").Pack[]} */
function packsOf(answer) {
  return (answer.packs ?? []).map((/** @type {any} */ pack) => ({ plan: pack.plan, sealed: pack.sealed, digest: pack.digest, until: answer.until }));
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

/** Somebody signed in: what was sent while the tablet was locked is settled, the rest goes, and packs are fetched. */
export async function settleOnSignIn() {
  if (!tablet.open) return;
  const posted = await sending.posted();
  for (let at = 0; at < posted.length; at += MOST_IDS) {
    const { receipts } = await send("POST", "/api/1/letters/settle", { ids: posted.slice(at, at + MOST_IDS) });
    await sending.take(receipts);
  }
  await sync();
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
  running ??= once().finally(() => { running = null; });
  return running;
}

async function once() {
  await sending.flush();
  try {
    if (await pull()) fresh();
  } catch {
    // No signal, or nobody signed in: what is here is what there is.
  }
}

export function watchSync() {
  addEventListener("online", () => { sync(); });
  document.addEventListener("visibilitychange", () => { if (document.visibilityState === "visible") sync(); });
  setInterval(sync, EVERY_MS);
}
