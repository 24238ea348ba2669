// Ends whatever session this browser's cookie opens, whoever's it is.

import { ApiError, send } from "./api.js";
import { isGiven, unmarkGiven } from "./given.js";

/** @returns {Promise<boolean>} whether the server heard it, or there was none; without signal it ends by itself when left alone */
export async function endSession() {
  try {
    await send("DELETE", "/api/1/session", undefined, { quiet: true });
    return true;
  } catch (error) {
    return /** @type {any} */ (error).status === 401;
  }
}

/**
 * On a tablet that was given to a child, end what was open before anything else is asked of the server.
 * @returns {Promise<void>} rejects without signal
 */
export async function endWhatWasOpen() {
  if (!(await isGiven())) return;
  if (!(await endSession())) throw new ApiError(0, "no-signal", { offline: true });
  await unmarkGiven();
}
