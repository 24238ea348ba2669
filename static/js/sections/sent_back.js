/** What a manager sent back: the sentence of the last review, and a sentence for each question. The plan stays in use meanwhile. */
import { dataOf, entriesOf, staffName } from "../plan/read.js";
import { count } from "../words/said.js";

/** @typedef {{key: string, entry: string, words: string, by: string, author: string, rule: string, open: boolean}} Sentence */

/** @param {import("../plan/read.js").Plan} plan @returns {Sentence[]} the review's own sentence first */
export function sentBack(plan) {
  const one = (/** @type {import("../plan/read.js").Entry} */ entry, /** @type {boolean} */ open) => ({
    key: entry.entry,
    entry: entry.entry,
    words: dataOf(entry).words || "",
    by: entry.heads[0].author_name || "",
    author: entry.heads[0].author,
    rule: dataOf(entry).rule || "",
    open,
  });
  const last = entriesOf(plan, "review")
    .sort((a, b) => a.heads[0].authored_at - b.heads[0].authored_at)
    .at(-1);
  const whole = last && dataOf(last).outcome === "sent_back" && dataOf(last).words ? [one(last, false)] : [];
  return [
    ...whole,
    ...entriesOf(plan, "quality_note")
      .filter((entry) => dataOf(entry).state !== "done")
      .map((entry) => one(entry, true)),
  ];
}

/** "Tom asks two things", and what the first one is; null when nothing was sent back. @param {import("../plan/read.js").Plan} plan */
export function sentBackLine(plan) {
  const all = sentBack(plan);
  if (!all.length) return null;
  return {
    title: `${staffName(plan, all[0].author, all[0].by) || "Your manager"} asks ${count(all.length, "thing")
      .replace(/^1 thing$/, "one thing")
      .replace(/^2 /, "two ")
      .replace(/^3 /, "three ")}`,
    sub: all[0].words,
  };
}
