/**
 * Who does what: a ladder for each risk, read down from the person causing harm to the parent, and the balance of who acts.
 *
 * Asked is not agreed: only what stands fills a cell, and what stands, waits or is over is the rules' to say (definitions.toml).
 * @typedef {import("../plan/read.js").Plan} Plan
 * @typedef {import("../plan/read.js").Entry} Entry
 * @typedef {(list: string, code: string) => string} Label
 * @typedef {import("../plan/asking.js").Item} Item
 * @typedef {{key: string, entry: string, where: string, what: string, sub: string, css: string, chip: {css: string, words: string} | null,
 *   conflicted: boolean, owner: string, asked: boolean, none: boolean, telling: string}} Row
 * @typedef {{plan: Plan, label: Label, fields: (kind: string) => import("./two_wrote.js").Field[], today: string, show: (kind: string, entry?: Entry) => boolean, item: (entry: Entry) => Item, parentView: boolean}} Context
 */
import { conflicted, dataOf, entriesOf, memberName, namesOf, rightTo, staffName, workerOf } from "../plan/read.js";
import { clock, day, isoDay, month } from "../words/dates.js";
import { lower, nameWords, upper } from "../words/said.js";

const OWNERS = ["perpetrator", "agency", "parent", "kin"];
/** @type {Record<string, string>} */
const SWATCH = { perpetrator: "own-cause", agency: "own-agency", parent: "own-parent", kin: "own-kin" };
const RUNGS = ["around", "ordered", "agreed", "agencies", "kin", "parent"];
/** What is required of the person causing harm, or done around that person. */
const AT_CAUSE = new Set(["around", "ordered", "agreed"]);

/** Asked in the plan, of an agency where nobody can open it: nobody has heard of it yet. Whoever was asked by name and is in has.
 * @param {Item} item @param {Plan} plan */
export function unheard({ asked, owner, agency, asked_of: person }, plan) {
  return asked && owner === "agency" && !plan.plan_agencies.includes(agency) && !workerOf(plan, person);
}

/** Agencies act around the person causing harm; what is required of that person is ordered or agreed.
 * @param {Record<string, any>} data */
function rungOf(data) {
  if (data.rung) return data.rung === "agencies" && data.owner === "kin" ? "kin" : data.rung;
  return (
    { perpetrator: "ordered", agency: "agencies", parent: "parent", kin: "kin" }[/** @type {string} */ (data.owner)] ||
    "agencies"
  );
}

/** The cell of an action: filled with the colour of who acts while it stands. @param {Item} item */
export function swatch({ stands, waits, owner }) {
  if (stands) return SWATCH[owner] || "own-agency";
  return waits ? "own-asked" : "own-none";
}

/** @type {Record<string, string>} */
const STANDING = { in_force: "state-force", accepted: "state-accepted" };

/** The chip of an action: its class and its words. What does not stand is never drawn as if it did.
 * @param {Entry} entry @param {Context} context @returns {{css: string, words: string}} */
export function chip(entry, context) {
  const { label, today } = context;
  const item = context.item(entry);
  const state = lower(label("action_states", item.state));
  if (item.closed) return { css: "state-cannot", words: state };
  if (item.over)
    return { css: "state-cannot", words: `${lower(label("action_chips", "past"))} ${day(item.until_day, today)}` };
  if (item.ends)
    return { css: "state-ends", words: `${lower(label("action_chips", "ends"))} ${day(item.until_day, today)}` };
  if (item.stands) return { css: STANDING[item.state] || "state-doing", words: state };
  return { css: "state-asked", words: item.waits ? waiting(item, entry, context) : state };
}

