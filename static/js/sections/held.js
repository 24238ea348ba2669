/** Writing that could not be filed by itself: its author may no longer write here, so somebody who may reads it and decides. */
import { memberName } from "../plan/read.js";
import { fields, items, label } from "../words/schema.js";
import { when } from "../words/dates.js";
import { said } from "../words/said.js";
import { decideLetter } from "../plan/steer.js";
import { contextNow, footWhile } from "./context.js";

/** Why a letter is held, in words. @type {Record<string, string>} */
const WHY = {
  held: "Written by somebody who may no longer write here.",
  "no-longer-on-the-plan": "Written by somebody who may no longer write here.",
  "lost-tablet": "Sent from a tablet that was marked as lost: somebody else may have written it.",
  "read-only": "This part may only be read by you.",
  "letter-does-not-open": "This cannot be opened. Ask the person who wrote it.",
};

/** @param {any} Alpine */
export function register(Alpine) {
  Alpine.data("planHeld", () => ({
    aside: "",
    reason: "",
    wrong: "",
    busy: false,
    release() {},
    init() {
      this.release = footWhile(() => ({}));
    },
    destroy() {
      this.release();
    },
    get letters() {
      return heldLetters(contextNow().plan, contextNow().today);
    },
    /** @param {string} id */
    accept(id) {
      return this.decide(id, true, "");
    },
    /** @param {string} id */
    setAside(id) {
      this.aside = this.aside === id ? "" : id;
      this.reason = "";
      this.wrong = "";
    },
    get reasons() {
      return items("aside_reasons");
    },
    async leave() {
      if (!this.reason) {
        this.wrong = "Pick a reason first.";
        return;
      }
      await this.decide(this.aside, false, this.reason);
    },
    /** @param {string} id @param {boolean} accept @param {string} reason */
    async decide(id, accept, reason) {
      if (this.busy) return;
      this.busy = true;
      this.wrong = "";
      try {
        await decideLetter(id, accept, reason);
        this.aside = "";
      } catch (error) {
        this.wrong = /** @type {any} */ (error).offline
          ? "Needs signal. Nothing has changed."
          : "The plan did not take this. It stays here.";
      } finally {
        this.busy = false;
      }
    },
  }));
}

/** @param {import("../plan/read.js").Plan} plan @param {string} today */
function heldLetters(plan, today) {
  return (plan.letters.held || []).map((/** @type {any} */ one) => {
    const kind = fields(one.kind);
    return {
      key: one.id,
      title: [kind.title || "Writing", memberName(plan, one.data.child || "")].filter(Boolean).join(", "),
      by: one.author_name || "Somebody",
      at: when(one.received_at, today),
      why: WHY[one.reason] || "It was not taken as it is.",
      opens: one.kind !== "" && one.reason !== "read-only",
      facts: kind.fields
        .map((field) => ({
          key: field.name,
          label: field.label,
          value: said(plan, field, one.data[field.name], label, today),
        }))
        .filter((fact) => fact.value),
    };
  });
}
