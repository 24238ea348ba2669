/** The lines of the menu that say more than how many there are: a section named here says its own. */
import { conflicted, leads } from "../plan/read.js";
import { upper } from "../words/said.js";
import { aboutLine, actionsLine, contingencyLine, peopleLine, strengthsLine } from "./front.js";
import { patternLine } from "./months.js";

/** @typedef {import("./menu.js").Context} Context */

/** @type {Record<string, (context: Context) => string>} */
export const LINES = {
  actions: (context) => {
    if (!context.parentView) return actionsLine(context);
    return leads(context.plan) ? aboutLine(context) : "What other people will do";
  },
  pattern: patternLine,
  strengths: strengthsLine,
  contingency: (context) => contingencyLine(context) + twoWrote("contingency", context),
  people: peopleLine,
  places: ({ plan }) => placesLine(plan.letters.held_places ?? 0),
};

/** @param {string} kind @param {Context} context */
function twoWrote(kind, { plan, parentView }) {
  const some = plan.entries.some((entry) => entry.kind === kind && conflicted(entry));
  return some && !parentView ? ". Two people wrote" : "";
}

/** @param {number} held */
function placesLine(held) {
  if (!held) return "Asks for your passphrase again after five minutes";
  return upper(`${held === 1 ? "1 piece" : `${held} pieces`} of writing held with it for you`);
}
