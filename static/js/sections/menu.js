/** The menu of a plan: the rows of the table of sections that this view may see and this person was given, each in a line. */
import { leads, rightTo, withdrawn } from "../plan/read.js";
import { named } from "../words/said.js";
import { fields, maySee, sectionsIn } from "../words/schema.js";
import { LINES } from "./lines.js";

/**
 * @typedef {import("../words/schema.js").Section} Section
 * @typedef {import("./ladder.js").Context & {view: string}} Context
 */

/** @param {Context} context @param {string} part "first" or "more" */
export function menu(context, part) {
  return sectionsIn(part)
    .filter((row) => maySee(row.name, context.view) && given(row, context) && !hushed(row, context))
    .map((row) => ({
      key: row.name,
      section: row.name,
      entry: "",
      title: titleOf(row, context),
      sub: LINES[row.name]?.(context) ?? counted(row, context),
    }));
}

/** @param {Section} row @param {Context} context */
function titleOf(row, { plan, parentView }) {
  return named((parentView && row.title_parent) || row.title, plan);
}

/** What is kept in a part this person was not given has no row: not even its name. @param {Section} row @param {Context} context */
function given(row, { plan }) {
  const parts = row.kinds.map((kind) => fields(kind).compartment);
  return !parts.length || parts.some((part) => part === "plan" || rightTo(plan, part));
}

/** With the parent, what this agency may not show is not "nobody has asked": it is left out whole. @param {Section} row @param {Context} context */
function hushed(row, context) {
  return context.parentView && !leads(context.plan) && count(row, context) === 0;
}

/** @param {Section} row @param {Context} context */
function counted(row, context) {
  const n = count(row, context);
  return n ? row.counts.replace("{n}", String(n)) : row.none;
}

/** Only what this view shows is counted. @param {Section} row @param {Context} context */
function count({ kinds }, { plan, show }) {
  return plan.entries.filter((entry) => kinds.includes(entry.kind) && !withdrawn(entry) && show(entry.kind, entry))
    .length;
}
