// The two places where a passphrase is asked for: signing in, and opening what was covered. One answer for every refusal.

import Alpine from "@alpinejs/csp";
import { ApiError } from "./api.js";
import { cover, lift } from "./cover.js";
import { needsMail, openAgain, session, signIn } from "./session.js";

const WRONG = "That did not open. Check the words and try again.";
const NO_SIGNAL = "No signal. This needs signal; nothing is lost.";
const LONGEST_WAIT_S = 900;

// The server lets an account wait 1, 2, 4 … seconds after each failure and refuses even the right words until then,
// with the same answer: counting here as it counts there is what keeps a tired worker from a longer wait.
let misses = 0;

const tablet = Alpine.reactive({ /** @type {(() => void) | null} */ open: null });

/**
 * Say what opens without signal; the line beneath the sign-in is there only while something does.
 * @param {(() => void) | null} open null when nothing is on this tablet
 */
export function offerTablet(open) {
  tablet.open = open;
}

/** @param {any} alpine @param {{signedIn: () => void}} next */
export function register(alpine, next) {
  alpine.data("signIn", () => asking({
    focusId: "mail", wordsId: "words",
    get mayOpenHere() { return tablet.open !== null; },
    openHere() { tablet.open?.(); },
    /** @this {any} */
    async open() {
      await signIn(this.mail, this.passphrase);
      next.signedIn();
    },
  }));
  alpine.data("again", () => asking({
    focusId: "again-words", wordsId: "again-words",
    get needsMail() { return needsMail(); },
    back() { cover.asking = false; },
    /** @this {any} */
    async open() {
      await openAgain(this.passphrase, this.mail);
      lift();
      if (!session.ended) next.signedIn();
    },
  }));
}

/** What both share: two fields, the words for a refusal, and a wait that grows and is counted aloud. @param {object} own */
function asking(own) {
  const shared = {
    mail: "", passphrase: "", shown: false, busy: false, failed: "", wait: 0,
    timer: 0, focusId: "", wordsId: "",
    init() { queueMicrotask(() => document.getElementById(this.focusId)?.focus()); },
    destroy() { clearInterval(this.timer); },
    async open() {},
    get words() {
      if (!this.wait) return this.failed;
      return `${this.failed} You can try in ${this.wait} ${this.wait === 1 ? "second" : "seconds"}.`;
    },
    get fieldType() { return this.shown ? "text" : "password"; },
    get showWord() { return this.shown ? "Hide" : "Show"; },
    get pressed() { return this.shown ? "true" : "false"; },
    get held() { return this.busy || this.wait > 0; },
    show() { this.shown = !this.shown; },
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
        this.passphrase = "";
        this.shown = false;
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
  // Not spread: that would read each getter once and for ever.
  return Object.defineProperties(shared, Object.getOwnPropertyDescriptors(own));
}
