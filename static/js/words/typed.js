// Days and months as people type them, into the ISO ones that are kept. Half of one is none: nothing is guessed.

const NAMES = ["jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec"];
const FULL = [
  "january",
  "february",
  "march",
  "april",
  "may",
  "june",
  "july",
  "august",
  "september",
  "october",
  "november",
  "december",
];
const BETWEEN = "[\\s./-]+";
const NAMED = "([a-z]{3,9})\\.?,?";
const DAY = "(\\d{1,2})(?:st|nd|rd|th)?";
const DAYS = [
  [new RegExp(`^(\\d{4})${BETWEEN}(\\d{1,2})${BETWEEN}(\\d{1,2})$`), "ymd"],
  [new RegExp(`^(\\d{1,2})${BETWEEN}(\\d{1,2})${BETWEEN}(\\d{4})$`), "dmy"],
  [new RegExp(`^(?:[a-z]{3,9},?\\s+)?${DAY}[\\s-]*(?:of\\s+)?${NAMED}[\\s-]*(\\d{4})$`), "dmy"],
];
const MONTHS = [
  [new RegExp(`^(\\d{4})${BETWEEN}(\\d{1,2})$`), "ym"],
  [new RegExp(`^(\\d{1,2})${BETWEEN}(\\d{4})$`), "my"],
  [new RegExp(`^${NAMED}[\\s-]*(\\d{4})$`), "my"],
];

/** "12/03/2026", "12 March 2026" or "2026-03-12" → "2026-03-12"; "" for what is no whole day. @param {string} text */
export function typedDay(text) {
  const { y, m, d } = parts(text, DAYS);
  const iso = `${y}-${two(m)}-${two(d)}`;
  const date = new Date(`${iso}T12:00:00Z`);
  // February has no 30th, though a browser would make it March.
  return !Number.isNaN(date.getTime()) && date.toISOString().startsWith(iso) ? iso : "";
}

/** "March 2026", "03/2026" or "2026-03" → "2026-03"; "" for what is no whole month. @param {string} text */
export function typedMonth(text) {
  const { y, m } = parts(text, MONTHS);
  return y && m >= 1 && m <= 12 ? `${y}-${two(m)}` : "";
}

/** "9.30", "9:30" or "09:30" → "09:30"; "" for what is no time. @param {string} text */
export function typedClock(text) {
  const found = /^(\d{1,2})[.:](\d\d)$/.exec(text.trim());
  return found && Number(found[1]) < 24 && Number(found[2]) < 60 ? `${two(Number(found[1]))}:${found[2]}` : "";
}

/** "12/03/2026 9.30" → "2026-03-12T09:30"; "" for what is no day with a time. @param {string} text */
export function typedMoment(text) {
  const found = /^(.+?)(?:T|,?\s+(?:at\s+)?)(\d{1,2}[.:]\d\d)$/.exec(text.trim());
  const [on, at] = found ? [typedDay(found[1]), typedClock(found[2])] : ["", ""];
  return on && at ? `${on}T${at}` : "";
}

/**
 * A birth as people know it: a day, a month, a year, or "about 8". What is not known is taken as late as it may be, so
 * that nobody counts as older than they are; `part` says how much is known. null for none of these.
 * @param {string} text @param {string} today ISO @returns {{day: string, part: "" | "month" | "year" | "age"} | null}
 */
export function typedBirth(text, today) {
  const on = typedDay(text);
  if (on) return { day: on, part: "" };
  const month = typedMonth(text);
  if (month) return { day: capped(month, endOfMonth(month), today), part: "month" };
  const year = /^\s*(\d{4})\s*$/.exec(text)?.[1];
  if (year) return { day: capped(year, `${year}-12-31`, today), part: "year" };
  const age = AGE.exec(text.trim().toLowerCase());
  return age ? { day: monthsBefore(today, Number(age[1]) * (age[2]?.startsWith("m") ? 1 : 12)), part: "age" } : null;
}

const AGE =
  /^(?:about|around|roughly|approx\.?|c\.?|~)?\s*(\d{1,3})(?:\s*(y|yrs?|years?|m|mths?|months?)(?:\s+old)?)?$/;

/** A birth as it would be typed. @param {string} born ISO @param {string} part @param {string} today ISO @returns {string} */
export function birthText(born, part, today) {
  const [year, month, day] = born.split("-");
  if (part === "month") return `${upper(FULL[Number(month) - 1])} ${year}`;
  if (part === "year") return year;
  if (part !== "age") return `${day}/${month}/${year}`;
  const months = monthsBetween(born, today);
  return months < 24 ? `about ${months} months` : `about ${Math.floor(months / 12)}`;
}

/** @param {string} born @param {string} today */
function monthsBetween(born, today) {
  const [was, now] = [born, today].map((on) => Number(on.slice(0, 4)) * 12 + Number(on.slice(5, 7)));
  return now - was - (today.slice(8) < born.slice(8) ? 1 : 0);
}

/** The same day that many months before, or the last of its month. @param {string} today @param {number} months */
function monthsBefore(today, months) {
  const at = Number(today.slice(0, 4)) * 12 + Number(today.slice(5, 7)) - 1 - months;
  const month = `${String(Math.floor(at / 12)).padStart(4, "0")}-${two((at % 12) + 1)}`;
  const last = endOfMonth(month);
  return `${month}-${today.slice(8)}` < last ? `${month}-${today.slice(8)}` : last;
}

/** @param {string} month "YYYY-MM" */
function endOfMonth(month) {
  const last = new Date(Date.UTC(Number(month.slice(0, 4)), Number(month.slice(5, 7)), 0, 12));
  return `${month}-${two(last.getUTCDate())}`;
}

/** The end of a time that has begun is not after today. @param {string} begins @param {string} end @param {string} today */
function capped(begins, end, today) {
  return today.startsWith(begins) ? today : end;
}

/** @param {string} word */
const upper = (word) => word.slice(0, 1).toUpperCase() + word.slice(1);

/** @param {string} text @param {(string | RegExp)[][]} ways @returns {{y: string, m: number, d: number}} */
function parts(text, ways) {
  const wanted = text.trim().toLowerCase();
  for (const [form, order] of ways) {
    const found = /** @type {RegExp} */ (form).exec(wanted);
    if (!found) continue;
    const of = (/** @type {string} */ part) => found[order.toString().indexOf(part) + 1] ?? "";
    return { y: of("y"), m: monthOf(of("m")), d: Number(of("d")) };
  }
  return { y: "", m: 0, d: 0 };
}

/** @param {string} said a number or a name @returns {number} 0 for none */
function monthOf(said) {
  if (/^\d+$/.test(said)) return Number(said);
  const at = NAMES.indexOf(said.slice(0, 3));
  return at >= 0 && (said === "sept" || FULL[at].startsWith(said)) ? at + 1 : 0;
}

/** @param {number} number */
const two = (number) => String(number).padStart(2, "0");
