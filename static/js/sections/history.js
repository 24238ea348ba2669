/** Every writing of one entry, newest first, with what each changed. Nothing here is ever overwritten. */
import { entryOf } from "../plan_read.js";
import { fields, label } from "../plan_schema.js";
import { said, title, when } from "../plan_words.js";
import { history } from "../plan.js";
import { screen } from "../screens.js";
import { contextNow, footWhile } from "./context.js";

/** @param {any} Alpine */
export function register(Alpine) {
  Alpine.data("planHistory", () => ({
    /** @type {any[]} */
    steps: [],
    failed: false,
    loading: true,
    release() {},
    destroy() { this.release(); },
    get title() {
      const entry = entryOf(contextNow().plan, screen.entry);
      return entry ? title(entry, label) || fields(entry.kind).title : "";
    },
    get held() { return (contextNow().plan.letters.held || []).map((/** @type {any} */ one, /** @type {number} */ n) => ({ key: one.id || String(n), words: one.reason || "Waiting for a holder" })); },
    async init() {
      this.release = footWhile(() => ({}));
      const { plan, today } = contextNow();
      const entry = entryOf(plan, screen.entry);
      if (!entry) { this.loading = false; return; }
      try {
        this.steps = steps(plan, entry.kind, await history(entry.entry), today);
      } catch {
        // Without signal the heads that are here still say who wrote last.
        this.failed = true;
        this.steps = steps(plan, entry.kind, entry.heads, today);
      }
      this.loading = false;
    },
  }));
}

/** @param {import("../plan_read.js").Plan} plan @param {string} kind @param {any[]} revisions newest first @param {string} today */
export function steps(plan, kind, revisions, today) {
  const all = fields(kind).fields;
  return revisions.map((revision, n) => {
    const before = revisions[n + 1];
    const changed = all.filter((field) => JSON.stringify(revision.data ? revision.data[field.name] : "") !== JSON.stringify(before && before.data ? before.data[field.name] : field.default ?? ""));
    const gone = revision.unfiled || !revision.data;
    return { key: revision.revision || String(n), who: revision.author_name, agency: label("agencies", revision.author_agency), at: when(revision.authored_at, today),
      what: gone ? "Taken out of the plan for good" : revision.withdrawn ? `Withdrawn: ${label("withdraw_reasons", revision.withdrawn)}` : before ? "Changed" : "First written", why: revision.why || "",
      facts: gone ? [] : changed.map((field) => ({ key: field.name, label: field.label, value: said(plan, field, revision.data[field.name], label, today) || "emptied" })) };
  });
}
