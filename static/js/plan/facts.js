/** Turns the heads of a plan's entries into the facts that rules read; safeplan/rules/facts.py builds the same ones. */

/**
 * @typedef {{name: string, type: string, merge: string, default: any, caution: Record<string, number>}} Field one of a form
 * @typedef {{seq?: number, withdrawn?: string, author_agency?: string, data: Record<string, any>}} Head
 * @typedef {{entry: string, kind: string, heads: Head[]}} Entry
 * @typedef {Record<string, any> & {id: string}} Item every field of a form, and what the heads say together
 * @typedef {Record<string, any> & {today: string, stage: string, plan_agencies: string[]}} Facts
 * @typedef {{entries: Record<string, {fields: Field[]}>, rules: {lists: Record<string, string>}}} Words
 */

// A head written on this tablet and not sent yet has no position in the order: it comes last.
const UNSENT = 2 ** 53;

/** @param {Head} head */
const seqOf = (head) => head.seq || UNSENT;
/** @param {Field} field @param {string} code */
const cautionOf = (field, code) => field.caution[code] ?? 0;
/** @template {Head} H @param {H[]} heads */
const inOrder = (heads) => [...heads].sort((one, two) => seqOf(one) - seqOf(two));
/** What a head says in a field; its empty value where an older form did not ask. @param {Head} head @param {Field} field */
const saidIn = (head, field) => head.data[field.name] ?? field.default;

/**
 * Whether two values say the same: texts, or lists of texts and of small rows.
 * @param {any} one
 * @param {any} two
 * @returns {boolean}
 */
function same(one, two) {
  if (one === two) return true;
  if (typeof one !== "object" || typeof two !== "object") return false;
  if (Array.isArray(one)) return one.length === two.length && one.every((value, at) => same(value, two[at]));
  const keys = Object.keys(one);
  return keys.length === Object.keys(two).length && keys.every((key) => key in two && same(one[key], two[key]));
}

/**
 * The first coded field in which one head is more careful than another; undefined where no answer is safer.
 * @template {Field} F
 * @param {Head[]} heads
 * @param {F[]} fields
 */
export function saferIn(heads, fields) {
  return fields.find(
    (field) => field.type === "code" && new Set(heads.map((head) => cautionOf(field, saidIn(head, field)))).size > 1,
  );
}

/**
 * The head that holds until somebody chooses: the more careful one at the first coded field in which one is.
 * Where no answer is safer, the one the server received first holds.
 * @template {Head} H
 * @param {H[]} heads
 * @param {Field[]} fields
 * @returns {H}
 */
export function holding(heads, fields) {
  const field = saferIn(heads, fields);
  if (!field) return inOrder(heads)[0];
  const careful = heads.map((head) => cautionOf(field, saidIn(head, field)));
  return holding(
    heads.filter((_, at) => careful[at] === Math.max(...careful)),
    fields,
  );
}

/**
 * One value for heads that differ: the careful code, what all (or any) of them list, the first day it may be over.
 * Everything else is as the holder says.
 * @param {Field} field
 * @param {Head[]} heads
 * @param {Head} held
 */
function merged(field, heads, held) {
  const own = saidIn(held, field);
  const others = inOrder(heads).map((head) => saidIn(head, field));
  if (field.merge === "earliest") return others.filter(Boolean).sort()[0] ?? "";
  if (field.type === "code") {
    const most = Math.max(...others.map((value) => cautionOf(field, value)));
    return cautionOf(field, own) === most ? own : others.find((value) => cautionOf(field, value) === most);
  }
  if (field.type !== "codes" && field.type !== "refs") return own;
  if (field.merge === "any") return [...new Set([...own, ...others.flat()])];
  return own.filter((/** @type {string} */ code) => others.every((value) => value.includes(code)));
}

/** @param {Entry} entry @param {Field[]} fields @returns {Item | null} null when every head was withdrawn */
function itemOf(entry, fields) {
  const heads = entry.heads.filter((head) => !head.withdrawn);
  if (heads.length === 0) return null;
  const held = holding(heads, fields);
  const one = heads.length === 1;
  const item = Object.fromEntries(
    fields.map((field) => [field.name, one ? saidIn(held, field) : merged(field, heads, held)]),
  );
  const differs = fields.filter((field) => heads.some((head) => !same(saidIn(head, field), saidIn(held, field))));
  const texts = fields.filter((field) => field.type === "text").map((field) => item[field.name]);
  return {
    ...item,
    id: entry.entry,
    author_agency: held.author_agency || "",
    conflicted: entry.heads.length > 1,
    // Somebody took it back and somebody else did not: it stays in sight and protects nothing.
    partly_withdrawn: heads.length < entry.heads.length,
    differs: differs.map((field) => field.name),
    all_text: texts.join("\n"),
  };
}

/**
 * The facts of a plan: `today`, `stage`, `plan_agencies`, and one list of items for each kind.
 * While an ending is proposed or agreed the stage is `ending`, whatever was given.
 * @param {Entry[]} entries of the compartments held
 * @param {{today: string, stage: string, plan_agencies: string[]}} plan
 * @param {Words} words the parts of /words-HASH.json
 * @returns {Facts}
 */
export function facts(entries, plan, words) {
  const kinds = Object.entries(words.rules.lists);
  const listOf = new Map(kinds.map(([name, kind]) => [kind, name]));
  /** @type {Record<string, Item[]>} */
  const found = Object.fromEntries(kinds.map(([name]) => [name, []]));
  for (const entry of entries) {
    const name = listOf.get(entry.kind);
    const item = name ? itemOf(entry, words.entries[entry.kind].fields) : null;
    if (name && item) found[name].push(item);
  }
  // Whoever proposes an ending brings its questions with it, on every screen at once.
  const ending = found.closures.some((closure) => closure.state !== "not_agreed");
  return { ...found, today: plan.today, stage: ending ? "ending" : plan.stage, plan_agencies: plan.plan_agencies };
}
