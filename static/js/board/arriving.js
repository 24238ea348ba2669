/** How a child's page begins: with what crossed from the tablet it was given on, else with the child's session. */
import { take } from "../session/crossing_over.js";
import { isGiven } from "../session/given.js";
import { remembered } from "../session/remembered.js";
import { keepOpen, openChild } from "./session.js";

/** @typedef {typeof import("./on_tablet.js")} OnTablet */

/** What keeps pages on this tablet; null where nothing ever was. @returns {Promise<OnTablet | null>} */
export async function whatIsHere() {
  return (await remembered("tablet")) === true ? import("./on_tablet.js") : null;
}

/**
 * @param {OnTablet | null} here @returns {Promise<{child: import("./session.js").Child,
 *   following: import("./following.js").Envelope | null}>} rejects when no child was given this page
 */
export async function arrive(here) {
  const crossed = here && (await take());
  if (crossed) {
    const { following, signed_in: signedIn, ...child } = crossed;
    if (signedIn) keepOpen();
    return { child, following };
  }
  // Given without signal, and this page is not the first: there is no child's session, and another's is not to be met.
  if (here && (await isGiven())) throw new Error("given");
  const child = await openChild();
  const device = here && (await here.deviceOf(child.author));
  return { child: device ? { ...child, device } : child, following: null };
}
