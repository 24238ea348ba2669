// Who can see this screen now (audience). What a view may not show is not in the page, and is not counted.

import Alpine from "@alpinejs/csp";
import { entrySeen, fieldSeen } from "./seen.js";
import { current } from "./plan.js";
import { dataOf, entryOf } from "./read.js";
import { session } from "../session/session.js";
import { fields } from "../words/schema.js";
import { fieldsOf } from "../words/words.js";

/** @type {Record<string, string>} */
const TONES = { me: "", parent: "view-parent", children: "view-children" };

export const view = Alpine.reactive({
  /** @type {"me" | "parent" | "children"} */ name: "me",
  /** The parent's first name, while a plan is open. */ parent: "",
  get words() {
    if (this.name === "me") return "Just me";
    return this.name === "parent" ? this.parentWords : "Children near";
  },
  get parentWords() {
    return `Me and ${this.parent || "the parent"}`;
  },
  get parentSub() {
    return `What ${this.parent || "the parent"} may know. Other people first`;
  },
  get tone() {
    return TONES[this.name];
  },
});

// Once a visit: opening the second plan of a day must not undo a choice that was made.
let begun = false;

/** @param {"me" | "parent" | "children"} name */
export function setView(name) {
  view.name = name;
  begun = true;
}

/** @returns {boolean} a tablet or phone in somebody's kitchen, rather than a desk */
function onVisit() {
  return matchMedia("(pointer: coarse)").matches || innerWidth <= 1000;
}

/** A plan is being opened: on a visit the first thing shown is safe for a child to see. */
export function beginPlan() {
  if (!begun && onVisit()) setView("children");
}

/** The next person starts where a visit starts. */
export function forgetView() {
  begun = false;
  view.name = "me";
  view.parent = "";
}

/** May anything of this entry be shown? @param {string} kind @param {import("./seen.js").Entry} [entry] an entry with heads, or one head */
export function mayShow(kind, entry) {
  return entrySeen(view.name, fields(kind), entry, session.person?.agency_kind, roleOf);
}

/** @param {string} id @returns {string} */
function roleOf(id) {
  const found = entryOf(current.json, id);
  return found?.kind === "family_member" ? dataOf(found).role : "";
}

/** May this field be shown? @param {string} kind @param {string} name */
export function mayShowField(kind, name) {
  return fieldSeen(view.name, fieldsOf(kind), name);
}
