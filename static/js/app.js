// Starts the shell: one document for everything with plan data in it, so that nothing has to be kept between pages.

import Alpine from "@alpinejs/csp";
import { outbox, sendNow, unsent, watchSignal } from "./append.js";
import { watchBlank } from "./blank.js";
import * as board from "./board/index.js";
import { cover, raise, watchCover } from "./cover.js";
import { foot } from "./foot.js";
import { watchKeys } from "./keys.js";
import * as newPlan from "./new-plan.js";
import { closePlan, openPlan, register as registerPlan } from "./plan.js";
import { loadRules } from "./plan_rules.js";
import * as plansList from "./plans-list.js";
import { loadPrefs, prefs } from "./prefs.js";
import { fromAddress, go, onScreen, replace, screen, watchHistory } from "./screens.js";
import * as sections from "./sections/index.js";
import { begin, onSessionEnded, session, signOut } from "./session.js";
import * as setUp from "./set-up.js";
import * as sheets from "./sheets.js";
import * as signIn from "./sign-in.js";
import { stateWords, watchLeaving, wouldLose } from "./state.js";
import { mayUpdate, update, watchUpdates } from "./update.js";
import { beginPlan, forgetView, view } from "./views.js";
import { loadWords } from "./words.js";

/** Sections that lead their reader step by step and say themselves how to leave. */
const OWN_KEYS = ["tonight", "read-back", "form"];

/** What was asked for by its address before anybody had signed in. @type {ReturnType<typeof fromAddress> | null} */
let wanted = null;

/** Nothing of one person is left for the next, except words that are not sent yet: those are kept under their author. */
function forget() {
  closePlan();
  plansList.forgetPlans();
  forgetView();
}

/** Somebody is signed in: show what the address says, unless a screen is already there under the cover. */
async function enter() {
  sendNow();
  if (screen.name && screen.name !== "sign-in") return;
  try {
    await Promise.all([loadWords(), loadRules()]);
  } catch {
    // Without the words no form can be drawn; the list and its own words can.
  }
  replace(wanted ?? fromAddress());
  wanted = null;
}

/**
 * A reload or a typed address would otherwise lift the cover. Only a link from one of our own pages comes in without the passphrase.
 * @returns {boolean}
 */
function cameFromInside() {
  const [entry] = /** @type {PerformanceNavigationTiming[]} */ (performance.getEntriesByType("navigation"));
  const ours = document.referrer !== "" && new URL(document.referrer).origin === location.origin;
  return ours && entry?.type === "navigate" && location.hash !== "#cover";
}

async function start() {
  await begin();
  if (session.scope === "child") return location.replace("/board");
  if (!session.person || session.scope !== "full") {
    wanted = fromAddress();
    return show("sign-in");
  }
  if (cameFromInside()) return enter();
  raise(location.hash !== "#cover");
}

/** @param {string} name */
function show(name) {
  replace({ screen: name });
}

function shell() {
  return {
    get stateWords() { return stateWords(outbox); },
    get needs() { return outbox.needs > 0; },
    get calm() { return outbox.needs === 0; },
    get framed() { return ["plans", "new-plan", "plan"].includes(screen.name) && Boolean(session.person); },
    get bare() { return screen.sheet === ""; },
    get inPlan() { return screen.name === "plan" ? "desk with-aside" : ""; },
    get signingOut() { return wouldLose(unsent()) ? "Sign out, and lose what is not sent" : "Sign out"; },
    cover() { raise(); },
    /** @param {string} name */
    sheet(name) {
      screen.sheet = screen.sheet === name ? "" : name;
      scrollTo(0, 0);
    },
    closeSheet() { sheets.closeSheet(); },
    /** @param {any} place */
    go(place) { go(place); },
    get canGoBack() { return screen.name === "plan" && !OWN_KEYS.includes(screen.section); },
    get wayBackWords() { return screen.section === "overview" ? "My plans" : "The plan"; },
    wayBack() {
      if (screen.section === "overview") this.home();
      else go({ section: "overview" });
    },
    home() { go({ screen: "plans" }); },
    async leave() {
      await sendNow();
      try {
        await signOut();
      } catch {
        return; // No signal: the session cannot be ended from here, so the page does not pretend that it was.
      }
      forget();
      // If the browser asks and the answer is to stay, what is unsent is still here, behind the sign-in.
      show("sign-in");
      location.replace("/");
    },
  };
}

function follow() {
  onScreen((place, before) => {
    if (place.screen === "plan" && place.plan !== before.plan) {
      beginPlan();
      plansList.visiting(place.plan);
      openPlan(place.plan).catch(() => {});
    }
    if (place.screen !== "plan" && place.screen !== "board" && before.plan) closePlan();
  });
  Alpine.effect(() => { view.parent = /** @type {any} */ (Alpine.store("plan")).names().parent ?? ""; });
}

function register() {
  for (const [name, store] of Object.entries({ cover, foot, outbox, prefs, screen, session, update, view })) Alpine.store(name, store);
  Alpine.data("shell", shell);
  registerPlan(Alpine);
  signIn.register(Alpine, { signedIn: enter });
  plansList.register(Alpine);
  newPlan.register(Alpine);
  sheets.register(Alpine);
  setUp.register(Alpine);
  sections.register(Alpine);
  board.register(Alpine);
}

register();
follow();
onSessionEnded(() => raise(true));
watchBlank({ unsent, forget });
watchCover();
watchHistory(() => Boolean(session.person) && session.scope === "full" && !cover.up && screen.name !== "board");
watchKeys();
watchLeaving(unsent);
watchSignal();
mayUpdate(() => !wouldLose(unsent()) && !outbox.sending && !cover.up && session.scope !== "child" && screen.name !== "board");
watchUpdates();
loadPrefs();
Alpine.start();
start();

