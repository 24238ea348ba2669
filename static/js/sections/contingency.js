/** If it goes wrong tonight: what may happen, the first step, who comes and whom to ring. */
import { lower } from "../words/said.js";
import { cards } from "./cards.js";

/** @param {any} Alpine */
export function register(Alpine) {
  Alpine.data("planContingency", () =>
    cards("contingency", (data, { label }) => ({
      line: data.trigger_words || label("triggers", data.trigger),
      sub: [
        ...new Set(
          [label("first_steps", data.first_step), data.what].filter(Boolean).map((words) => words.replace(/\.$/, "")),
        ),
      ].join(". "),
      more: [
        data.who
          ? `Comes: ${lower(label("responders", data.who))}${data.who_words ? `, ${data.who_words}` : ""}`
          : data.who_words,
        data.ring ? `Ring: ${data.ring}` : "",
      ]
        .filter(Boolean)
        .join(". "),
    })),
  );
}
