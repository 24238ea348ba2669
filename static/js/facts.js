/** Turns the heads of a plan's entries into the facts that rules read; safeplan/rules/facts.py builds the same ones. */

// A head written on this tablet and not sent yet has no place in the order: it comes last.
const UNSENT = 2 ** 53;

const seqOf = (head) => head.seq || UNSENT;
const cautionOf = (field, code) => field.caution[code] ?? 0;
const inOrder = (heads) => [...heads].sort((one, two) => seqOf(one) - seqOf(two));

/** What a head says in a field; its empty value where an older form did not ask. */
function valueOf(head, field) {
  return head.data[field.name] ?? field.default;
}

/** Values are texts, or lists of texts and small rows: their JSON is the same when they are, given one key order. */
function same(one, two) {
  if (one === two) return true;
  if (typeof one !== "object" || typeof two !== "object") return false;
  if (Array.isArray(one)) return one.length === two.length && one.every((value, at) => same(value, two[at]));
  const keys = Object.keys(one);
  return keys.length === Object.keys(two).length && keys.every((key) => key in two && same(one[key], two[key]));
}

/**
 * The head that holds until somebody chooses: the more careful one at the first coded field that differs.
 * Where no answer is safer, the one the server received first holds.
 */
export function holding(heads, fields) {
  for (const field of fields) {
    const values = heads.map((head) => valueOf(head, field));
    if (field.type !== "code" || values.every((value) => value === values[0])) continue;
    const most = Math.max(...values.map((value) => cautionOf(field, value)));
    const left = heads.filter((_, at) => cautionOf(field, values[at]) === most);
    if (left.length < heads.length) return holding(left, fields);
  }
  return inOrder(heads)[0];
}

/** One value for heads that differ: the careful code, what all (or any) of them list, else what the holder says. */
function merged(field, heads, held) {
  const own = valueOf(held, field);
  const others = inOrder(heads).map((head) => valueOf(head, field));
  if (field.type === "code") {
    const most = Math.max(...others.map((value) => cautionOf(field, value)));
    return cautionOf(field, own) === most ? own : others.find((value) => cautionOf(field, value) === most);
  }
  if (field.type !== "codes" && field.type !== "refs") return own;
  if (field.merge === "any") return [...new Set([...own, ...others.flat()])];
  return own.filter((code) => others.every((value) => value.includes(code)));
}

function itemOf(entry, fields) {
  const heads = entry.heads.filter((head) => !head.withdrawn);
  if (heads.length === 0) return null;
  const held = holding(heads, fields);
  const item = {};
  for (const field of fields) item[field.name] = heads.length === 1 ? valueOf(held, field) : merged(field, heads, held);
  const differs = (field) => heads.some((head) => !same(valueOf(head, field), valueOf(held, field)));
  return {
    ...item,
    id: entry.entry,
    author_agency: held.author_agency || "",
    conflicted: entry.heads.length > 1,
    // Somebody took it back and somebody else did not: it stays in sight and protects nothing.
    partly_withdrawn: heads.length < entry.heads.length,
    differs: fields.filter(differs).map((field) => field.name),
    all_text: fields.filter((field) => field.type === "text").map((field) => item[field.name]).join("\n"),
  };
}

/**
 * The facts of a plan: `today`, `stage`, `plan_agencies`, and one list of items for each kind.
 * @param {Array<{entry: string, kind: string, heads: Array<object>}>} entries of the compartments held
 * @param {{today: string, stage: string, plan_agencies: string[]}} plan
 * @param {{entries: object, rules: object}} words the parts of /words-HASH.json
 */
export function facts(entries, plan, words) {
  const found = { today: plan.today, stage: plan.stage, plan_agencies: plan.plan_agencies };
  const listOf = {};
  for (const [name, kind] of Object.entries(words.rules.lists)) {
    found[name] = [];
    listOf[kind] = name;
  }
  for (const entry of entries) {
    const name = listOf[entry.kind];
    const item = name ? itemOf(entry, words.entries[entry.kind].fields) : null;
    if (item) found[name].push(item);
  }
  return found;
}
