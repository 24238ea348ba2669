/**
 * The look through a recipient's eyes: their own screens of the plan, drawn by what draws a plan, from what they would be
 * given. Nothing is written from here: nothing can be typed, no form opens, and what would be sent is refused.
 */
import Alpine from "@alpinejs/csp";
import { lookThrough, onlyLooks, setToken } from "../session/api.js";
import { session } from "../session/session.js";
import { go, keepAddress, replace, screen } from "../shell/screens.js";
import { openPlan } from "./plan.js";
import { first } from "../words/names.js";
import { sectionOf } from "../words/schema.js";
import { setView } from "./views.js";

const FIELDS = "input, textarea, select, label";

const said = Alpine.reactive({ words: "" });

/** @param {() => Promise<unknown>} loadAll fetches what a plan is read with, judged with and drawn with */
export function register(loadAll) {
  Alpine.data("look", () => look(loadAll));
  Alpine.data("lookState", () => ({
    get words() {
      return said.words || "Nothing is shared yet";
    },
  }));
}

/** @param {() => Promise<unknown>} loadAll @returns {any} */
function look(loadAll) {
  return {
    failed: false,
    async init() {
      begin(this.$root.dataset, choiceOf());
      this.$root.addEventListener("click", hold, { capture: true });
      this.$root.addEventListener("beforeinput", refuse, { capture: true });
      try {
        await loadAll();
        await openPlan(this.$root.dataset.plan ?? "");
      } catch {
        this.failed = true;
      }
    },
    get opened() {
      return screen.drawn && !this.failed;
    },
    get canGoBack() {
      return screen.section !== "overview";
    },
    wayBackWords: "The plan",
    wayBack() {
      go({ section: "overview" });
    },
    home() {},
  };
}

/** Be who will be given it, in front of the one plan that is looked at. @param {DOMStringMap} about @param {unknown} choice */
function begin(about, choice) {
  const { plan = "", person = "", name = "", role = "", agency = "", agencyName = "", agencyKind = "" } = about;
  const told = () => {
    said.words = `${first(name)} can, once it is shared. Here nothing is written.`;
  };
  setToken(field("csrf_token")[0]);
  lookThrough({ plan, choice, told });
  keepAddress((route) => route.screen === "plan" && !(sectionOf(route.section).writes && onlyLooks()));
  const who = { id: person, name, role, agency, agency_name: agencyName, agency_kind: agencyKind, team: "" };
  Object.assign(session, { ready: true, live: true, scope: "full", person: who });
  setView("me");
  replace({ screen: "plan", plan, section: "overview" });
}

/** What is being thought of, as the form of this step carries it. */
function choiceOf() {
  return { person: field("person")[0], parts: field("parts"), right: field("right")[0] };
}

/** @param {string} name @returns {string[]} */
function field(name) {
  const form = /** @type {HTMLFormElement} */ (document.getElementById("step"));
  return new FormData(form).getAll(name).map(String);
}

/** Links lead out of the plan, and what is chosen in a field is writing. @param {Event} event */
function hold(event) {
  const pressed = /** @type {Element} */ (event.target);
  const out = pressed.closest("a[href]:not([href='#'])");
  if (out || pressed.closest(FIELDS)) refuse(event);
}

/** @param {Event} event */
function refuse(event) {
  event.preventDefault();
  event.stopPropagation();
  onlyLooks();
}