/** What is waited for. @param {Item} item @param {Entry} entry @param {Context} context */
function waiting(item, entry, { plan, label, today, parentView }) {
  const say = (/** @type {string} */ code) => lower(label("action_chips", code));
  if (unheard(item, plan)) return say(item.agency ? "unheard" : "unnamed");
  if (item.asked) {
    const at = entry.heads[0].authored_at;
    const asked = lower(label("action_states", "asked"));
    return at && isoDay(at) === today ? `${asked} ${clock(at)}` : asked;
  }
  const differ = item.partly_withdrawn || item.differs.includes("programme");
  // Called a referral in its own words, whatever its state: that is as far as anybody knows it has come.
  if (differ && !parentView) return say("differ");
  // How far it has come is the worker's to say: with the parent, only that it has not begun.
  return lower(label("programme_states", (!parentView && item.programme) || "referred"));
}

/** Who answers for an action, in words: "Dana Reyes, until Fri 27 Nov". @param {Entry} entry @param {Context} context */
export function under(entry, { plan, label, today, parentView, item }) {
  const data = dataOf(entry);
  const { until_day: until } = item(entry);
  const worker = workerOf(plan, data.asked_of);
  const who = worker ? worker.name : data.owner === "agency" ? label("agencies", data.agency) : "";
  const checks = workerOf(plan, data.checker_person);
  const parts = [who];
  if (!parentView && checks && checks.id !== data.asked_of) parts.push(`${checks.name} checks`);
  else if (!parentView && !checks && data.checker)
    parts.push(`${upper(lower(label("checkers", data.checker)))} checks`);
  if (data.owner === "parent" && data.own_choice === "yes") parts.push("Own choice");
  if (until) parts.push(`${until < today ? "ended" : "until"} ${day(until, today)}`);
  else if (data.from_day && data.from_day > today) parts.push(`from ${day(data.from_day, today)}`);
  return parts.filter(Boolean).join(", ");
}

/** Actions this view may show. @param {Context} context */
export function shown({ plan, show }) {
  return entriesOf(plan, "action").filter((entry) => show("action", entry));
}

/** One cell for each action that counts, by who acts; asked ones apart at the end. @param {Context} context */
export function balance(context) {
  const { plan } = context;
  const all = shown(context);
  const items = all.map(context.item);
  const names = namesOf(plan);
  const who = {
    perpetrator: names.perpetrator || "The person causing harm",
    agency: "Agencies",
    parent: names.parent || "The parent",
    kin: "Family and friends",
  };
  const groups = OWNERS.map((owner) => {
    const cells = items.filter((item) => item.owner === owner && item.stands);
    return { owner, name: /** @type {Record<string, string>} */ (who)[owner], css: SWATCH[owner], count: cells.length };
  }).filter((group) => group.count);
  const waiting = all.filter((entry) => context.item(entry).waits);
  const units = [];
  for (const group of groups) {
    for (let n = 0; n < group.count; n += 1)
      units.push({ key: `${group.owner}${n}`, css: `${group.css}${n === 0 && units.length ? " first" : ""}` });
  }
  for (let n = 0; n < waiting.length; n += 1)
    units.push({ key: `asked${n}`, css: `own-asked${n === 0 && units.length ? " first apart" : ""}` });
  return {
    groups,
    asked: waiting.length,
    waiting: waitingLine(waiting, context),
    total: groups.reduce((sum, group) => sum + group.count, 0),
    units,
  };
}

/** "2 asked, 1 not shared yet": what was written down and reached nobody is no answer awaited. @param {Entry[]} waiting @param {Context} context */
export function waitingLine(waiting, { plan, item }) {
  const apart = waiting.filter((entry) => unheard(item(entry), plan)).length;
  const heard = waiting.length - apart;
  return [heard ? `${heard} asked` : "", apart ? `${apart} not shared yet` : ""].filter(Boolean).join(", ");
}

/** A row of a ladder. @param {Entry} entry @param {Context} context @param {string} where @returns {Row} */
function row(entry, context, where) {
  const data = dataOf(entry);
  return {
    key: entry.entry + where,
    entry: entry.entry,
    where,
    what: data.what,
    sub: under(entry, context),
    css: swatch(context.item(entry)),
    chip: chip(entry, context),
    conflicted: conflicted(entry),
    owner: data.owner,
    asked: context.item(entry).waits,
    none: false,
    telling: telling(entry, context),
  };
}

