/**
 * Days, months and times of a draft: what was typed becomes what is kept, and half of one is refused in the form it wants.
 *
 * Not every browser has a field for each of them; where one has none, people type as they write.
 * @typedef {import("./draft.js").Field} Field
 */
import { isBirth } from "../words/dates.js";
import { birthText, typedBirth, typedClock, typedDay, typedMoment, typedMonth } from "../words/typed.js";

/** @type {Record<string, (text: string) => string>} */
const READ = { day: typedDay, month: typedMonth, clock: typedClock, moment: typedMoment };

/** A draft as it is kept; what is no whole day stays as it was typed. @template {Record<string, any>} D
 * @param {Field[]} fields @param {D} draft @param {string} today ISO @param {Record<string, any>} [before] what was opened @returns {D} */
export function settled(fields, draft, today, before = {}) {
  /** @type {Record<string, any>} */ const kept = { ...draft };
  for (const field of fields.filter((one) => READ[one.type] && draft[one.name])) {
    const { name, birth, type } = field;
    if (!birth) kept[name] = READ[type](draft[name]) || draft[name];
    else Object.assign(kept, bornOf(field, draft, today, before));
  }
  for (const { name, birth } of fields) if (birth && !draft[name]) kept[birth] = "";
  return /** @type {D} */ (kept);
}

/** A birth that nobody touched stays the day it is: about 8 is not about 8 a year later.
 * @param {Field} field @param {Record<string, any>} draft @param {string} today @param {Record<string, any>} before */
function bornOf({ name, birth = "" }, draft, today, before) {
  const same = before[name] && birthText(before[name], before[birth] || "", today) === draft[name];
  const found = same ? { day: before[name], part: before[birth] || "" } : typedBirth(draft[name], today);
  return found ? { [name]: found.day, [birth]: found.part } : {};
}

/** What is opened to be changed, as it would be typed. @param {Field[]} fields @param {Record<string, any>} data @param {string} today */
export function asTyped(fields, data, today) {
  const births = fields.filter(({ name, birth }) => birth && data[name]);
  return {
    ...data,
    ...Object.fromEntries(
      births.map(({ name, birth = "" }) => [name, birthText(data[name], data[birth] || "", today)]),
    ),
  };
}

/** What is wrong with a day or a time, in words; "" for nothing. @param {Field} field @param {string} value settled @param {string} today */
export function notWhole({ type, birth, not_born: notBorn = "" }, value, today) {
  if (!READ[type]) return "";
  if (READ[type](value) !== value) return `Write it as ${birth ? birthForms(today) : wholeForm(type, value, today)}.`;
  return birth && today && !isBirth(value, today) ? notBorn : "";
}

/** The whole form of what is half there: "12 03" wants "12/03/2026". @param {string} type @param {string} value @param {string} today */
export function wholeForm(type, value, today) {
  const [, year, month, day] = /^(\d{4})-(\d\d)-(\d\d)/.exec(today) ?? ["", "2026", "03", "12"];
  const half = /^(\d{1,2})\D+(\d{1,2})$/.exec(value.trim());
  const whole = half ? `${half[1].padStart(2, "0")}/${half[2].padStart(2, "0")}/${year}` : "";
  const on = typedDay(whole) ? whole : `${day}/${month}/${year}`;
  if (type === "month") return `${month}/${year}`;
  if (type === "clock") return "14:30";
  return type === "moment" ? `${on} 14:30` : on;
}

/** @param {string} today */
function birthForms(today) {
  return `${wholeForm("day", "", today)}, ${today.slice(0, 4)}, or about 8`;
}
