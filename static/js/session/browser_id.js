// A random name for this browser. It is told when somebody signs in and at nothing else, so that guesses made elsewhere with
// a worker's e-mail do not keep that worker waiting here.

import { newId } from "../writing/ids.js";
import { remember, remembered } from "./remembered.js";

const NAME = "browser";

/** @returns {Promise<string>} a new one where nobody has signed in yet */
export async function browserId() {
  const kept = await remembered(NAME);
  return typeof kept === "string" ? kept : newId();
}

/** Somebody signed in with it. @param {string} id @returns {Promise<void>} */
export async function keepBrowserId(id) {
  // A browser that keeps nothing has a new one each time, and waits as any other would.
  await remember(NAME, id).catch(() => {});
}
