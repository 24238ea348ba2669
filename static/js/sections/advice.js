/** Advice: one line on a visit, at most three cards at a desk, nothing while a parent or a child can see the screen. */
import { leads } from "../plan/read.js";
import { fields, items, rulesFile, sectionOf } from "../words/schema.js";
import { current, save } from "../plan/plan.js";
import { screen } from "../shell/screens.js";
import { openAsks } from "./advice_model.js";
import { contextNow, say, toSection, write } from "./context.js";

const AT_DESK = 3;

/** Open asks for this reader: none while a parent or a child can see the screen, none for a partner, none of a plan that has ended. */
export function openAskCards() {
  const context = contextNow();
  if (context.view !== "me" || !leads(context.plan) || context.plan.plan.status !== "active") return [];
  return openAsks(rulesFile(), current.results, (text, item) => say(text, item));
}

/** @param {any} Alpine */
export function register(Alpine) {
  Alpine.data("planAdvice", () => ({
    all: false,
    refusing: "",
    whyOpen: "",
    words: "",
    get asks() {
      return openAskCards();
    },
    get cards() {
      return this.all ? this.asks : this.asks.slice(0, AT_DESK);
    },
    get more() {
      return this.all ? 0 : Math.max(0, this.asks.length - AT_DESK);
    },
    get next() {
      return this.asks[0] || null;
    },
    get nextList() {
      return this.asks.slice(0, 1);
    },
    get hasNext() {
      return this.asks.length > 0;
    },
    get quiet() {
      const { steps, quiet } = sectionOf(screen.section);
      return steps || quiet;
    },
    get reasons() {
      return items("answer_reasons");
    },
    showAll() {
      this.all = true;
    },
    /** @param {string} code */
    why(code) {
      this.whyOpen = this.whyOpen === code ? "" : code;
    },
    /** @param {string} code */
    notNow(code) {
      this.refusing = this.refusing === code ? "" : code;
      this.words = "";
    },
    /** @param {import("./advice_model.js").Ask} ask */
    mend(ask) {
      mend(ask);
    },
    /** @param {import("./advice_model.js").Ask} ask @param {string} reason */
    async answer(ask, reason) {
      await save("rule_answer", { rule: ask.code, item: ask.item, reason, words: this.words });
      this.refusing = "";
      this.words = "";
    },
  }));
}

/** The button of an ask: the right form, with what is known already filled in. @param {import("./advice_model.js").Ask} ask */
export function mend(ask) {
  if (ask.opens === "sharing") {
    location.assign(`/sharing/${current.id}`);
    return;
  }
  if (ask.opens === "section") {
    toSection(fields(ask.kind).section);
    return;
  }
  if (ask.opens === "item") {
    const entry = current.entry(ask.item);
    if (entry) {
      write(entry.kind, { entry: ask.item, preset: ask.preset });
      return;
    }
  }
  if (ask.kind === "page") {
    toSection("book", ask.preset.child || ask.item);
    return;
  }
  write(ask.kind || "behaviour", { preset: ask.preset });
}
