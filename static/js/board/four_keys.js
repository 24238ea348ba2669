/** Stop, Break, I don't know and Next, and the two ways in and out of the board. */
import { endChild, touch } from "./session.js";
import { blank } from "./sitting.js";
import { hush } from "./voice.js";

/** @param {{child: any, keeping: any, box: any}} own @returns {any} */
export function keys(own) {
  return {
    childIsHere() {
      // A step of its own, so that Back lands on the cover and never on what was open before.
      history.pushState(null, "");
      this.turn("page");
    },
    backToCover() {
      if (this.view === "back" || this.view === "loading") return;
      this.keepPage();
      history.pushState(null, "");
      this.turn("give");
    },
    /** @param {string} view */
    turn(view) {
      hush();
      touch();
      this.view = view;
      this.part = "";
      this.saying = false;
      this.paperFull = false;
      this.resetPage();
      this.$nextTick(() => document.querySelector("h1")?.focus());
    },
    next() {
      this.keepPage();
      if (this.isLast) return this.giveBack();
      this.at += 1;
      this.turn("page");
    },
    dontKnow() {
      const answer = this.writing();
      answer.dont_know = answer.dont_know ? "" : "yes";
    },
    get unsure() { return this.answer.dont_know === "yes"; },
    rest() {
      this.keepPage();
      this.turn("break");
    },
    halt() {
      this.keepPage();
      this.turn("stop");
    },
    goOn() { this.turn("page"); },
    async giveBack() {
      this.keepPage();
      const keeping = own.keeping;
      this.turn("back");
      if (keeping) await keeping.sealed();
      // From here on nothing that can be read is on this page.
      keeping?.forget();
      this.answers = { book: { ...blank(), chosen: this.answers.book ? this.answers.book.chosen : [] } };
      this.screens = [];
      this.at = 0;
      this.whenSent();
    },
    /** Nothing is open any more as soon as everything is with the server. */
    whenSent() {
      if (this.waiting || this.needs || !own.child) return;
      own.child = null;
      this.ended = endChild();
    },
    /** A grown-up takes over: to the sign-in, unless something would be lost. */
    async leave() {
      if (this.waiting || this.needs) {
        this.stayed = true;
        own.box?.flush();
        return;
      }
      this.whenSent();
      await this.ended;
      location.replace("/");
    },
    ended: Promise.resolve(),
    stayed: false,
  };
}
