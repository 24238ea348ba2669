/**
 * Entries of a kind as plain cards: a line, what stands under it, and the three things anyone can do with it.
 *
 * A section that is drawn as cards has no script of its own: its row of the table and its kind say everything.
 */
import { conflicted, dataOf, entriesOf, entryOf, withdrawnOf } from "../plan/read.js";
import { items, label, sectionOf } from "../words/schema.js";
import { day, isoDay } from "../words/dates.js";
import { withdraw } from "../plan/plan.js";
import { mayShowField } from "../plan/views.js";
import { screen } from "../shell/screens.js";
import { together } from "../shell/together.js";
import { cardWords } from "./card_words.js";
import { canAdd, contextNow, footWhile, notSaved, say, toSection, write } from "./context.js";

/** A section that is drawn as cards, whichever it is. @param {any} Alpine */
export function register(Alpine) {
  Alpine.data("planCards", () => {
    const row = sectionOf(screen.section);
    const head = {
      get heading() {
        return say(row.title);
      },
      get lead() {
        return say(row.lead);
      },
      get ask() {
        return say(row.ask);
      },
    };
    return together(cards(row.kinds[0]), head);
  });
}

/** What the cards of every kind share: open, change, take back with a reason, history.
 * @param {string} kind @param {(data: Record<string, any>, context: ReturnType<typeof contextNow>) => {line: string, sub: string, more?: string}} [words]
 *   what the kind says of itself, where a section says nothing else */
export function cards(
  kind,
  words = (data, context) => cardWords(kind, data, context, (name) => mayShowField(kind, name)),
) {
  return {
    taking: "",
    reason: "",
    why: "",
    wrong: "",
    release() {},
    init() {
      this.release = footWhile(() => ({
        main:
          contextNow().view !== "children" && canAdd(kind)
            ? { words: "Add", icon: "plus", run: () => this.add() }
            : null,
      }));
    },
    destroy() {
      this.release();
    },
    get cards() {
      const context = contextNow();
      return entriesOf(context.plan, kind)
        .filter((entry) => context.show(kind, entry))
        .map((entry) => card(entry, words(dataOf(entry), context)));
    },
    get gone() {
      const context = contextNow();
      if (context.view !== "me") return [];
      return withdrawnOf(context.plan, kind).map((entry) => ({
        key: entry.entry,
        entry: entry.entry,
        line: words(dataOf(entry), context).line,
        sub: label("withdraw_reasons", entry.heads[0].withdrawn),
      }));
    },
    get mayAdd() {
      return canAdd(kind);
    },
    get mayChange() {
      return canAdd(kind) && contextNow().view !== "children";
    },
    get justMe() {
      return contextNow().view === "me";
    },
    get reasons() {
      return items("withdraw_reasons");
    },
    add() {
      write(kind);
    },
    /** @param {string} entry */
    change(entry) {
      write(kind, { entry });
    },
    /** @param {string} entry */
    history(entry) {
      toSection("history", entry);
    },
    /** @param {string} entry */
    settle(entry) {
      toSection("conflict", entry);
    },
    /** @param {string} entry */
    take(entry) {
      this.taking = this.taking === entry ? "" : entry;
      this.reason = this.why = this.wrong = "";
    },
    async takeBack() {
      if (!this.reason || !entryOf(contextNow().plan, this.taking)) return;
      this.wrong = "";
      try {
        await withdraw(this.taking, this.reason, this.why);
        this.taking = "";
      } catch (error) {
        this.wrong = notSaved(error);
      }
    },
  };
}

/** @param {import("../plan/read.js").Entry} entry @param {{line: string, sub: string, more?: string}} words */
function card(entry, words) {
  const [head] = entry.heads;
  return {
    key: entry.entry,
    entry: entry.entry,
    ...words,
    more: words.more || "",
    conflicted: conflicted(entry),
    by: `${head.author_name}, ${day(isoDay(head.authored_at))}`,
  };
}
