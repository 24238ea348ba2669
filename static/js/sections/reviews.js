/** What a manager decided. A plan that is sent back stays in use, and the sentence stands beside it. */
import { dataOf, entriesOf } from "../plan/read.js";
import { label } from "../words/schema.js";
import { day } from "../words/dates.js";
import { lower } from "../words/said.js";
import { session } from "../session/session.js";
import { cards } from "./cards.js";
import { current, save } from "../plan/plan.js";
import { steers } from "../plan/steer.js";
import { contextNow, footWhile, toSection } from "./context.js";
import { stageLine } from "./front.js";
import { sentBack } from "./sent_back.js";

/** @param {any} Alpine */
export function register(Alpine) {
  Alpine.data("planReviews", () => {
    const base = cards("review", (data) => ({
      line: `Plan reviewed: ${lower(label("review_outcomes", data.outcome))}`,
      sub: data.words,
      more: data.day ? day(data.day, contextNow().today) : "",
    }));
    return Object.defineProperties(
      base,
      Object.getOwnPropertyDescriptors({
        // A review is a manager's judgement, made beside the questions on its own page: nobody adds or changes one here.
        init() {
          base.release = footWhile(() => ({}));
        },
        destroy() {
          base.release();
        },
        get mayAdd() {
          return false;
        },
        get mayChange() {
          return false;
        },
        get steers() {
          return steers();
        },
        get reviewPage() {
          return `/quality/${contextNow().plan.plan.id}`;
        },
        get mayReview() {
          return steers() && session.person?.role === "manager";
        },
        get mayAnswer() {
          return current.mayAdd("quality_note");
        },
        steer() {
          toSection("stage");
        },
        /** @param {string} entry */
        async answered(entry) {
          const note = current.entry(entry);
          if (note) await save("quality_note", { ...dataOf(note), state: "done" }, { entry });
        },
        get stage() {
          return stageLine(contextNow());
        },
        get back() {
          return sentBack(contextNow().plan);
        },
        get endings() {
          return entriesOf(contextNow().plan, "closure").map((entry) => ({
            key: entry.entry,
            line: label("closures", dataOf(entry).proposed),
            sub: [label("closure_states", dataOf(entry).state), dataOf(entry).words].filter(Boolean).join(". "),
          }));
        },
      }),
    );
  });
}
