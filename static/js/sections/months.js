/**
 * What the person causing harm does, by month and in sentences.
 *
 * Quiet is never called better: it always carries its reason, because silence after an order is not change.
 * @typedef {import("./ladder.js").Context} Context
 */
import { dataOf, entriesOf, memberName, namesOf } from "../plan/read.js";
import { month, shortMonth } from "../words/dates.js";
import { count, listed, lower } from "../words/said.js";
import { behaviourTitle, familyWords } from "./ladder.js";

/** @type {Record<string, number>} */
const SIZE = { once: 1, monthly: 1, weekly: 2, most_days: 3, daily: 3 };
const SPAN = 12;

/** The twelve months that end with this one. @param {string} today ISO */
export function lastMonths(today) {
  const end = Number(today.slice(0, 4)) * 12 + Number(today.slice(5, 7)) - 1;
  return Array.from({ length: SPAN }, (_, n) => {
    const at = end - SPAN + 1 + n;
    const number = (at % 12) + 1;
    return {
      month: `${Math.floor(at / 12)}-${String(number).padStart(2, "0")}`,
      short: shortMonth(number - 1),
    };
  });
}

const NOTHING = { css: "", words: "" };

/** One cell: what was known of a behaviour in a month. @param {Record<string, any>} data @param {string} at @param {string} now @param {Context} context */
export function cell(data, at, now, context) {
  const since = data.since || now;
  // Quiet by now, and nobody said since when: between the first month and this one nothing is known, and nothing is drawn.
  const unsaid = data.still === "quiet" && !data.until && data.frequency !== "once";
  if (at < since || (unsaid && at > since && at < now)) return NOTHING;
  const last = data.until || (unsaid || data.frequency === "once" ? since : now);
  if (at <= last) return known(data, context);
  return data.still === "quiet"
    ? { css: "dot dot-quiet dot-2", words: "quiet, reason at the end of the row" }
    : NOTHING;
}

/** Who knew it, and how often. @param {Record<string, any>} data @param {Context} context */
function known(data, { plan, label }) {
  const source = data.source === "said" ? "said" : "seen";
  const often = data.frequency ? `, ${lower(label("frequencies", data.frequency))}` : "";
  const teller = data.said_by ? ` by ${lower(label("tellers", data.said_by), familyWords(plan))}` : "";
  const by = source === "said" ? `said${teller}` : lower(label("source", data.source || "seen"));
  return { css: `dot dot-${source} dot-${SIZE[data.frequency] || 1}`, words: `${by}${often}` };
}

/** Where something changed, named in one or two words: births, and orders in force. @param {Context} context */
function events({ plan, label, today }) {
  const months = lastMonths(today).map((one) => one.month);
  /** @type {{month: string, name: string}[]} */
  const found = [];
  for (const kid of namesOf(plan).children)
    if (kid.born) found.push({ month: kid.born.slice(0, 7), name: `${kid.name} born` });
  for (const entry of entriesOf(plan, "power")) {
    const data = dataOf(entry);
    if (data.start && data.state === "in_force")
      found.push({ month: data.start.slice(0, 7), name: shortPower(label("powers", data.power)) });
  }
  for (const entry of entriesOf(plan, "behaviour")) {
    const data = dataOf(entry);
    if ((data.markers || []).includes("separation") && data.since) found.push({ month: data.since, name: "Separated" });
  }
  const seen = new Set();
  return found
    .filter((event) => months.indexOf(event.month) > 0 && !seen.has(event.month) && seen.add(event.month))
    .sort((a, b) => a.month.localeCompare(b.month));
}

/** @param {string} words */
function shortPower(words) {
  return words.split(/\s+/).slice(0, 2).join(" ");
}

/** Months a name of two words needs; with less, it would be broken letter by letter. */
const ROOM = 3;

/** Events too close to be named apart share one name, from the first line on. @param {{at: number, name: string}[]} starts @param {number} end @param {string[]} names */
function together(starts, end, names) {
  /** @type {{at: number, name: string}[]} */
  const out = [];
  for (const event of starts) {
    const before = out.at(-1);
    if (before && event.at - before.at < ROOM) before.name += `, then ${lower(event.name, names)}`;
    else out.push({ ...event });
  }
  const last = out.at(-1);
  if (out.length > 1 && last && end - last.at < ROOM) {
    out.pop();
    const before = /** @type {{at: number, name: string}} */ (out.at(-1));
    before.name += `, then ${lower(last.name, names)}`;
  }
  return out;
}

/** The spans of the first head row, each an event name above the months it opens. @param {{month: string, name: string}[]} found @param {string[]} months
 * @param {string[]} [names] which keep their capital */
export function spans(found, months, names = []) {
  const starts = together(
    found.map((event) => ({ at: months.indexOf(event.month), name: event.name })),
    months.length + 2,
    names,
  );
  const out = [{ key: "before", span: starts.length ? starts[0].at : months.length + 2, name: "" }];
  starts.forEach((event, n) => {
    const next = starts[n + 1] ? starts[n + 1].at : months.length + 2;
    out.push({ key: event.name, span: next - event.at, name: event.name });
  });
  return out.filter((one) => one.span > 0);
}

