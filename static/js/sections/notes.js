/** Notes of visits and calls, and what partners ask: newest first, each with what it is about. */
import { dataOf, entriesOf, entryOf, memberName } from "../plan/read.js";
import { label } from "../words/schema.js";
import { when } from "../words/dates.js";
import { lower, title } from "../words/said.js";
import { cards } from "./cards.js";
import { contextNow } from "./context.js";
import { familyWords } from "./ladder.js";

/** @param {any} Alpine */
export function register(Alpine) {
  Alpine.data("planNotes", () => {
    const base = cards("note", (data) => ({
      line: data.words,
      sub: data.about ? `About ${about(contextNow().plan, data.about)}` : "",
    }));
    return Object.defineProperties(
      base,
      Object.getOwnPropertyDescriptors({
        get cards() {
          const { plan, today, show } = contextNow();
          return entriesOf(plan, "note")
            .filter((entry) => show("note", entry))
            .sort((a, b) => b.heads[0].authored_at - a.heads[0].authored_at)
            .map((entry) => {
              const data = dataOf(entry);
              return {
                key: entry.entry,
                entry: entry.entry,
                lines: data.words.split("\n"),
                by: `${entry.heads[0].author_name}, ${when(entry.heads[0].authored_at, today)}`,
                about: data.about ? `About ${about(plan, data.about)}` : "",
              };
            });
        },
      }),
    );
  });
}

/** What something is about, in words. @param {import("../plan/read.js").Plan} plan @param {string} id */
export function about(plan, id) {
  const entry = entryOf(plan, id);
  return entry ? memberName(plan, id) || lower(title(entry, label), familyWords(plan)) : "something you were not given";
}
