/** What agencies disagree on: invited, answered, and taken further while it stays open. */
import { label } from "../words/schema.js";
import { cards } from "./cards.js";
import { contextNow, write } from "./context.js";

/** @param {any} Alpine */
export function register(Alpine) {
  Alpine.data("planDisagreements", () => {
    const base = cards("disagreement", (data) => ({
      line: data.words,
      sub: [label("agencies", data.agency), label("disagreement_states", data.state || "open")]
        .filter(Boolean)
        .join(", "),
      more: data.answer ? `Answer: ${data.answer}` : "",
    }));
    return Object.defineProperties(
      base,
      Object.getOwnPropertyDescriptors({
        add() {
          write("disagreement", { preset: { agency: contextNow().plan.me.agency_kind, state: "open" } });
        },
      }),
    );
  });
}
