// Days and times in the words people use, as a British calendar and clock show them; safeplan/dates.py says the same.

const MONTHS = [
  "January",
  "February",
  "March",
  "April",
  "May",
  "June",
  "July",
  "August",
  "September",
  "October",
  "November",
  "December",
];
// No browser's own words: they are not the same in every one.
const DAYS = ["Sun", "Mon", "Tue", "Wed", "Thu", "Fri", "Sat"];
const UK = new Intl.DateTimeFormat("en-GB", {
  year: "numeric",
  month: "2-digit",
  day: "2-digit",
  hour: "2-digit",
  minute: "2-digit",
  hourCycle: "h23",
  timeZone: "Europe/London",
});

/** A moment → what a British clock shows, "YYYY-MM-DDTHH:MM". @param {Date | number} at */
export function localMoment(at) {
  // From its parts: no locale writes a day the same in every browser.
  const parts = Object.fromEntries(UK.formatToParts(at).map(({ type, value }) => [type, value]));
  return `${parts.year}-${parts.month}-${parts.day}T${parts.hour}:${parts.minute}`;
}

/** A moment → the day in the UK, ISO. @param {Date | number} at */
export function isoDay(at) {
  return localMoment(at).slice(0, 10);
}

/** @param {string | Date | number} on */
const local = (on) => (typeof on === "string" ? on : localMoment(on));

/** "2026-11-27" → "Fri 27 Nov", with the year when it is not this one; "" for what is no day.
 * @param {string | Date | number} on a day, a local moment or a moment @param {string} [today] ISO; without it the day it is now */
export function day(on, today = "") {
  const date = new Date(`${local(on).slice(0, 10)}T12:00:00Z`);
  if (Number.isNaN(date.getTime())) return "";
  const words = `${DAYS[date.getUTCDay()]} ${date.getUTCDate()} ${shortMonth(date.getUTCMonth())}`;
  return withYear(words, String(date.getUTCFullYear()), today);
}

/** Whether somebody in a plan may have been born on a day; a day to come is when a baby is due. @param {string} on @param {string} today both ISO */
export function isBirth(on, today) {
  return on >= "1900-01-01" && on <= today;
}

/** A year is said when it is not this one. @param {string} words @param {string} year @param {string} today */
function withYear(words, year, today) {
  return year === (today || isoDay(Date.now())).slice(0, 4) ? words : `${words} ${year}`;
}

/** @param {number} month from 0 */
export function shortMonth(month) {
  return MONTHS[month].slice(0, 3);
}

/** "09:30" → "9.30". @param {string} hour */
export function time(hour) {
  return hour.replace(/^0/, "").replace(":", ".");
}

/** "09:30" → "9.30", "11:00" → "11". @param {string} hour */
export function bare(hour) {
  return time(hour).replace(/\.00$/, "");
}

/** "9.12" or "14.05". @param {string | Date | number} at a local moment or a moment */
export function clock(at) {
  return time(local(at).slice(11, 16));
}

/** "2026-11-24T18:00" → "today 18.00" or "Tue 24 Nov, 18.00"; a day alone has no hour. @param {string} on local @param {string} today ISO */
export function moment(on, today) {
  if (!on) return "";
  const hour = clock(on);
  if (on.slice(0, 10) === today) return hour ? `today ${hour}` : "today";
  return [day(on, today), hour].filter(Boolean).join(", ");
}

/** A moment → "today 14.05" or "Tue 24 Nov, 14.05". @param {Date | number} at @param {string} [today] ISO; without it every day is named */
export function when(at, today = "") {
  return moment(localMoment(at), today);
}

/** "2026-03" → "March", with the year when it is not this one. @param {string} month_ @param {string} today ISO */
export function month(month_, today) {
  if (!month_) return "";
  return withYear(MONTHS[Number(month_.slice(5, 7)) - 1] || "", month_.slice(0, 4), today);
}
