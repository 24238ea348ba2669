// Which screen is shown. Addresses hold opaque ids only; the section stays in the history entry, where no onlooker reads it.

import Alpine from "@alpinejs/csp";
import { clearFoot } from "./foot.js";

/** @typedef {{screen?: string, plan?: string, section?: string, entry?: string, kind?: string}} Route */

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

/** @type {((route: Required<Route>, before: Required<Route>) => void)[]} */
const listeners = [];

/** @param {(route: Required<Route>, before: Required<Route>) => void} listen called after each change of screen */
export function onScreen(listen) {
  listeners.push(listen);
}

/** Where the address stays as it is: what may be shown there. @type {((route: Required<Route>) => boolean) | null} */
let stays = null;

/** This page is no shell and keeps its own address; its history has no steps in it. @param {(route: Required<Route>) => boolean} may */
export function keepAddress(may) {
  stays = may;
}

/** Show a screen. What is left out is empty; within a plan the plan stays. @param {Route} route @returns {void} */
export function go(route) {
  const whole = complete(route);
  if (stays) return stays(whole) ? show(whole) : undefined;
  show(whole);
  history.pushState(whole, "", address(whole));
}

/** The same, without a step to go back to. @param {Route} route */
export function replace(route) {
  const whole = complete(route);
  show(whole);
  if (stays) return;
  history.replaceState(whole, "", address(whole));
}

/** @param {Route} route @returns {Required<Route>} */
function complete(route) {
  const name = route.screen ?? screen.name;
  const inPlan = name === "plan" || name === "board";
  return {
    screen: name,
    plan: inPlan ? (route.plan ?? screen.plan) : "",
    section: name === "plan" ? (route.section ?? "overview") : (route.section ?? ""),
    entry: route.entry ?? "",
    kind: route.kind ?? "",
  };
}

/** @param {Required<Route>} route */
function show(route) {
  const before = {
    screen: screen.name,
    plan: screen.plan,
    section: screen.section,
    entry: screen.entry,
    kind: screen.kind,
  };
  // A section that stays on the screen does not name its keys a second time.
  if (Object.entries(before).some(([name, value]) => route[/** @type {keyof Route} */ (name)] !== value)) clearFoot();
  Object.assign(screen, {
    name: route.screen,
    plan: route.plan,
    section: route.section,
    entry: route.entry,
    kind: route.kind,
    sheet: "",
  });
  scrollTo(0, 0);
  for (const listen of listeners) listen(route, before);
}

/** @param {Required<Route>} route */
function address(route) {
  return route.plan && route.screen === "plan" ? `/p/${route.plan}` : "/";
}

/** @returns {Route} where the address bar says we are */
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
