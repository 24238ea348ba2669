// Starts the shell: one document for everything with plan data in it, so that nothing has to be kept between pages.

import Alpine from "@alpinejs/csp";
import { outbox, sendNow, unsent as inMemory, watchSignal } from "./writing/append.js";
import { watchBlank } from "./shell/blank.js";
import { cover, raise, watchCover } from "./shell/cover.js";
import { foot } from "./shell/foot.js";
import { watchKeyboard } from "./shell/keyboard.js";
import * as newPlan from "./plan/new.js";
import { closePlan, current, openPlan, register as registerPlan } from "./plan/plan.js";
import { loadRules } from "./plan/asking.js";
import { whenToldToClose } from "./shell/other_tabs.js";
import { loadPieces, register as registerPieces } from "./shell/pieces.js";
import { letterboxFor } from "./plan/letterbox.js";
import { watchPlaces } from "./plan/places.js";
import { backTo, leftToChild, watchSpot } from "./plan/spot.js";
import * as plansList from "./plan/list.js";
import { loadPrefs, prefs } from "./shell/prefs.js";
import { fromAddress, go, onScreen, replace, screen, watchHistory } from "./shell/screens.js";
import { begin, onSessionEnded, session, signOut } from "./session/session.js";
import * as setUp from "./frame/set_up.js";
import * as sheets from "./frame/sheets.js";
import * as signIn from "./frame/sign_in.js";
import { stateWords } from "./shell/state.js";
import { begun } from "./writing/begun.js";
import { forgetAll as forgetDrafts } from "./writing/draft.js";
import { watchLeaving, wouldLose } from "./writing/unsaved.js";
import { isCovered, markCovered, wasOpened } from "./shell/covered.js";
import { tablet } from "./session/tablet.js";
import { findTablet, handIn, vaultPage, warmTablet } from "./vault/door.js";
import { mayUpdate, update, watchUpdates } from "./shell/update.js";
import { beginPlan, forgetView, view } from "./plan/views.js";
import { sectionOf } from "./words/schema.js";
import { loadWords } from "./words/words.js";

/** What was asked for by its address before anybody had signed in. @type {ReturnType<typeof fromAddress> | null} */
let wanted = null;

/** What a closed page would take with it: what waits in its memory, and what is half written where no tablet keeps it. */
const unsent = () => inMemory() + (tablet.open ? 0 : begun.unfinished);

/** Nothing of one person is left for the next, except words that are not sent yet: those are kept under their author. */
function forget() {
  closePlan();
  forgetDrafts();
  plansList.forgetPlans();
  forgetView();
}

/** Somebody is signed in: show what the address says, unless a screen is already there under the cover. */
async function enter() {
  sendNow();
  // Locked or run out too: what was being written there comes back to whoever wrote it.
  if ((tablet.open || tablet.here || tablet.expired) && session.live)
    vaultPage()
      .then((page) => page.signedIn())
      .catch(() => {});
  if (session.live && session.tablets.length)
    vaultPage()
      .then((page) => page.noticeEmptied())
      .catch(() => {});
  if (screen.name && !["sign-in", "unlock"].includes(screen.name)) return;
  try {
    await loadAll();
  } catch {
    // Without the words no form can be drawn; the list and its own words can.
  }
  if (tablet.where && (!wanted?.plan || wanted.plan === tablet.where.plan)) backTo(tablet.where);
  else replace(wanted ?? fromAddress());
  wanted = null;
}

/**
 * A reload or a typed address would otherwise lift the cover. Only a link from one of our own pages comes in without the passphrase.
 * @returns {boolean}
 */
function cameFromInside() {
  const [entry] = /** @type {PerformanceNavigationTiming[]} */ (performance.getEntriesByType("navigation"));
  const from = document.referrer === "" ? null : new URL(document.referrer);
  // A child's page is ours too, and whoever holds it may be a child.
  const ours = from?.origin === location.origin && from.pathname !== "/board";
  return ours && entry?.type === "navigate" && location.hash !== "#cover" && !isCovered();
}

/** @param {Promise<void>} begun */
async function start(begun) {
  await begun;
  if (session.scope === "child") return location.replace("/board");
  await findTablet();
  if (!session.person || session.scope !== "full") {
    // Nobody is signed in, so there is nothing under it.
    markCovered(false);
    wanted = fromAddress();
    return show(tablet.here && !session.signal ? "unlock" : "sign-in");
  }
  if (wasOpened() || cameFromInside()) return enter();
  raise(location.hash !== "#cover");
}

/** A child is not given a tablet on which another page of ours is open. Words that are only here stay, under the cover. */
function closeHere() {
  if (tablet.open) vaultPage().then((page) => page.lockNow());
  else if (session.person) {
    raise(true);
    if (!wouldLose(unsent())) location.replace("/");
  }
}

/** @param {string} name */
function show(name) {
  replace({ screen: name });
}

