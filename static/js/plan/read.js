/**
 * Reading an opened plan: which head holds, who is who, and where a kind of entry is kept.
 *
 * Everything here is pure: the plan is the JSON of GET /api/1/plans/ID, nothing is fetched and nothing is shown.
 *
 * @typedef {{revision: string, seq: number, v: number, data: Record<string, any>, withdrawn: string, why: string,
 *   known_to_parent: boolean, author: string, author_name: string, author_agency: string, device: string,
 *   authored_at: number, received_at: number, parents: string[]}} Head
 * @typedef {{entry: string, compartment: string, kind: string, heads: Head[], holds: string}} Entry
 * @typedef {{id: string, class: string, about: string, right: string, epoch: number, letterbox: string}} Compartment
 * @typedef {import("../sealing/letters.js").Letterbox} Letterbox
 * @typedef {{child: Letterbox, kept: Letterbox}} Pair where a child's pages are put
 * @typedef {{plan: Record<string, any>, me: Record<string, any>, compartments: Compartment[], for_new_children: Pair[], entries: Entry[],
 *   rules: Record<string, any>, plan_agencies: string[], people: any[], letters: {waiting: number, held: any[], held_places?: number},
 *   refuges: string[], sentback: any[]}} Plan
 */
import { called, first } from "../words/names.js";

/** What an opened plan looks like before anything has arrived. @returns {Plan} */
export function emptyPlan() {
  return {
    plan: {
      id: "",
      lead_agency: "",
      lead: null,
      team: null,
      status: "active",
      stage: "interim",
      review_due: "",
      created_at: 0,
    },
    me: { id: "", agency: "", agency_kind: "" },
    compartments: [],
    for_new_children: [],
    entries: [],
    rules: {},
    plan_agencies: [],
    people: [],
    letters: { waiting: 0, held: [] },
    refuges: [],
    sentback: [],
  };
}

/** The head that holds: the one the server judged safer, else the first. @param {Entry} entry @returns {Head} */
export function holding(entry) {
  return entry.heads.find((head) => head.revision === entry.holds) || entry.heads[0];
}

/** @param {Entry} entry @returns {Record<string, any>} */
export function dataOf(entry) {
  return holding(entry).data;
}

/** Two people wrote and nobody has chosen yet. @param {Entry} entry */
export function conflicted(entry) {
  return entry.heads.length > 1;
}

/** Withdrawn only if every head says so: one person's withdrawal must not hide what another just wrote. @param {Entry} entry */
export function withdrawn(entry) {
  return entry.heads.every((head) => Boolean(head.withdrawn));
}

/** @param {Plan} plan @param {string} kind @returns {Entry[]} entries of a kind that still stand, oldest first */
export function entriesOf(plan, kind) {
  return plan.entries.filter((entry) => entry.kind === kind && !withdrawn(entry));
}

/** @param {Plan} plan @param {string} kind @returns {Entry[]} */
export function withdrawnOf(plan, kind) {
  return plan.entries.filter((entry) => entry.kind === kind && withdrawn(entry));
}

/** @param {Plan} plan @param {string} id @returns {Entry | null} */
export function entryOf(plan, id) {
  return plan.entries.find((entry) => entry.entry === id) || null;
}

/** @param {Plan} plan @param {string} id @returns {string[]} the revisions that stand of an entry now */
export function headsOf(plan, id) {
  return entryOf(plan, id)?.heads.map((head) => head.revision) ?? [];
}

/** The compartment of a class, about a child or a household when that matters.
 * @param {Plan} plan @param {string} cls @param {string} [about] @returns {Compartment | null} */
export function compartmentOf(plan, cls, about = "") {
  const same = plan.compartments.filter((compartment) => compartment.class === cls);
  return same.find((compartment) => compartment.about === about) || (about ? null : same[0]) || null;
}

/** @param {Plan} plan @param {string} cls @returns {string} "" when this person was not given that class */
export function rightTo(plan, cls) {
  const compartment = plan.compartments.find((one) => one.class === cls && one.right);
  return compartment ? compartment.right : "";
}

/** Where a child's pages are put; null where nobody here may put any. A child named without signal has no compartments of their own
 * yet, and the server gives them the next that were made beforehand, in the order in which children are written.
 * @param {Plan} plan @param {string} child @returns {Pair | null} */
export function letterboxesOf(plan, child) {
  const box = (/** @type {Compartment} */ compartment) => ({
    compartment: compartment.id,
    epoch: compartment.epoch,
    public: compartment.letterbox,
  });
  const [shown, kept] = ["child", "kept"].map((cls) => compartmentOf(plan, cls, child));
  if (shown && kept) return { child: box(shown), kept: box(kept) };
  const roomless = plan.entries.filter(
    (entry) =>
      entry.kind === "family_member" && dataOf(entry).role === "child" && !compartmentOf(plan, "child", entry.entry),
  );
  return plan.for_new_children[roomless.findIndex((entry) => entry.entry === child)] || null;
}

/** @param {Plan} plan @param {string} cls */
export function mayWrite(plan, cls) {
  if (cls === "child" && plan.for_new_children.length) return true;
  const right = rightTo(plan, cls);
  return right === "contribute" || right === "lead";
}

/** What each of the family is called, told apart from all the others; who was taken back is called too, while still pointed to.
 * @param {Plan} plan @param {string} [also] @returns {Map<string, string>} entry → name */
