/** What the person causing harm does: a table by month on a wide screen, sentences everywhere. Not in the page near children. */
import { namesOf } from "../plan/read.js";
import { item, label } from "../words/schema.js";
import { current } from "../plan/plan.js";
import { count } from "../words/said.js";
import { canAdd, contextNow, footWhile, toSection, write } from "./context.js";
import { pattern } from "./months.js";

/** @param {any} Alpine */
export function register(Alpine) {
  Alpine.data("planPattern", () => ({
    release() {},
    init() {
      this.release = footWhile(() => ({
        main: this.may && this.mayAdd ? { words: "Add", icon: "plus", run: () => this.add() } : null,
      }));
    },
    destroy() {
      this.release();
    },
    get may() {
      return contextNow().view === "me" && current.right("risk") !== "";
    },
    get name() {
      return namesOf(contextNow().plan).perpetrator || "the person causing harm";
    },
    get pattern() {
      return pattern(contextNow(), header);
    },
    get line() {
      const { size } = this.pattern;
      return size ? `${count(size, "behaviour")} in twelve months. The marks say who saw it or said it.` : "";
    },
    get mayAdd() {
      return canAdd("behaviour");
    },
    add() {
      write("behaviour", { preset: { who: cause() } });
    },
    /** @param {string} entry */
    change(entry) {
      write("behaviour", { entry });
    },
    /** @param {string} behaviour */
    effect(behaviour) {
      write("impact", { preset: { behaviour } });
    },
    /** @param {string} entry */
    effectOf(entry) {
      write("impact", { entry });
    },
    /** @param {string} entry */
    history(entry) {
      toSection("history", entry);
    },
    /** @param {string} entry */
    settle(entry) {
      toSection("conflict", entry);
    },
  }));
}

/** @param {string} code */
function header(code) {
  const found = item("behaviours", code);
  return found?.header ? label("behaviour_headers", found.header) : "";
}

function cause() {
  const [first] = namesOf(contextNow().plan).perpetrators;
  return first ? first.entry : "";
}
