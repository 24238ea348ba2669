/**
 * The first page of a plan: whose it is, where it stands, and each section in a line.
 *
 * Every number counts only what this view shows: a number must not betray a hidden entry.
 * @typedef {import("./ladder.js").Context} Context
 */
import { dataOf, entriesOf, memberName, namesOf, staffNames } from "../plan/read.js";
import { item } from "../words/schema.js";
import { bare, day } from "../words/dates.js";
import { count, listed, lower } from "../words/said.js";
import { adds } from "./contact_words.js";
import { familyWords, shown, waitingLine } from "./ladder.js";

/** @param {Context} context */
export function heading({ plan }) {
  const names = namesOf(plan);
  return listed([names.parent, ...names.children.map((kid) => kid.name)]) || "A new plan";
}

/** Where the plan stands, in words. @param {Context} context */
export function stageLine({ plan, today }) {
  const stage = item("stages", plan.plan.stage);
  const due = stage.due && plan.plan.review_due;
  return due ? stage.due.replace("{day}", day(due, today)) : stage.line;
}

/** When and how contact is safe; everyone reads it first. @param {Context} context */
export function contact({ plan, label, show }) {
  return entriesOf(plan, "safe_contact")
    .filter((entry) => show("safe_contact", entry))
    .map((entry) => ({
      key: entry.entry,
      entry: entry.entry,
      about: memberName(plan, dataOf(entry).about),
      words: contactWords(dataOf(entry), label),
    }));
}

/** @param {Record<string, any>} data @param {import("./ladder.js").Label} label */
function contactWords(data, label) {
  const hours = [data.from_time, data.to_time].filter(Boolean).map(bare).join(" to ");
  const coded = [data.days, data.from_time && hours, lower(label("contact_ways", data.how))].filter(Boolean).join(", ");
  // The free line often says the hours once more: only what it adds is read before a call.
  const more = data.words && adds(data.words, coded) ? data.words : "";
  return [coded, more].filter(Boolean).map(sentence).join(" ");
}

/** @param {string} words */
function sentence(words) {
  return /[.?]$/.test(words) ? words : `${words}.`;
}

/** What the person causing harm does not know, so that nobody lets it slip. @param {Context} context */
export function unknown({ plan, label, show }) {
  return entriesOf(plan, "knows")
    .filter((entry) => show("knows", entry) && (dataOf(entry).does_not_know || []).length)
    .map((entry) => {
      const data = dataOf(entry);
      return {
        key: entry.entry,
        // Nobody named: the words stand, and no person is put into them.
        head: data.who ? `${memberName(plan, data.who)} does not know:` : "Must not come out:",
        things: listed(data.does_not_know.map((/** @type {string} */ code) => lower(label("known_things", code)))),
      };
    });
}

/** "13 accepted or in force, 2 asked. Mark is not to be told". @param {Context} context */
export function actionsLine(context) {
  const all = shown(context);
  if (!all.length) return "Nobody has been asked yet";
  const solid = all.filter((entry) => context.item(entry).stands).length;
  const parts = [
    solid ? `${solid} accepted or in force` : "Nothing accepted yet",
    waitingLine(
      all.filter((entry) => context.item(entry).waits),
      context,
    ),
  ]
    .filter(Boolean)
    .join(", ");
  const name = namesOf(context.plan).perpetrator;
  const told = all.some((entry) => (dataOf(entry).telling || "not_to_be_told") !== "not_to_be_told");
  return context.parentView || !name || told ? parts : `${parts}. ${name} is not to be told`;
}

/** "3 in force. One ends Fri 27 Nov": what the parent reads about the person causing harm. @param {Context} context */
export function aboutLine(context) {
  const force = shown(context)
    .map(context.item)
    .filter((item) => item.owner === "perpetrator" && item.stands);
  const ends = force
    .map((item) => item.until_day)
    .filter(Boolean)
    .sort()[0];
  return `${force.length ? `${force.length} in force` : "Nothing in force yet"}${ends ? `. One ends ${day(ends, context.today)}` : ""}`;
}

/** "1 action, her own. 2 things she chose to keep". @param {Context} context */
export function strengthsLine(context) {
  const { plan, show } = context;
  const kept = entriesOf(plan, "strength").filter((entry) => show("strength", entry)).length;
  const own = shown(context).filter((entry) => dataOf(entry).owner === "parent").length;
  const name = namesOf(plan).parent || "the parent";
  if (!kept && !own) return `Nobody has asked what ${name} already does`;
  return [own ? count(own, "action") : "", kept ? `${count(kept, "thing")} ${name} does` : ""]
    .filter(Boolean)
    .join(". ");
}

/** @param {Context} context */
export function contingencyLine({ plan, show, label }) {
  const all = entriesOf(plan, "contingency").filter((entry) => show("contingency", entry));
  if (!all.length) return "Nobody has asked about tonight";
  const named = all
    .slice(0, 2)
    .map((entry) => lower(dataOf(entry).trigger_words || label("triggers", dataOf(entry).trigger), familyWords(plan)));
  return `${listed(named)}${all.length > 2 ? `, and ${all.length - 2} more` : ""}`.replace(/^./, (letter) =>
    letter.toUpperCase(),
  );
}

/** "6 people can open this. Ruth cannot see the address". @param {Context} context */
export function peopleLine({ plan }) {
  const all = plan.people;
  const names = staffNames(plan);
  const noPlace = all.filter((person) => !person.rights?.place).map((person) => names.get(person.id) || "");
  const held = plan.compartments.some((compartment) => compartment.class === "place");
  const tail =
    held && noPlace.length
      ? `. ${listed(noPlace.slice(0, 3))}${noPlace.length > 3 ? " and others" : ""} cannot see the address`
      : "";
  return `${count(all.length, "person", "people")} can open this${tail}`;
}

/** What was not given is not mentioned: "not begun" would say something about a book the reader cannot open.
 * @param {Context["plan"]} plan @param {string} child */
function mayHold(plan, child) {
  const leads = plan.compartments.some((compartment) => compartment.right === "lead");
  return leads || plan.compartments.some((compartment) => compartment.about === child);
}

/** The children's books, and how far each has come. @param {Context} context */
export function books({ plan, show }) {
  return namesOf(plan)
    .children.filter((kid) => mayHold(plan, kid.entry))
    .map((kid) => ({
      key: kid.entry,
      entry: kid.entry,
      title: `${kid.name}’s book`,
      // How many pages a child made, or that a word was kept, is already something the child said.
      sub: show("page") ? begun(plan, kid.entry) : "",
    }));
}

/** @param {Context["plan"]} plan @param {string} child */
function begun(plan, child) {
  const of = (/** @type {string} */ kind) => entriesOf(plan, kind).filter((entry) => dataOf(entry).child === child);
  if (of("page").length) return count(of("page").length, "page");
  return of("voice").length ? "First words kept" : "Not begun";
}
