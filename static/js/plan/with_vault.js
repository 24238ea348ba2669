/** What the vault's page is handed of the plans: where a revision belongs, and what to do when others' words have come. */
import { cover } from "../shell/cover.js";
import { current, compartmentClass, openPlan } from "./plan.js";
import { compartmentOf } from "./read.js";
import { watchSpot } from "./spot.js";

export { backTo } from "./spot.js";

/** @returns {import("../vault/door.js").Needs} */
export function needs() {
  return { letterboxFor, opened: watchSpot, fresh };
}

/** What others wrote meanwhile comes into the plan that is open, as if it had just been opened. */
function fresh() {
  if (current.opened && !cover.up) openPlan(current.id).catch(() => {});
}

/**
 * The letterbox a revision goes to; null where only its author's sign-in can find the place (a child who is new here).
 * @param {import("../writing/append.js").Revision} revision @param {(plan: string) => Promise<any>} kept
 * @returns {Promise<import("../vault/verbs.js").Letterbox | null>}
 */
async function letterboxFor(revision, kept) {
  const json = current.id === revision.plan && current.opened ? current.json : await kept(revision.plan);
  if (!json) return null;
  const { kind, data } = revision.document;
  const named = json.compartments.find((/** @type {any} */ room) => room.id === revision.compartment);
  const cls = compartmentClass(kind);
  const room = named ?? (cls === "child" ? compartmentOf(json, cls, data.child || "-") : compartmentOf(json, cls));
  if (!room) return null;
  revision.compartment = room.id;
  return { compartment: room.id, epoch: room.epoch, public: room.letterbox };
}
