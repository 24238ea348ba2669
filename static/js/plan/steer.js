/** Steps that are the lead's or a desk's: the stage, the next lead, words taken out for good, letters that wait for a person, a reason at night. */
import { send } from "../session/api.js";
import { current, openPlan } from "./plan.js";
import { compartmentOf } from "./read.js";

/** Take the step, then read the plan again: what stands is what the server says. @param {string} step @param {Record<string, any>} body */
async function step(step, body) {
  const { id } = current;
  await send("POST", `/api/1/plans/${id}/${step}`, body);
  if (current.id === id) await openPlan(id);
}

/** May this reader steer the plan: lead it, or sit at its managers' desk? */
export function steers() {
  return compartmentOf(current.json, "plan")?.right === "lead";
}

/** @param {string} stage @param {string} reviewDue */
export const setStage = (stage, reviewDue) => step("stage", { stage, review_due: reviewDue });

/** @param {string} person */
export const handLead = (person) => step("lead", { person });

/** @param {string} revision @param {string} reason */
export const unfile = (revision, reason) => step("unfile", { revision, reason });

/** @param {string[]} revisions @param {string} reason */
export async function unfileAll(revisions, reason) {
  const { id } = current;
  for (const revision of revisions) await send("POST", `/api/1/plans/${id}/unfile`, { revision, reason });
  if (revisions.length && current.id === id) await openPlan(id);
}

/** @param {string} letter @param {boolean} accept @param {string} reason */
export const decideLetter = (letter, accept, reason) => step(`letters/${letter}`, { accept, reason });

/** @param {string} reason */
export const sayWhy = (reason) => step("emergency", { reason });
