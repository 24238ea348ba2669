/** Orders and powers that were considered: in force, asked for, refused, or not used and why. */
import { memberName } from "../plan/read.js";
import { label } from "../words/schema.js";
import { day, lower } from "../words/said.js";
import { cards } from "./cards.js";

/** @param {any} Alpine */
export function register(Alpine) {
  Alpine.data("planPowers", () =>
    cards("power", (data, { plan }) => ({
      line: label("powers", data.power),
      sub: [
        label("power_states", data.state),
        data.asked_agency ? lower(label("agencies", data.asked_agency)) : "",
        data.expiry ? `until ${day(data.expiry)}` : "",
      ]
        .filter(Boolean)
        .join(", "),
      more: [memberName(plan, data.perpetrator), data.reason, data.conditions]
        .filter(Boolean)
        .map((words) => words.replace(/\.$/, ""))
        .join(". "),
    })),
  );
}
