/** What the public words file says about kinds, coded lists and rules, in the shape the plan's screens need. */
import { codesOf, label as wordFor, words } from "./words.js";

/**
 * @typedef {import("../writing/draft.js").Field} Field
 * @typedef {{v: number, compartment: string, heading: string, title: string, section: string, line: string[],
 *   under: string[][], more: string[][], preset: Record<string, string>, young: Record<string, string>, asks: import("../writing/draft.js").When[], anywhere: boolean,
 *   fields: Field[], in_order: any[]}} Kind what a kind says of itself (safeplan/entries/entry.py)
 * @typedef {{name: string, title: string, title_parent: string, lead: string, ask: string, kinds: string[], views: string[],
 *   menu: string, counts: string, none: string, steps: boolean, quiet: boolean, writes: boolean, anew: boolean, cards: boolean}} Section
 *   a screen inside a plan (safeplan/entries/sections.toml)
 */

/** @param {string} list @param {string} code @returns {string} "" for no answer */
export function label(list, code) {
  return code ? wordFor(list, code) : "";
}

/** @param {string} list @returns {{code: string, label: string, help?: string, header?: string}[]} what is offered now */
export function items(list) {
  return /** @type {any[]} */ (codesOf(list)).filter((one) => !one.retired);
}

/** @param {string} list @param {string} code @returns {any} */
export function item(list, code) {
  return codesOf(list).find((one) => one.code === code) || null;
}

/** An agency inside a sentence: "the police", "probation". @param {string} code @returns {string} */
export function agencySaid(code) {
  const found = item("agencies", code);
  return found?.said || (found?.label || code).toLowerCase();
}

/** A kind this page does not know is kept nowhere, so that nobody writes in it. @type {Kind} */
const NO_KIND = {
  v: 1,
  compartment: "",
  heading: "",
  title: "",
  section: "",
  line: [],
  under: [],
  more: [],
  preset: {},
  young: {},
  asks: [],
  anywhere: false,
  fields: [],
  in_order: [],
};

/** All that a kind says of itself: where it is kept, its form, the line that names it. @param {string} kind @returns {Kind} */
export function fields(kind) {
  return words.entries[kind] || NO_KIND;
}

/** A section nobody has named in the table is just me. @type {Section} */
const NO_SECTION = {
  name: "",
  title: "",
  title_parent: "",
  lead: "",
  ask: "",
  kinds: [],
  views: [],
  menu: "",
  counts: "",
  none: "",
  steps: false,
  quiet: false,
  writes: false,
  anew: false,
  cards: false,
};

/** The row of a section. @param {string} name @returns {Section} */
export function sectionOf(name) {
  return words.sections.find((one) => one.name === name) ?? NO_SECTION;
}

/** The sections of one part of the menu, in its order. @param {string} menu @returns {Section[]} */
export function sectionsIn(menu) {
  return words.sections.filter((one) => one.menu === menu);
}

/** Whether a view may have a section on its screen at all: the table is an allow-list. @param {string} name @param {string} view */
export function maySee(name, view) {
  return view === "me" || sectionOf(name).views.includes(view);
}

/** @returns {any[]} */
export function rulesFile() {
  return /** @type {any} */ (words.rules).rules || [];
}

/** The words of a header that a long list is grouped by; the code itself when no list names it. @param {string} code */
export function headerName(code) {
  const lists = /** @type {Record<string, any[]>} */ (words.catalogue.lists || {});
  const named = Object.entries(lists)
    .filter(([name]) => name.endsWith("_headers"))
    .flatMap(([, all]) => all);
  const found = named.find((one) => one.code === code);
  return found ? found.label : code.slice(0, 1).toUpperCase() + code.slice(1);
}
