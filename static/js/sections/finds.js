/** What finds a person, in words written into the plan that is open: how it is looked for, and how it is kept with the addresses. */
import Alpine from "@alpinejs/csp";
import { current, saveAll } from "../plan/plan.js";
import { entryOf } from "../plan/read.js";
import { fields } from "../words/schema.js";
import { letGo } from "../writing/append.js";
import { emptyDraft } from "../writing/draft.js";
import { alike, findsIn, without } from "../writing/find.js";
import { newId } from "../writing/ids.js";

/** @typedef {import("../writing/offering.js").Holder} Holder */

const FORMS = { alike, findsIn, without };

/** The part of a holder (writing/offering.js) that is the same for all that is written into the open plan.
 * @param {() => string} about whom it is about, of the family; "" where nobody has said
 * @returns {Pick<Holder, "forms" | "refuges" | "mayMove" | "file">} */
export function inOpenPlan(about) {
  return {
    forms: () => FORMS,
    refuges: () => current.json.refuges,
    mayMove: () => current.mayAdd("place"),
    async file(find) {
      const [answer] = await saveAll([{ entry: newId(), parents: [], document: placeOf(find, about()) }]);
      if (answer.state !== "refused") return;
      // The words are still where they were: this refusal needs nobody.
      letGo(answer.revision);
      throw Object.assign(new Error("the place was not taken"), { reason: "refused" });
    },
  };
}

/** Come to a find as it is shown: to its heading, which does not say it. */
export function toFind() {
  Alpine.nextTick(() => document.getElementById("find-head")?.focus());
}

/** Whom words are about, of the family. Who did something is not asked: what is written of it finds others.
 * @param {Record<string, any>} data */
export function whomOf(data) {
  const family = (/** @type {string} */ id) => entryOf(current.json, id)?.kind === "family_member";
  return [data.about, data.child].find((id) => id && family(id)) ?? "";
}

/** @param {import("../writing/find.js").Find} find @param {string} about */
function placeOf({ kind, match }, about) {
  const { v, fields: all } = fields("place");
  const data = emptyDraft(all, { about, kind, words: match });
  return { v, kind: "place", withdrawn: "", why: "", known_to_parent: false, data };
}
