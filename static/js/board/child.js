/** The board as a child holds it: one page at a time, four keys always in place, nothing chosen before they choose. */
import { newId } from "../writing/ids.js";
import { makeOutbox } from "../writing/outbox.js";
import { corner } from "./corner.js";
import { keys } from "./four_keys.js";
import { handPage } from "./hand_page.js";
import { keptPage } from "./kept_page.js";
import { makeKeeping } from "./keeping.js";
import { hashOfLetter } from "../sealing/letter_hash.js";
import { sealLetter } from "../sealing/letters.js";
import { lookPage } from "./look_page.js";
import { picture } from "./pictures.js";
import { arrive, whatIsHere } from "./arriving.js";
import { sendLetters, touch } from "./session.js";
import { watchLeaving } from "./leaving.js";
import { watchSecondTaps } from "./second_tap.js";
import { openSheet, show } from "./sheet.js";
import { blank, felt, screensOf, toggled, touched } from "./sitting.js";
import { say, watchVoices } from "./voice.js";
import { LIMIT } from "./drawing.js";

/** @typedef {import("./sitting.js").Screen} Screen */
/** @typedef {ReturnType<typeof makeOutbox> | ReturnType<import("./arriving.js").OnTablet["tabletBox"]>} Box */

const COVERS = "colour-";

/** What is neither shown nor reactive. */
function inside() {
  return {
    /** @type {import("./session.js").Child | null} */ child: null,
    /** @type {ReturnType<typeof makeKeeping> | null} */ keeping: null,
    /** what keeps pages on a tablet with a vault @type {import("./arriving.js").OnTablet | null} */ here: null,
    /** the child after this one @type {import("./following.js").Envelope | null} */ following: null,
    /** @type {Box | null} */ box: null,
    /** @type {ReturnType<typeof openSheet> | null} */ sheet: null,
    /** what stood in the book before the child touched it */
    asItWas: "",
  };
}

/** Joins the parts of the board without running their getters. @param {...object} parts */
function joined(...parts) {
  return Object.defineProperties({}, Object.assign({}, ...parts.map((part) => Object.getOwnPropertyDescriptors(part))));
}

/** @param {any} boards the exported boards */
export function board(boards) {
  const own = inside();
  return joined(pages(boards, own), keys(own), keptPage(own), handPage(), lookPage(), corner(own));
}

