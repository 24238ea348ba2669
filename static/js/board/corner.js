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
    email: "",
    passphrase: "",
    signInSays: "",

    get managerWord() { return this.gate.manager || "my manager"; },
    get keptWords() { return this.noteKept ? "Kept. It is not shown here again." : ""; },
    get backWords() {
      if (this.waiting === 0) return "";
      return `Not sent yet: ${this.waiting}. Keep this page open.`;
    },

    keyDown() {
      clearTimeout(hold);
      hold = setTimeout(() => this.openCorner(), HOLD_MS);
    },
    keyUp() { clearTimeout(hold); },
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
      this.turn("page");
    },
    endToday() {
      this.keepNote();
      this.giveBack();
    },
    async signInAndSend() {
      this.signInSays = "";
      try {
        await signIn(this.email, this.passphrase);
        this.passphrase = "";
        this.stayed = false;
        await own.box?.flush();
      } catch (error) {
        const offline = /** @type {any} */ (error).offline === true;
        this.signInSays = offline ? "No signal yet. Nothing is lost." : "That did not open. Check the words and try again.";
      }
    },
  };
}
