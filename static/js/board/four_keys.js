/** Stop, Break, I don't know and Next, and the two ways in and out of the board. */
import { markOpened } from "../shell/covered.js";
import { endChild, touch } from "./session.js";
import { blank } from "./sitting.js";
import { hush } from "./voice.js";

/** @param {{child: any, keeping: any, box: any, here: any, following: any, paper: any}} own @returns {any} */
export function fourKeys(own) {
  return {
    childIsHere() {
      // A step of its own, so that Back lands on the cover and never on what was open before.
      history.pushState(null, "");
      this.turn("page");
    },
    backToCover() {
      if (this.view === "back" || this.view === "loading") return;
      // A note left open in the corner would be read by whoever opens the corner next.
      this.keepNote();
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
      this.letLook();
      if (this.isLast) return this.giveBack();
      this.at += 1;
      this.turn("page");
    },
    dontKnow() {
      const answer = this.writing();
      answer.dont_know = answer.dont_know ? "" : "yes";
    },
    get unsure() {
      return this.answer.dont_know === "yes";
    },
    rest() {
      this.keepPage();
      this.turn("break");
    },
    halt() {
      this.keepPage();
      this.turn("stop");
    },
    goOn() {
      this.turn("page");
    },
    async giveBack() {
      if (this.view === "back") return;
      this.keepPage();
      const keeping = own.keeping;
      this.handing += 1;
      this.turn("back");
      if (keeping) await keeping.sealed();
      // From here on nothing that can be read is on this page.
      keeping?.forget();
      this.forget();
      this.handing -= 1;
      this.whenSent();
    },
    /** Only the colour of the book and whom to give the tablet to are still needed. */
    forget() {
      const chosen = this.answers.book ? this.answers.book.chosen : [];
      this.answers = { book: { ...blank(), chosen } };
      this.screens = [];
      this.at = 0;
      this.note = this.lookName = this.named = "";
      this.forgetPerson();
      this.gate = { ...this.gate, child: "", manager: "", call_me: "", own_picture: "", people: [] };
      own.paper = null;
    },
    get onlyHere() {
      return this.handing > 0 || (!this.onTablet && this.waiting + this.needs > 0);
    },
    /** Nothing is open any more as soon as everything is with the server, or on the tablet. */
    whenSent() {
      if (this.onlyHere || !own.child) return;
      own.child = null;
      // A grown-up who has just given their words need not give them twice.
      if (this.grownUp) {
        markOpened();
        location.replace("/");
      } else this.ended = endChild();
    },
    /** A grown-up takes over: to the sign-in, unless something would be lost. */
    async leave() {
      if (this.onlyHere) {
        this.stayed = !this.onTablet;
        this.tapped = true;
        own.box?.flush();
        return;
      }
      this.whenSent();
      if (own.here) return this.leaveTablet();
      if ((await this.ended) || (await endChild())) location.replace("/");
      else this.noSignal = true;
    },
    /** The cookie may open something still, and there may be no signal to end it: the next page does that before all else. */
    async leaveTablet() {
      if (own.following && !this.asksNext) {
        this.asksNext = true;
        return;
      }
      await own.here.markGiven().catch(() => {});
      location.replace("/");
    },
    /** The grown-up goes on to the next child: another document, with nothing of this one in it. */
    async nextChild() {
      const envelope = own.following;
      own.following = null;
      await own.here.markGiven().catch(() => {});
      if (envelope && (await own.here.handOn(envelope))) location.replace("/board");
      else this.nextIsGone = true;
    },
    tapped: false,
    asksNext: false,
    nextIsGone: false,
    ended: Promise.resolve(false),
    stayed: false,
    noSignal: false,
    grownUp: false,
  };
}
