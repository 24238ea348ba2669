// The vault's worker: its keys are nowhere else. Takes a verb, gives its answer or a code.

import { makeVault } from "./vault/vault.js";
import { VaultError, VERBS } from "./vault/verbs.js";

const port = /** @type {any} */ (globalThis);
const vault = /** @type {any} */ (makeVault({ now: () => Date.now(), later: (run, ms) => setTimeout(run, ms) }));

port.addEventListener("message", async (/** @type {MessageEvent} */ { data: { id, verb, values } }) => {
  try {
    if (!VERBS.includes(verb)) throw new VaultError("no-verb");
    port.postMessage({ id, value: await vault[verb](...values) });
  } catch (error) {
    // The code alone: a message of the browser's own may quote what it could not read.
    const { reason = "wrong-shape", wait_ms = 0, tries = 0 } = /** @type {any} */ (error);
    port.postMessage({ id, error: { reason, wait_ms, tries } });
  }
});
