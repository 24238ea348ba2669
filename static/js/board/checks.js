/**
 * Which adults and places a page names, and whether they are checked; the same as safeplan/children/rules.py.
 *
 * @typedef {{kind: "person" | "place", words: string}} Named
 */

const PLACE_PAGES = ["cosy_where"];
const PICTURES_WITHOUT_A_PLACE = ["blanket", "something-else"];

/** @param {any} page data of a page entry @returns {Named[]} */
export function named(page) {
  /** @type {Named[]} */
  const people = (page.people || []).map((/** @type {any} */ person) => (
    { kind: "person", words: person.name || person.picture || "drawn" }));
  const chosen = PLACE_PAGES.includes(page.page) ? page.chosen || [] : [];
  const places = chosen.filter((/** @type {string} */ code) => !PICTURES_WITHOUT_A_PLACE.includes(code));
  return [...people, ...places.map((/** @type {string} */ code) => ({ kind: /** @type {const} */ ("place"), words: code }))];
}

/** @param {any} page @returns {Named[]} */
export function unchecked(page) {
  const done = new Set((page.checks || []).filter((/** @type {any} */ check) => check.outcome)
    .map((/** @type {any} */ check) => check.what));
  return named(page).filter((item) => !done.has(item.words));
}

/** @param {any} page @param {boolean} [use] whether somebody says: use it now */
export function nextState(page, use = false) {
  if (unchecked(page).length > 0) return "made";
  return use || page.state === "in_use" ? "in_use" : "checked";
}
