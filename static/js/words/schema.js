/** What the public words file says about kinds, coded lists and rules, in the shape the plan's screens need. */
import { codesOf, label as wordFor, words } from "./words.js";

/** @typedef {import("../writing/draft.js").Field} Field */

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

/** A kind: its version, head, fields in the form's order and which days follow which.
 * @param {string} kind @returns {{v: number, heading: string, title: string, fields: Field[], in_order: any[]}} */
export function fields(kind) {
  return words.entries[kind] || { v: 1, heading: "", title: "", fields: [], in_order: [] };
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
