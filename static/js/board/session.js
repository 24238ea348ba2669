/**
 * The child's session: what the board knows, and how it ends.
 *
 * The gate sends, with POST /api/1/session/child, beside `plan` and `child` (the child's family_member entry), an object
 * `gate` of short texts (crossing.js). The server keeps it sealed in the session row and gives it back, unread, to the board (from a tablet's vault the same crosses in
 * memory, and no server is asked; arriving.js):
 *
 *   GET /api/1/session/child → {csrf, child: {plan, child, author, device, gate,
 *                                letterboxes: {child: {compartment, epoch, public}, kept: {compartment, epoch, public}}}}
 *
 * `child` first name as the cover says it · `worker` first name of whoever takes the tablet back · `manager` whom the worker
 * will talk to, "" for "my manager" · `style` words, few, pictures · `ground` "" or stone or lamp · `pages` the gate allows, `ready` the checks ticked ·
 * `cover`, `own_picture`, `call_me` the child's own choices of an earlier day, or "" · `people` who were asked and said yes.
 *
 * @typedef {{name: string, picture: string, tone: string, person: string}} Asked
 * @typedef {{v: 1, child: string, worker: string, manager: string, band: string, style: string, ground: string, pages: string[], ready: string[],
 *   cover: string, own_picture: string, call_me: string, people: Asked[]}} Gate
 * @typedef {{plan: string, child: string, author: string, device: string | null, gate: Gate,
 *   letterboxes: {child: import("../sealing/letters.js").Letterbox, kept: import("../sealing/letters.js").Letterbox}}} Child
 */
import { browserId, keepBrowserId } from "../session/browser_id.js";
import { get, send, setToken } from "../session/api.js";
import { unpacked } from "./crossing.js";

export { endSession as endChild } from "../session/ending.js";

const STAY_MS = 240000;
const SESSION = "/api/1/session";
let heard = Date.now();
/** Whether there is a child's session to keep: without one, asking for it would keep another person's. */
let open = false;

/** A child's session was opened before this page began. */
export function keepOpen() {
  open = true;
}

/** @returns {Promise<Child>} rejects when no child's session is open */
export async function openChild() {
  const answer = await get(`${SESSION}/child`, { quiet: true });
  setToken(answer.csrf);
  keepOpen();
  heard = Date.now();
  return { ...answer.child, gate: unpacked(answer.child.gate) };
}

/** @param {any[]} letters */
export function sendLetters(letters) {
  heard = Date.now();
  return send("POST", "/api/1/letters", { letters }, { quiet: true });
}

/** A child who draws for a quarter of an hour is not away: a touch now and then keeps the session. */
export async function touch() {
  if (!open || Date.now() - heard < STAY_MS) return;
  heard = Date.now();
  try {
    setToken((await get(`${SESSION}/child`, { quiet: true })).csrf);
  } catch {
    // Sending says so if it matters; a child is never told about sessions.
  }
}

/**
 * The grown-up is back and letters still wait: sign in here, so that they can go. They are sealed in the name of whoever
 * handed the tablet over: sent by somebody else they would never open again.
 * @param {string} email @param {string} passphrase @param {string} author @returns {Promise<boolean>} false for somebody else
 */
export async function signIn(email, passphrase, author) {
  const before = await get(SESSION, { quiet: true });
  setToken(before.csrf);
  const device = await browserId();
  const answer = await send("POST", SESSION, { email: email.trim(), passphrase, device }, { quiet: true });
  await keepBrowserId(device);
  setToken(answer.csrf);
  if (answer.person && answer.person.id === author) return true;
  await send("DELETE", SESSION, undefined, { quiet: true });
  return false;
}
