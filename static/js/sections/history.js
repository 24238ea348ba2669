/** Every writing of one entry, newest first, with what each changed. Nothing here is ever overwritten. */
import { entryOf } from "../plan/read.js";
import { fields, items, label } from "../words/schema.js";
import { said, title, when } from "../words/said.js";
import { history } from "../plan/plan.js";
import { steers, unfile } from "../plan/steer.js";
import { screen } from "../shell/screens.js";
import { contextNow, footWhile } from "./context.js";

/** @param {any} Alpine */
export function register(Alpine) {
  Alpine.data("planHistory", () => ({
    /** @type {any[]} */
    steps: [],
    kind: "",
    failed: false,
    loading: true,
    release() {},
    destroy() {
      this.release();
    },
    get title() {
      const entry = entryOf(contextNow().plan, screen.entry);
      return entry ? title(entry, label) || fields(entry.kind).title : "";
    },
    taking: "",
    reason: "",
    wrong: "",
    get mayUnfile() {
      return steers() && !this.failed;
    },
    get reasons() {
      return items("unfile_reasons");
    },
    /** @param {string} revision */
    take(revision) {
      this.taking = this.taking === revision ? "" : revision;
      this.reason = "";
      this.wrong = "";
    },
    async takeOut() {
      if (!this.reason) {
        this.wrong = "Pick a reason first.";
        return;
      }
      try {
        await unfile(this.taking, this.reason);
        this.taking = "";
        await this.read();
      } catch (error) {
        this.wrong = /** @type {any} */ (error).offline
          ? "Needs signal. Nothing has changed."
          : "That was not accepted. Nothing has changed.";
      }
    },
    async init() {
      this.release = footWhile(() => ({}));
      await this.read();
    },
    async read() {
      const { plan, today } = contextNow();
      const entry = entryOf(plan, screen.entry);
      if (entry) this.kind = entry.kind;
      if (!this.kind) {
        this.loading = false;
        return;
      }
      try {
        this.steps = steps(plan, this.kind, await history(screen.entry), today);
      } catch {
        // Without signal the heads that are here still say who wrote last.
        this.failed = true;
        this.steps = entry ? steps(plan, this.kind, entry.heads, today) : [];
      }
      this.loading = false;
    },
  }));
}

/** @param {import("../plan/read.js").Plan} plan @param {string} kind @param {any[]} revisions newest first @param {string} today */
export function steps(plan, kind, revisions, today) {
  const all = fields(kind).fields;
  const named = contextNow().label;
  return revisions.map((revision, n) => {
    const before = revisions[n + 1];
    const changed = all.filter(
      (field) =>
        JSON.stringify(revision.data ? revision.data[field.name] : "") !==
        JSON.stringify(before && before.data ? before.data[field.name] : (field.default ?? "")),
    );
    const gone = Boolean(revision.unfiled || !revision.data);
    return {
      key: revision.revision || String(n),
      gone,
      who: revision.author_name,
      agency: label("agencies", revision.author_agency),
      at: when(revision.authored_at, today),
      what: gone
        ? "Taken out of the plan for good"
        : revision.withdrawn
          ? `Withdrawn: ${label("withdraw_reasons", revision.withdrawn)}`
          : before
            ? "Changed"
            : "First written",
      why: revision.unfiled
        ? `${label("unfile_reasons", revision.unfiled.reason)}. ${revision.unfiled.by}, ${when(revision.unfiled.at, today)}`
        : revision.why || "",
      facts: gone
        ? []
        : changed.map((field) => ({
            key: field.name,
            label: field.label,
            value: said(plan, field, revision.data[field.name], named, today) || "emptied",
          })),
    };
  });
}
