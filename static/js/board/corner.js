/**
 * The grown-up corner: a note that is written and not shown again, the card on listening, and the end.
 *
 * It shows nothing a child made, so it needs no PIN. Two taps, or two seconds: one tap by a child does nothing.
 */
import { signIn } from "./session.js";
import { blank, documentOf } from "./sitting.js";

const TWICE_MS = 700;
const HOLD_MS = 2000;

/** @param {{child: any, keeping: any, box: any}} own @returns {any} */
export function corner(own) {
  /** @type {ReturnType<typeof setTimeout> | undefined} */
  let hold;
  let tapped = 0;
  return {
    note: "",
    noteKept: false,
    cameFrom: "page",
    email: "",
    passphrase: "",
    signInSays: "",

    get managerWord() {
      return this.gate.manager || "my manager";
    },
    get keptWords() {
      return this.noteKept ? "Kept. It is not shown here again." : "";
    },
    get backWords() {
      if (this.onTablet) return this.keptHereWords;
      const here = this.waiting + this.needs;
      if (here > 0) return `Not sent yet: ${here}. Keep this page open.`;
      return this.noSignal ? "All is sent. The sign-in needs signal." : "";
    },
    /** For the child. What is still to be sent is for grown-ups, after their two taps and on the locked screen. */
    get keptHereWords() {
      if (!this.onlyHere) return "Your pages are kept.";
      return this.tapped ? "Not kept yet. Keep this page open." : "One moment.";
    },
    get toSendWords() {
      return this.waiting > 0 ? `Waiting to send: ${this.waiting}.` : "";
    },

    keyDown() {
      clearTimeout(hold);
      hold = setTimeout(() => this.openCorner(), HOLD_MS);
    },
    keyUp() {
      clearTimeout(hold);
    },
    keyTap() {
      const now = Date.now();
      const twice = now - tapped < TWICE_MS;
      tapped = twice ? 0 : now;
      if (twice) this.openCorner();
    },
    openCorner() {
      clearTimeout(hold);
      tapped = 0;
      if (this.view === "back") {
        this.leave();
        return;
      }
      this.cameFrom = this.view;
      this.keepPage();
      this.noteKept = false;
      this.turn("corner");
    },
    keepNote() {
      const words = this.note.trim();
      if (!words || !own.child || !own.keeping) return;
      const about = { child: own.child.child, band: this.band.band, ground: "", may_look: [] };
      own.keeping.note(documentOf("my_words", { ...blank(), words }, about));
      this.note = "";
      this.noteKept = true;
    },
    closeCorner() {
      this.keepNote();
      this.turn(this.cameFrom);
    },
    endToday() {
      this.keepNote();
      this.giveBack();
    },
    /** What waits goes in the name of whoever handed over, so only they can send it. */
    async signInAndSend() {
      this.signInSays = "";
      if (!own.child) return this.leave();
      try {
        const theirs = await signIn(this.email, this.passphrase, own.child.author);
        this.passphrase = "";
        if (!theirs) {
          this.signInSays = `These pages are ${this.workerWord}’s to send. Nothing is lost.`;
          return;
        }
        this.grownUp = true;
        await this.sendAgain();
      } catch (error) {
        const { offline, seconds } = /** @type {any} */ (error);
        if (offline) this.signInSays = "No signal yet. Nothing is lost.";
        else
          this.signInSays = seconds
            ? `Wait ${seconds} seconds, then try again.`
            : "That did not open. Check the words and try again.";
      }
    },
    /** What was refused while nobody was signed in is asked for once more. */
    async sendAgain() {
      for (const item of own.box.refused()) own.box.again(item.revision.id);
      await own.box.flush();
      this.whenSent();
      if (this.onlyHere) this.signInSays = "No signal yet. Nothing is lost.";
    },
  };
}
