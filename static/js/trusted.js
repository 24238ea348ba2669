// The one policy this page may make: addresses of our own scripts, for the two sorts of worker. Nothing else passes.

const OURS = /^\/(sw\.js|static\/dist\/[\w.-]+\.js)$/;

/** @param {string} path @returns {string} */
function ours(path) {
  if (!OURS.test(path)) throw new TypeError("not one of our scripts");
  return path;
}

const policy = window.trustedTypes?.createPolicy("sp", { createScriptURL: ours });

/** @param {string} path @returns {string} what register() and new Worker() take where Trusted Types are enforced */
export function scriptUrl(path) {
  return /** @type {any} */ (policy ? policy.createScriptURL(path) : ours(path));
}
