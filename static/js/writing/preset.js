/** What a new form begins with: what can be known before anybody asks. A kind says it (safeplan/entries/kinds/); here it becomes values. */
import { namesOf } from "../plan/read.js";

/**
 * @param {Record<string, string>} preset field to a code, or to {today}, {my_agency}, {parent}, {perpetrator}, {child}
 * @param {import("../plan/read.js").Plan} plan @param {string} today ISO
 * @returns {Record<string, string>} of several people nobody is guessed: "" is no answer
 */
export function presetOf(preset, plan, today) {
  const names = namesOf(plan);
  /** @type {Record<string, string>} */
  const known = {
    "{today}": today,
    "{my_agency}": plan.me.agency_kind,
    "{parent}": only(names.parents),
    "{perpetrator}": only(names.perpetrators),
    "{child}": only(names.children),
  };
  return Object.fromEntries(Object.entries(preset).map(([name, value]) => [name, known[value] ?? value]));
}

/** @param {{entry: string}[]} people */
function only(people) {
  return people.length === 1 ? people[0].entry : "";
}
