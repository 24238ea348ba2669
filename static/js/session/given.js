/**
 * A tablet that was given to a child may still carry the cookie of whoever gave it: without signal no session can be ended.
 *
 * So it is marked, on the disk, before it is given, and whatever meets the server first ends that session before anything
 * else (ending.js); until then the worker that keeps the shell fetches no page of the server. The mark is a yes or a no.
 */
import { remember, remembered } from "./remembered.js";

// The worker that keeps the shell reads it by the same name.
const MARK = "given";

/** @returns {Promise<boolean>} */
export async function isGiven() {
  return (await remembered(MARK)) === true;
}

/** @returns {Promise<void>} rejects where it cannot be kept: then the tablet must not be given */
export function markGiven() {
  return remember(MARK, true);
}

/** The session that was open is ended, or another stands instead of it. @returns {Promise<void>} */
export async function unmarkGiven() {
  // A mark that stays costs whoever comes next one more sign-in, and nothing else.
  if (await isGiven()) await remember(MARK, false).catch(() => {});
}
