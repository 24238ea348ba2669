// The keys of the bottom bar: a section says what its main key is called and does.

import Alpine from "@alpinejs/csp";

/** @typedef {{words: string, run: () => void, icon?: string, off?: boolean}} Key */

export const foot = Alpine.reactive({
  /** @type {Key | null} */ main: null,
  /** @type {Key | null} */ second: null,
  /** @type {(() => void) | null} */ note: null,
  press() { this.main?.run(); },
  pressSecond() { this.second?.run(); },
  pressNote() { this.note?.(); },
});

/** @param {{main?: Key | null, second?: Key | null, note?: (() => void) | null}} keys what is left out is taken away */
export function setFoot(keys) {
  foot.main = whole(keys.main);
  foot.second = whole(keys.second);
  foot.note = keys.note ?? null;
}

export function clearFoot() {
  setFoot({});
}

// Every property is there: Alpine takes an absent one in an attribute for "set".
/** @param {Key | null} [key] */
function whole(key) {
  return key ? { icon: "", off: false, ...key } : null;
}