/** What is on the screen. @param {any} boards @param {ReturnType<typeof inside>} own */
function pages(boards, own) {
  return /** @type {any} */ ({
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
      this.screens = screensOf(this.band, this.gate.pages);
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

    get screen() {
      return (
        this.screens[this.at] || {
          page: "",
          layout: "",
          title: "",
          lead: "",
          asks: "",
          tiles: [],
          lines: [],
          parts: [],
          stone: 0,
          ground: "cream",
          single: false,
          faces: false,
        }
      );
    },
    get layout() {
      return this.view === "page" ? this.screen.layout : "";
    },
    get answer() {
      return this.answers[this.screen.page] || blank();
    },
    get ground() {
      return this.gate.ground || this.screen.ground;
    },
    get cover() {
      const code = (this.answers.book ? this.answers.book.chosen : []).find((/** @type {string} */ one) =>
        one.startsWith(COVERS),
      );
      return code ? code.slice(COVERS.length) : "plum";
    },
    get bodyClass() {
      if (this.view === "corner") return "paper corner";
      const style = { pictures: "nowords with-core", few: "with-core" }[/** @type {string} */ (this.gate.style)] || "";
      const plain = this.gate.ground === "stone" ? "plain" : "";
      return `ground-${this.ground} cover-${this.cover} ${style} ${plain} ${this.screen.layout}-page`;
    },
    /** A child of few words, or of none, has the same six at hand on every page. */
    get withCore() {
      return ["pictures", "few"].includes(this.gate.style);
    },
    get lead() {
      return this.paperFull ? "The paper is full." : this.screen.lead.replace("{worker}", this.gate.worker);
    },
    /** What was said to the grown-up is closed again, and is kept. */
    get told() {
      const said = !this.saying && !this.paperFull && this.answers.tell && this.answers.tell.words.trim();
      return said ? "Your words are in your book." : this.lead;
    },
    get stones() {
      const count = this.screens.length ? this.screens[this.screens.length - 1].stone + 1 : 0;
      return Array.from({ length: count }, (_, stone) => ({
        done: stone < this.screen.stone,
        here: stone === this.screen.stone,
      }));
    },
    get ownPicture() {
      const chosen = this.answers.book ? this.answers.book.own_picture[0] : "";
      return chosen ? picture(chosen) : "";
    },
    get coverPicture() {
      return this.ownPicture || picture("my-book");
    },
    get callMe() {
      return (this.answers.book && this.answers.book.call_me.trim()) || this.gate.child;
    },
    get isLast() {
      return this.at === this.screens.length - 1;
    },
    get nextWord() {
      return this.band ? this.band.keys[this.isLast ? "done" : "next"] : "";
    },
    get workerWord() {
      return this.gate.worker || "your grown-up";
    },
    get inScene() {
      return this.screen.tiles
        .filter((/** @type {any} */ tile) => this.has(tile.code) && tile.code !== "something-else")
        .map((/** @type {any} */ tile) => ({ ...tile, place: `in in-${tile.code}` }));
    },
    get tones() {
      return ["0", "1", "2", "3", "4", "5"];
    },

    /** @param {string} name @param {string} [tone] */
    src(name, tone) {
      return picture(name, tone || "");
    },
    /** The answer of this page, made when it is first needed. */
    writing() {
      const page = this.screen.page;
      if (!this.answers[page]) this.answers[page] = blank();
      return this.answers[page];
    },
    /** @param {string} code */
    has(code) {
      return this.answer.chosen.includes(code);
    },
    /** @param {string} code */
    choose(code) {
      const answer = this.writing();
      answer.chosen = toggled(
        answer.chosen,
        code,
        this.screen.single,
        this.screen.tiles.map((/** @type {any} */ tile) => tile.code),
      );
    },
    /** @param {string} code */
    chooseCover(code) {
      const answer = this.writing();
      answer.chosen = toggled(
        answer.chosen,
        code,
        true,
        this.band.covers.map((/** @type {any} */ tile) => tile.code),
      );
    },
    /** A word that is always there may be said on any page. @param {string} code */
    chooseCore(code) {
      const answer = this.writing();
      answer.chosen = toggled(answer.chosen, code, false, []);
    },
    /** @param {string} code */
    coverClass(code) {
      return `cover-${code.slice(COVERS.length)}`;
    },
    /** @param {string} code */
    spotClass(code) {
      return `s-${code.replace("_", "-")}${this.part === code ? " on" : ""}`;
    },
    /** The picture of somebody, in the skin tone chosen once. @param {string} code @param {string} name */
    toned(code, name) {
      return picture(name, this.band.tones.includes(code) ? this.tone : "");
    },
    stay() {
      touch();
    },
    /** @param {string} code */
    hasOwn(code) {
      return this.answer.own_picture.includes(code);
    },
    /** @param {string} code */
    chooseOwn(code) {
      const answer = this.writing();
      answer.own_picture = answer.own_picture.includes(code) ? [] : [code];
    },
    /** @param {string} code */
    onBody(code) {
      return this.answer.body.some((/** @type {any} */ spot) => spot.part === code);
    },
    /** @param {string} code */
    touchBody(code) {
      const answer = this.writing();
      if (this.onBody(code) && this.part !== code) {
        this.part = code;
        return;
      }
      answer.body = touched(answer.body, code);
      this.part = this.onBody(code) ? code : "";
    },
    /** @param {string} code */
    feels(code) {
      return this.answer.body.some((/** @type {any} */ spot) => spot.part === this.part && spot.feeling === code);
    },
    /** @param {string} code */
    feel(code) {
      const answer = this.writing();
      answer.body = felt(answer.body, this.part, code);
    },
    /** @param {SVGSVGElement} svg */
    paper(svg) {
      own.sheet = openSheet(svg, {
        text: this.answer.drawing,
        limit: LIMIT,
        crayon: () => this.crayon,
        full: () => {
          this.paperFull = true;
        },
        changed: (text) => {
          this.writing().drawing = text;
          this.paperFull = false;
          touch();
        },
      });
    },
    /** @param {Element} svg @param {string} text */
    drawn(svg, text) {
      show(svg, text);
    },
    takeBackLine() {
      own.sheet?.takeBack();
    },
    /** @param {string} code */
    takeCrayon(code) {
      this.crayon = code;
    },
    sayIt() {
      this.saying = !this.saying;
      if (!this.saying) this.keepAnswer();
    },

    hear() {
      const tiles = this.screen.tiles.map((/** @type {any} */ tile) => tile.words);
      const lines = this.screen.lines.map((/** @type {any} */ line) => line.words);
      say(
        [
          this.screen.title,
          this.screen.layout === "tell" ? this.told : this.lead,
          ...lines,
          this.screen.asks,
          ...tiles,
        ].filter((words) => words),
      );
    },
  });
}
