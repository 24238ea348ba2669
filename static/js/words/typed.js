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