/** Each child a behaviour reaches, with one line of effect. @param {string} behaviour @param {Context} context */
function children(behaviour, { plan, show }) {
  return entriesOf(plan, "impact")
    .filter((entry) => dataOf(entry).behaviour === behaviour && show("impact", entry))
    .map((entry) => {
      const name = memberName(plan, dataOf(entry).child);
      return {
        key: entry.entry,
        entry: entry.entry,
        initial: name.slice(0, 1) || "?",
        name,
        effect: lower(dataOf(entry).effect || "", familyWords(plan)),
      };
    });
}

/** "still", "growing", "quiet: order made". @param {Record<string, any>} data @param {Context} context */
function now(data, { plan, label }) {
  if (!data.still) return "";
  const reason =
    data.still === "quiet" && data.quiet_reason
      ? `: ${lower(label("quiet_reasons", data.quiet_reason), familyWords(plan))}`
      : "";
  return lower(label("still", data.still)) + reason;
}

/** Behaviours under their headers, each with twelve cells. `group` gives the header of a category code.
 * @param {Context} context @param {(code: string) => string} group */
export function pattern(context, group) {
  const { plan, today, show, label } = context;
  const months = lastMonths(today);
  const found = events(context);
  const marked = new Set(found.map((event) => event.month));
  const behaviours = entriesOf(plan, "behaviour").filter((entry) => show("behaviour", entry));
  /** @type {Map<string, any[]>} */
  const groups = new Map();
  for (const entry of behaviours) {
    const data = dataOf(entry);
    const head = group(data.category) || label("behaviours", data.category);
    const row = {
      key: entry.entry,
      entry: entry.entry,
      head: false,
      what: data.what,
      now: now(data, context),
      kids: children(entry.entry, context),
      cells: months.map((one) => ({
        key: one.month,
        event: marked.has(one.month),
        ...cell(data, one.month, today.slice(0, 7), context),
      })),
    };
    groups.set(head, [...(groups.get(head) || []), row]);
  }
  const rows = [...groups].flatMap(([head, list]) => [
    {
      key: `head ${head}`,
      head: true,
      what: head,
      entry: "",
      now: "",
      kids: [],
      cells: months.map((one) => ({ key: one.month, event: marked.has(one.month), css: "", words: "" })),
    },
    ...list,
  ]);
  return {
    months: months.map((one) => ({ ...one, event: marked.has(one.month) })),
    spans: spans(
      found,
      months.map((one) => one.month),
      familyWords(plan),
    ),
    rows,
    flags: flags(context),
    sentences: sentences(context, group),
    size: behaviours.length,
  };
}

/** Markers as labelled flags, each once, with its month; never added up. @param {Context} context */
function flags({ plan, label, today, show }) {
  /** @type {Map<string, {key: string, words: string}>} */
  const out = new Map();
  for (const entry of entriesOf(plan, "behaviour").filter((one) => show("behaviour", one))) {
    const data = dataOf(entry);
    for (const code of data.markers || []) {
      const at = data.since ? `, ${month(data.since, today).slice(0, 3)}` : "";
      if (!out.has(code)) out.set(code, { key: code, words: label("markers", code) + at });
    }
  }
  return [...out.values()];
}

/** The same pattern in sentences, for the phone and for readers. @param {Context} context @param {(code: string) => string} group */
function sentences(context, group) {
  const { plan, today, label, show } = context;
  return entriesOf(plan, "behaviour")
    .filter((entry) => show("behaviour", entry))
    .map((entry) => {
      const data = dataOf(entry);
      const lead = [
        data.since ? `Since ${month(data.since, today)}` : "",
        data.frequency ? lower(label("frequencies", data.frequency)) : "",
      ]
        .filter(Boolean)
        .join(", ");
      const what = behaviourTitle(plan, data).replace(/\.$/, "");
      const body = lead ? `${lead}: ${what}.` : `${what}.`;
      const known = [now(data, context), source(data, context)]
        .filter(Boolean)
        .map((part) => `${part.slice(0, 1).toUpperCase()}${part.slice(1)}.`);
      if (data.still === "quiet") known.push("Not the same as changed.");
      return {
        key: entry.entry,
        entry: entry.entry,
        head: group(data.category) || label("behaviours", data.category),
        body,
        known: known.join(" "),
        kids: children(entry.entry, context),
        conflicted: entry.heads.length > 1,
      };
    });
}

/** @param {Record<string, any>} data @param {Context} context */
function source(data, { label }) {
  if (!data.source) return "";
  return data.source === "said" && data.said_by
    ? `${label("tellers", data.said_by)} said it`
    : label("source", data.source);
}

/** "7 behaviours. 1 growing, 1 new, 2 still." @param {Context} context */
export function patternLine(context) {
  const behaviours = entriesOf(context.plan, "behaviour")
    .filter((entry) => context.show("behaviour", entry))
    .map(dataOf);
  if (!behaviours.length) return "Nobody has written down what happens yet";
  const parts = ["growing", "new", "still", "quiet"]
    .map((code) => {
      const n = behaviours.filter((data) => data.still === code).length;
      return n ? `${n} ${lower(context.label("still", code))}` : "";
    })
    .filter(Boolean);
  return `${count(behaviours.length, "behaviour")}${parts.length ? `. ${listed(parts)}` : ""}`;
}
