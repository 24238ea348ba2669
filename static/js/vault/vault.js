// The vault (encrypted store): its parts put together, as a plain object. Whoever holds it may ask what verbs.js says, and gets no key.

import { makeOpening } from "./opening.js";
import { makePacks } from "./packs.js";
import { makeRefused } from "./refused.js";
import { wipeWhatRanOut } from "./wiping.js";
import { makeWriting } from "./writing.js";

/** @param {{now: () => number, later: (run: () => void, ms: number) => void}} outside @returns {import("./verbs.js").Vault} */
export function makeVault(outside) {
  /** @type {import("./memory.js").Memory} */
  const memory = { open: null, covered: null, ...outside };
  /** @type {Set<Promise<unknown>>} */
  const running = new Set();
  const opening = makeOpening(memory);
  const parts = {
    ...opening,
    ...makePacks(memory, opening),
    ...makeWriting(memory),
    ...makeRefused(memory),
    expired: () => wipeWhatRanOut(memory),
  };

  /** @param {(...values: any[]) => Promise<unknown>} verb */
  const followed =
    (verb) =>
    (/** @type {any[]} */ ...values) => {
      const run = verb(...values);
      running.add(run);
      run.catch(() => {}).finally(() => running.delete(run));
      return run;
    };

  async function lock() {
    memory.open = null;
    memory.covered = null;
    await Promise.allSettled(running);
    // An unlock that was under way has just opened it again.
    memory.open = null;
    memory.covered = null;
  }

  const verbs = Object.fromEntries(
    Object.entries(parts).map(([name, verb]) => [name, followed(/** @type {any} */ (verb))]),
  );
  return /** @type {any} */ ({ ...verbs, lock });
}
