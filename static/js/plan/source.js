/** Where a plan comes from: the tablet if it was taken along, and the server for whoever is signed in. */
import { ApiError, get, send } from "../session/api.js";
import { arrived } from "../writing/arrived.js";
import { merge } from "./read.js";
import { session } from "../session/session.js";
import { tablet } from "../session/tablet.js";
import { vaultPage } from "../vault/door.js";

/**
 * Open a plan. `show` is called for each copy that comes, the tablet's first, and the second waits for it.
 * @param {string} id @param {(json: any) => Promise<void>} show @returns {Promise<void>} rejects when no copy came
 */
export async function fetchPlan(id, show) {
  const here = await fromTablet(id);
  if (here) await show(here);
  if (!session.live) {
    if (!here) throw new ApiError(0, "no-signal", { offline: true });
    return;
  }
  try {
    await show(await withWork(id, await withLetters(id, await get(`/api/1/plans/${id}`))));
  } catch (error) {
    if (!here || !(/** @type {any} */ (error).offline)) throw error;
  }
}

/** @param {string} id @returns {Promise<any>} null where it was not taken along */
async function fromTablet(id) {
  if (!tablet.open || !tablet.ready.includes(id)) return null;
  try {
    const found = await (await vaultPage()).plan(id);
    return found && written(found.json, found.pending);
  } catch {
    // Its time is over, or another page of ours locked it: what the server has still opens.
    return null;
  }
}

/** What was written on the tablet and has not arrived yet is in the plan all the same. @param {string} id @param {any} json */
async function withWork(id, json) {
  return tablet.open ? written(json, await (await vaultPage()).pending(id).catch(() => [])) : json;
}

/** @param {any} json @param {import("../writing/outbox.js").Revision[]} pending */
function written(json, pending) {
  for (const revision of pending) {
    if (!arrived(json, { seq: 0, ...revision })) merge(json, revision, { id: revision.id }, revision.authored_at);
  }
  return json;
}

/** Pages a child made, and notes from the plain page, wait sealed until somebody who may write here opens the plan.
 * @param {string} id @param {any} json @returns {Promise<any>} the plan with them in it */
async function withLetters(id, json) {
  if (
    !json.letters?.waiting ||
    json.plan.status !== "active" ||
    !json.compartments.some((/** @type {any} */ compartment) => ["contribute", "lead"].includes(compartment.right))
  )
    return json;
  try {
    await send("POST", `/api/1/plans/${id}/letters/file`, {});
    return await get(`/api/1/plans/${id}`);
  } catch {
    // They wait on: a letter that cannot be filed now must not keep the plan shut.
    return json;
  }
}
