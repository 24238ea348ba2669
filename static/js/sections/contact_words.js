/** Whether a free line about contact adds anything to the hours and the way that are coded already. */

const NUMBERS = [
  "zero",
  "one",
  "two",
  "three",
  "four",
  "five",
  "six",
  "seven",
  "eight",
  "nine",
  "ten",
  "eleven",
  "twelve",
];
const SMALL = new Set([
  "a",
  "and",
  "at",
  "before",
  "between",
  "by",
  "from",
  "in",
  "is",
  "it",
  "on",
  "only",
  "or",
  "the",
  "to",
  "until",
]);

/** @param {string} text */
function meaning(text) {
  return text
    .toLowerCase()
    .split(/[^a-z0-9.]+/)
    .map((word) => word.replace(/\.+$/, ""))
    .filter((word) => word && !SMALL.has(word))
    .map((word) => (NUMBERS.includes(word) ? String(NUMBERS.indexOf(word)) : word.replace(/(ing|s)$/, "")));
}

/** @param {string} words @param {string} coded what is said before them */
export function adds(words, coded) {
  const known = new Set(meaning(coded));
  return meaning(words).some((word) => !known.has(word));
}
