/** Every writing of one entry, newest first, with what each changed. Nothing here is ever overwritten. */
import { entryOf } from "../plan/read.js";
import { fields, items, label } from "../words/schema.js";
import { when } from "../words/dates.js";
import { said, title } from "../words/said.js";
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
function steps(plan, kind, revisions, today) {
  const all = fields(kind).fields;
  const named = contextNow().label;
  return revisions.map((revision, n) => {
    const before = revisions[n + 1];
    const gone = Boolean(revision.unfiled || !revision.data);
    return {
      key: revision.revision || String(n),
      gone,
      who: revision.author_name,
      agency: label("agencies", revision.author_agency),
      at: when(revision.authored_at, today),
      what: what(revision, gone, before),
      why: why(revision, today),
      facts: (gone ? [] : changed(all, revision, before)).map((field) => ({
        key: field.name,
        label: field.label,
        value: said(plan, field, revision.data[field.name], named, today) || "emptied",
      })),
    };
  });
}

/** @param {any} revision @param {boolean} gone @param {any} before */
function what(revision, gone, before) {
  if (gone) return "Taken out of the plan for good";
  if (revision.withdrawn) return `Withdrawn: ${label("withdraw_reasons", revision.withdrawn)}`;
  return before ? "Changed" : "First written";
}

/** @param {any} revision @param {string} today */
function why({ unfiled, why }, today) {
  if (!unfiled) return why || "";
  return `${label("unfile_reasons", unfiled.reason)}. ${unfiled.by}, ${when(unfiled.at, today)}`;
}

/** The fields that this writing gave another value. @param {any[]} all @param {any} revision @param {any} before */
function changed(all, revision, before) {
  const now = (/** @type {any} */ field) => JSON.stringify(revision.data[field.name]);
  const then = (/** @type {any} */ field) =>
    JSON.stringify(before?.data ? before.data[field.name] : (field.default ?? ""));
  return all.filter((field) => now(field) !== then(field));
}
