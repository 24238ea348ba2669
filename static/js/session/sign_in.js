// The places where words are asked for: signing in, opening this tablet, and lifting the cover. One answer for every refusal.

import { ApiError } from "./api.js";
import { cover, lift } from "../shell/cover.js";
import { together } from "../shell/together.js";
import { replace, screen } from "../shell/screens.js";
import { needsMail, openAgain, session, signIn, signInAgain } from "./session.js";
import { findTablet, tablet, vaultPage } from "./tablet.js";

const WRONG = "That did not open. Check the words and try again.";
const NO_SIGNAL = "No signal. This needs signal; nothing is lost.";
const LONGEST_WAIT_S = 900;

// The server lets an account wait 1, 2, 4 … seconds after each failure and refuses even the right words until then,
// with the same answer: counting here as it counts there is what keeps a tired worker from a longer wait.
let misses = 0;

/** @param {any} Alpine @param {{signedIn: () => void, ready: () => void}} next */
export function register(Alpine, next) {
  Alpine.data("signIn", () =>
    asking({
      focusId: "mail",
      wordsId: "words",
      /** @this {any} */
      async open() {
        await signIn(this.mail, this.passphrase);
        await openTablet(this.passphrase);
        next.signedIn();
      },
      here() {
        replace({ screen: "unlock" });
      },
      get gone() {
        return tablet.expired;
      },
      get goneWords() {
        return goneWords();
      },
    }),
  );
  Alpine.data("unlock", () =>
    asking(
      /** @type {any} */ ({
        focusId: "here-words",
        wordsId: "here-words",
        passkey: false,
        /** @this {any} */
        async init() {
          if (!tablet.here) await findTablet();
          this.passkey = tablet.here && (await vaultPage()).opensByPasskey();
          queueMicrotask(() => document.getElementById(this.passkey ? "here-pin" : "here-words")?.focus());
          // While words are typed there is time for what a plan is drawn with; afterwards somebody waits for it.
          if (tablet.here) next.ready();
        },
        get opens() {
          return tablet.here;
        },
        get nothing() {
          return !tablet.here && !tablet.expired;
        },
        get gone() {
          return tablet.expired;
        },
        get goneWords() {
          return goneWords();
        },
        get byWords() {
          return !this.passkey;
        },
        get byPasskey() {
          return this.passkey;
        },
        get waitingWords() {
          return waitingHere();
        },
        away() {
          replace({ screen: "sign-in" });
        },
        /** @this {any} */
        async open() {
          await (await vaultPage()).unlock(this.passkey ? { pin: this.passphrase } : { words: this.passphrase });
          next.signedIn();
        },
      }),
    ),
  );
  Alpine.data("signSheet", () =>
    asking({
      focusId: "sign-words",
      wordsId: "sign-words",
      mail: tablet.mail,
      /** @this {any} */
      async open() {
        await signInAgain(this.mail, this.passphrase);
        screen.sheet = "";
        next.signedIn();
      },
    }),
  );
  Alpine.data("again", () =>
    asking({
      focusId: "again-words",
      wordsId: "again-words",
      get needsMail() {
        return needsMail();
      },
      get byPin() {
        return byPin();
      },
      get byWords() {
        return !byPin();
      },
      back() {
        cover.asking = false;
      },
      /** @this {any} */
      async open() {
        if (byPin()) return this.openByPin();
        await openAgain(this.passphrase, this.mail);
        await openTablet(this.passphrase);
        lift();
        if (!session.ended) next.signedIn();
      },
      /** @this {any} Five tries; then the tablet is locked, and its page is loaded anew. */
      async openByPin() {
        const left = await (await vaultPage()).lift(this.passphrase);
        if (left)
          this.failed = `That did not open. ${left} ${left === 1 ? "try" : "tries"} left; after that it takes the passphrase.`;
        else lift();
      },
    }),
  );
}

/** A PIN lifts the cover of an open tablet; an ended session asks for more. */
function byPin() {
  return tablet.open && !session.ended;
}

/** What waits here needs no key to be sent, and is named before anything is opened. */
function waitingHere() {
  const count = tablet.waiting;
  return count ? `${count} waiting to send. They go when there is signal, also while this is locked.` : "";
}

/** Reading has ended here: its time was over, or it was marked as lost. What was written is never part of that. */
function goneWords() {
  return `These plans have left this tablet. What you wrote is safe${tablet.waiting ? " and still waiting" : ""}.`;
}

/** The words that sign in open this tablet too, if it is the same person's. @param {string} passphrase */
async function openTablet(passphrase) {
  if (!tablet.here || tablet.open) return;
  try {
    await (await vaultPage()).unlock({ words: passphrase }, session.person?.id);
  } catch {
    // It opens by other words or a passkey: signing in does not depend on it.
  }
}

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
