/** What every section reads from: the open plan, today, the words of a code, and what this view may show. */
import Alpine from "@alpinejs/csp";
import { foot, setFoot } from "../shell/foot.js";
import { compartmentClass, current } from "../plan/plan.js";
import { itemOf } from "../plan/asking.js";
import { entryOf, memberName, namesOf } from "../plan/read.js";
import { fields, item as listItem, label } from "../words/schema.js";
import { lower, named, title, upper, withNames } from "../words/said.js";
import { familyWords } from "./ladder.js";
import { go, screen } from "../shell/screens.js";
import { mayShow, view } from "../plan/views.js";

/** @returns {import("./ladder.js").Context & {view: string}} */
export function contextNow() {
  const names = namesOf(current.json);
  return {
    plan: current.json,
    label: (list, code) => withNames(label(list, code), names),
    fields: (kind) => fields(kind).fields,
    today: current.today,
    view: view.name,
    parentView: view.name === "parent",
    show: (kind, entry) => mayShow(kind, entry),
    item: (entry) => itemOf(current.items, entry),
  };
}

/** Names put into a rule's or a form's words, and what it is about. @param {string} text @param {string} [item] */
export function say(text, item = "") {
  const { plan } = contextNow();
  const entry = item ? entryOf(plan, item) : null;
  const data = entry ? (entry.heads.find((head) => head.revision === entry.holds) || entry.heads[0]).data : {};
  const child =
    entry && entry.kind === "family_member" && data.role === "child"
      ? memberName(plan, item)
      : memberName(plan, data.child || "");
  const agency = data.agency
    ? label("agencies", data.agency)
    : listItem("agencies", item)
      ? label("agencies", item)
      : "";
  const about = entry ? lower(title(entry, label), familyWords(plan)) : "";
  return upper(
    withNames(
      named(
        (text || "")
          .replace(/\{agency\}/g, agency ? lower(agency) : "the agency")
          .replace(/\{what\}/g, about || "this"),
        plan,
        child,
      ),
      namesOf(plan),
    ),
  );
}

/** Why a save failed, in words. What was written stays where it was. @param {any} error @returns {string} */
export function notSaved(error) {
  return error?.reason === "not-kept"
    ? "This tablet could not keep it: its store is full or shut. What you wrote is still here."
    : "That was not saved. What you wrote is still here.";
}

/** Move to a section of the plan that is open. @param {string} section @param {string} [entry] */
export function toSection(section, entry = "") {
  go({ screen: "plan", section, entry });
}

/** Open the form of a kind, with what is already known. @param {string} kind
 * @param {{entry?: string, preset?: Record<string, any>}} [more] */
export function write(kind, more = {}) {
  const nowhere = screen.section === "form" || !screen.section;
  const back = nowhere ? "overview" : screen.section;
  current.turn += 1;
  current.writing = {
    kind,
    entry: more.entry || "",
    preset: more.preset || {},
    back,
    about: nowhere ? "" : screen.entry,
  };
  go({ screen: "plan", section: "form", kind, entry: more.entry || "" });
}

/** @param {string} kind */
export function canAdd(kind) {
  return current.mayAdd(kind) && Boolean(compartmentClass(kind));
}

/** The bottom bar's keys of a section, kept right while the view changes; the note is always there for who may write one.
 * @param {() => {main?: import("../shell/foot.js").Key | null, second?: import("../shell/foot.js").Key | null, note?: boolean}} keys @returns {() => void} gives them back */
export function footWhile(keys) {
  let here = true;
  /** @type {(() => void) | null | undefined} */ let ours = null;
  const effect = Alpine.effect(() => {
    const { main, second, note } = keys();
    const noted = note !== false && canAdd("note");
    // After the flush: Alpine drops a change to what it has already drawn in the same one, and the bar would stay empty.
    queueMicrotask(() => {
      if (!here) return;
      ours = main?.run;
      setFoot({ main, second, note: noted ? () => write("note") : null });
    });
  });
  return () => {
    here = false;
    Alpine.release(effect);
    // A section that waits has no keys: unless somebody else's stand there by then, ours go with it.
    queueMicrotask(() => ours && foot.main.run === ours && setFoot({ note: foot.note }));
  };
}
