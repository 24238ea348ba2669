/**
 * Keeps what a child makes: every page at once where fewest may look, and again where others may, if the child says so.
 *
 * Why in this order: docs/adr/0004-what-a-child-makes.md.
 *
 * @typedef {{id: string, plan: string, compartment: string, entry: string, parents: string[], document: any,
 *   device: string, authored_at: number}} Revision
 * @typedef {{plan: string, author: string, device: string | null, letterboxes: {child: import("../sealing/letters.js").Letterbox,
 *   kept: import("../sealing/letters.js").Letterbox}}} From
 */
import { replaced } from "./sitting.js";

/** `made` is told at once how many letters will come to `add`: until then they exist nowhere else.
 * @param {From} from @param {{seal: (from: any, box: any, revision: Revision) => Promise<any>, add: (letters: any[]) => unknown,
 *   made?: (letters: number) => void, newId: () => string, now: () => number}} outside */
export function makeKeeping(from, outside) {
  /** @type {Map<string, {which: "child" | "kept", entry: string, last: string, document: any, text: string}>} */
  const pages = new Map();
  /** Letters leave in the order of their making, however long one takes to seal. */
  let queue = Promise.resolve();

  /** @param {"child" | "kept"} which @param {string} entry @param {string[]} parents @param {any} document @returns {Revision} */
  function revision(which, entry, parents, document) {
    return {
      id: outside.newId(),
      plan: from.plan,
      compartment: from.letterboxes[which].compartment,
      entry,
      parents,
      document,
      device: from.device || "",
      authored_at: outside.now(),
    };
  }

  /** @param {[("child" | "kept"), Revision][]} made */
  function post(made) {
    outside.made?.(made.length);
    queue = queue
      .then(async () => {
        const letters = [];
        for (const [which, one] of made) letters.push(await outside.seal(from, from.letterboxes[which], one));
        outside.add(letters);
      })
      .catch(() => {
        // What could not be sealed stays counted as only here; the next page still goes.
      });
    return queue;
  }

  /** Keep a page where it already is, or where few see it. Unchanged, it is not sent twice.
   * @param {string} page @param {any} document @param {"child" | "kept"} [which] */
  function keep(page, document, which = "kept") {
    const text = JSON.stringify(document);
    const old = pages.get(page);
    if (old && old.text === text) return queue;
    const made = revision(old ? old.which : which, old ? old.entry : outside.newId(), old ? [old.last] : [], document);
    const at = old ? old.which : which;
    pages.set(page, { which: at, entry: made.entry, last: made.id, document, text });
    return post([[at, made]]);
  }

  /** A note that is written and never shown again. @param {any} document */
  function note(document) {
    return post([["kept", revision("kept", outside.newId(), [], document)]]);
  }

  /** The child lets people look: every page goes to where they can be let in, and leaves where few see it.
   * @param {{person: string, name: string, yes: string}[]} may_look */
  function share(may_look) {
    /** @type {[("child" | "kept"), Revision][]} */
    const made = [];
    for (const [page, old] of pages) {
      if (old.which === "child") continue;
      const document = { ...old.document, data: { ...old.document.data, may_look } };
      const copy = revision("child", outside.newId(), [], document);
      made.push(["child", copy], ["kept", revision("kept", old.entry, [old.last], replaced(old.document))]);
      pages.set(page, { which: "child", entry: copy.entry, last: copy.id, document, text: JSON.stringify(document) });
    }
    return made.length ? post(made) : queue;
  }

  /** Forget the words; what waits is sealed. */
  function forget() {
    pages.clear();
  }

  return { keep, note, share, forget, sealed: () => queue };
}
