/**
 * What in a plan waits for this reader: two people wrote, nobody leads, held letters, sent back, refused, no answer.
 *
 * Every number counts only what this view shows: a number must not betray a hidden entry.
 * @typedef {import("./ladder.js").Context} Context
 * @typedef {import("../plan/read.js").Entry} Entry
 * @typedef {{key: string, title: string, sub: string, section: string, entry: string}} Need
 */
import { compartmentOf, conflicted, dataOf, leads, namesOf, staffName, workerOf } from "../plan/read.js";
import { agencySaid } from "../words/schema.js";
import { moment, when } from "../words/dates.js";
import { count, listed, lower } from "../words/said.js";
import { questions } from "./asked_of_me.js";
import { familyWords, shown, unheard } from "./ladder.js";
import { sentBackLine } from "./sent_back.js";
import { untilChosen } from "./two_wrote.js";

const NEEDS_AT_MOST = 3;

/** At most three things that wait for this reader, the most pressing first. Nobody can write in a plan that has ended, so
 * nothing in it waits for anybody. @param {Context} context @param {(entry: Entry) => string} name @returns {Need[]} */
export function needs(context, name) {
  const { plan } = context;
  if (plan.plan.status !== "active") return [];
  return [
    ...twoWrote(context, name),
    ...heldLetters(context),
    ...(leads(plan)
      ? [...noLead(context), ...sentBack(context), ...questioned(context), ...refused(context), ...unanswered(context)]
      : []),
  ].slice(0, NEEDS_AT_MOST);
}

/** @param {Context} context @param {(entry: Entry) => string} name @returns {Need[]} */
function twoWrote({ plan, show, fields }, name) {
  const mine = (/** @type {import("../plan/read.js").Head} */ head) => head.author === plan.me.id;
  return plan.entries
    .filter((one) => conflicted(one) && show(one.kind, one))
    .map((entry) => {
      const heads = [...entry.heads].sort((a, b) => Number(mine(b)) - Number(mine(a)));
      const who = listed([...new Set(heads.map((head) => (mine(head) ? "You" : head.author_name)))]);
      return {
        key: `two ${entry.entry}`,
        title: `Two people wrote: ${name(entry)}`,
        sub: `${who}. ${untilChosen(entry, fields(entry.kind))}`,
        section: "conflict",
        entry: entry.entry,
      };
    });
}

/** @param {Context} context @returns {Need[]} */
function heldLetters({ plan }) {
  const held = plan.letters.held?.length ?? 0;
  if (!held) return [];
  const title = `${count(held, "piece")} of writing held for you`;
  return [{ key: "letters", title, sub: "Read it, then file it or set it aside", section: "held", entry: "" }];
}

/** @param {Context} context @returns {Need[]} */
function noLead({ plan }) {
  if (plan.plan.lead || compartmentOf(plan, "plan")?.right !== "lead") return [];
  return [{ key: "lead", title: "Nobody leads this plan", sub: "Name who does", section: "stage", entry: "" }];
}

/** @param {Context} context @returns {Need[]} */
function sentBack({ plan }) {
  const back = sentBackLine(plan);
  return back ? [{ key: "back", title: back.title, sub: back.sub, section: "reviews", entry: "" }] : [];
}

/** @param {Context} context @returns {Need[]} */
function questioned(context) {
  if (!context.show("note")) return [];
  return questions(context).map((one) => ({
    key: `note ${one.entry}`,
    title: `${one.by} asks before answering`,
    sub: one.words,
    section: "notes",
    entry: one.entry,
  }));
}

/** A refusal stays here until the lead has written on it: nothing else says that a gap is open.
 * @param {Context} context @returns {Need[]} */
function refused(context) {
  const { plan, label, item } = context;
  return shown(context)
    .filter((entry) => item(entry).state === "cannot" && onlyAnswered(entry, plan.me.id))
    .map((entry) => {
      const data = dataOf(entry);
      return {
        key: `cannot ${entry.entry}`,
        title: `${staffName(plan, entry.heads[0].author, entry.heads[0].author_name)} cannot: ${lower(data.what, familyWords(plan))}`,
        sub: [label("cannot_reasons", data.cannot_reason), data.cannot_words].filter(Boolean).join(". "),
        section: "actions",
        entry: entry.entry,
      };
    });
}

/** Nobody but who answered has written on it since, and that was somebody else. @param {Entry} entry @param {string} me */
function onlyAnswered(entry, me) {
  return entry.heads.every((head) => head.author === dataOf(entry).answered_by && head.author !== me);
}

/** What the parent was asked is no answer to wait for. @param {Context} context @returns {Need[]} */
function unanswered(context) {
  const { plan, item } = context;
  return shown(context)
    .filter((entry) => item(entry).asked && dataOf(entry).owner !== "parent")
    .map((entry) => ({
      key: `asked ${entry.entry}`,
      ...(unheard(item(entry), plan) ? nobodyHeard(entry, context) : noAnswer(entry, context)),
    }));
}

/** @param {Entry} entry @param {Context} context */
function nobodyHeard(entry, { plan }) {
  const { agency, what } = dataOf(entry);
  return {
    title: agency ? `Nobody at ${agencySaid(agency)} can open this plan yet` : "No agency is named for this",
    sub: `Nobody has been asked: ${lower(what, familyWords(plan))}`,
    section: agency ? "people" : "actions",
    entry: "",
  };
}

/** @param {Entry} entry @param {Context} context */
function noAnswer(entry, context) {
  const { plan, label, today } = context;
  const data = dataOf(entry);
  const worker = workerOf(plan, data.asked_of);
  const named = data.agency && data.agency !== "other" ? label("agencies", data.agency) : "";
  const who = named || worker?.name || "";
  const what = lower(data.what, familyWords(plan));
  const asked = when(entry.heads[0].authored_at, today);
  const by = data.answer_by ? `, answer by ${moment(data.answer_by, today)}` : "";
  const here = { section: "actions", entry: entry.entry };
  if (who) {
    const title = `${who} ${data.agency === "police" ? "have" : "has"} not answered`;
    return { ...here, title, sub: `${worker ? `${worker.name} was asked` : "Asked"} ${asked}: ${what}${by}` };
  }
  return data.owner === "perpetrator"
    ? { ...here, title: `Not in force yet: ${what}`, sub: `About ${cause(plan)}. Asked ${asked}${by}` }
    : { ...here, title: `No answer yet: ${what}`, sub: `Asked ${asked}${by}` };
}

/** @param {import("../plan/read.js").Plan} plan */
function cause(plan) {
  return namesOf(plan).perpetrator || "the person causing harm";
}
