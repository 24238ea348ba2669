/** Which letterbox (sealed inbox) a revision goes to, as its plan says. */
import { current, compartmentClass } from "./plan.js";
import { compartmentOf } from "./read.js";

/**
 * The letterbox a revision goes to; null where only its author's sign-in can find it (a child who is new here).
 * @param {import("../writing/append.js").Revision} revision @param {(plan: string) => Promise<any>} kept
 * @returns {Promise<import("../vault/verbs.js").Letterbox | null>}
 */
export async function letterboxFor(revision, kept) {
  const json = current.id === revision.plan && current.opened ? current.json : await kept(revision.plan);
  if (!json) return null;
  const { kind, data } = revision.document;
  const named = json.compartments.find((/** @type {any} */ compartment) => compartment.id === revision.compartment);
  const cls = compartmentClass(kind);
  const compartment =
    named ?? (cls === "child" ? compartmentOf(json, cls, data.child || "-") : compartmentOf(json, cls));
  if (!compartment) return null;
  revision.compartment = compartment.id;
  return { compartment: compartment.id, epoch: compartment.epoch, public: compartment.letterbox };
}
