// Every call to the server goes through here: one token, one sort of error, and one answer to a session that has ended.

import { CLIENT } from "./client.js";

/** What went wrong, in a code. `offline` is true when nothing came back, or nothing that was ours: the words are then still here. */
export class ApiError extends Error {
  /** @param {number} status @param {string} reason @param {{fields?: Record<string, string>, seconds?: number, offline?: boolean}} [about] */
  constructor(status, reason, about = {}) {
    super(reason);
    this.status = status;
    this.reason = reason;
    this.fields = about.fields ?? {};
    this.seconds = about.seconds ?? 0;
    this.offline = about.offline ?? false;
  }
}

const PATIENCE_MS = 30000;
let csrf = "";
/** Whose screen this is, once somebody has signed in on it. */
let whose = "";
/** @type {() => Promise<void>} */
let whenEnded = () => Promise.reject(new ApiError(401, "signed-out"));

/** @param {string} token kept in memory only @param {string} [person] whose session it belongs to, for a page that shows their work */
export function setToken(token, person) {
  csrf = token;
  if (person) whose = person;
}

/** @param {() => Promise<void>} ask asks for the passphrase; settles when the session is open again */
export function onEnded(ask) {
  whenEnded = ask;
}

/** @type {() => void} */
let whenTooOld = () => {};

/** @param {() => void} hear called when the server does not let so old a client read; what is written is taken all the same */
export function onTooOld(hear) {
  whenTooOld = hear;
}

/** Whose eyes this page looks through: what would be theirs, and what is told of a key that writes. @type {Eyes | null} */
let eyes = null;

/** @typedef {{plan: string, choice: unknown, told: () => void}} Eyes */

/** From here on this page reads one plan, as somebody would who was given this choice of it, and sends nothing.
 * @param {Eyes} whose */
export function lookThrough(whose) {
  eyes = whose;
}

/** @returns {boolean} this page only looks: whoever pressed a key that writes is told so */
export function onlyLooks() {
  eyes?.told();
  return eyes !== null;
}

/** @param {string} path @param {{quiet?: boolean}} [options] quiet: a 401 is an answer, not an ended session @returns {Promise<any>} */
export function get(path, options = {}) {
  if (!eyes) return call("GET", path, undefined, options);
  const [of, whole] = [`/api/1/plans/${eyes.plan}`, path.split("/").slice(0, 5).join("/")];
  if (whole !== of) return Promise.reject(new ApiError(0, "only-looks"));
  return call("POST", `${of}/look${path.slice(of.length)}`, eyes.choice, options);
}

/** @param {string} method @param {string} path @param {unknown} [body] @param {{quiet?: boolean}} [options] @returns {Promise<any>} */
export function send(method, path, body, options = {}) {
  return onlyLooks() ? Promise.reject(new ApiError(0, "only-looks")) : call(method, path, body, options);
}

/** Send what is sealed already in the name of this tablet: no cookie, nobody signed in. @param {string} path @param {unknown} body
 * @param {string} authorization @returns {Promise<any>} */
export function sendSealed(path, body, authorization) {
  return once("POST", path, body, authorization);
}

/** @param {string} method @param {string} path @param {unknown} body @param {{quiet?: boolean}} options @returns {Promise<any>} */
async function call(method, path, body, options) {
  try {
    return await once(method, path, body);
  } catch (error) {
    if (!(error instanceof ApiError)) throw error;
    const lent = error.reason === "token" && (await newToken(options.quiet));
    if (error.reason !== "token") {
      if (error.status !== 401 || options.quiet) throw error;
      await whenEnded();
    }
    try {
      return await once(method, path, body);
    } finally {
      if (lent) csrf = "";
    }
  }
}

/** The token goes with the session: an old one means that the session was renewed, or that it ended.
 * @param {boolean} [quiet] @returns {Promise<boolean>} whether it is another's, and good for one quiet call alone */
async function newToken(quiet) {
  const answer = await once("GET", "/api/1/session", undefined);
  // In another window somebody else has signed in: what is written here would be sent in their name.
  const others = whose !== "" && answer.person?.id !== whose;
  if (quiet || (answer.signed_in && !others)) {
    setToken(answer.csrf);
    return others;
  }
  await whenEnded();
  return false;
}

/** @param {string} method @param {string} path @param {unknown} body @param {string} [authorization] instead of cookie and token @returns {Promise<any>} */
async function once(method, path, body, authorization) {
  /** @type {Record<string, string>} */
  const headers = { Accept: "application/json", "X-Client": String(CLIENT) };
  if (authorization) headers.Authorization = authorization;
  else if (method !== "GET") headers["X-CSRFToken"] = csrf;
  if (body !== undefined) headers["Content-Type"] = "application/json";
  let response;
  try {
    response = await fetch(path, {
      method,
      headers,
      body: body === undefined ? undefined : JSON.stringify(body),
      cache: "no-store",
      credentials: authorization ? "omit" : "same-origin",
      // A redirect leads to a page for people, never to an answer for us.
      redirect: "manual",
      signal: AbortSignal.timeout(PATIENCE_MS),
    });
  } catch {
    throw new ApiError(0, "no-signal", { offline: true });
  }
  return read(response);
}

/** @param {Response} response @returns {Promise<any>} */
async function read(response) {
  if (response.status === 204) return null;
  const json = (response.headers.get("Content-Type") ?? "").includes("application/json");
  if (response.ok && !json) throw new ApiError(0, "not-ours", { offline: true });
  let answer;
  try {
    answer = json ? await response.json() : {};
  } catch {
    throw new ApiError(0, "cut-short", { offline: true });
  }
  if (response.ok) return answer;
  if (response.status === 426) whenTooOld();
  throw new ApiError(response.status, answer.reason ?? "unknown", {
    fields: answer.fields,
    seconds: answer.seconds,
    offline: response.status === 0 || response.status >= 500,
  });
}
