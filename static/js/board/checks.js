/**
 * Which adults and places a page names, and whether they are checked; the same as safeplan/children/rules.py.
 *
 * @typedef {{kind: "person" | "place", words: string}} Named
 */

const PLACE_PAGES = ["cosy_where"];
/** @type {Record<string, string[]>} */
const CHECKS = { person: ["person_asked", "person_safe"], place: ["place_reached"] };
const SETTLED = ["yes", "no"];
const PICTURES_WITHOUT_A_PLACE = ["blanket", "something-else"];

/** @param {any} page data of a page entry @returns {Named[]} */
export function named(page) {
  /** @type {Named[]} */
  const people = (page.people || []).map((/** @type {any} */ person) => ({
    kind: "person",
    words: person.name || person.picture || "drawn",
  }));
  const chosen = PLACE_PAGES.includes(page.page) ? page.chosen || [] : [];
  const places = chosen.filter((/** @type {string} */ code) => !PICTURES_WITHOUT_A_PLACE.includes(code));
  return [
    ...people,
    ...places.map((/** @type {string} */ code) => ({ kind: /** @type {const} */ ("place"), words: code })),
  ];
}

/** @param {any} page @returns {Named[]} */
export function unchecked(page) {
  return named(page).filter((item, at) => !answers((page.checks || [])[at], item));
}

/** The nth check answers the nth that is named. @param {any} check @param {Named} item */
function answers(check, item) {
  return Boolean(check) && CHECKS[item.kind].includes(check.what) && SETTLED.includes(check.outcome);
}

/** @param {any} page @param {boolean} [use] whether somebody says: use it now */
export function nextState(page, use = false) {
  if (unchecked(page).length > 0) return "made";
  return use || page.state === "in_use" ? "in_use" : "checked";
}

/**
 * What a grown-up answers about somebody named, as a row of the page.
 * @type {Record<string, {what: string, outcome: string}>}
 */
const OUTCOMES = {
  asked_yes: { what: "person_asked", outcome: "yes" },
  not_able: { what: "person_asked", outcome: "no" },
  not_to_ask: { what: "person_safe", outcome: "no" },
  reached: { what: "place_reached", outcome: "yes" },
  not_reached: { what: "place_reached", outcome: "no" },
};

/** Which answer a row is; "" for none yet. @param {any} check */
export function outcomeOf(check) {
  const found = Object.entries(OUTCOMES).find(
    ([, row]) => check && row.what === check.what && row.outcome === check.outcome,
  );
  return found ? found[0] : "";
}

/** The page's data with one more answer. @param {any} page @param {number} at @param {string} answer @param {string} by @param {string} day */
export function checked(page, at, answer, by, day) {
  const rows = named(page).map(
    (item, n) => (page.checks || [])[n] || { what: CHECKS[item.kind][0], outcome: "not_yet", by: "", day: "" },
  );
  rows[at] = { ...OUTCOMES[answer], by, day };
  const next = { ...page, checks: rows };
  return { ...next, state: nextState({ ...next, state: "" }) };
}

/** People on a page who were asked and said yes: only they are ever offered by name. @param {any} page */
export function askedAndYes(page) {
  return (page.people || []).filter(
    (/** @type {any} */ person, /** @type {number} */ at) =>
      person.name && outcomeOf((page.checks || [])[at]) === "asked_yes",
  );
}
