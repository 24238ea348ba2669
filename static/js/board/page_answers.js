/** What a child does on a page: choosing, touching the body, drawing, and saying it to the grown-up. */
import { LIMIT } from "./drawing.js";
import { touch } from "./session.js";
import { openPaper, show } from "./paper.js";
import { blank, felt, toggled, touched } from "./sitting.js";

/** @param {{paper: ReturnType<typeof openPaper> | null}} own what is neither shown nor reactive */
export function answering(own) {
  return /** @type {any} */ ({
    /** The answer of this page, made when it is first needed. */
    writing() {
      const page = this.screen.page;
      if (!this.answers[page]) this.answers[page] = blank();
      return this.answers[page];
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
    stay() {
      touch();
    },
    /** @param {string} code */
    chooseOwn(code) {
      const answer = this.writing();
      answer.own_picture = answer.own_picture.includes(code) ? [] : [code];
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
    feel(code) {
      const answer = this.writing();
      answer.body = felt(answer.body, this.part, code);
    },

    /** @param {SVGSVGElement} svg */
    paper(svg) {
      own.paper = openPaper(svg, {
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
      own.paper?.takeBack();
    },
    /** @param {string} code */
    takeCrayon(code) {
      this.crayon = code;
    },
    sayIt() {
      this.saying = !this.saying;
      if (!this.saying) this.keepAnswer();
    },
  });
}
