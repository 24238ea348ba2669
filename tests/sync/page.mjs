// One page of the real shell without its screens: it starts as app.js starts, and does what a person's taps would do.
import {
  append,
  letGo,
  onReceipt,
  outbox,
  refusedOnes,
  sendAgain,
  sendNow,
  watchSignal,
} from "../../static/js/writing/append.js";
import { hashOf } from "../../static/js/sealing/canonical.js";
import { current, openPlan, register, saveAll } from "../../static/js/plan/plan.js";
import { begin, onSessionEnded, session, signIn as signInFirst, signInAgain } from "../../static/js/session/session.js";
import { tablet } from "../../static/js/session/tablet.js";
import { findTablet, handIn, vaultPage } from "../../static/js/vault/door.js";
import { letterboxFor } from "../../static/js/plan/letterbox.js";
import { leftToChild, watchSpot } from "../../static/js/plan/spot.js";
import { vault } from "../../static/js/vault/client.js";
import { words } from "../../static/js/words/words.js";
import { makeSending } from "../../static/js/vault/sending.js";
import { sending } from "../../static/js/vault/sync.js";

export { makeSending };

/** @param {object} kept the file of words, as it lies beside the shell */
export async function start(kept) {
  Object.assign(words, kept);
  register({ store() {} });
  onSessionEnded(() => {});
  const fresh = () => openPlan(current.id).catch(() => {});
  handIn({ letterboxFor, opened: watchSpot, left: leftToChild, fresh: () => current.opened && fresh() });
  watchSignal();
  await begin();
  await findTablet();
}

async function entered() {
  sendNow();
  if (tablet.open && session.live) await (await vaultPage()).signedIn();
}

export async function signIn(mail, words) {
  if (session.ended || (session.person && !session.live)) await signInAgain(mail, words);
  else await signInFirst(mail, words);
  if (tablet.here && !tablet.open) await (await vaultPage()).unlock({ words }).catch(() => {});
  await entered();
}

export async function setUp(words, pin) {
  await (await vaultPage()).setUp({ words, pin, passkey: false });
}

export async function take(plan, hours) {
  return (await vaultPage()).take([{ plan, place: false }], hours);
}

export async function unlock(words) {
  await (await vaultPage()).unlock({ words });
  await entered();
}

export async function cover(pin) {
  await (await vaultPage()).cover();
  await (await vaultPage()).lift(pin);
}

export async function lock() {
  (await vaultPage()).lockNow();
}

export async function sync() {
  await (await vaultPage()).sync();
}

/** Try to send so many times in a row, as signal comes and goes. */
export async function flush(times = 1) {
  for (let n = 0; n < times; n += 1) await sending.flush();
}

/** What the screen shows of a plan. */
export async function open(plan) {
  await openPlan(plan);
  const heads = (entry) =>
    entry.heads.map((one) => ({
      revision: one.revision,
      seq: one.seq,
      parents: one.parents,
      words: one.data.words,
      withdrawn: one.withdrawn,
    }));
  return current.json.entries.map((entry) => ({ entry: entry.entry, kind: entry.kind, heads: heads(entry) }));
}

export const write = (changes) => saveAll(changes);
export const again = (id) => sendAgain(id);
export const forget = (id) => letGo(id);
export const refused = () => refusedOnes().map(({ revision, reason }) => ({ id: revision?.id, reason }));
export const draft = (key, value) => vault.draft(key, value);
export const drafts = () => vault.drafts();

export async function state() {
  const { state: lock_ } = await vault.state();
  return {
    lock: lock_,
    here: tablet.here,
    open: tablet.open,
    live: session.live,
    ended: session.ended,
    ready: [...tablet.ready],
    outbox: { ...outbox },
  };
}

export { hashOf, onReceipt };

/** What lies on this tablet of a plan, without asking anybody: null where it was not taken along. */
export async function kept(plan) {
  const found = await vault.plan(plan);
  if (!found) return null;
  const heads = found.json.entries.map((entry) => ({
    entry: entry.entry,
    heads: entry.heads.map((one) => one.revision),
  }));
  return { heads, pending: found.pending.map((one) => one.id) };
}

export { append };
export const sendMemory = () => sendNow();
