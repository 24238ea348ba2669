/**
 * What people are called: enough of a name to tell a family apart; safeplan/names.py says the same.
 *
 * A first word is not always a name: "Abd" of Abd al-Rahman is none, and two called Mary need more than it.
 *
 * @typedef {{name: string, born: string}} Person `born` a day or "" where nobody has said
 */

/** @param {string} words */
const list = (words) => new Set(words.split(" "));
// At the beginning a title belongs to the name after it: "Nana Bell" and "Uncle Ade" are what the family says.
const TITLES = list(
  "nana nan nanna nanny gran granny grandma grandpa grandad uncle aunt auntie aunty mum mummy dad daddy mr mrs ms miss mx dr prof sir baby twin",
);
// No names by themselves, wherever they stand.
const BOUND = list("abd abdul abdel abdu abu umm o mac mc st saint de la du of");
// At the beginning and with a capital these are names: Al, Di, Van.
const LOOSE = list("al el van von der den del ter di da bin ibn bint");
// These bind on both sides: Zia ul Haq.
const BETWEEN = list("ul ud ur");
const NUMBER = /^[0-9]+(\/[0-9]+)?$/;
/** @type {Record<string, string>} */
const LETTERS = { ł: "l", ø: "o", đ: "d", ð: "d", þ: "th", ß: "ss", æ: "ae", œ: "oe", ı: "i" };

/** Words without what a keyboard may lack: capitals, accents, apostrophes, hyphens. @param {string} words */
export function fold(words) {
  return words
    .toLowerCase()
    .normalize("NFKD")
    .replace(/[\u0300-\u036f]/g, "")
    .replace(/[łøđðþßæœı]/g, (letter) => LETTERS[letter])
    .replace(/['‘’ʼ`´]/g, "")
    .replace(/[\s,.‐‑–—-]+/g, " ")
    .trim();
}

/** The least of a name that somebody answers to. @param {string} name */
export function first(name) {
  return parts(name || "")[0] || "";
}

/** A name without its title: "Uncle Idris" is Idris. @param {string} name */
export function untitled(name) {
  const words = name.split(/\s+/).filter(Boolean);
  const at = words.findIndex((word) => !TITLES.has(fold(word)));
  return (at < 0 ? words : words.slice(at)).join(" ");
}

/** What somebody may be called, from the shortest to the whole name: no part ends in a particle or title. @param {string} name */
export function parts(name) {
  const words = name.split(/\s+/).filter(Boolean);
  /** @type {string[]} */ const found = [];
  for (let at = 0; at < words.length; ) {
    at = afterName(words, at);
    found.push(words.slice(0, at).join(" "));
  }
  return found;
}

/** Where the name ends that begins at `at`, with its title, its particles and its number. @param {string[]} words @param {number} at */
function afterName(words, at) {
  let end = at;
  while (end < words.length - 1 && needsMore(words, end)) end += 1;
  end += 1;
  while (end < words.length - 1 && BETWEEN.has(fold(words[end]))) end += 2;
  while (end < words.length && NUMBER.test(words[end])) end += 1;
  return end;
}

/** @param {string[]} words @param {number} at */
function needsMore(words, at) {
  const word = fold(words[at]);
  if (words.slice(0, at + 1).every((before) => TITLES.has(fold(before)))) return true;
  const alone = at === 0 && words[at][0] !== words[at][0].toLowerCase();
  return BOUND.has(word) || (LOOSE.has(word) && !alone) || words[at].endsWith("-");
}

/** What each of them is called, no longer than it takes to differ from every other. Who shares a whole name is told apart by
 * the year of birth, else by a number in the order given. @param {Person[]} people @returns {string[]} */
export function called(people) {
  const short = shortest(people.map((one) => one.name));
  /** @type {Map<string, string[]>} */ const years = new Map();
  for (const { name, born } of people) years.set(fold(name), [...(years.get(fold(name)) ?? []), born.slice(0, 4)]);
  const alone = [...short].filter(([key]) => years.get(key)?.length === 1);
  const taken = new Set(alone.map(([, words]) => fold(words)));
  return people.map(({ name, born }) => {
    const key = fold(name);
    const words = like(name, short.get(key) ?? "");
    const all = years.get(key) ?? [];
    if (!key || all.length === 1) return words;
    const clear = all.every(Boolean) && new Set(all).size === all.length;
    return clear ? `${words} (${born.slice(0, 4)})` : numbered(words, taken);
  });
}

/** Whole name, folded → the part of it that no other whole name has. @param {string[]} names */
function shortest(names) {
  const ways = new Map(names.map((name) => [fold(name), parts(name)]));
  const lengths = new Map([...ways].map(([key]) => [key, 1]));
  for (;;) {
    const words = new Map(
      [...ways].map(([key, some]) => [key, some[/** @type {number} */ (lengths.get(key)) - 1] ?? ""]),
    );
    /** @type {Map<string, number>} */ const often = new Map();
    for (const one of words.values()) often.set(fold(one), (often.get(fold(one)) ?? 0) + 1);
    const short = [...ways].filter(
      ([key, some]) =>
        (often.get(fold(words.get(key) ?? "")) ?? 0) > 1 && /** @type {number} */ (lengths.get(key)) < some.length,
    );
    if (!short.length) return words;
    for (const [key] of short) lengths.set(key, /** @type {number} */ (lengths.get(key)) + 1);
  }
}

/** As much of a name, spelt its own way, as `words` is of the same one. @param {string} name @param {string} words */
function like(name, words) {
  return parts(name).find((part) => fold(part) === fold(words)) ?? words;
}

/** @param {string} words @param {Set<string>} taken */
function numbered(words, taken) {
  let number = 1;
  while (taken.has(fold(`${words} ${number}`))) number += 1;
  taken.add(fold(`${words} ${number}`));
  return `${words} ${number}`;
}
