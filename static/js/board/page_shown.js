/** What of a page is drawn: the page, its words, the stones of the way, and the book. Nothing here changes anything. */
import { picture } from "./pictures.js";
import { say } from "./voice.js";
import { blank } from "./sitting.js";

const COVERS = "colour-";
/** What stands where there is no page. */
const NO_SCREEN = {
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
};

/** The page in front of the child. */
export function shownPage() {
  return /** @type {any} */ ({
    get screen() {
      return this.screens[this.at] || NO_SCREEN;
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
    get lead() {
      return this.paperFull ? "The paper is full." : this.screen.lead.replace("{worker}", this.gate.worker);
    },
    /** What was said to the grown-up is closed again, and is kept. */
    get told() {
      const said = !this.saying && !this.paperFull && this.answers.tell?.words.trim();
      return said ? "Your words are in your book." : this.lead;
    },
    get stones() {
      const count = (this.screens.at(-1)?.stone ?? -1) + 1;
      return Array.from({ length: count }, (_, stone) => ({
        done: stone < this.screen.stone,
        here: stone === this.screen.stone,
      }));
    },
    get isLast() {
      return this.at === this.screens.length - 1;
    },
    get nextWord() {
      return this.band ? this.band.keys[this.isLast ? "done" : "next"] : "";
    },
    get inScene() {
      return this.screen.tiles
        .filter((/** @type {any} */ tile) => this.has(tile.code) && tile.code !== "something-else")
        .map((/** @type {any} */ tile) => ({ ...tile, css: `in in-${tile.code}` }));
    },

    /** @param {string} code */
    spotClass(code) {
      return `s-${code.replace("_", "-")}${this.part === code ? " on" : ""}`;
    },
    /** @param {string} code */
    onBody(code) {
      return this.answer.body.some((/** @type {any} */ spot) => spot.part === code);
    },
    /** @param {string} code */
    feels(code) {
      return this.answer.body.some((/** @type {any} */ spot) => spot.part === this.part && spot.feeling === code);
    },
    /** @param {string} code */
    has(code) {
      return this.answer.chosen.includes(code);
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

/** Whose book it is: its colour, its picture, its name, and how the whole screen is dressed for them. */
export function shownBook() {
  return /** @type {any} */ ({
    get cover() {
      const code = this.answers.book?.chosen.find((/** @type {string} */ one) => one.startsWith(COVERS));
      return code ? code.slice(COVERS.length) : "plum";
    },
    /** @param {string} code */
    coverClass(code) {
      return `cover-${code.slice(COVERS.length)}`;
    },
    get ownPicture() {
      const chosen = this.answers.book?.own_picture[0];
      return chosen ? picture(chosen) : "";
    },
    get coverPicture() {
      return this.ownPicture || picture("my-book");
    },
    get callMe() {
      return this.answers.book?.call_me.trim() || this.gate.child;
    },
    get bodyClass() {
      if (this.view === "corner") return "paper corner";
      const style = { pictures: "nowords with-core", few: "with-core" }[/** @type {string} */ (this.gate.style)] || "";
      const plain = this.gate.ground === "stone" ? "plain" : "";
      return `ground-${this.ground} cover-${this.cover} ${style} ${plain} ${this.screen.layout}-page`;
    },
    /** The picture of somebody, in the skin tone chosen once. @param {string} code @param {string} name */
    toned(code, name) {
      return picture(name, this.band.tones.includes(code) ? this.tone : "");
    },
    /** @param {string} code */
    hasOwn(code) {
      return this.answer.own_picture.includes(code);
    },
    get tones() {
      return ["0", "1", "2", "3", "4", "5"];
    },
    get workerWord() {
      return this.gate.worker || "your grown-up";
    },
    /** A child of few words, or of none, has the same six at hand on every page. */
    get withCore() {
      return ["pictures", "few"].includes(this.gate.style);
    },
    /** @param {string} name @param {string} [tone] */
    src(name, tone) {
      return picture(name, tone || "");
    },
  });
}
