/** What a manager decided. A plan that is sent back stays in use, and the sentence stands beside it. */
import { dataOf, entriesOf } from "../plan_read.js";
import { label } from "../plan_schema.js";
import { day } from "../plan_words.js";
import { cards } from "./cards.js";
import { contextNow } from "./context.js";
import { stageLine } from "./front.js";

/** @param {any} Alpine */
export function register(Alpine) {
  Alpine.data("planReviews", () => {
    const base = cards("review", (data) => ({ line: label("review_outcomes", data.outcome), sub: [data.words, data.day ? day(data.day) : ""].filter(Boolean).join(" · ") }));
    return Object.defineProperties(base, Object.getOwnPropertyDescriptors({
      get stage() { return stageLine(contextNow()); },
      get back() { return sentBack(contextNow()); },
      get endings() {
        return entriesOf(contextNow().plan, "closure").map((entry) => ({ key: entry.entry, line: label("closures", dataOf(entry).proposed), sub: [label("closure_states", dataOf(entry).state), dataOf(entry).words].filter(Boolean).join(". ") }));
      },
    }));
  });
}

/** Sentences that came back with the plan: from the server's list, else from the last review. @param {ReturnType<typeof contextNow>} context */
export function sentBack({ plan }) {
  if (plan.sentback && plan.sentback.length) return plan.sentback.map((one, n) => ({ key: one.id || String(n), words: one.words || "", by: one.by || one.author_name || "" }));
  const last = entriesOf(plan, "review").sort((a, b) => a.heads[0].authored_at - b.heads[0].authored_at).at(-1);
  return last && dataOf(last).outcome === "sent_back" ? [{ key: last.entry, words: dataOf(last).words, by: last.heads[0].author_name }] : [];
}
