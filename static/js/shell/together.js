/** Several parts made one object for the binding (Alpine mixin): not spread, which would read each getter once and for ever. */

/** @param {any[]} parts @returns {any} */
export function together(...parts) {
  return Object.defineProperties({}, Object.assign({}, ...parts.map((part) => Object.getOwnPropertyDescriptors(part))));
}
