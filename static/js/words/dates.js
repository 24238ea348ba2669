// Days and times in the words people use: "Tue 24 Nov", "14.06", "Today 10.00".

const DAY = new Intl.DateTimeFormat("en-GB", { weekday: "short", day: "numeric", month: "short" });

/** @param {Date} date @returns {string} "YYYY-MM-DD", by the clock on the wall */
export function isoDay(date) {
  const two = (/** @type {number} */ n) => String(n).padStart(2, "0");
  return `${date.getFullYear()}-${two(date.getMonth() + 1)}-${two(date.getDate())}`;
}

/** @param {Date | number | string} when a Date, ms UTC, "YYYY-MM-DD" or "YYYY-MM-DDTHH:MM" @returns {Date} */
export function asDate(when) {
  if (typeof when !== "string") return new Date(when);
  // A bare day would be read as midnight UTC and, in summer, shown with yesterday's hours.
  return new Date(when.length === 10 ? `${when}T00:00` : when);
}

/** @param {Date | number | string} when @returns {string} "Tue 24 Nov" */
export function dayWords(when) {
  const date = asDate(when);
  return Number.isNaN(date.getTime()) ? "" : DAY.format(date).replace(",", "");
}

/** @param {Date | number | string} when @returns {string} "9.12" or "14.06" */
export function clockWords(when) {
  const date = asDate(when);
  return `${date.getHours()}.${String(date.getMinutes()).padStart(2, "0")}`;
}

/** @param {string} when a day or a moment @param {Date} [now] @returns {string} "Today 10.00" or "Thu 26 Nov" */
export function nearWords(when, now = new Date()) {
  if (!when) return "";
  const time = when.length > 10 ? ` ${clockWords(when)}` : "";
  const near = when.slice(0, 10) === isoDay(now) ? "Today" : dayWords(when);
  return near + time;
}

/** @param {string[]} words @returns {string} "Grace, Noah and Ella" */
export function listed(words) {
  if (words.length < 2) return words.join("");
  return `${words.slice(0, -1).join(", ")} and ${words.at(-1)}`;
}
