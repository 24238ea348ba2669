/** Two people wrote here: side by side, nothing chosen, and one of them is used until a person settles it. */
import { conflicted, entryOf } from "../plan/read.js";
import { fields } from "../words/schema.js";
import { title } from "../words/said.js";
import { newId } from "../writing/ids.js";
import { saveAll } from "../plan/plan.js";
import { screen } from "../shell/screens.js";
import { contextNow, footWhile, notSaved, toSection } from "./context.js";
import { bothStand, holdsLine, settling, versions } from "./two_wrote.js";

/** @param {any} Alpine */
export function register(Alpine) {
  Alpine.data("planConflict", () => ({
    choice: "",
    why: "",
    wrong: "",
    release() {},
    get entry() {
      return entryOf(contextNow().plan, screen.entry);
    },
    get open() {
      return this.entry !== null && conflicted(this.entry);
    },
    get bothStand() {
      return this.entry !== null && bothStand(this.entry);
    },
    get title() {
      return this.entry ? `${fields(this.entry.kind).title}: ${title(this.entry, contextNow().label)}` : "";
    },
    get versions() {
      const { plan, today } = contextNow();
      return this.entry ? versions(plan, this.entry, fields(this.entry.kind).fields, contextNow().label, today) : [];
    },
    get holds() {
      const { plan, today } = contextNow();
      return this.entry
        ? holdsLine(plan, this.entry, fields(this.entry.kind).fields, contextNow().label, today)
        : { how: "", what: "" };
    },
    init() {
      this.release = footWhile(() =>
        this.open && !this.bothStand
          ? {
              main: { words: "Settle it", run: () => this.settle() },
              second: { words: "Later", run: () => toSection("overview") },
              note: false,
            }
          : {},
      );
    },
    destroy() {
      this.release();
    },
    async settle() {
      if (!this.choice) {
        this.wrong = "Choose what stands first.";
        Alpine.nextTick(() => document.getElementById("settle-wrong")?.scrollIntoView({ block: "center" }));
        return;
      }
      if (!this.entry) return;
      this.wrong = "";
      try {
        await saveAll(settling(this.entry, this.choice, this.why, newId));
      } catch (error) {
        this.wrong = notSaved(error);
        return;
      }
      toSection("overview");
    },
  }));
}
