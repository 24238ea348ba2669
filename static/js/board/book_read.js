/** Reads a child's book out of the open plan: whose it is, its pages by day, and what the next gate may know. Pure. */
import { dataOf, entriesOf, entryOf, holding, memberName, namesOf, staffName } from "../plan/read.js";
import { first, fold, untitled } from "../words/names.js";
import { lower, upper } from "../words/said.js";
import { askedAndYes, named, outcomeOf, unchecked } from "./checks.js";
import { picture } from "./pictures.js";

/** @param {any} plan @param {string} child @returns {import("../plan/read.js").Entry[]} newest first */
export function pagesOf(plan, child) {
  return entriesOf(plan, "page")
    .filter((entry) => dataOf(entry).child === child)
    .sort((a, b) => holding(b).authored_at - holding(a).authored_at);
}

/** @param {any} plan @param {string} child @returns {string} */
export function childName(plan, child) {
  return memberName(plan, child);
}

/** @param {any} plan @param {string} child @returns {{entry: string, name: string}[]} */
export function otherChildren(plan, child) {
  return namesOf(plan).children.filter((one) => one.entry !== child);
}

/** @param {any} plan @param {string} child @returns {{born: string, due: string}} "" where nobody has said */
export function birthOf(plan, child) {
  const entry = entryOf(plan, child);
  const { born, due } = entry ? dataOf(entry) : {};
  return { born: born || "", due: due || "" };
}

/** What a child said or showed, newest first: words keep their quotation marks, what a worker saw has none.
 * @param {any} plan @param {string} child @param {(list: string, code: string) => string} label @param {(when: string) => string} day */
export function voicesOf(plan, child, label, day) {
  const name = childName(plan, child);
  return entriesOf(plan, "voice")
    .filter((entry) => dataOf(entry).child === child)
    .sort((a, b) => (dataOf(b).when_day || "").localeCompare(dataOf(a).when_day || ""))
    .map((entry) => {
      const { way, words, when_day: on, where, heard_by: by } = dataOf(entry);
      return {
        entry: entry.entry,
        title: upper(label("voice_ways", way).replace(/\bthe child\b/i, name)),
        quoted: way === "words" || way === "told_someone",
        words,
        sub: [on ? day(on) : "", lower(label("voice_places", where || "")), by].filter(Boolean).join(", "),
      };
    });
}

/** What a page of a book says, for a grown-up: the child's own words stay in quotation marks.
 * @param {any} plan @param {any} entry @param {(list: string, code: string) => string} label */
export function pageRow(plan, entry, label) {
  const head = holding(entry);
  const data = head.data;
  const compartment = plan.compartments.find((/** @type {any} */ one) => one.id === entry.compartment);
  return {
    entry: entry.entry,
    title: label("pages", data.page),
    pictures: data.chosen.map((/** @type {string} */ code) => ({
      code,
      src: pictureOf(code),
      words: label("pictures", code),
    })),
    people: data.people.map((/** @type {any} */ person) => ({
      ...person,
      src: person.picture ? picture(person.picture, person.tone) : "",
    })),
    body: data.body.map((/** @type {any} */ spot) =>
      [label("body_parts", spot.part), label("body_feelings", spot.feeling)].filter(Boolean).join(": "),
    ),
    // A baby's story is told by grown-ups.
    words: data.words,
    quoted: data.band !== "0-2",
    drawing: data.drawing,
    unsure: data.dont_know === "yes",
    look: lookWords(data, compartment),
    checks: checkRows(plan, data, label),
    left: unchecked(data).length,
    state: data.state,
    stateWords: label("page_states", data.state),
    by: staffName(plan, head.author, head.author_name),
    at: head.authored_at,
  };
}

/** A colour has no picture of its own. @param {string} code */
function pictureOf(code) {
  if (code.startsWith("colour-")) return "";
  return picture({ "wrap-up": "blanket", "my-pet": "cat" }[code] || code);
}

/** @param {any} data @param {any} compartment */
function lookWords(data, compartment) {
  const named = (/** @type {boolean} */ may) =>
    data.may_look
      .filter((/** @type {any} */ one) => one.name && (one.yes === "yes") === may)
      .map((/** @type {any} */ one) => one.name)
      .join(", ");
  if (compartment && compartment.class === "kept") return "Kept for few to see";
  // Whoever the child did not let look is named too, or a list of names would read as a list of yeses.
  return [named(true) && `The child lets ${named(true)} look.`, named(false) && `Not ${named(false)}.`]
    .filter(Boolean)
    .join(" ");
}

/** Whether a name a child gave may be that of a person causing harm: kept as said, and never asked.
 * @param {any} plan @param {string} name */
function isHarmer(plan, name) {
  // "Uncle Idris" is Idris, and so may be whoever else has his first name.
  const called = (/** @type {string} */ words) => fold(first(untitled(words)));
  const harms = entriesOf(plan, "family_member")
    .map(dataOf)
    .filter((data) => data.role === "perpetrator");
  return called(name) !== "" && harms.some((data) => called(data.name) === called(name));
}

/** @param {any} plan @param {any} data @param {(list: string, code: string) => string} label */
function checkRows(plan, data, label) {
  return named(data).map((item, at) => ({
    at,
    place: item.kind === "place",
    person: item.kind === "person",
    harmer: item.kind === "person" && isHarmer(plan, data.people[at].name),
    words: item.kind === "place" ? label("pictures", item.words) : nameOf(data, at, label),
    chosen: outcomeOf(data.checks[at]),
  }));
}

/** @param {any} data @param {number} at @param {(list: string, code: string) => string} label */
function nameOf(data, at, label) {
  const person = data.people[at];
  return person.name || (person.picture ? label("pictures", person.picture) : "Somebody who was drawn");
}

/** What an earlier day left for the next one: the child's own choices, and people who were asked and said yes.
 * @param {any} plan @param {string} child */
export function before(plan, child) {
  const pages = pagesOf(plan, child).map(dataOf);
  const book = pages.find((page) => page.page === "book");
  const asked = pages.flatMap(askedAndYes).filter((person) => !isHarmer(plan, person.name));
  const people = new Map(asked.map((person) => [person.name, person]));
  return {
    cover: book ? book.chosen.find((/** @type {string} */ code) => code.startsWith("colour-")) || "" : "",
    own_picture: book ? book.own_picture : "",
    call_me: book ? book.call_me : "",
    // Six tiles fit: the worker, four people, somebody else.
    people: [...people.values()]
      .slice(0, 4)
      .map((person) => ({ name: person.name, picture: person.picture || "neighbour", tone: person.tone, person: "" })),
  };
}

/** Who asked last, when, and which pages: so that nobody asks a child the same thing twice.
 * @param {any} plan @param {string} child @param {(list: string, code: string) => string} label @param {(when: number) => string} day */
export function askedLately(plan, child, label, day) {
  const [last] = pagesOf(plan, child);
  if (!last) return "Nobody has, in this book.";
  const head = holding(last);
  const same = pagesOf(plan, child).filter((entry) => day(holding(entry).authored_at) === day(head.authored_at));
  const names = [...new Set(same.map((entry) => label("pages", dataOf(entry).page)))];
  return `${staffName(plan, head.author, head.author_name)} did, ${day(head.authored_at)}. Pages were: ${names.map((/** @type {string} */ name) => name.replace("?", "")).join(", ")}.`;
}
