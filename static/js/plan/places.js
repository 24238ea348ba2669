/**
 * What finds people: an address, a number, an arrangement. It is no part of a plan as it opens; it comes for whoever gives
 * their words once more, and goes again.
 */
import Alpine from "@alpinejs/csp";
import { get } from "../session/api.js";
import { arrived } from "../writing/arrived.js";
import { cover } from "../shell/cover.js";
import { current, onReadAgain, showPlaces } from "./plan.js";
import { entryOf } from "./read.js";
import { replace, screen } from "../shell/screens.js";
import { openAgain, session } from "../session/session.js";
import { tablet } from "../session/tablet.js";
import { vaultPage } from "../vault/door.js";

const SHOWN_MS = 5 * 60000;

let timer = 0;

/** @typedef {"passphrase" | "words" | "pin"} Ask by the server the passphrase; by this tablet what opens it */

/**
 * Bring what finds people into the open plan, for five minutes at most, if the words were given a moment ago.
 * @returns {Promise<Ask | "">} what must be given first; "" when it is there. Rejects without signal where no tablet is open
 */
export async function beginPlaces() {
  const { id } = current;
  if (!session.live) return here();
  try {
    if (await apart(id)) return "passphrase";
    show(id, await get(`/api/1/plans/${id}/places`));
    return "";
  } catch (error) {
    const { reason, offline } = /** @type {any} */ (error);
    if (reason === "step-up") return "passphrase";
    // There is somebody signed in, and yet no signal, as soon as a visit begins.
    if (offline && tablet.open) return here();
    throw error;
  }
}

/** @param {Ask} ask @param {string} given what was asked for, and for nothing else: a PIN is no passphrase
 * @returns {Promise<void>} ApiError: 401 it was wrong; offline where the server was to say */
export async function openPlaces(ask, given) {
  const { id } = current;
  if (ask !== "passphrase")
    return show(id, await (await vaultPage()).places(id, ask === "pin" ? { pin: given } : { words: given }));
  await openAgain(given, "");
  const found = await get(`/api/1/plans/${id}/places`);
  // What was written on this tablet and is still here belongs to it; a vault with a passkey gives it to its PIN alone.
  const asked = (await apart(id)) && (await here()) === "words";
  const waiting = asked ? await (await vaultPage()).places(id, { words: given }).catch(() => null) : null;
  const copy = { ...found, compartments: current.json.compartments };
  show(id, { ...found, pending: waiting?.pending.filter((/** @type {any} */ one) => !arrived(copy, one)) });
}

/** @returns {Promise<Ask>} */
async function here() {
  return tablet.open && (await vaultPage()).openedByPasskey() ? "pin" : "words";
}

/** @param {string} id @returns {Promise<boolean>} something of it was written on this tablet and may still be here alone */
async function apart(id) {
  return tablet.open && Boolean((await (await vaultPage()).plan(id).catch(() => null))?.apart);
}

/** @param {string} id @param {any} found */
function show(id, found) {
  if (current.id !== id || cover.up) return;
  showPlaces(found);
  clearTimeout(timer);
  timer = window.setTimeout(shutPlaces, SHOWN_MS);
}

/** Take it out of the page again, and whatever page shows it. */
function shutPlaces() {
  clearTimeout(timer);
  if (!current.places) return;
  const shown =
    screen.name === "plan" && (screen.kind === "place" || entryOf(current.json, screen.entry)?.kind === "place");
  showPlaces(null);
  if (shown) replace({ screen: "plan", section: "places" });
}

export function watchPlaces() {
  Alpine.effect(() => {
    if (cover.up) shutPlaces();
  });
  onReadAgain(() => {
    beginPlaces().then((ask) => {
      if (ask) shutPlaces();
    }, shutPlaces);
  });
}
