/** What in a form's words could find somebody is offered a home with the addresses: before it is saved, and after. */
import { current } from "../plan/plan.js";
import { isSaved, takeOut } from "../plan/taking_out.js";
import { steers } from "../plan/steer.js";
import { fields } from "../words/schema.js";
import { textsOf } from "../writing/find.js";
import { offering } from "../writing/offering.js";
import { together } from "../shell/together.js";
import { inOpenPlan, whomOf } from "./finds.js";
import { mayRead } from "./form_fields.js";

/** @typedef {import("./form.js").Open} Open */

/** The parts of a form that look for what finds people. */
export function formFinds() {
  const offers = offering((form) => ({
    ...inOpenPlan(() => (form.kind === "family_member" ? form.entry : whomOf(form.draft))),
    texts: () => textsIn(form),
    moved: async ({ match }) => {
      if (!isSaved(form.entry, match)) return KEPT;
      try {
        return SAID[await takeOut(form.entry, match)]();
      } finally {
        form.goesOn();
      }
    },
    shown: () => form.show("find-head"),
    done: () => form.send(),
  }));
  return together(
    offers,
    /** @satisfies {ThisType<Open>} */ ({
      /** What is in the plan already is more than what is being typed: its history says it as well. */
      get findSaved() {
        if (!this.offered || !isSaved(this.entry, this.offered.match)) return "";
        return steers()
          ? "The plan says it already. Keeping it there takes it out of here for good."
          : `The plan says it already. ${lead()} can take it out of the history for good.`;
      },
    }),
  );
}

/** @param {Open} form @returns {import("../writing/offering.js").Text[]} */
function textsIn(form) {
  const { compartment, fields: all } = fields(form.kind);
  if (compartment === "place") return [];
  return textsOf(all, form.draft).map((text) => ({ ...text, seen: mayRead(form, text.path.split(".")[0]) }));
}

const KEPT = "Kept with the addresses.";

/** @type {Record<import("../plan/taking_out.js").Taken, () => string>} */
const SAID = {
  gone: () => `${KEPT} The earlier words are taken out for good.`,
  theirs: () => `${KEPT} The earlier words stay in the history until ${lead()} takes them out.`,
  later: () => `${KEPT} The earlier words are still in its history. With signal, take them out there.`,
  refused: () => `${KEPT} The plan still says it: it did not take these words without it.`,
};

function lead() {
  return current.json.plan.lead?.name.split(" ")[0] ?? "the lead worker";
}
