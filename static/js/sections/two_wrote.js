/**
 * Two people wrote here: the writings side by side, what differs, and the changes that settle it.
 *
 * @typedef {import("../plan/read.js").Plan} Plan
 * @typedef {import("../plan/read.js").Entry} Entry
 * @typedef {import("../writing/draft.js").Field} Field
 */
import { holding as careful, saferIn } from "../plan/facts.js";
import { holding, namesOf } from "../plan/read.js";
import { when } from "../words/dates.js";
import { lower, said } from "../words/said.js";

const BOTH_STAND = new Set(["voice", "page"]);
const LATE_MS = 5 * 60 * 1000;

/** A child's own words are never chosen between. @param {Entry} entry */
export function bothStand(entry) {
  return BOTH_STAND.has(entry.kind);
}

/** @param {string} words */
function capital(words) {
  return words.charAt(0).toUpperCase() + words.slice(1);
}

/** @param {any} a @param {any} b */
function same(a, b) {
  return JSON.stringify(a ?? "") === JSON.stringify(b ?? "");
}

/** Names of the fields in which the heads differ, in the form's order. @param {Entry} entry @param {Field[]} fields */
function differing(entry, fields) {
  const [one, ...rest] = entry.heads;
  return fields.filter((field) => rest.some((head) => !same(one.data[field.name], head.data[field.name])));
}

/** Both writings as facts; a withdrawn one says so. @param {Plan} plan @param {Entry} entry @param {Field[]} fields
 * @param {(list: string, code: string) => string} label @param {string} today */
export function versions(plan, entry, fields, label, today) {
  const differs = new Set(differing(entry, fields).map((field) => field.name));
  return entry.heads.map((head, n) => ({
    key: head.revision,
    n,
    name: head.author === plan.me.id ? `${head.author_name}, you` : head.author_name,
    agency: label("agencies", head.author_agency),
    at: `${capital(when(head.authored_at, today))}${head.received_at - head.authored_at > LATE_MS ? ", without signal" : ""}`,
    withdrawn: head.withdrawn ? `Withdrawn: ${lower(label("withdraw_reasons", head.withdrawn))}` : "",
    facts: fields
      .map((field) => ({
        key: field.name,
        label: field.label,
        value: said(plan, field, head.data[field.name], label, today),
        differs: differs.has(field.name),
      }))
      .filter((fact) => fact.value || fact.differs)
      .map((fact) => ({ ...fact, value: fact.value || "nothing written" }))
      .sort((a, b) => Number(b.differs) - Number(a.differs)),
  }));
}

/** The coded field by whose order the one that holds is the safer. Nobody judges two free texts: there it is undefined.
 * @param {Entry} entry @param {Field[]} fields */
function saferBy(entry, fields) {
  return careful(entry.heads, fields) === holding(entry) ? saferIn(entry.heads, fields) : undefined;
}

/** What stands meanwhile, in a line of a list. @param {Entry} entry @param {Field[]} fields */
export function untilChosen(entry, fields) {
  if (bothStand(entry)) return "Both stand";
  return saferBy(entry, fields) ? "The safer one holds until you choose" : "Until you choose, one of them is used";
}

/** What is used until somebody chooses, and whether because it is safer. @param {Plan} plan @param {Entry} entry @param {Field[]} fields
 * @param {(list: string, code: string) => string} label @param {string} today @returns {{how: string, what: string}} */
export function holdsLine(plan, entry, fields, label, today) {
  const head = holding(entry);
  const safer = saferBy(entry, fields);
  const how = safer ? "the safer one holds" : "this one is used";
  const field = safer || differing(entry, fields)[0];
  if (!field) return { how, what: head.withdrawn ? "withdrawn" : "the first one written" };
  if (field.name === "telling" && (head.data.telling || "not_to_be_told") === "not_to_be_told") {
    return { how, what: `${namesOf(plan).perpetrator || "the person causing harm"} is not to be told` };
  }
  const value = said(plan, field, head.data[field.name], label, today) || "nothing written";
  if (field.type !== "code") return { how, what: value.replace(/\.$/, "") };
  // A bare "no" says nothing without its question.
  return {
    how,
    what: field.list === "yes_no" || field.list === "yes_no_unknown" ? `${field.label} ${value}` : lower(value),
  };
}

/** The changes that settle it: a revision naming every head; with "both", the other writings become entries of their own.
 * @param {Entry} entry @param {string} choice index of the head to keep, or "both" @param {string} why @param {() => string} newId
 * @returns {{entry: string, parents: string[], compartment: string, document: any}[]} */
export function settling(entry, choice, why, newId) {
  const parents = entry.heads.map((head) => head.revision);
  const kept = choice === "both" ? holding(entry) : entry.heads[Number(choice)];
  const document = (/** @type {import("../plan/read.js").Head} */ head, /** @type {string} */ line) => ({
    v: head.v,
    kind: entry.kind,
    data: head.data,
    withdrawn: head.withdrawn,
    why: line,
    known_to_parent: head.known_to_parent,
  });
  const first = { entry: entry.entry, parents, compartment: entry.compartment, document: document(kept, why) };
  if (choice !== "both") return [first];
  const others = entry.heads.filter((head) => head !== kept && !head.withdrawn);
  return [
    first,
    ...others.map((head) => ({
      entry: newId(),
      parents: [],
      compartment: entry.compartment,
      document: document(head, why),
    })),
  ];
}