function shell() {
  return {
    get stateWords() {
      return stateWords(outbox, tablet, begun.unfinished);
    },
    get needs() {
      return outbox.needs > 0;
    },
    /** Something is half written, and nothing else is more pressing. */
    get pausing() {
      return begun.unfinished > 0 && view.name === "me" && outbox.needs === 0 && !this.asksSignIn;
    },
    get calm() {
      return outbox.needs === 0 && !this.asksSignIn && !this.pausing;
    },
    /** There is signal, something waits for its author, and nobody is signed in. */
    get asksSignIn() {
      return (
        outbox.needs === 0 && tablet.open && !session.live && (tablet.posted > 0 || outbox.waiting > 0) && outbox.signal
      );
    },
    get framed() {
      return ["plans", "new-plan", "plan", "visit"].includes(screen.name) && Boolean(session.person);
    },
    get bare() {
      return screen.sheet === "";
    },
    /** The sheet for signing in has a main key of its own. */
    get doneKey() {
      return screen.sheet === "sign" ? "" : "btn-main";
    },
    get inPlan() {
      return screen.name === "plan" ? "desk with-aside" : "";
    },
    get signingOut() {
      return wouldLose(unsent()) ? "Sign out, and lose what is not sent" : "Sign out";
    },
    cover() {
      raise();
    },
    /** @param {string} name */
    sheet(name) {
      screen.sheet = screen.sheet === name ? "" : name;
      scrollTo(0, 0);
    },
    closeSheet() {
      sheets.closeSheet();
    },
    /** @param {any} route */
    go(route) {
      go(route);
    },
    get canGoBack() {
      return screen.name === "plan" && !sectionOf(screen.section).steps;
    },
    get wayBackWords() {
      return screen.section === "overview" ? "My plans" : "The plan";
    },
    wayBack() {
      if (screen.section === "overview") this.home();
      else go({ section: "overview" });
    },
    home() {
      go({ screen: "plans" });
    },
    async leave() {
      await sendNow();
      try {
        if (session.live) await signOut();
      } catch {
        return; // No signal: the session cannot be ended from here, so the page does not pretend that it was.
      }
      forget();
      if (tablet.open) return (await vaultPage()).lockNow();
      // If the browser asks and the answer is to stay, what is unsent is still here, behind the sign-in.
      show("sign-in");
      location.replace("/");
    },
  };
}

function follow() {
  onScreen((route, before) => {
    if (route.screen === "plan" && route.plan !== before.plan) {
      beginPlan();
      plansList.visiting(route.plan);
      loadSections().catch(() => {});
      openPlan(route.plan).catch(() => {});
    }
    if (route.screen !== "plan" && route.screen !== "board" && before.plan) closePlan();
    if (route.screen === "visit" && !tablet.loaded) takeAlong();
  });
  Alpine.effect(() => {
    if (cover.up && tablet.open)
      vaultPage()
        .then((page) => page.cover())
        .catch(() => {});
  });
  Alpine.effect(() => {
    view.parent = /** @type {any} */ (Alpine.store("plan")).names().parent ?? "";
  });
}

/** What others wrote meanwhile comes into the plan that is open, as if it had just been opened. */
function showFresh() {
  if (current.opened && !cover.up) openPlan(current.id).catch(() => {});
}

/** What a plan is read with, judged with and drawn with. @returns {Promise<unknown>} */
function loadAll() {
  return Promise.all([loadWords(), loadRules(), loadSections()]);
}

/** @type {Promise<void> | null} */
let drawing = null;

/** Fetch what draws a plan, and the grown-up's side of a child's book. @returns {Promise<void>} rejects without signal; the next call tries again */
function loadSections() {
  drawing ??= Promise.all([import("./board/drawn.js"), loadPieces()]).then(([drawn]) => {
    drawn.register(Alpine);
    screen.drawn = true;
  });
  drawing.catch(() => {
    drawing = null;
  });
  return drawing;
}

/** Taking along is fetched when it is first wanted: it is no part of the first load. */
async function takeAlong() {
  const [visit] = await Promise.all([import("./plan/visit.js"), vaultPage()]);
  visit.register(Alpine);
  tablet.loaded = true;
}

function register() {
  for (const [name, store] of Object.entries({ cover, foot, outbox, prefs, screen, session, tablet, update, view }))
    Alpine.store(name, store);
  Alpine.data("shell", shell);
  registerPlan(Alpine);
  registerPieces(Alpine);
  signIn.register(Alpine, { signedIn: enter, ready: () => loadAll().catch(() => {}) });
  plansList.register(Alpine);
  newPlan.register(Alpine);
  sheets.register(Alpine);
  setUp.register(Alpine);
}

/** The whole shell, as it stands at its own address. */
function startShell() {
  // Asked before anything is drawn: a slow tablet draws while the answer, and its vault, are on their way.
  const begun = begin();
  handIn({ letterboxFor, opened: watchSpot, left: leftToChild, fresh: showFresh });
  warmTablet();
  register();
  follow();
  onSessionEnded(() => raise(true));
  watchCover();
  whenToldToClose(closeHere);
  watchBlank({ unsent, forget });
  watchPlaces();
  watchHistory(() => Boolean(session.person) && session.scope === "full" && !cover.up && screen.name !== "board");
  watchKeyboard();
  watchLeaving(unsent);
  watchSignal();
  mayUpdate(
    () => !wouldLose(unsent()) && !outbox.sending && !cover.up && session.scope !== "child" && screen.name !== "board",
  );
  watchUpdates();
  loadPrefs();
  Alpine.start();
  start(begun);
}

/** A page of the sharing steps, with a plan on it as its recipient would see it. */
async function startLook() {
  register();
  (await import("./board/drawn.js")).registerLook(loadAll);
  Alpine.start();
}

if (document.documentElement.dataset.look === undefined) startShell();
else startLook();