/** Whether the person causing harm is told: shown only when it is just me. @param {Entry} entry @param {Context} context */
function telling(entry, { plan, label, parentView }) {
  if (parentView) return "";
  const data = dataOf(entry);
  const name = namesOf(plan).perpetrator || "The person causing harm";
  if (!data.telling || data.telling === "not_to_be_told") return `${name} is not to be told`;
  const words = label("tellings", data.telling);
  return data.telling_who ? `${words}: ${data.telling_who}` : words;
}

/** @param {string} rung @param {Context} context */
function rungName(rung, { plan }) {
  const names = namesOf(plan);
  return (
    {
      around: `Around ${names.perpetrator || "them"}`,
      ordered: "Ordered",
      agreed: "Agreed",
      agencies: "Agencies",
      kin: "Family",
      parent: names.parent || "Parent",
    }[rung] || rung
  );
}

/** @param {string} rung @param {Context} context */
function nothing(rung, { plan }) {
  const names = namesOf(plan);
  if (rung === "parent") return `Nothing asked of ${names.parent || "the parent"}`;
  return rung === "agreed" ? "Nothing agreed" : "Nothing asked yet";
}

/** The rungs of a set of actions; with `whole`, empty rungs are said too. @param {Entry[]} actions @param {Context} context @param {boolean} whole */
function rungs(actions, context, whole) {
  return RUNGS.flatMap((rung) => {
    const here = actions.filter((entry) => rungOf(dataOf(entry)) === rung);
    const where = rungName(rung, context);
    if (here.length) return here.map((entry, n) => row(entry, context, n === 0 ? where : ""));
    return whole && rung !== "kin" ? [emptyRow(rung, actions, context)] : [];
  });
}

/** A rung on which nothing was asked, said as such. @param {string} rung @param {Entry[]} actions @param {Context} context
 * @returns {Row} */
function emptyRow(rung, actions, context) {
  const answer = refusal(rung, actions, context);
  return {
    key: rung,
    entry: "",
    where: rungName(rung, context),
    what: answer ? answer.words : nothing(rung, context),
    sub: answer ? answer.by : "",
    css: "own-none",
    chip: null,
    conflicted: false,
    owner: "",
    asked: false,
    none: true,
    telling: "",
  };
}

/** "Not safe to ask now" with who said so, when a rule about agreeing with the person was answered that way.
 * @param {string} rung @param {Entry[]} actions @param {Context} context */
function refusal(rung, actions, { plan, label }) {
  if (rung !== "agreed") return null;
  const found = entriesOf(plan, "rule_answer").find(
    (entry) => dataOf(entry).reason === "not_safe_now" && actions.some((one) => one.entry === dataOf(entry).item),
  );
  if (!found) return null;
  const head = found.heads[0];
  return {
    words: `Nothing. ${label("answer_reasons", dataOf(found).reason)}`,
    by: `${head.author_name}, ${day(isoDay(head.authored_at))}`,
  };
}

/** A behaviour as a heading with the name in front: "Mark waits outside Elm Road school". @param {Plan} plan @param {Record<string, any>} data */
export function behaviourTitle(plan, data) {
  const names = namesOf(plan);
  const who = memberName(plan, data.who) || names.perpetrator;
  const words = data.what || "";
  const all = familyWords(plan);
  if (!who || words.toLowerCase().startsWith(who.toLowerCase())) return words;
  // "Waits outside" goes on from a name; "Volatile relationship" does not.
  return /^[a-z]+s\b/i.test(words) ? `${who} ${lower(words, all)}` : `${who}: ${lower(words, all)}`;
}

