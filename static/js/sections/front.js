/**
 * The first page of a plan: what needs this reader, each section in a line, and what nobody has asked yet.
 *
 * Every number counts only what this view shows: a number must not betray a hidden entry.
 * @typedef {import("./ladder.js").Context} Context
 */
import {
  compartmentOf,
  conflicted,
  dataOf,
  entriesOf,
  first,
  leads,
  memberName,
  namesOf,
  workerOf,
} from "../plan/read.js";
import { agencySaid } from "../words/schema.js";
import { bare, count, day, listed, lower, moment, when } from "../words/said.js";
import { questions } from "./asked_of_me.js";
import { adds } from "./contact_words.js";
import { asked, counted, familyWords, shown, unheard, waitingLine } from "./ladder.js";
import { sentBackLine } from "./sent_back.js";
import { untilChosen } from "./two_wrote.js";

const NEEDS_AT_MOST = 3;

/** @param {Context} context */
export function heading({ plan }) {
  const names = namesOf(plan);
  return listed([names.parent, ...names.children.map((kid) => kid.name)]) || "A new plan";
}

/** Where the plan stands, in words. @param {Context} context */
export function stageLine({ plan }) {
  const due = plan.plan.review_due ? day(plan.plan.review_due) : "";
  switch (plan.plan.stage) {
    case "interim":
      return due ? `For now, until the full plan on ${due}` : "For now, until the full plan";
    case "full":
      return due ? `The full plan. Review on ${due}` : "The full plan";
    case "stepped_down":
      return due ? `Stepped down. Still watched: review on ${due}` : "Stepped down. Still watched";
    default:
      return "Ended. Kept to be read";
  }
}

/** When and how contact is safe; everyone reads it first. @param {Context} context */
export function contact({ plan, label, show }) {
  return entriesOf(plan, "safe_contact")
    .filter((entry) => show("safe_contact", entry))
    .map((entry) => {
      const data = dataOf(entry);
      const hours = data.from_time ? `${bare(data.from_time)}${data.to_time ? ` to ${bare(data.to_time)}` : ""}` : "";
      const about = memberName(plan, data.about);
      const coded = [data.days, hours, lower(label("contact_ways", data.how))].filter(Boolean).join(", ");
      // The free line often says the hours once more: only what it adds is read before a call.
      const more = data.words && adds(data.words, coded) ? data.words : "";
      return {
        key: entry.entry,
        entry: entry.entry,
        about,
        words: [coded, more].filter(Boolean).map(sentence).join(" "),
      };
    });
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
        who: memberName(plan, data.who) || namesOf(plan).perpetrator,
        things: listed(data.does_not_know.map((/** @type {string} */ code) => lower(label("known_things", code)))),
      };
    });
}

/** At most three things that wait for this reader: two people wrote, no answer, held letters, sent back.
 * @param {Context} context @param {(entry: import("../plan/read.js").Entry) => string} name */
