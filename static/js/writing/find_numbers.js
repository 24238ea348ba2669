/**
 * Telephone numbers as they are written down, and what else reaches a person: e-mail, the name of an account.
 *
 * A run of digits is read in its groups, so that a date, a time or a reference beside a number is told from it.
 * @typedef {{kind: string, start: number, end: number, rank?: number}} Span
 * @typedef {{digits: string, start: number, end: number, before: string}} Group
 */
const RUN = /(?<![\p{L}\d_£$€#])[+(]{0,2}\d(?:[ .()/-]{0,4}\d)*/gu;
const REFERENCE =
  /\b(?:crime|incident|reference|ref|urn|cad|log|nhs|claim|case (?:no|number|ref))\b(?:\.|:| is| no| number| ref| reference)*[.:]? ?$/i;
/** Lines that have fewer digits than the others. */
const SHORT = ["08001111", "08454647"];
/** Between two groups of one number; a full stop and a space end a sentence. */
const BETWEEN = /^(?: {0,3}| ?[.-] ?| ?\(| ?\) ?-?| ?\)? ?\()$/;

const EMAIL =
  /(?<![\p{L}\d._%+-])[\p{L}\d._%+'-]{1,64}(?:@[\p{L}\d-]{1,63}| ?@ ?\p{L}[\p{L}\d-]{1,62})(?:\.[\p{L}\d-]{1,63}){0,4}\.\p{L}{2,24}/gu;
const EMAIL_SAID =
  /(?<![\p{L}\d])[\p{L}\d._%+-]{1,64} ?(?:[([]at[)\]]| at ) ?[\p{L}\d-]{1,40}(?: ?(?:[([]dot[)\]]| dot ) ?[\p{L}]{2,12}){1,3}(?!\p{L})/giu;
const HANDLE = /(?<![\p{L}\d._%+@/-])@(?=[\d_.]*\p{L})[\p{L}\d_][\p{L}\d_.]{1,29}/gu;
const NO_HANDLE = /^@(?:\d{1,2}(?:[.:]?\d\d)?(?:am|pm|ish)?|home|school|work|court|nursery|hospital|here|all|\p{L})$/iu;
const PROFILE =
  /(?<![\p{L}\d.-])(?:https?:\/\/)?(?:[\w-]+\.)?(?:facebook|fb|instagram|tiktok|snapchat|twitter|x|threads|linkedin|telegram|t|wa)\.(?:com|me|net)\/[@\w./?=&%+-]*\w/giu;
const ACCOUNT =
  /(?<!\p{L})(?:insta(?:gram)?|snap(?:chat)?|tik ?tok|twitter|facebook|fb|telegram|discord|skype|xbox|psn|roblox|gamertag|user ?name)(?: (?:name|handle|account|user ?name|id|tag))?(?: ?[:=-]| is| as)? ?(?=[\p{L}\d._-]*\p{L})(?=[\p{L}.-]*[\d_])(\p{L}[\p{L}\d._-]{2,29})/giu;

/** @param {string} text folded @returns {Span[]} */
export function numbersIn(text) {
  return [...text.matchAll(RUN)].flatMap((run) => numbersOf(groupsOf(run), text));
}

/** @param {string} text folded @returns {Span[]} */
export function accountsIn(text) {
  const whole = [EMAIL, EMAIL_SAID, PROFILE].flatMap((form) =>
    [...text.matchAll(form)].map((one) => spanOf(one[0], one)),
  );
  const handles = [...text.matchAll(HANDLE)]
    .map((one) => spanOf(one[0].replace(/\.+$/, ""), one))
    .filter((one) => !NO_HANDLE.test(text.slice(one.start, one.end)));
  const named = [...text.matchAll(ACCOUNT)].map((one) => {
    const end = one.index + one[0].replace(/[.-]+$/, "").length;
    return { kind: "email", start: one.index + one[0].length - one[1].length, end };
  });
  return [...whole, ...handles, ...named];
}

/** @param {string} match @param {RegExpExecArray} found @returns {Span} */
function spanOf(match, { index }) {
  return { kind: "email", start: index, end: index + match.length };
}

/** @param {RegExpExecArray} run @returns {Group[]} */
function groupsOf(run) {
  let end = 0;
  return [...run[0].matchAll(/\d+/g)].map((found) => {
    const before = run[0].slice(end, found.index);
    const group = { digits: found[0], start: run.index + found.index, before, end: 0 };
    end = found.index + found[0].length;
    group.end = run.index + end;
    return group;
  });
}

/** @param {Group[]} groups @param {string} text @returns {Span[]} */
function numbersOf(groups, text) {
  /** @type {Span[]} */
  const out = [];
  for (let n = 0; n < groups.length; n += 1) {
    const some = together(groups, n);
    const passed = timeOf(some);
    const many = passed ? 0 : manyOf(some, n === 0);
    n += passed;
    if (!many || isReference(text, groups[n].start, some[many - 1].end)) continue;
    const lead = n === 0 ? groups[0].before.length : /\($/.test(groups[n].before) ? 1 : 0;
    out.push({ kind: "phone", start: groups[n].start - lead, end: some[many - 1].end });
    n += many - 1;
  }
  return out;
}

/** Groups from this one on that may be of one number. @param {Group[]} groups @param {number} from */
function together(groups, from) {
  let end = from + 1;
  let many = groups[from].digits.length;
  while (end < groups.length && joins(groups, from, end)) {
    const [last, next] = [groups[end - 1], groups[end]].map((one) => one.digits.length);
    // "07700 900456 24 hours a day": a number is whole, and what follows is another.
    if (many > 15 || (many >= 10 && last >= 4 && next <= 2)) break;
    many += next;
    end += 1;
  }
  return groups.slice(from, end);
}

/** @param {Group[]} groups @param {number} from @param {number} n */
function joins(groups, from, n) {
  const { before } = groups[n];
  // A stroke stands after the code of a town and nowhere else: references have more of them.
  if (before === "/") return n === from + 1 && /^0\d{2,5}$/.test(groups[from].digits);
  return BETWEEN.test(before);
}

/** How many of the groups are a number, 0 for none. @param {Group[]} some @param {boolean} first the run begins with it */
function manyOf(some, first) {
  const all = some.map((one) => one.digits);
  const plus = first && some[0].before.includes("+");
  if (plus || all[0].startsWith("00")) return abroad(all, plus ? 0 : 2);
  if (all[0].startsWith("44")) return longest(all, (said) => /^440?[127]\d{9}$/.test(said));
  if (all[0].startsWith("7")) return longest(all, (said, n) => /^7\d{9}$/.test(said) && MOBILE.has(shape(all, n)));
  if (!all[0].startsWith("0")) return 0;
  return longest(all, (said, n) => /^0[1-9]\d{8,9}$/.test(said) || SHORT.includes(said) || shape(all, n) === DUBLIN);
}

const MOBILE = new Set(["10", "4-6", "4-3-3", "4-2-4", "4-2-2-2"]);
const DUBLIN = "2-3-4";
const ABROAD = /^[1-9]\d{7,12}$/;
const LONG = /^[1-9]\d{8,12}$/;

/** @param {string[]} all @param {number} n */
function shape(all, n) {
  return all
    .slice(0, n)
    .map((one) => one.length)
    .join("-");
}

/** @param {string[]} all @param {number} noughts before the country's code */
function abroad(all, noughts) {
  return longest(all, (said) => {
    const code = said.slice(noughts);
    if (/^0?44/.test(code)) return /^440?\d{9,10}$/.test(code);
    return (noughts ? LONG : ABROAD).test(code);
  });
}

/** @param {string[]} all @param {(said: string, n: number) => boolean} fits */
function longest(all, fits) {
  let found = 0;
  let said = "";
  all.forEach((digits, n) => {
    said += digits;
    if (fits(said, n + 1)) found = n + 1;
  });
  return found;
}

/** How many groups to pass, less one, where they begin with a day, a time or part of a whole, as no number does; else 0.
 * @param {Group[]} some */
function timeOf(some) {
  const [a, b, c, d] = some.map((one) => one.digits);
  const [first, ab, bc, cd] = some.map((one) => one.before);
  if (!b || first.includes("+")) return 0;
  if (ab === "." && bc !== "." && (a === "0" || (/^[01]\d$|^2[0-3]$/.test(a) && /^[0-5]\d$/.test(b)))) return 1;
  if (c && ab === bc && /^[0-3]?\d$/.test(a) && /^[01]?\d$/.test(b))
    return /^(?:19|20)\d\d$/.test(c) || (c.length === 2 && d !== undefined && cd !== ab) ? 2 : 0;
  return c !== undefined && c.length === 2 && isHour(a) && isHour(b) ? 2 : 0;
}

/** @param {string} digits "0930" */
function isHour(digits) {
  return /^(?:[01]\d|2[0-3])[0-5][05]$/.test(digits) && !digits.startsWith("0800");
}

/** A number of a record: it finds a file, and nobody. @param {string} text @param {number} start @param {number} end */
function isReference(text, start, end) {
  return /^\/\d/.test(text.slice(end, end + 2)) || REFERENCE.test(text.slice(Math.max(0, start - 40), start));
}
