// The keys of the bottom bar: a section says what its main key is called and does.

import Alpine from "@alpinejs/csp";

/** @typedef {{words: string, run: () => void, icon?: string, off?: boolean}} Key */

// A key that is not there has no words: it is never null, because Alpine reads it once more while taking it away.
const NONE = { words: "", icon: "", off: false, run() {} };

export const foot = Alpine.reactive({
  /** @type {Key} */ main: NONE,
  /** @type {Key} */ second: NONE,
  /** @type {(() => void) | null} */ note: null,
  press() {
    this.main.run();
  },
  pressSecond() {
    this.second.run();
  },
  pressNote() {
    this.note?.();
  },
});

/** @param {{main?: Key | null, second?: Key | null, note?: (() => void) | null}} keys what is left out is taken away */
export function setFoot(keys) {
  foot.main = { ...NONE, ...keys.main };
  foot.second = { ...NONE, ...keys.second };
  foot.note = keys.note ?? null;
}

export function clearFoot() {
  setFoot({});
}
