/** The first page of a plan, for the worker, with the parent, near children, and for a partner. */
import { leads, namesOf } from "../plan/read.js";
import { current } from "../plan/plan.js";
import { steers } from "../plan/steer.js";
import { lower, title } from "../words/said.js";
import { sectionOf } from "../words/schema.js";
import { screen } from "../shell/screens.js";
import { contextNow, footWhile, toSection } from "./context.js";
import { books, contact, heading, stageLine, unknown } from "./front.js";
import { familyWords, others } from "./ladder.js";
import { menu } from "./menu.js";
import { needs } from "./needs.js";
import { mend, openAskCards } from "./advice.js";
import { unfinished } from "./unfinished.js";

const MISSING_AT_MOST = 2;

/** @param {any} Alpine */
export function register(Alpine) {
  Alpine.data("planOverview", () => ({
    release() {},
    init() {
      this.release = footWhile(() => ({
        main:
          this.partner || !current.mayAdd("contingency")
            ? null
            : { words: tonightWords(), icon: "go", run: () => toSection("tonight") },
      }));
    },
    destroy() {
      this.release();
    },
    get heading() {
      return heading(contextNow());
    },
    get stage() {
      return stageLine(contextNow());
    },
    get needs() {
      return contextNow().view === "me"
        ? needs(
            contextNow(),
            (entry) => lower(title(entry, contextNow().label), familyWords(contextNow().plan)) || "here",
          )
        : [];
    },
    get begun() {
      return unfinished();
    },
    get waiting() {
      return this.needs.length + this.begun.length > 0;
    },
    get others() {
      return others(contextNow());
    },
    get rows() {
      return menu(contextNow(), "first");
    },
    get missing() {
      return contextNow().view === "me" && leads(contextNow().plan)
        ? openAskCards()
            .filter((ask) => ask.opens !== "item")
            .slice(1, 1 + MISSING_AT_MOST)
        : [];
    },
    get onlyOthers() {
      const context = contextNow();
      return context.parentView && !leads(context.plan) && menu(context, "first").length === 0;
    },
    get books() {
      return books(contextNow());
    },
    get maySteer() {
      return contextNow().view === "me" && leads(contextNow().plan) && steers();
    },
    get more() {
      return menu(contextNow(), "more");
    },
    /** @param {import("./advice_model.js").Ask} ask */
    mend(ask) {
      mend(ask);
    },
    get partner() {
      return !leads(contextNow().plan);
    },
    /** @param {import("./unfinished.js").Begun} item */
    finish(item) {
      item.open();
    },
    get empty() {
      return current.opened && namesOf(contextNow().plan).parent === "" && current.mayAdd("family_member");
    },
    /** @param {{section: string, entry: string}} row */
    open(row) {
      toSection(row.section, row.entry);
    },
    /** @param {string} section */
    go(section) {
      toSection(section);
    },
    /** @param {string} child */
    book(child) {
      toSection("book", child);
    },
  }));
  Alpine.data("planSide", () => ({
    get list() {
      return sideList(contextNow());
    },
    /** @param {{section: string, entry: string}} row */
    open(row) {
      toSection(row.section, row.entry);
    },
  }));
  Alpine.data("safeContact", () => ({
    get contact() {
      return contact(contextNow());
    },
    get unknown() {
      return unknown(contextNow());
    },
  }));
}

/** @returns {string} the first time through it is the plan for tonight; later the same cards bring it up to date */
function tonightWords() {
  const { show } = contextNow();
  return current.entries("contingency").some((/** @type {any} */ entry) => show("contingency", entry))
    ? "Tonight"
    : "Begin";
}

/** The list of sections at the desk. @param {ReturnType<typeof contextNow>} context */
function sideList(context) {
  if (!current.opened) return [];
  const kids = books(context).map((one) => ({ key: one.key, section: "book", entry: one.key, title: one.title }));
  const { title } = sectionOf("overview");
  return [
    { key: "overview", section: "overview", entry: "", title },
    ...menu(context, "first"),
    ...kids,
    ...menu(context, "more"),
  ].map((one) => ({
    ...one,
    current: screen.section === one.section && (one.section !== "book" || screen.entry === one.entry),
  }));
}
