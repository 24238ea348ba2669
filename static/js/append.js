// The one way to write: turns changes into revisions and keeps them until the server has acknowledged each.

import Alpine from "@alpinejs/csp";
import { send } from "./api.js";
import { hashOf } from "./canonical.js";
import { device, newId } from "./ids.js";
import { makeOutbox } from "./outbox.js";
import { session } from "./session.js";
import { written } from "./state.js";

/** @typedef {{plan: string, compartment?: string, entry?: string, parents?: string[], document: any}} Change */

/** What the state line shows. `sending` is the place in a run of `sending_of`; `last_sent` is ms UTC, 0 before the first. */
export const outbox = Alpine.reactive({ waiting: 0, sending: 0, sending_of: 0, needs: 0, last_sent: 0, signal: true });

/** @type {((receipt: import("./outbox.js").Receipt, revision: import("./outbox.js").Revision) => void)[]} */
const listeners = [];

/** Hear every receipt that ends a wait, also those that come long after the save. @param {typeof listeners[number]} listen */
export function onReceipt(listen) {
  listeners.push(listen);
}

const box = makeOutbox({
  post: (revisions) => send("POST", "/api/1/revisions", { revisions }),
  hash: hashOf,
  author: () => session.person?.id ?? "",
  now: () => Date.now(),
  later: (run, ms) => setTimeout(run, ms),
  changed: (state) => Object.assign(outbox, state),
  received: (receipt, revision) => listeners.forEach((listen) => listen(receipt, revision)),
});

/**
 * Write. Settles after the first try: a receipt for each change, or {state: "waiting"} where there was no signal.
 * @param {Change[]} changes `entry` left out makes a new one; `compartment` left out lets the server choose by kind
 * @returns {Promise<import("./outbox.js").Receipt[]>}
 */
export function append(changes) {
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
  const receipts = box.add(revisions);
  written();
  return receipts;
}

export const sendNow = box.flush;
export const refusedOnes = box.refused;
export const sendAgain = box.again;
export const letGo = box.letGo;
export const unsent = box.unsent;

/** Signal, return to the page, and the time: each is a reason to try. No background sending is promised. */
export function watchSignal() {
  addEventListener("online", () => sendNow());
  document.addEventListener("visibilitychange", () => document.visibilityState === "visible" && sendNow());
  setInterval(sendNow, 60000);
}
