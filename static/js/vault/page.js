/**
 * What the screens ask of this tablet: open it, read from it, cover and lock it, take plans along and give them back.
 *
 * Loaded only where a vault is, or is being made (door.js). Keys stay in the worker (client.js); here are words and sealed letters.
 */
import { ApiError, send } from "../session/api.js";
import { session } from "../session/session.js";
import { tablet } from "../session/tablet.js";
import { vault } from "./client.js";
import { rows } from "./db.js";
import { mine } from "./enrolments.js";
import { opener } from "./opened.js";
import { everyLetter } from "./sending.js";
import { sync } from "./sync.js";

export { mayHaveVault, persisted } from "./client.js";
export { enrolment, openedByPasskey, opensByPasskey } from "./enrolments.js";
export { begin, cover, find, leaveToChild, lift, lockNow, unlock } from "./opened.js";
export { setUp } from "./setting_up.js";
export { giveBack, sync, take } from "./sync.js";

/** Somebody signed in: what the server keeps for them is filed, the rest goes, and packs are fetched. */
export const signedIn = sync;

/** Start the worker: it reads its own script while this page draws. */
export function warm() {
  vault.state().catch(() => {});
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
  const one = mine();
  if (!one) throw new ApiError(401, "not-opened");
  try {
    return await vault.places(id, await opener(one, given));
  } catch (error) {
    const { wait_ms: ms = 0 } = /** @type {any} */ (error);
    throw error instanceof ApiError ? error : new ApiError(401, "not-opened", { seconds: Math.ceil(ms / 1000) });
  }
}

/** How many pages of a child's lie here for these compartments: nobody on this tablet can read them again. @param {string[]} compartments */
export async function pagesWaiting(compartments) {
  const letters = await everyLetter(session.person?.id ?? "");
  return letters.filter(({ letter }) => !letter.own && compartments.includes(letter.compartment)).length;
}
