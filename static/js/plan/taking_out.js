/** Takes what finds a person out of an entry that is in the plan already: a clean writing of it, and the earlier ones destroyed. */
import { current, history, save } from "./plan.js";
import { conflicted, entryOf, holding } from "./read.js";
import { steers, unfileAll } from "./steer.js";
import { fields } from "../words/schema.js";
import { alike, findsIn, textsOf, without } from "../writing/find.js";

/** @typedef {"gone" | "theirs" | "later" | "refused"} Taken `gone`: destroyed; `theirs`: only who leads may; `later`: needs signal */

/** Whether what stands of an entry says this. @param {string} entry @param {string} match */
export function isSaved(entry, match) {
  const old = entry ? entryOf(current.json, entry) : null;
  return Boolean(old?.heads.some((head) => says(old.kind, head.data, match)));
}

/** @param {string} entry @param {string} match @returns {Promise<Taken>} */
export async function takeOut(entry, match) {
  const old = /** @type {import("./read.js").Entry} */ (entryOf(current.json, entry));
  const { data, withdrawn, why } = holding(old);
  const clean = JSON.parse(JSON.stringify(data));
  for (const text of textsOf(fields(old.kind).fields, clean))
    text.put(without(text.words, match, current.json.refuges));
  const parents = conflicted(old) ? [old.holds] : old.heads.map((head) => head.revision);
  const answer = await save(old.kind, clean, { entry, parents, withdrawn, why });
  if (answer.state === "refused") return "refused";
  if (!steers()) return "theirs";
  if (answer.state === "waiting") return "later";
  try {
    const all = await history(entry);
    // What another person wrote beside it stands nowhere else, and is theirs to settle: only what this replaces goes.
    const earlier = before(all, answer.revision).filter((one) => one.data && says(old.kind, one.data, match));
    await unfileAll(
      earlier.map((one) => one.revision),
      "wrong_place",
    );
    return "gone";
  } catch {
    return "later";
  }
}

/** Everything a revision replaced, and what that had. @param {any[]} all @param {string} revision */
function before(all, revision) {
  const known = new Map(all.map((one) => [one.revision, one]));
  const found = new Set();
  const todo = [...(known.get(revision)?.parents ?? [])];
  for (let one = todo.pop(); one; one = todo.pop()) {
    if (found.has(one)) continue;
    found.add(one);
    todo.push(...(known.get(one)?.parents ?? []));
  }
  return all.filter((one) => found.has(one.revision));
}

/** @param {string} kind @param {Record<string, any>} data @param {string} match */
function says(kind, data, match) {
  return textsOf(fields(kind).fields, data).some(({ words }) =>
    findsIn(words, current.json.refuges).some((one) => alike(one.match) === alike(match)),
  );
}
