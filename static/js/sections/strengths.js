/** What the parent already does, in credit and never as a duty, and the actions that are the parent's own choice. */
import { dataOf, entriesOf, memberName, namesOf } from "../plan/read.js";
import { label } from "../words/schema.js";
import { lower } from "../words/said.js";
import { cards } from "./cards.js";
import { contextNow, write } from "./context.js";
import { chip, shown, swatch } from "./ladder.js";

/** @param {any} Alpine */
export function register(Alpine) {
  Alpine.data("planStrengths", () => {
    const base = cards("strength", (data, { plan }) => ({
      line: data.what,
      sub: [memberName(plan, data.whose), kept(data)].filter(Boolean).join(". "),
    }));
    return Object.defineProperties(
      base,
      Object.getOwnPropertyDescriptors({
        get parent() {
          return namesOf(contextNow().plan).parent || "the parent";
        },
        get own() {
          return own(contextNow());
        },
        /** @param {string} action */
        realism(action) {
          const found = answersFor(contextNow(), action);
          write("realism", { entry: found ? found.entry : "", preset: { action } });
        },
        /** @param {string} action */
        changeAction(action) {
          write("action", { entry: action });
        },
      }),
    );
  });
}

/** @param {Record<string, any>} data */
function kept(data) {
  return (
    { yes: "Wants to keep it", no: "Does not want to go on with it", unknown: "" }[
      /** @type {string} */ (data.wants_kept)
    ] || ""
  );
}

/** @param {ReturnType<typeof contextNow>} context @param {string} action */
function answersFor({ plan }, action) {
  return entriesOf(plan, "realism").find((entry) => dataOf(entry).action === action) || null;
}

/** The parent's actions, each with whether anybody asked if it can be done safely. @param {ReturnType<typeof contextNow>} context */
function own(context) {
  const risk =
    context.view === "me" &&
    context.plan.compartments.some((compartment) => compartment.class === "risk" && compartment.right);
  return shown(context)
    .filter((entry) => dataOf(entry).owner === "parent")
    .map((entry) => {
      const data = dataOf(entry);
      const answers = risk ? answersFor(context, entry.entry) : null;
      return {
        key: entry.entry,
        entry: entry.entry,
        what: data.what,
        css: swatch(context.item(entry)),
        chip: chip(entry, context),
        choice: data.own_choice === "yes" ? "Own choice" : "",
        risk,
        asked: Boolean(answers),
        result: answers ? label("realism_results", dataOf(answers).result) : "",
        words: answers ? dataOf(answers).words : "",
        sub: answers ? lower(label("realism_results", dataOf(answers).result)) : "",
      };
    });
}
