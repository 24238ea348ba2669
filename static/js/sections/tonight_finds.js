/** What finds a person is offered a home with the addresses on every card of the plan for tonight, before it is kept. */
import { namesOf } from "../plan/read.js";
import { current } from "../plan/plan.js";
import { offering } from "../writing/offering.js";
import { inOpenPlan, toFind } from "./finds.js";

/** The answers of a card that are words. @type {Record<string, string[]>} */
const WORDS = {
  contact: ["contactWords"],
  happened: ["what"],
  asks: ["otherWhat"],
  wrong: ["step", "ring"],
  ring: ["step", "ring"],
  child: ["words"],
  knows: ["found"],
};

/** The part of the cards that looks for it. */
export function tonightFinds() {
  return offering((it) => ({
    ...inOpenPlan(() => whom(it)),
    texts: () =>
      (WORDS[it.card.id] ?? []).map((name) => ({
        path: name,
        words: it.a[name],
        put: (/** @type {string} */ words) => {
          it.a[name] = words;
        },
      })),
    shown: toFind,
    done: () => it.next(),
  }));
}

/** The part of the reading back that looks for it, in what the parent says last. */
export function readBackFinds() {
  return offering((it) => ({
    ...inOpenPlan(() => whom(it)),
    texts: () => [
      {
        path: "found",
        words: it.found,
        put: (/** @type {string} */ words) => {
          it.found = words;
        },
      },
    ],
    shown: toFind,
    done: () => it.done(),
  }));
}

/** On a child's card it is about the child; elsewhere the parent, where there is one. @param {any} it */
function whom(it) {
  if (it.card?.id === "child") return it.a.child;
  const { parents } = namesOf(current.json);
  return parents.length === 1 ? parents[0].entry : "";
}
