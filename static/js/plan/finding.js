/**
 * Finding a plan in the list: by what a family is called, by any whole name of theirs, by a birth date, or by who leads.
 *
 * More is looked through than is shown, so it is only for whoever looks alone: that a surname leaves one plan on the list says whose it is.
 */
import { fold } from "../words/names.js";
import { typedDay, typedMonth } from "../words/typed.js";

/** @typedef {{text: string, born: string[]}} Sought */

/** @param {{names: string[], found_by?: {name: string, born: string}[]}} plan @param {string} leads who leads, in words @returns {Sought} */
export function soughtBy({ names, found_by: family = [] }, leads) {
  const born = family.map((one) => one.born).filter(Boolean);
  const years = born.map((day) => day.slice(0, 4));
  return { text: fold([...names, ...family.map((one) => one.name), leads, ...years].join(" ")), born };
}

/** Whether all that is wanted is there, in any order. @param {Sought} sought @param {string} wanted */
export function finds({ text, born }, wanted) {
  const on = typedDay(wanted) || typedMonth(wanted);
  if (on && born.some((day) => day.startsWith(on))) return true;
  return fold(wanted)
    .split(" ")
    .every((word) => text.includes(word));
}
