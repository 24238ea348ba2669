/** The board as a child holds it (child-facing page): one page at a time, four keys that never move, nothing chosen before they choose. */
import { together } from "../shell/together.js";
import { newId } from "../writing/ids.js";
import { makeOutbox } from "../writing/outbox.js";
import { corner } from "./corner.js";
import { fourKeys } from "./four_keys.js";
import { handPage } from "./hand_page.js";
import { keptPage } from "./kept_page.js";
import { makeKeeping } from "./keeping.js";
import { hashOfLetter } from "../sealing/letter_hash.js";
import { sealLetter } from "../sealing/letters.js";
import { lookPage } from "./look_page.js";
import { answering } from "./page_answers.js";
import { shownBook, shownPage } from "./page_shown.js";
import { arrive, whatIsHere } from "./arriving.js";
import { sendLetters } from "./session.js";
import { watchLeaving } from "./leaving.js";
import { watchSecondTaps } from "./second_tap.js";
import { blank, screensOf } from "./sitting.js";
import { watchVoices } from "./voice.js";

/** @typedef {import("./sitting.js").Screen} Screen */
/** @typedef {ReturnType<typeof makeOutbox> | ReturnType<import("./arriving.js").OnTablet["tabletBox"]>} Box */

/** What is neither shown nor reactive. */
function inside() {
  return {
    /** @type {import("./session.js").Child | null} */ child: null,
    /** @type {ReturnType<typeof makeKeeping> | null} */ keeping: null,
    /** what keeps pages on a tablet with a vault @type {import("./arriving.js").OnTablet | null} */ here: null,
    /** the child after this one @type {import("./following.js").Envelope | null} */ following: null,
    /** @type {Box | null} */ box: null,
    /** @type {ReturnType<typeof import("./paper.js").openPaper> | null} */ paper: null,
    /** what stood in the book before the child touched it */
    asItWas: "",
  };
}

/** @param {any} boards the exported boards */
export function board(boards) {
  const own = inside();
  return together(
    atFirst(),
    begins(boards, own),
    shownPage(),
    shownBook(),
    answering(own),
    fourKeys(own),
    keptPage(own),
    handPage(),
    lookPage(),
    corner(own),
  );
}

/** What the board is before anything came. */
function atFirst() {
  return {
    /** loading · give · page · break · stop · corner · person · back */
    view: "loading",
    at: 0,
    /** @type {Screen[]} */ screens: [],
    /** @type {Record<string, any>} */ answers: {},
    /** @type {any} */ band: null,
    /** @type {any} */ gate: {
      child: "",
      worker: "",
      style: "few",
      ground: "",
      manager: "",
      people: [],
      cover: "",
      own_picture: "",
    },
    canSpeak: false,
    crayon: "black",
    part: "",
    waiting: 0,
    needs: 0,
    /** letters that are made and not yet in the outbox: the session may not end before them */
    handing: 0,
    /** kept is on the tablet, and not in this page alone */
    onTablet: false,
    saying: false,
    paperFull: false,
  };
}

/** How the board comes to its pages. @param {any} boards @param {ReturnType<typeof inside>} own */
function begins(boards, own) {
  return /** @type {any} */ ({
    async init() {
      watchVoices((can) => {
        this.canSpeak = can;
      });
      addEventListener("popstate", () => this.backToCover());
      watchSecondTaps(document, () => performance.now(), ".key");
      watchLeaving({
        keep: () => this.keepAnswer(),
        keepAll: () => this.keepEverything(),
        onlyHere: () => this.onlyHere,
      });
      try {
        own.here = await whatIsHere();
        const { child, following } = await arrive(own.here);
        own.child = child;
        own.following = following;
      } catch (error) {
        // Only without an answer may a child's session still be open; else there is none to end.
        this.ended = Promise.resolve(/** @type {any} */ (error).offline !== true);
        this.view = "back";
        this.onTablet = own.here !== null;
      }
      own.here?.keepMeeting();
      if (own.child) this.start(own.child);
    },
    /** @param {import("./session.js").Child} child */
    start(child) {
      this.gate = child.gate;
      this.band = boards.bands[this.gate.band];
      this.screens = screensOf(this.band, this.gate.pages, this.gate.ready ?? []);
      const cover = { ...blank(), call_me: this.gate.call_me || this.gate.child };
      if (this.gate.own_picture) cover.own_picture = [this.gate.own_picture];
      if (this.gate.cover) cover.chosen = [this.gate.cover];
      this.answers = { book: cover, tell: blank() };
      own.asItWas = JSON.stringify(cover);
      const box = this.boxFor(child);
      own.box = box;
      own.keeping = makeKeeping(child, {
        seal: sealLetter,
        newId,
        now: () => Date.now(),
        made: (letters) => {
          this.handing += letters;
        },
        add: async (letters) => {
          await box.add(letters);
          this.handing -= letters.length;
          if (this.view === "back") this.whenSent();
        },
      });
      this.view = "give";
    },
    /** On a tablet with a vault what is kept outlives the page; elsewhere it is in its memory until it is sent.
     * @param {import("./session.js").Child} child */
    boxFor(child) {
      if (own.here && child.device) {
        this.onTablet = true;
        return own.here.tabletBox(child.device, (waiting) => {
          this.waiting = waiting;
        });
      }
      return makeOutbox({
        post: sendLetters,
        hash: (letter) => hashOfLetter(/** @type {any} */ (letter)),
        author: () => child.author,
        now: () => Date.now(),
        later: (run, ms) => setTimeout(run, ms),
        changed: (state) => {
          this.waiting = state.waiting;
          this.needs = state.needs;
          if (this.view === "back") this.whenSent();
        },
      });
    },
  });
}
