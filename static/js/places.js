/**
 * What finds people: an address, a number, an arrangement. It is no part of a plan as it opens; it comes for whoever gives
 * their words once more, and goes again.
 */
import Alpine from "@alpinejs/csp";
import { ApiError, get } from "./api.js";
import { cover } from "./cover.js";
import { current, showPlaces } from "./plan.js";
import { openAgain, session } from "./session.js";
import { tablet, vaultPage } from "./tablet.js";

const SHOWN_MS = 5 * 60000;

let timer = 0;
/** Who was asked last: there is somebody signed in, and yet no signal, as soon as a visit begins. */
let here = false;

/** What is asked for: by the server the passphrase; by this tablet what opens it. @returns {Promise<"passphrase" | "words" | "pin">} */
export async function placesAsk() {
  if (!here) return "passphrase";
  return tablet.open && (await vaultPage()).openedByPasskey() ? "pin" : "words";
}

/**
 * Bring what finds people into the open plan, for five minutes at most.
 * @param {string} given "" asks only whether the words were given a moment ago
 * @returns {Promise<void>} ApiError: 403 "step-up" something must be given, 401 it was wrong
 */
export async function openPlaces(given) {
  const { id } = current;
  const found = await find(id, given);
  if (current.id !== id || cover.up) return;
  showPlaces(found);
  clearTimeout(timer);
  timer = window.setTimeout(shutPlaces, SHOWN_MS);
}

/** @param {string} id @param {string} given @returns {Promise<any>} */
async function find(id, given) {
  try {
    here = !session.live;
    if (!here) return await fromServer(id, given);
  } catch (error) {
    if (!(/** @type {any} */ (error).offline) || !tablet.open) throw error;
    here = true;
  }
  return fromTablet(id, given);
}

/** @param {string} id @param {string} words @returns {Promise<any>} */
async function fromServer(id, words) {
  if (words) await openAgain(words, "");
  return get(`/api/1/plans/${id}/places`);
}

/** @param {string} id @param {string} given @returns {Promise<any>} */
async function fromTablet(id, given) {
  if (!given || !tablet.open) throw new ApiError(403, "step-up");
  return (await vaultPage()).places(id, (await placesAsk()) === "pin" ? { pin: given } : { words: given });
}

/** Take it out of the page again. */
export function shutPlaces() {
  clearTimeout(timer);
  if (current.places) showPlaces(null);
}

export function watchPlaces() {
  Alpine.effect(() => { if (cover.up) shutPlaces(); });
}
