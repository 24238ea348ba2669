/**
 * Offers what in somebody's words could find a person a home with the addresses, one find after the other (Alpine mixin).
 *
 * Whoever holds words hands in a holder. Nothing is kept until each find of them is decided; what was left where it is, is
 * remembered by its words and not asked about again. The find itself is never said in a live region: somebody may be beside the screen.
 *
 * @typedef {import("./find.js").Find} Find
 * @typedef {{path: string, words: string, put: (words: string) => void, seen?: boolean}} Text words somebody typed. `put` changes
 *   them where they are; `seen: false` where this view may not show them
 * @typedef {{forms: () => Forms | Promise<Forms>, refuges: () => string[], texts: () => Text[], mayMove: () => boolean,
 *   file: (find: Find) => Promise<void>, moved?: (find: Find) => Promise<string>, shown: () => void, done: () => unknown}} Holder
 *   `forms`: what looks through a text (find.js). `file` keeps a find with the addresses and rejects where that was refused;
 *   `moved` is what follows, in words. `shown`: the next is on the screen. `done`: all is decided of what was to be kept
 * @typedef {Pick<typeof import("./find.js"), "findsIn" | "without" | "alike">} Forms
 */

/** A find comes where the last one was: the second tap of two is not for it. */
const SECOND_TAP_MS = 400;

const WAITS = "Kept for later.";

/** @param {(it: any) => Holder} holderOf */
export function offering(holderOf) {
  return {
    /** @type {(Find & {path: string}) | null} */ offer: null,
    /** What was looked at and left where it is. @type {string[]} */ left: [],
    /** Whether an offer was decided already: the next says so. */
    another: false,
    offeredAt: 0,
    filing: false,
    keeping: false,
    findSaid: "",
    findTrouble: "",
    /** What is offered, while this view may show the words it is in. */
    get offered() {
      const text =
        this.offer &&
        holderOf(this)
          .texts()
          .find((one) => one.path === this.offer?.path);
      return text && isSeen(text) ? this.offer : null;
    },
    get findHeading() {
      return this.another ? "This could find someone too" : "This could find someone";
    },
    get mayMoveFind() {
      return holderOf(this).mayMove();
    },
    get mayNotMoveFind() {
      return !holderOf(this).mayMove();
    },
    /** Whether something is to be decided before this is kept. `keeping`: once all is, it is kept. */
    async undecided(keeping = true) {
      this.keeping = keeping;
      this.findTrouble = "";
      const next = await nextFind(holderOf(this), this.left);
      this.offer = next;
      if (next && !this.offered && keeping) this.findTrouble = WAITS;
      this.offeredAt = performance.now();
      return next !== null;
    },
    async moveFind() {
      const find = this.offer;
      if (!find || this.filing || this.isSecondTap()) return;
      const holder = holderOf(this);
      this.filing = true;
      this.findTrouble = "";
      try {
        await holder.file(find);
        const { without } = await holder.forms();
        for (const text of holder.texts()) text.put(without(text.words, find.match, holder.refuges()));
        this.findSaid = await afterwards(holder, find);
        await this.onward();
      } catch (error) {
        const { reason } = /** @type {any} */ (error);
        this.findTrouble = reason === "refused" ? REFUSED : "That was not kept. What you wrote is still here.";
      } finally {
        this.filing = false;
      }
    },
    async leaveFind() {
      const find = this.offer;
      if (!find || this.filing || this.isSecondTap()) return;
      this.left.push((await holderOf(this).forms()).alike(find.match));
      this.findSaid = "";
      await this.onward();
    },
    async onward() {
      this.another = true;
      const { keeping } = this;
      if (await this.undecided(keeping)) holderOf(this).shown();
      else if (keeping) await holderOf(this).done();
    },
    isSecondTap() {
      return performance.now() - this.offeredAt < SECOND_TAP_MS;
    },
  };
}

const KEPT = "Kept with the addresses.";

/** It is kept, whatever becomes of the rest: it must not be filed a second time. @param {Holder} holder @param {Find} find */
async function afterwards(holder, find) {
  try {
    return (await holder.moved?.(find)) ?? KEPT;
  } catch {
    return `${KEPT} The earlier words are still in its history.`;
  }
}

const REFUSED = "The addresses are not yours to write in. What you wrote is still here.";

/** The first find that nobody has decided: of what this view shows, and then of the rest. @param {Holder} holder @param {string[]} left */
async function nextFind(holder, left) {
  const { alike, findsIn } = await holder.forms();
  const texts = holder.texts();
  for (const { path, words } of [...texts.filter(isSeen), ...texts.filter((one) => !isSeen(one))])
    for (const find of findsIn(words, holder.refuges()))
      if (!left.includes(alike(find.match))) return { ...find, path };
  return null;
}

/** @param {Text} text */
function isSeen({ seen }) {
  return seen !== false;
}
