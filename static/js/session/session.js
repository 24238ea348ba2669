// Who is signed in, and what happens when that ends in the middle of a sentence.

import Alpine from "@alpinejs/csp";
import { ApiError, get, onEnded, send, setToken } from "./api.js";
import { browserId, keepBrowserId } from "./browser_id.js";
import { endWhatWasOpen } from "./ending.js";
import { isGiven, unmarkGiven } from "./given.js";
import { tablet } from "./tablet.js";

const PATH = "/api/1/session";
const PING_MS = 60000;

/** @typedef {{id: string, name: string, role: string, agency: string, agency_name: string, agency_kind: string, team: string}} Person */

/**
 * `ended` is true from a refused call until the passphrase was given again. `live` is false while a tablet is open with
 * nobody signed in: then there is a person, and the server knows nothing of it.
 */
export const session = Alpine.reactive({
  ready: false,
  signal: true,
  scope: "none",
  ended: false,
  live: false,
  /** @type {Person | null} */ person: null,
  demo: false,
  idle_ms: 900000,
  /** the enrolments this browser is known by @type {string[]} */ tablets: [],
});

// Asked for once; kept so that the passphrase alone opens an ended session. In memory: it names a worker.
let email = "";
let pinged = 0;
/** @type {{promise: Promise<void>, resolve: () => void, reject: (error: Error) => void} | null} */
let waiting = null;
/** @type {() => void} */
let cover = () => {};

/** @param {() => void} raise covers the screen and asks for the passphrase */
export function onSessionEnded(raise) {
  cover = raise;
  onEnded(ended);
}

/** @param {any} answer */
function take(answer) {
  if (answer.csrf) setToken(answer.csrf, answer.person?.id);
  session.scope = answer.scope;
  session.person = answer.person ?? null;
  session.live = Boolean(answer.person);
  session.tablets = answer.tablets ?? [];
  session.demo = Boolean(answer.demo);
  session.idle_ms = answer.idle_ms ?? session.idle_ms;
  pinged = Date.now();
}

/** Ask the server who this is. Without signal nobody is signed in as far as this page knows. @returns {Promise<void>} */
export async function begin() {
  try {
    const [given, answer] = await Promise.all([isGiven(), get(PATH, { quiet: true })]);
    // A child held this tablet: what was open before is ended, and not looked at.
    if (given) await endWhatWasOpen();
    take(given ? await get(PATH, { quiet: true }) : answer);
    session.signal = true;
  } catch (error) {
    session.signal = !(error instanceof ApiError && error.offline);
  }
  session.ready = true;
}

/** The tablet was opened: its person works on, with or without signal. @param {Person} person */
export function openedHere(person) {
  if (session.live) return;
  Object.assign(session, { person, scope: "full", ended: false });
}

/** @param {string} mail @param {string} passphrase @returns {Promise<void>} ApiError: 401 not opened, 429 wait */
export async function signIn(mail, passphrase) {
  if (!session.ready || !session.signal) await begin();
  take(await given(mail, passphrase));
  await unmarkGiven();
  email = tablet.mail = mail.trim();
  session.signal = true;
}

/** @param {string} mail @param {string} passphrase @returns {Promise<any>} the answer to the right ones */
async function given(mail, passphrase) {
  const device = await browserId();
  const answer = await send("POST", PATH, { email: mail.trim(), passphrase, device }, { quiet: true });
  await keepBrowserId(device);
  return answer;
}

/** @returns {boolean} the ended session can only be opened with the e-mail as well */
export function needsMail() {
  return session.ended && !email;
}

/**
 * Open again what was covered: the live session by its passphrase, an ended one by signing in once more.
 * @param {string} passphrase @param {string} mail only where `needsMail()`
 */
export async function openAgain(passphrase, mail) {
  if (!session.ended) {
    try {
      // The server renews the session here: the answer holds the token of the new one.
      take(await send("POST", `${PATH}/step-up`, { passphrase }, { quiet: true }));
      return;
    } catch (error) {
      // A wrong passphrase and an ended session are both 401: ask which before saying that the words were wrong.
      if (!(error instanceof ApiError) || error.status !== 401 || (await alive())) throw error;
      session.ended = true;
      if (!email) throw error;
    }
  }
  await signInAgain(email || mail, passphrase);
}

async function alive() {
  const answer = await get(PATH, { quiet: true });
  const same = answer.person?.id === session.person?.id;
  if (answer.csrf && same) setToken(answer.csrf);
  return answer.signed_in && answer.scope === "full" && same;
}

/** Sign in over a screen with somebody's work on it: as that person, and as nobody else. @param {string} mail @param {string} passphrase */
export async function signInAgain(mail, passphrase) {
  const before = session.person;
  const fresh = await get(PATH, { quiet: true });
  setToken(fresh.csrf);
  const answer = await given(mail, passphrase).catch((error) => {
    // It may be the token of somebody who signed in meanwhile in another window.
    setToken("");
    throw error;
  });
  if (before && answer.person?.id !== before.id) {
    // Somebody else's work is on this page: it opens for its writer only.
    setToken(answer.csrf);
    await send("DELETE", PATH, undefined, { quiet: true });
    throw new ApiError(401, "not-opened");
  }
  take(answer);
  await unmarkGiven();
  email = tablet.mail = mail.trim();
  session.ended = false;
  waiting?.resolve();
  waiting = null;
}

/** A call was refused because the session ended: cover, and let the call wait. @returns {Promise<void>} */
function ended() {
  // An open tablet works on without a session: what needs the server waits for a sign-in, and nothing covers the screen.
  if (tablet.open) session.live = false;
  if (!session.live) return Promise.reject(new ApiError(0, "sign-in", { offline: true }));
  session.ended = true;
  if (!waiting) {
    let resolve = () => {};
    /** @type {(error: Error) => void} */
    let reject = () => {};
    const promise = new Promise((/** @type {(v: void) => void} */ yes, no) => {
      resolve = yes;
      reject = no;
    });
    waiting = { promise, resolve, reject };
  }
  cover();
  return waiting.promise;
}

/** Typing is work: the server would otherwise end the session under somebody who is writing. */
export async function stillHere() {
  if (!session.live || session.ended || Date.now() - pinged < PING_MS) return;
  pinged = Date.now();
  try {
    const answer = await get(PATH, { quiet: true });
    // Somebody else's session, begun in another window, is none of this page's.
    if (!answer.signed_in || answer.person?.id !== session.person?.id) ended().catch(() => {});
    else if (answer.csrf) setToken(answer.csrf);
  } catch {
    // No signal: nothing to keep alive, and nothing is lost.
  }
}

/** @returns {Promise<void>} the page is left by the caller: what it held goes with it */
export async function signOut() {
  waiting?.reject(new ApiError(401, "signed-out"));
  await send("DELETE", PATH, undefined, { quiet: true });
  Object.assign(session, { person: null, scope: "none", live: false });
}
