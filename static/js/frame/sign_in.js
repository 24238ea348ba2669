// The screens where words are asked for: signing in, opening this tablet, and lifting the cover. One answer for every refusal.

import { cover, lift } from "../shell/cover.js";
import { asking } from "../shell/asking.js";
import { replace, screen } from "../shell/screens.js";
import { needsMail, openAgain, session, signIn, signInAgain } from "../session/session.js";
import { tablet } from "../session/tablet.js";
import { findTablet, vaultPage } from "../vault/door.js";

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
