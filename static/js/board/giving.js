/**
 * Gives an open tablet to a child, with signal and without: what crosses waits in the worker's memory, the vault is locked,
 * and no session of the person who gives it stays in reach. Fetched when a tablet is first given.
 */
import { send } from "../session/api.js";
import { packed } from "./crossing.js";
import { inTurn } from "./following.js";
import { hand } from "../session/crossing_over.js";
import { markGiven, unmarkGiven } from "../session/given.js";
import { session } from "../session/session.js";
import { enrolment, leaveToChild } from "../vault/page.js";

/** @typedef {import("./session.js").Child} Child */
/** @typedef {Omit<Child, "author" | "device">} Given */

/** @returns {boolean} whether what a child makes could leave this tablet by itself */
export function mayGive() {
  return enrolment() !== null;
}

/** @param {Given[]} children in the order of their turns @returns {Promise<void>} rejects if the tablet was not given: then nothing has changed */
export async function giveTablet(children) {
  const by = enrolment();
  if (!by) throw new Error("no-vault");
  const signedIn = await asChild(children[0]);
  if (!signedIn) await markGiven();
  const whole = children.map((one) => ({ ...one, author: by.person, device: by.device }));
  const crosses = await hand({ ...plain(await inTurn(whole)), signed_in: signedIn });
  if (!crosses && !signedIn) {
    await unmarkGiven();
    throw new Error("no-worker");
  }
  await leaveToChild();
  location.replace("/board");
}

/** A live session becomes the child's; without signal there is nobody to ask, and the mark stands for it.
 * @param {Given} first @returns {Promise<boolean>} */
async function asChild({ plan, child, gate }) {
  if (!session.live) return false;
  try {
    await send("POST", "/api/1/session/child", { plan, child, gate: packed(gate) });
    return true;
  } catch (error) {
    if (/** @type {any} */ (error).offline) return false;
    throw error;
  }
}

/** Alpine's proxies cannot be cloned. @template T @param {T} value @returns {T} */
function plain(value) {
  return JSON.parse(JSON.stringify(value));
}
