// The one Trusted Types policy (`trusted-types sp`): what may be started as a script is our own build and nothing else.

const OURS = /^\/(?:static\/dist\/[\w.-]+\.js|sw\.js)$/;

/** @type {{createScriptURL: (url: string) => any} | undefined} */
let policy;

/** @param {string} url @returns {any} the same address, as the browser wants it */
export function scriptURL(url) {
  // A policy's name can be taken once. A browser without policies takes the text, checked just the same.
  policy ??= window.trustedTypes
    ? window.trustedTypes.createPolicy("sp", { createScriptURL: checked })
    : { createScriptURL: checked };
  return policy.createScriptURL(url);
}

/** @param {string} url */
function checked(url) {
  if (!OURS.test(url)) throw new TypeError("not a script of ours");
  return url;
}
