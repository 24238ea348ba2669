/** The page "My hand": a person is named, drawn or picked, and stands on a finger; kept as said, whoever it is. */
import { isSomebody, nobody, onHand, ON_A_HAND, thanks } from "./hand.js";
import { openPaper } from "./paper.js";

// A face in a circle needs few lines; four whole drawings would not fit one page of the book.
const FACE_LIMIT = 4000;

/** @returns {any} */
export function handPage() {
  /** @type {ReturnType<typeof openPaper> | null} */
  let drawingOn = null;
  return {
    person: nobody(),
    way: "",
    tone: "",
    another: false,
    thanked: "",

    get hand() {
      return onHand(this.answer.people, this.another);
    },
    get handClass() {
      return `n-${this.hand.length}`;
    },
    get handPicture() {
      return this.src(`hand-${this.hand.length}`);
    },
    get handFull() {
      return this.hand.length === ON_A_HAND;
    },
    get fingers() {
      return this.hand.map((/** @type {import("./hand.js").Person} */ person, /** @type {number} */ at) => ({
        ...person,
        at,
        initial: person.picture || person.drawn ? "" : person.name.slice(0, 1),
        css: `tip t-${at + 1}`,
        src: person.picture ? this.src(person.picture, person.tone) : "",
      }));
    },
    get offersTones() {
      return Boolean(this.band?.tones.includes(this.person.picture));
    },
    get canTake() {
      return isSomebody(this.person);
    },

    resetPage() {
      this.thanked = "";
      this.way = "";
    },
    /** @param {string} way name, draw or picture */
    choosePerson(way) {
      this.person = { ...nobody(), tone: this.tone };
      this.way = way;
      this.$nextTick(() => document.getElementById("whom")?.focus());
    },
    /** @param {string} code */
    pickPicture(code) {
      this.person.picture = this.person.picture === code ? "" : code;
    },
    /** Chosen once: the next person starts with it. @param {string} tone */
    pickTone(tone) {
      this.person.tone = this.person.tone === tone ? "" : tone;
      this.tone = this.person.tone;
    },
    /** @param {SVGSVGElement} svg */
    facePaper(svg) {
      drawingOn = openPaper(svg, {
        text: "",
        limit: FACE_LIMIT,
        crayon: () => this.crayon,
        changed: (text) => {
          this.person.drawn = text;
        },
        full: () => {},
      });
    },
    takeBackFace() {
      drawingOn?.takeBack();
    },
    leavePerson() {
      this.way = "";
    },
    forgetPerson() {
      this.person = nobody();
      drawingOn = null;
    },
    takePerson() {
      if (isSomebody(this.person)) {
        // The first of the six is the drawing as it is, which has no number.
        const tone = this.offersTones && this.person.tone !== "0" ? this.person.tone : "";
        this.writing().people.push({ ...this.person, name: this.person.name.trim(), tone });
        this.another = false;
        this.thanked = thanks(this.person, (code) => this.wordsOf(code));
      }
      this.way = "";
      this.forgetPerson();
    },
    /** @param {string} code */
    wordsOf(code) {
      const found = this.band.people.find((/** @type {any} */ tile) => tile.code === code);
      return found ? found.words : "";
    },
    anotherHand() {
      this.another = true;
      this.thanked = "";
    },
    takeOneOff() {
      this.another = false;
      this.writing().people.pop();
      this.thanked = "";
    },
  };
}