function familyNames(plan, also = "") {
  const family = plan.entries.filter(
    (entry) => entry.kind === "family_member" && (entry.entry === also || !withdrawn(entry)),
  );
  const names = called(family.map((entry) => ({ name: dataOf(entry).name || "", born: birthOf(dataOf(entry)) })));
  return new Map(family.map((entry, at) => [entry.entry, names[at]]));
}

/** @param {Record<string, any>} data @returns {string} the day of birth, or the day a baby is due */
function birthOf(data) {
  return data.born || data.due || "";
}

/** Names are all that may be said of people: never "mum", never "he".
 * @param {Plan} plan
 * @returns {{parent: string, perpetrator: string, children: {entry: string, name: string, born: string, due: string}[],
 *   perpetrators: {entry: string, name: string}[], parents: {entry: string, name: string}[], kin: {entry: string, name: string}[]}} */
export function namesOf(plan) {
  const names = familyNames(plan);
  const family = entriesOf(plan, "family_member");
  const of = (/** @type {string} */ role) =>
    family
      .filter((member) => dataOf(member).role === role)
      .map((member) => ({
        entry: member.entry,
        name: names.get(member.entry) || "",
        born: dataOf(member).born || "",
        due: dataOf(member).due || "",
      }));
  const parents = of("parent");
  const perpetrators = of("perpetrator");
  return {
    parent: parents[0] ? parents[0].name : "",
    parents,
    perpetrator: perpetrators[0] ? perpetrators[0].name : "",
    perpetrators,
    children: of("child").sort((a, b) => (birthOf(a) || "9").localeCompare(birthOf(b) || "9")),
    kin: of("kin"),
  };
}

/** @param {Plan} plan @param {string} id @returns {string} what a member of the family is called, "" for anything else */
export function memberName(plan, id) {
  const entry = entryOf(plan, id);
  return entry && entry.kind === "family_member" ? familyNames(plan, id).get(id) || "" : "";
}

/** @param {Plan} plan @param {string} id @returns {{id: string, name: string, agency_kind: string, agency_name: string} | null} */
export function workerOf(plan, id) {
  return plan.people.find((person) => person.id === id) || null;
}

/** What each of the people on the plan is called, told apart from the others. @param {Plan} plan @returns {Map<string, string>} id → name */
export function staffNames(plan) {
  const names = called(plan.people.map((one) => ({ name: one.name, born: "" })));
  return new Map(plan.people.map((one, at) => [one.id, names[at]]));
}

/** What somebody who works is called; who is not on the plan any more by the least of their name.
 * @param {Plan} plan @param {string} id @param {string} [name] as it was written down */
export function staffName(plan, id, name = "") {
  return staffNames(plan).get(id) || first(name);
}

/** This reader works for the agency that leads the plan. @param {Plan} plan */
export function leads(plan) {
  return plan.me.agency === plan.plan.lead_agency;
}

/** Take a writing out again that was refused after all: what it stood in for stands again.
 * @param {Plan} plan @param {string} revision @param {Head[]} before the heads it had replaced */
export function unmerge(plan, revision, before) {
  const entry = plan.entries.find((one) => one.heads.some((head) => head.revision === revision));
  if (!entry) return;
  const kept = entry.heads.filter((head) => head.revision !== revision);
  entry.heads = [...before.filter((head) => !kept.some((one) => one.revision === head.revision)), ...kept];
  if (!entry.heads.length) plan.entries = plan.entries.filter((one) => one !== entry);
  else if (!entry.heads.some((head) => head.revision === entry.holds)) entry.holds = entry.heads[0].revision;
}

/** Put a change that was taken (or waits to be sent) into the plan in memory, so that lists change at once.
 * @param {Plan} plan @param {{compartment?: string, entry: string, parents: string[], document: any}} change
 * @param {{id?: string, seq?: number}} receipt @param {number} now @returns {Entry} */
export function merge(plan, change, receipt, now) {
  const me = workerOf(plan, plan.me.id) || { name: plan.me.name || "", agency_kind: plan.me.agency_kind };
  const { document } = change;
  /** @type {Head} */
  const head = {
    revision: receipt.id || "",
    seq: receipt.seq || 0,
    v: document.v,
    data: document.data,
    withdrawn: document.withdrawn,
    why: document.why,
    known_to_parent: document.known_to_parent,
    author: plan.me.id,
    author_name: me.name,
    author_agency: me.agency_kind,
    device: "",
    authored_at: now,
    received_at: now,
    parents: change.parents,
  };
  let entry = entryOf(plan, change.entry);
  if (!entry) {
    entry = {
      entry: change.entry,
      compartment: change.compartment || "",
      kind: document.kind,
      heads: [],
      holds: head.revision,
    };
    plan.entries.push(entry);
    entry = plan.entries[plan.entries.length - 1];
  }
  if (entry.heads.some((one) => one.revision === head.revision)) {
    entry.heads = entry.heads.map((one) =>
      one.revision === head.revision && !one.seq ? { ...one, seq: head.seq } : one,
    );
    return entry;
  }
  entry.heads = [...entry.heads.filter((one) => !change.parents.includes(one.revision)), head];
  if (!entry.heads.some((one) => one.revision === entry.holds)) entry.holds = head.revision;
  return entry;
}