/** "Since September. Still happening." @param {Record<string, any>} data @param {Context} context */
function behaviourSub(data, { plan, label, today }) {
  const parts = [];
  if (data.since) parts.push(`Since ${month(data.since, today)}.`);
  if (data.still) {
    const reason =
      data.still === "quiet" && data.quiet_reason
        ? `: ${lower(label("quiet_reasons", data.quiet_reason), familyWords(plan))}`
        : "";
    parts.push(`${label("still", data.still)}${reason}.`);
  }
  return parts.join(" ");
}

/** Ladders: one a behaviour, then what is tied to none. Someone who was not given the risks gets one ladder, with no word of others.
 * @param {Context} context */
export function ladders(context) {
  const { plan, show, parentView } = context;
  const all = shown(context);
  const behaviours =
    parentView || !rightTo(plan, "risk")
      ? []
      : entriesOf(plan, "behaviour").filter((entry) => show("behaviour", entry));
  if (!behaviours.length) {
    return all.length
      ? [{ key: "all", entry: "", title: "Who does what", sub: "", bare: false, rungs: rungs(all, context, false) }]
      : [];
  }
  const tied = new Set();
  const each = behaviours.map((entry) => {
    const data = dataOf(entry);
    const actions = all.filter((action) => (dataOf(action).covers || []).includes(entry.entry));
    for (const action of actions) tied.add(action.entry);
    return {
      key: entry.entry,
      entry: entry.entry,
      title: behaviourTitle(plan, data),
      sub: behaviourSub(data, context),
      bare: actions.length === 0,
      rungs: actions.length ? rungs(actions, context, true) : [],
    };
  });
  const loose = all.filter((entry) => !tied.has(entry.entry));
  if (loose.length)
    each.push({
      key: "loose",
      entry: "",
      title: "Not tied to a risk yet",
      sub: "Say what each one protects from.",
      bare: false,
      rungs: rungs(loose, context, false),
    });
  return each;
}

/** "What other people will do" as sentences: who in bold, then the verb; the person causing harm and agencies first.
 * @param {Context} context */
export function others(context) {
  const order = (/** @type {Entry} */ entry) => OWNERS.indexOf(dataOf(entry).owner);
  return shown(context)
    .filter((entry) => dataOf(entry).owner !== "parent" && !context.item(entry).over)
    .sort((a, b) => order(a) - order(b))
    .map((entry) => otherLine(entry, context));
}

/** @param {Entry} entry @param {Context} context */
function otherLine(entry, context) {
  const { plan, item } = context;
  const data = dataOf(entry);
  const { who, named } = whoActs(data, context);
  const what = named.reduce(without, data.what);
  return {
    key: entry.entry,
    entry: entry.entry,
    who: who ? `${who}:` : "",
    what: who ? lower(what, familyWords(plan)) : data.what,
    css: swatch(item(entry)),
    chip: chip(entry, context),
    about: AT_CAUSE.has(rungOf(data)),
    stands: item(entry).stands,
    asked: item(entry).asked,
    unheard: unheard(item(entry), plan),
  };
}

/** "Dana, police", and each name by itself: the sentence may begin with one. @param {Record<string, any>} data @param {Context} context */
function whoActs(data, { plan, label }) {
  const cause = namesOf(plan).perpetrator;
  const worker = workerOf(plan, data.asked_of);
  const agency = data.agency && data.agency !== "other" ? label("agencies", data.agency) : "";
  const first = worker ? staffName(plan, worker.id) : "";
  const named = [cause, first, agency];
  if (data.owner === "perpetrator") return { who: cause, named };
  if (data.owner === "kin") return { who: "", named };
  const where = worker ? lower(agency || worker.agency_name) : agency;
  return { who: [first, where].filter(Boolean).join(", "), named };
}

/** A sentence that begins with who acts, without saying so twice. @param {string} text @param {string} who */
function without(text, who) {
  return who && text.toLowerCase().startsWith(`${who.toLowerCase()} `) ? text.slice(who.length + 1) : text;
}

/** Words that keep their capital: the family's names. @param {Plan} plan */
export function familyWords(plan) {
  return entriesOf(plan, "family_member").flatMap((entry) => nameWords(dataOf(entry).name));
}
