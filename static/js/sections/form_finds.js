/** What in a form's words could find somebody is offered a home with the addresses, before anything is saved. */
import { current, saveAll } from "../plan/plan.js";
import { offers, without } from "../plan/find.js";
import { fields } from "../words/schema.js";
import { emptyDraft } from "../writing/draft.js";
import { newId } from "../writing/ids.js";

/**
 * @typedef {{field: string, kind: string, match: string}} Offer
 * @typedef {import("./form.js").Open} Open
 */

/** The parts of a form that look for what finds people. */
export function formFinds() {
  return /** @satisfies {ThisType<Open>} */ ({
    /** @type {Offer[]} */ found: [],
    /** What was looked at and left where it is. @type {string[]} */ left: [],
    /** Whether something is to be decided before this is kept. */
    finds() {
      const all = fields(this.kind).compartment === "place" ? [] : offers(fields(this.kind).fields, this.draft);
      this.found = all.filter((one) => !this.left.includes(one.field + one.match));
      return this.found.length > 0;
    },
    /** @param {Offer} offer */
    async move(offer) {
      try {
        await saveAll([placeOf(offer, this.entry || this.draft.about || this.draft.who || "")]);
      } catch (error) {
        this.failed(error);
        return;
      }
      this.draft[offer.field] = without(this.draft[offer.field], offer.match);
      this.found = this.found.filter((/** @type {Offer} */ one) => one !== offer);
      if (!this.found.length) await this.send();
    },
    /** @param {Offer} offer */
    async leaveHere(offer) {
      this.left.push(offer.field + offer.match);
      this.found = this.found.filter((/** @type {Offer} */ one) => one.field + one.match !== offer.field + offer.match);
      if (!this.found.length) await this.send();
    },
    mayMove() {
      return current.mayAdd("place");
    },
  });
}

/** @param {Offer} offer @param {string} about */
function placeOf(offer, about) {
  const { v, fields: all } = fields("place");
  const data = emptyDraft(all, { about, kind: offer.kind === "number" ? "phone" : "home", words: offer.match });
  const document = { v, kind: "place", withdrawn: "", why: "", known_to_parent: false, data };
  return { entry: newId(), compartment: "", parents: [], document };
}