export function needs(context, name) {
  const { plan, label, today, show } = context;
  /** @type {{key: string, title: string, sub: string, section: string, entry: string}[]} */
  const out = [];
  // Nobody can write in a plan that has ended, so nothing in it waits for anybody.
  if (plan.plan.status !== "active") return out;
  for (const entry of plan.entries.filter((one) => conflicted(one) && show(one.kind, one))) {
    const mine = (/** @type {import("../plan/read.js").Head} */ head) => head.author === plan.me.id;
    const heads = [...entry.heads].sort((a, b) => Number(mine(b)) - Number(mine(a)));
    const who = listed([...new Set(heads.map((head) => (mine(head) ? "You" : head.author_name)))]);
    out.push({
      key: `two ${entry.entry}`,
      title: `Two people wrote: ${name(entry)}`,
      sub: `${who}. ${untilChosen(entry, context.fields(entry.kind))}`,
      section: "conflict",
      entry: entry.entry,
    });
  }
  if (plan.letters.held && plan.letters.held.length) {
    out.push({
      key: "letters",
      title: `${count(plan.letters.held.length, "piece")} of writing held for you`,
      sub: "Read it, then file it or set it aside",
      section: "held",
      entry: "",
    });
  }
  if (leads(plan) && !plan.plan.lead && compartmentOf(plan, "plan")?.right === "lead") {
    out.push({ key: "lead", title: "Nobody leads this plan", sub: "Name who does", section: "stage", entry: "" });
  }
  const back = leads(plan) ? sentBackLine(plan) : null;
  if (back) out.push({ key: "back", title: back.title, sub: back.sub, section: "reviews", entry: "" });
  for (const one of leads(plan) && show("note") ? questions(plan) : []) {
    out.push({
      key: `note ${one.entry}`,
      title: `${one.by} asks before answering`,
      sub: one.words,
      section: "notes",
      entry: one.entry,
    });
  }
  // A refusal stays here until the lead has written on it: nothing else says that a gap is open.
  for (const entry of leads(plan)
    ? shown(context).filter(
        (one) =>
          dataOf(one).state === "cannot" &&
          one.heads.every((head) => head.author === dataOf(one).answered_by && head.author !== plan.me.id),
      )
    : []) {
    const data = dataOf(entry);
    out.push({
      key: `cannot ${entry.entry}`,
      title: `${first(entry.heads[0].author_name)} cannot: ${lower(data.what, familyWords(plan))}`,
      sub: [label("cannot_reasons", data.cannot_reason), data.cannot_words].filter(Boolean).join(". "),
      section: "actions",
      entry: entry.entry,
    });
  }
  if (leads(plan)) {
    for (const entry of shown(context).filter(
      (one) => dataOf(one).state === "asked" && dataOf(one).owner !== "parent",
    )) {
      const data = dataOf(entry);
      if (unheard(entry, plan)) {
        out.push({
          key: `asked ${entry.entry}`,
          title: data.agency
            ? `Nobody at ${agencySaid(data.agency)} can open this plan yet`
            : "No agency is named for this",
          sub: `Nobody has been asked: ${lower(data.what, familyWords(plan))}`,
          section: data.agency ? "people" : "actions",
          entry: "",
        });
        continue;
      }
      const worker = workerOf(plan, data.asked_of);
      const who = data.agency && data.agency !== "other" ? label("agencies", data.agency) : worker ? worker.name : "";
      const by = data.answer_by ? `, answer by ${moment(data.answer_by, today)}` : "";
      const at = when(entry.heads[0].authored_at, today);
      if (who)
        out.push({
          key: `asked ${entry.entry}`,
          title: `${who} ${data.agency === "police" ? "have" : "has"} not answered`,
          sub: `${worker ? `${worker.name} was asked` : "Asked"} ${at}: ${lower(data.what, familyWords(plan))}${by}`,
          section: "actions",
          entry: entry.entry,
        });
      else
        out.push({
          key: `asked ${entry.entry}`,
          title: `${data.owner === "perpetrator" ? "Not in force yet" : "No answer yet"}: ${lower(data.what, familyWords(plan))}`,
          sub: `${data.owner === "perpetrator" ? `About ${namesOf(plan).perpetrator || "the person causing harm"}. ` : ""}Asked ${at}${by}`,
          section: "actions",
          entry: entry.entry,
        });
    }
  }
  return out.slice(0, NEEDS_AT_MOST);
}

/** "13 accepted or in force, 2 asked. Mark is not to be told". @param {Context} context */
export function actionsLine(context) {
  const all = shown(context);
  if (!all.length) return "Nobody has been asked yet";
  const solid = all.filter(counted).length;
  const parts = [
    solid ? `${solid} accepted or in force` : "Nothing accepted yet",
    waitingLine(all.filter(asked), context.plan),
  ]
    .filter(Boolean)
    .join(", ");
  const name = namesOf(context.plan).perpetrator;
  const told = all.some((entry) => (dataOf(entry).telling || "not_to_be_told") !== "not_to_be_told");
  return context.parentView || !name || told ? parts : `${parts}. ${name} is not to be told`;
}

/** "3 in force. One ends Fri 27 Nov": what the parent reads about the person causing harm. @param {Context} context */
export function aboutLine(context) {
  const force = shown(context).filter((entry) => dataOf(entry).owner === "perpetrator" && counted(entry));
  const ends = force
    .map((entry) => dataOf(entry).until_day)
    .filter((until) => until && until >= context.today)
    .sort()[0];
  return `${force.length ? `${force.length} in force` : "Nothing in force yet"}${ends ? `. One ends ${day(ends)}` : ""}`;
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
  const noPlace = all.filter((person) => !(person.rights || {}).place).map((person) => person.name.split(" ")[0]);
  const held = plan.compartments.some((room) => room.class === "place");
  const tail =
    held && noPlace.length
      ? `. ${listed(noPlace.slice(0, 3))}${noPlace.length > 3 ? " and others" : ""} cannot see the address`
      : "";
  return `${count(all.length, "person", "people")} can open this${tail}`;
}

/** What was not given is not mentioned: "not begun" would say something about a book the reader cannot open.
 * @param {Context["plan"]} plan @param {string} child */
function mayHold(plan, child) {
  const leads = plan.compartments.some((room) => room.right === "lead");
  return leads || plan.compartments.some((room) => room.about === child);
}

/** The children's books, and how far each has come. @param {Context} context */
export function books({ plan, show }) {
  return namesOf(plan)
    .children.filter((kid) => mayHold(plan, kid.entry))
    .map((kid) => {
      const pages = entriesOf(plan, "page").filter((entry) => dataOf(entry).child === kid.entry);
      const words = entriesOf(plan, "voice").filter((entry) => dataOf(entry).child === kid.entry);
      // How many pages a child made, or that a word was kept, is already something the child said.
      const line = !show("page")
        ? ""
        : pages.length
          ? count(pages.length, "page")
          : words.length
            ? "First words kept"
            : "Not begun";
      return { key: kid.entry, entry: kid.entry, title: `${kid.name}’s book`, sub: line };
    });
}
