// What every screen that asks for words shares: the field, one answer for every refusal, and a wait that grows.

import { ApiError } from "../session/api.js";
import { together } from "./together.js";

const WRONG = "That did not open. Check the words and try again.";
const NO_SIGNAL = "No signal. This needs signal; nothing is lost.";
const LONGEST_WAIT_S = 900;

// The server lets an account wait 1, 2, 4 … seconds after each failure and refuses even the right words until then,
// with the same answer: counting here as it counts there is what keeps a tired worker from a longer wait.
let misses = 0;

/** A field for a secret, whose key *Show* lets it be read over before it is given. */
export function secret() {
  return {
    passphrase: "",
    shown: false,
    get fieldType() {
      return this.shown ? "text" : "password";
    },
    get showWord() {
      return this.shown ? "Hide" : "Show";
    },
    get pressed() {
      return this.shown ? "true" : "false";
    },
    show() {
      this.shown = !this.shown;
    },
    forget() {
      this.passphrase = "";
      this.shown = false;
    },
  };
}

/** What both share: two fields, the words for a refusal, and a wait that grows and is counted aloud. @param {object} own */
export function asking(own) {
  const shared = {
    mail: "",
    busy: false,
    failed: "",
    wait: 0,
    timer: 0,
    focusId: "",
    wordsId: "",
    init() {
      queueMicrotask(() => document.getElementById(this.focusId)?.focus());
    },
    destroy() {
      clearInterval(this.timer);
    },
    async open() {},
    get words() {
      if (!this.wait) return this.failed;
      return `${this.failed} You can try in ${this.wait} ${this.wait === 1 ? "second" : "seconds"}.`;
    },
    get held() {
      return this.busy || this.wait > 0;
    },
    /** @this {any} */
    async submit() {
      if (this.held || !this.passphrase) return;
      this.busy = true;
      this.failed = "";
      try {
        await this.open();
        misses = 0;
      } catch (error) {
        this.refused(/** @type {any} */ (error));
      } finally {
        this.busy = false;
        this.forget();
      }
    },
    /** @param {ApiError} error the same words whoever it was and whatever was wrong */
    refused(error) {
      if (!(error instanceof ApiError)) throw error;
      if (error.offline) {
        this.failed = NO_SIGNAL;
        return;
      }
      misses += 1;
      this.failed = WRONG;
      const here = Math.min(2 ** (misses - 1), LONGEST_WAIT_S);
      this.count(Math.max(error.seconds, here));
      document.getElementById(this.wordsId)?.focus();
    },
    /** @param {number} seconds */
    count(seconds) {
      clearInterval(this.timer);
      this.wait = seconds;
      if (!seconds) return;
      this.timer = setInterval(() => {
        this.wait -= 1;
        if (this.wait <= 0) clearInterval(this.timer);
      }, 1000);
    },
  };
  return together(secret(), shared, own);
}
