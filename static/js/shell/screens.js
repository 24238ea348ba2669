// Which screen is shown. Addresses hold opaque ids only; the section stays in the history entry, where no onlooker reads it.

import Alpine from "@alpinejs/csp";
import { clearFoot } from "./foot.js";

/** @typedef {{screen?: string, plan?: string, section?: string, entry?: string, kind?: string}} Place */

/**
 * Screens: "", sign-in, unlock, plans, new-plan, visit, plan, board. `sheet` lies over any: who, needs, keys, notes, sign, set-up.
 * `drawn` once what draws a plan has been fetched: nobody who signs in needs it yet.
 */
export const screen = Alpine.reactive({
  name: "",
  plan: "",
  section: "",
  entry: "",
  kind: "",
  sheet: "",
  drawn: false,
});

/** @type {((place: Required<Place>, before: Required<Place>) => void)[]} */
const listeners = [];

/** @param {(place: Required<Place>, before: Required<Place>) => void} listen called after each change of screen */
export function onScreen(listen) {
  listeners.push(listen);
}

/** Where the address stays as it is: what may be shown there. @type {((place: Required<Place>) => boolean) | null} */
let stays = null;

/** This page is no shell and keeps its own address; its history has no steps in it. @param {(place: Required<Place>) => boolean} may */
export function keepAddress(may) {
  stays = may;
}

/** Show a screen. What is left out is empty; within a plan the plan stays. @param {Place} place @returns {void} */
export function go(place) {
  const whole = complete(place);
  if (stays) return stays(whole) ? show(whole) : undefined;
  show(whole);
  history.pushState(whole, "", address(whole));
}

/** The same, without a step to go back to. @param {Place} place */
export function replace(place) {
  const whole = complete(place);
  show(whole);
  if (stays) return;
  history.replaceState(whole, "", address(whole));
}

/** @param {Place} place @returns {Required<Place>} */
function complete(place) {
  const name = place.screen ?? screen.name;
  const inPlan = name === "plan" || name === "board";
  return {
    screen: name,
    plan: inPlan ? (place.plan ?? screen.plan) : "",
    section: name === "plan" ? (place.section ?? "overview") : (place.section ?? ""),
    entry: place.entry ?? "",
    kind: place.kind ?? "",
  };
}

/** @param {Required<Place>} place */
function show(place) {
  const before = {
    screen: screen.name,
    plan: screen.plan,
    section: screen.section,
    entry: screen.entry,
    kind: screen.kind,
  };
  // A section that stays on the screen does not name its keys a second time.
  if (Object.entries(before).some(([name, value]) => place[/** @type {keyof Place} */ (name)] !== value)) clearFoot();
  Object.assign(screen, {
    name: place.screen,
    plan: place.plan,
    section: place.section,
    entry: place.entry,
    kind: place.kind,
    sheet: "",
  });
  scrollTo(0, 0);
  for (const listen of listeners) listen(place, before);
}

/** @param {Required<Place>} place */
function address(place) {
  return place.plan && place.screen === "plan" ? `/p/${place.plan}` : "/";
}

/** @returns {Place} where the address bar says we are */
export function fromAddress() {
  const plan = /^\/p\/([0-9a-f]{32})$/.exec(location.pathname)?.[1];
  if (!plan) return { screen: "plans" };
  const kept = history.state?.plan === plan ? history.state : {};
  return { screen: "plan", plan, section: kept.section || "overview", entry: kept.entry ?? "" };
}

/** @param {() => boolean} allowed false while nobody is signed in, or a child holds the tablet */
export function watchHistory(allowed) {
  addEventListener("popstate", (event) => {
    if (!allowed()) return;
    show(complete(event.state?.screen ? event.state : fromAddress()));
  });
}
