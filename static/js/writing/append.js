// The one way to write (single write path): turns changes into revisions and keeps them until the server has acknowledged each.

import Alpine from "@alpinejs/csp";
import { onlyLooks, send } from "../session/api.js";
import { hashOf } from "../sealing/canonical.js";
import { device, newId } from "./ids.js";
import { makeOutbox } from "./outbox.js";
import { session } from "../session/session.js";
import { typed, written } from "./unsaved.js";

/** @typedef {{plan: string, compartment?: string, entry?: string, parents?: string[], document: any}} Change */

/** The vault has been locked, ran out, or lost its worker; a store that is full is another matter. */
const SHUT = new Set(["shut", "expired", "stopped", "locked"]);
/** A browser that says it has no signal has none; one that says it has may be wrong, and sending finds out. */
const hasSignal = () => globalThis.navigator?.onLine !== false;
const EMPTY = { waiting: 0, sending: 0, sending_of: 0, needs: 0, last_sent: 0, signal: true };

/**
 * What the state line shows. `sending` is the position in a run of `sending_of`; `last_sent` is ms UTC, 0 before the first.
 * `held`: taken, and not yet in the plan; somebody who may write there looks first. `unkept`: the last writing could not be kept.
 */
export const outbox = Alpine.reactive({ ...EMPTY, signal: hasSignal(), held: 0, unkept: false });

/** @type {((receipt: import("./outbox.js").Receipt, revision: import("./outbox.js").Revision) => void)[]} */
const listeners = [];

/** Hear every receipt that ends a wait, also those that come long after the save. @param {typeof listeners[number]} listen */
export function onReceipt(listen) {
  listeners.push(listen);
}

/**
 * Where writing is kept until the server has acknowledged it: this page's memory, or the tablet's vault once that is open.
 * @typedef {{add: (revisions: Revision[]) => Promise<Receipt[]>, flush: () => Promise<void>, refused: () => Refused[],
 *   again: (id: string) => void, letGo: (id: string) => void, unsent: () => number}} Box
 * @typedef {import("./outbox.js").Revision} Revision
 * @typedef {import("./outbox.js").Receipt} Receipt
 * @typedef {{revision: Revision, reason: string, fields: Record<string, string>}} Refused
 */

const inMemory = { ...EMPTY };
const onTablet = { ...EMPTY };
const outlived = { ...EMPTY };

/** What was refused and outlived its vault, read again by its author's session.
 * @typedef {{person: string, items: (Refused & {id: string})[], decide: (id: string, again: boolean) => Promise<void>}} Left
 * @type {Left} */
let left = { person: "", items: [], decide: async () => {} };

/** What waits in this page and what waits on the tablet are counted together: neither may hide the other.
 * @param {typeof EMPTY} which @param {object} state */
function changed(which, state) {
  Object.assign(which, state);
  const sum = (/** @type {"waiting" | "sending" | "sending_of" | "needs"} */ name) =>
    inMemory[name] + onTablet[name] + outlived[name];
  Object.assign(outbox, {
    waiting: sum("waiting"),
    sending: sum("sending"),
    sending_of: sum("sending_of"),
    needs: sum("needs"),
    last_sent: Math.max(inMemory.last_sent, onTablet.last_sent),
    signal: which.signal && hasSignal(),
  });
}

const memory = makeOutbox({
  post: (revisions) => send("POST", "/api/1/revisions", { revisions }),
  hash: hashOf,
  author: () => session.person?.id ?? "",
  now: () => Date.now(),
  later: (run, ms) => setTimeout(run, ms),
  changed: (state) => changed(inMemory, state),
  received,
});
/** @type {Box} */
let box = memory;

/** @param {Receipt} receipt @param {Revision} revision */
function received(receipt, revision) {
  if (receipt.state === "held") outbox.held += 1;
  for (const listen of listeners) listen(receipt, revision);
}

/** From now on writing is kept on the tablet; what waits in memory goes its own way. @param {(told: {changed: (state: object) => void, received: typeof received}) => Box} make */
export function keepOnTablet(make) {
  box = make({ changed: (state) => changed(onTablet, state), received });
}

/** The tablet is locked or given back: what is written next is kept by this page. */
export function keepInMemory() {
  box = memory;
  changed(onTablet, EMPTY);
}

/**
 * Write. Settles after the first try: a receipt for each change, or {state: "waiting"} where there was no signal.
 * @param {Change[]} changes `entry` left out makes a new one; `compartment` left out lets the server choose by kind
 * @returns {Promise<import("./outbox.js").Receipt[]>}
 */
export function append(changes) {
  if (onlyLooks())
    return Promise.resolve(changes.map(() => ({ id: "", hash: "", state: "refused", reason: "only-looks" })));
  const authored_at = Date.now();
  const revisions = changes.map((change) => ({
    id: newId(),
    plan: change.plan,
    compartment: change.compartment ?? "",
    entry: change.entry ?? newId(),
    parents: [...(change.parents ?? [])],
    // A copy: what is typed after the save belongs to the next one.
    document: JSON.parse(JSON.stringify(change.document)),
    device,
    authored_at,
  }));
  const receipts = box.add(revisions).catch((error) => {
    if (box === memory || !SHUT.has(error?.reason)) throw error;
    // The tablet was locked under this page: its memory is the next best.
    keepInMemory();
    return memory.add(revisions);
  });
  written();
  // Neither in this page nor on the tablet: it is only in the fields, and leaving them asks first.
  receipts.then(
    () => {
      outbox.unkept = false;
    },
    () => {
      outbox.unkept = true;
      typed();
    },
  );
  return receipts;
}

/** @returns {Promise<void>} */
export async function sendNow() {
  await Promise.all([memory.flush(), box === memory ? null : box.flush()]);
}

/** @returns {Refused[]} they stay until their author decides */
export function refusedOnes() {
  return [
    ...memory.refused(),
    ...(box === memory ? [] : box.refused()),
    ...(left.person === session.person?.id ? left.items : []),
  ];
}

/** @param {Left} found */
export function showLeft(found) {
  left = found;
  changed(outlived, { needs: found.items.length, signal: outbox.signal });
}

/** @param {string} id @param {boolean} again */
function decide(id, again) {
  if (!left.items.some((one) => one.id === id)) return;
  left.decide(id, again).then(
    () => showLeft({ ...left, items: left.items.filter((one) => one.id !== id) }),
    () => {},
  );
}

/** @param {string} id */
export function sendAgain(id) {
  memory.again(id);
  if (box !== memory) box.again(id);
  decide(id, true);
}

/** @param {string} id */
export function letGo(id) {
  memory.letGo(id);
  if (box !== memory) box.letGo(id);
  decide(id, false);
}

/** Words that exist nowhere but in this page: what is on the tablet outlives it. @returns {number} */
export const unsent = () => memory.unsent();

/** Signal, return to the page, and the time: each is a reason to try. No background sending is promised. */
export function watchSignal() {
  addEventListener("online", () => {
    outbox.signal = true;
    sendNow();
  });
  addEventListener("offline", () => {
    outbox.signal = false;
  });
  document.addEventListener("visibilitychange", () => document.visibilityState === "visible" && sendNow());
  setInterval(sendNow, 60000);
}
