/** The first page of a plan, for the worker, with the parent, near children, and for a partner. */
import { conflicted, leads, namesOf, rightTo, withdrawn } from "../plan/read.js";
import { current } from "../plan/plan.js";
import { steers } from "../plan/steer.js";
import { lower, title } from "../words/said.js";
import { screen } from "../shell/screens.js";
import { setView } from "../plan/views.js";
import { somethingAsked } from "./asked_of_me.js";
import { contextNow, footWhile, toSection } from "./context.js";
import {
  aboutLine,
  actionsLine,
  books,
  contact,
  contingencyLine,
  heading,
  needs,
  peopleLine,
  stageLine,
  strengthsLine,
  unknown,
} from "./front.js";
import { familyWords, others } from "./ladder.js";
import { patternLine } from "./months.js";
import { mend, openAskCards } from "./advice.js";

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
    get others() {
      return others(contextNow());
    },
    get rows() {
      return rows(contextNow());
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
      return context.parentView && !leads(context.plan) && rows(context).length === 0;
    },
    get books() {
      return books(contextNow());
    },
    get maySteer() {
      return contextNow().view === "me" && leads(contextNow().plan) && steers();
    },
    get people() {
      return peopleLine(contextNow());
    },
    get notes() {
      return kindLine("note", "kept", "No note yet");
    },
    get holdsPlaces() {
      return Boolean(rightTo(contextNow().plan, "place"));
    },
    get places() {
      return placesLine(contextNow().plan.letters.held_places ?? 0);
    },
    get powers() {
      return kindLine("power", "considered", "Nobody has written one down yet");
    },
    get disagreements() {
      return kindLine("disagreement", "in the plan", "Nothing is open");
    },
    get reviews() {
      return kindLine("review", "so far", "No review yet");
    },
    /** @param {import("./advice_model.js").Ask} ask */
    mend(ask) {
      mend(ask);
    },
    get partner() {
      return !leads(contextNow().plan);
    },
    get askedUnseen() {
      return this.partner && contextNow().view !== "me" && somethingAsked(contextNow().plan);
    },
    justMe() {
      setView("me");
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

/** @param {number} held */
function placesLine(held) {
  return held
    ? `${held === 1 ? "1 piece" : `${held} pieces`} of writing held with it for you`
    : "Asks for your passphrase again after five minutes";
}

/** @param {string} kind @param {string} tail @param {string} none */
function kindLine(kind, tail, none) {
  const context = contextNow();
  const n = context.plan.entries.filter(
    (entry) => entry.kind === kind && !withdrawn(entry) && context.show(kind, entry),
  ).length;
  return n ? `${n} ${tail}` : none;
}

/** @returns {string} the first time through it is the plan for tonight; later the same cards bring it up to date */
function tonightWords() {
  return current.entries("contingency").length ? "Tonight" : "Begin";
}

/** The list of sections at the desk. @param {ReturnType<typeof contextNow>} context */
function sideList(context) {
  if (!current.opened) return [];
  const own = rows(context);
  const kids = books(context).map((one) => ({ key: one.key, section: "book", entry: one.key, title: one.title }));
  const me =
    context.view === "me"
      ? [
          ["notes", "Notes"],
          ["powers", "Orders and powers"],
          ["people", "People and sharing"],
          ...(rightTo(context.plan, "place") ? [["places", "Where they can be found"]] : []),
          ["reviews", "Reviews"],
          ["disagreements", "What we disagree on"],
        ]
      : [];
  return [
    { key: "overview", section: "overview", entry: "", title: "Overview" },
    ...own,
    ...kids,
    ...me.map(([section, title]) => ({ key: section, section, entry: "", title })),
  ].map((one) => ({
    ...one,
    current: screen.section === one.section && (one.section !== "book" || screen.entry === one.entry),
  }));
}

/** The sections this view may open, each in a line. @param {ReturnType<typeof contextNow>} context */
export function rows(context) {
  const names = namesOf(context.plan);
  const cause = names.perpetrator || "the person causing harm";
  const parent = names.parent || "the parent";
  const held = context.plan.entries.filter((entry) => conflicted(entry) && entry.kind === "contingency").length;
  const wrong = {
    key: "contingency",
    section: "contingency",
    entry: "",
    title: "If it goes wrong tonight",
    sub: contingencyLine(context) + (held && !context.parentView ? ". Two people wrote" : ""),
  };
  const strengths = {
    key: "strengths",
    section: "strengths",
    entry: "",
    title: `What ${parent} already does`,
    sub: strengthsLine(context),
  };
  if (context.view === "children") return [];
  // What this agency may not show is not "nobody has asked": it is left out whole.
  const seen = (/** @type {string[]} */ ...kinds) =>
    context.plan.entries.some(
      (entry) => kinds.includes(entry.kind) && !withdrawn(entry) && context.show(entry.kind, entry),
    );
  if (context.parentView && !leads(context.plan)) {
    return [
      ...(seen("action")
        ? [{ key: "actions", section: "actions", entry: "", title: `About ${cause}`, sub: "What other people will do" }]
        : []),
      ...(seen("strength") ? [strengths] : []),
      ...(seen("contingency") ? [wrong] : []),
    ];
  }
  if (context.parentView)
    return [
      { key: "actions", section: "actions", entry: "", title: `About ${cause}`, sub: aboutLine(context) },
      strengths,
      wrong,
    ];
  const out = [{ key: "actions", section: "actions", entry: "", title: "Who does what", sub: actionsLine(context) }];
  if (rightTo(context.plan, "risk"))
    out.push({ key: "pattern", section: "pattern", entry: "", title: `What ${cause} does`, sub: patternLine(context) });
  return [...out, strengths, wrong];
}
