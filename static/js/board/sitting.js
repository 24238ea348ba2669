/**
 * One sitting with a child: which screens it has, what was chosen on each page, and the entries that come of it.
 *
 * Pure: no screen, no clock, no network. Nothing starts chosen, and nothing a child leaves empty becomes an entry.
 *
 * @typedef {{page: string, layout: string, title: string, lead: string, asks: string, single: boolean, faces: boolean,
 *   tiles: any[], lines: any[], parts: any[], stone: number, ground: string}} Screen
 * @typedef {{chosen: string[], people: import("./hand.js").Person[], body: {part: string, feeling: string}[], words: string,
 *   drawing: string, dont_know: string, call_me: string, own_picture: string[],
 *   may_look: {person: string, name: string, yes: string}[]}} Answer
 * @typedef {{entry: string, last: string}} Kept where a page of this sitting already is
 */
import { isReady } from "./gate_rules.js";

/** The screens of the pages the gate allows, in the board's order; a page that needs readiness asks for its checks here too.
 * @param {any} band @param {string[]} pages @param {string[]} ready the checks that were ticked @returns {Screen[]} */
export function screensOf(band, pages, ready) {
  const allowed = band.pages.filter((/** @type {any} */ page) => pages.includes(page.id) && isReady(page, ready));
  return allowed.flatMap((/** @type {any} */ page, /** @type {number} */ stone) =>
    page.screens.map((/** @type {any} */ screen) => ({ ...screen, stone, ground: page.ground })),
  );
}

/** @returns {Answer} */
export function blank() {
  return {
    chosen: [],
    people: [],
    body: [],
    words: "",
    drawing: "",
    dont_know: "",
    call_me: "",
    own_picture: [],
    may_look: [],
  };
}

/** @param {Answer} answer */
export function isEmpty(answer) {
  return Object.values(answer).every((value) => value.length === 0);
}

/** Tap chooses, tap again undoes. @param {string[]} chosen @param {string} code @param {boolean} single @param {string[]} among
 * the codes of this screen: a single choice replaces only its own kind */
export function toggled(chosen, code, single, among) {
  if (chosen.includes(code)) return chosen.filter((one) => one !== code);
  const rest = single ? chosen.filter((one) => !among.includes(one)) : chosen;
  return [...rest, code];
}

/** Touch a part of the body: it is marked, touched again it is not. @param {Answer["body"]} body @param {string} part */
export function touched(body, part) {
  return body.some((spot) => spot.part === part)
    ? body.filter((spot) => spot.part !== part)
    : [...body, { part, feeling: "" }];
}

/** What it is like there; without a part it is a feeling of the whole body. @param {Answer["body"]} body @param {string} part
 * @param {string} feeling */
export function felt(body, part, feeling) {
  const same = (/** @type {{part: string, feeling: string}} */ spot) => spot.part === part && spot.feeling === feeling;
  if (body.some(same)) {
    const rest = body.filter((spot) => !same(spot));
    return part && !rest.some((spot) => spot.part === part) ? [...rest, { part, feeling: "" }] : rest;
  }
  return [...body.filter((spot) => spot.part !== part || spot.feeling), { part, feeling }];
}

/** Whether others may look: only when the child named somebody and did not choose "just you and me".
 * @param {Answer | undefined} answer of the page "who may look" */
export function sharedWith(answer) {
  const mayLook = answer ? answer.may_look : [];
  if (!answer || answer.dont_know || answer.chosen.includes("just-you-and-me")) return [];
  return mayLook.filter((one) => one.name.trim());
}

/**
 * The document of one page.
 * @param {string} page its code @param {Answer} answer
 * @param {{child: string, band: string, ground: string, may_look: Answer["may_look"]}} about
 */
export function documentOf(page, answer, about) {
  return {
    v: 1,
    kind: "page",
    data: {
      child: about.child,
      band: about.band,
      page,
      chosen: [...answer.chosen],
      people: answer.people.map((person) => ({ ...person })),
      body: answer.body.map((spot) => ({ ...spot })),
      words: answer.words,
      drawing: answer.drawing,
      dont_know: answer.dont_know,
      call_me: answer.call_me.trim(),
      ground: about.ground,
      own_picture: answer.own_picture[0] || "",
      may_look: about.may_look.map((one) => ({ ...one })),
      state: "made",
      checks: [],
    },
    withdrawn: "",
    why: "",
    known_to_parent: false,
  };
}

/** The same page taken back from the letterbox few see, because it now stands where its child wants it.
 * @param {any} made @returns {any} */
export function replaced(made) {
  return { ...made, withdrawn: "replaced" };
}
