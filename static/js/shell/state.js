// The state line: where the words are now, always in words.

import { clock } from "../words/dates.js";

/**
 * Where the words are. Only an open tablet may say *on this tablet*: elsewhere what is unsent lives in this page.
 * @param {{waiting: number, sending: number, sending_of: number, needs: number, last_sent: number, signal: boolean, held?: number, unkept?: boolean}} outbox
 * @param {{open: boolean, saved: boolean, posted: number}} [tablet]
 * @param {number} [unfinished] begun, and no entry yet
 * @returns {string}
 */
export function stateWords(outbox, tablet = { open: false, saved: false, posted: 0 }, unfinished = 0) {
  const { waiting, sending } = outbox;
  if (outbox.unkept) return "This tablet could not keep it. Keep this page open.";
  if (outbox.needs) return needsWords(outbox.needs, waiting);
  if (sending && outbox.signal) return `Sending ${sending} of ${outbox.sending_of}`;
  if (tablet.open && tablet.saved) return "Saved on this tablet";
  if (unfinished) return unfinishedWords(unfinished, waiting, tablet.open);
  if (waiting) return waitingWords(waiting, tablet.open, outbox.signal);
  if (tablet.posted) return `On its way · ${tablet.posted} ${tablet.posted === 1 ? "waits" : "wait"} for your sign-in`;
  if (tablet.open && !outbox.signal) return "No signal. All of it is on this tablet";
  return sentWords(outbox);
}

/** @param {number} needs @param {number} waiting */
function needsWords(needs, waiting) {
  return `${needs} ${needs === 1 ? "needs" : "need"} you${waiting ? `. ${waiting} waiting to send` : ""}`;
}

/** Nothing is said to be sent over something half written. @param {number} unfinished @param {number} waiting @param {boolean} open */
function unfinishedWords(unfinished, waiting, open) {
  const too = waiting ? ` · ${waiting} waiting to send` : "";
  return `${unfinished} unfinished${too}. ${open ? "Kept on this tablet" : "Keep this page open"}`;
}

/** @param {number} waiting @param {boolean} open @param {boolean} signal */
function waitingWords(waiting, open, signal) {
  if (open) return `On this tablet · ${waiting} waiting to send`;
  return `${signal ? "" : "No signal. "}${waiting} waiting to send. Keep this page open.`;
}

/** @param {{last_sent: number, signal: boolean, held?: number}} outbox */
function sentWords({ last_sent, signal, held }) {
  if (last_sent && held) return `Sent · ${held} for the plan's lead to look at first`;
  if (last_sent) return `All sent ${clock(last_sent)}`;
  return signal ? "Nothing waiting to send" : "No signal";
}
