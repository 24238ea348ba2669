/** One form for every kind: a few fields on a visit, the rest in a fold; errors beside their field; four stops and no other wall. */
import { current, refresh, save, stops } from "../plan/plan.js";
import { letGo } from "../writing/append.js";
import { conflicted, dataOf, entryOf, headsOf } from "../plan/read.js";
import { fields, rulesFile } from "../words/schema.js";
import { replace, screen } from "../shell/screens.js";
import { together } from "../shell/together.js";
import { presetOf } from "../writing/preset.js";
import { stopCards } from "./advice_model.js";
import { contextNow, footWhile, notSaved, say, toSection } from "./context.js";
import { changed, draftKey, emptyDraft, forget, keep, recall, wrongs } from "../writing/draft.js";
import { asTyped, settled, wholeForm } from "../writing/typed_days.js";
import { aboutLine, asksSomebody, formFields, hangsOn, onlyThere } from "./form_fields.js";
import { formFinds } from "./form_finds.js";
import { formYoung, forAdults } from "./form_young.js";

const JUDGE_AFTER_MS = 500;

/** @param {any} Alpine */
export function register(Alpine) {
  Alpine.data("planForm", () => together(formFields(), formYoung(), formFinds(), formKeeping(Alpine), form(Alpine)));
}

/** @typedef {import("./form_fields.js").Form & Record<string, any>} Open a form while it is open */

/** What is open, and how it opens and closes. @param {any} Alpine */
function form(Alpine) {
  return /** @satisfies {ThisType<Open>} */ ({
    kind: "",
    entry: "",
    /** @type {string[]} */ heads: [],
    /** What the plan says, or what is known before anybody asks. */
    asItWas: "",
    back: "overview",
    backTo: "",
    key: "",
    /** @type {Record<string, any>} */ draft: {},
    /** What the button already said is the head of the form, not a question in it. @type {string[]} */ given: [],
    timer: 0,
    desk: false,
    known: false,
    release() {},
    get heading() {
      return say(fields(this.kind).heading, this.draft.child || "");
    },
    get about() {
      return aboutLine(this.kind, this.draft);
    },
    /** An agency says of its own words only that the parent knows them. */
    get mayMark() {
      const old = this.entry ? entryOf(current.json, this.entry) : null;
      const { me, plan } = current.json;
      const ours = !old || old.heads.every((head) => head.author_agency === me.agency_kind);
      // What else there would be to know is nothing to ask in company.
      if (contextNow().view !== "me") return false;
      return me.agency !== plan.lead_agency && ours;
    },
    init() {
      const opened = opening();
      // What finds people is not on any screen while it is put away, a draft of it neither: it is here again once it is shown.
      if (putAway(opened.kind)) {
        queueMicrotask(() => replace({ screen: "plan", section: fields(opened.kind).section }));
        return;
      }
      Object.assign(this, opened);
      // What the plan says already is offered as it is read, and holds up nothing until it is saved.
      if (this.entry) this.undecided(false);
      const watch = Alpine.effect(() => this.judgeSoon(JSON.stringify(this.draft)));
      const foot = footWhile(() => ({
        main: this.waiting ? null : { words: mainWords(this), run: () => this.send() },
        second: { words: "Not now", run: () => this.done() },
        note: false,
      }));
      this.release = () => {
        foot();
        Alpine.release(watch);
        clearTimeout(this.timer);
      };
    },
    destroy() {
      this.release();
      refresh();
    },
    /** Advice follows what is being written, a moment after the hand rests.
     * @param {string} draft */
    judgeSoon(draft) {
      // What was only looked at, or is as it was again, is no draft: nothing of it is kept, in memory or on the tablet.
      if (draft === this.asItWas) {
        if (recall(this.key)) forget(this.key);
      } else {
        keep(this.key, { form: this.draft, heads: this.heads });
        changed(this.key, { form: JSON.parse(draft), heads: [...this.heads] });
      }
      clearTimeout(this.timer);
      this.timer = window.setTimeout(() => refresh(written(this)), JUDGE_AFTER_MS);
    },
    /** What is in the plan now is this form's own doing: it goes on from there. */
    goesOn() {
      this.heads = headsOf(current.json, this.entry);
      this.asItWas = JSON.stringify(asItIs(this.kind, this.entry, {}));
      this.judgeSoon(JSON.stringify(this.draft));
    },
    openDesk() {
      this.desk = !this.desk;
    },
    /** @param {string} name */
    toField(name) {
      if (this.hidden(name)) this.desk = true;
      Alpine.nextTick(() => focusOn(`f-${name}`));
    },
    done() {
      current.writing = null;
      toSection(this.back, this.backTo);
    },
  });
}

/** How a form is kept: what must be settled first, the stops, what finds somebody, and then the one way to write. @param {any} Alpine */
function formKeeping(Alpine) {
  return /** @satisfies {ThisType<Open>} */ ({
    /** @type {{field: string, words: string}[]} */ errors: [],
    /** @type {any[]} */ blocked: [],
    saving: false,
    trouble: "",
    lastRefused: "",
    get summary() {
      const { length } = this.wrongs;
      return length === 1
        ? "One thing to settle before this is saved."
        : `${length} things to settle before this is saved.`;
    },
    /** What keeps it from being saved may be about more than this view shows. */
    get stops() {
      return contextNow().view === "me" ? this.blocked : [];
    },
    /** It is not saved, and why is not for this view. */
    get kept() {
      return (
        this.errors.length > this.wrongs.length ||
        this.blocked.length > this.stops.length ||
        (this.offer !== null && this.offered === null)
      );
    },
    async send() {
      if (this.saving || this.waiting) return;
      this.trouble = "";
      onlyThere(this.kind, this.draft);
      const half = halfTyped(this.kind);
      this.errors = half.concat(wrongs(fields(this.kind), settledOf(this), current.today)).concat(forAdults(this));
      if (this.errors.length) return this.show("form-summary");
      this.blocked = stopped(this);
      if (this.blocked.length) {
        this.desk = true;
        return this.show("form-stop");
      }
      if (await this.undecided()) return this.show(this.offered ? "find-head" : "find-trouble");
      await this.store();
    },
    /** @param {string} id */
    show(id) {
      if (this.errors.some((one) => this.hidden(one.field))) this.desk = true;
      Alpine.nextTick(() => focusOn(id));
    },
    async store() {
      if (this.saving) return;
      this.saving = true;
      try {
        const { entry, known } = this;
        const answer = await save(this.kind, settledOf(this), {
          entry: entry || undefined,
          parents: parentsOf(entry, this.heads),
          known,
        });
        // The words are still in the form: an earlier refusal of them no longer needs anybody.
        if (this.lastRefused) letGo(this.lastRefused);
        this.lastRefused = answer.state === "refused" ? answer.revision : "";
        if (answer.state === "refused") return this.refused(answer);
        forget(this.key);
        this.done();
      } catch (error) {
        this.failed(error);
      } finally {
        this.saving = false;
      }
    },
    /** The draft stays as it is: a failed save must not cost a word. @param {any} error */
    failed(error) {
      this.trouble = notSaved(error);
      this.show("form-trouble");
    },
    /** @param {{reason: string, errors: any[]}} answer */
    refused(answer) {
      this.errors = answer.errors;
      this.trouble = answer.errors.length ? "" : "The plan did not take this. What you wrote is still here.";
      this.show(answer.errors.length ? "form-summary" : "form-trouble");
    },
  });
}

/** What the form opens with: the question that led here, the draft that was left, or what is known already. */
function opening() {
  const asked =
    current.writing && current.writing.kind === screen.kind
      ? current.writing
      : { kind: screen.kind, entry: screen.entry, preset: {}, back: "overview", about: "" };
  const { kind, entry, back, preset, about: backTo } = asked;
  const old = entry ? entryOf(current.json, entry) : null;
  const key = draftKey(current.id, kind, entry, preset);
  const kept = recall(key);
  const before = asItIs(kind, entry, preset);
  return {
    kind,
    entry,
    back,
    backTo,
    key,
    given: hangsOn(kind, preset)
      .filter((field) => field.type === "ref")
      .map((field) => field.name),
    known: Boolean(old?.heads.some((head) => head.known_to_parent)),
    // A draft of an earlier release is the words alone.
    draft: kept?.form ?? kept ?? before,
    asItWas: JSON.stringify(before),
    /** What was read when this was begun: whatever came since is not written over. @type {string[]} */
    heads: kept?.heads ?? headsOf(current.json, entry),
  };
}

/** A form as it stands before anything is typed. @param {string} kind @param {string} entry @param {Record<string, any>} preset */
function asItIs(kind, entry, preset) {
  const { fields: all, preset: known } = fields(kind);
  const old = entryOf(current.json, entry);
  const before = old ? asTyped(all, dataOf(old), current.today) : presetOf(known, current.json, current.today);
  return emptyDraft(all, { ...before, ...preset });
}

/** @param {string} kind */
function putAway(kind) {
  return fields(kind).compartment === "place" && !current.places;
}

/** @param {Open} open */
function mainWords(open) {
  return !open.entry && !open.unheard && asksSomebody(open) ? "Save and ask" : "Save";
}

/** While two people have written, a change names the head that is shown; settling is a choice of its own.
 * @param {string} entry @param {string[]} read the heads that were read */
function parentsOf(entry, read) {
  const old = entry ? entryOf(current.json, entry) : null;
  return old && conflicted(old) ? [old.holds] : old ? read : [];
}

/** The draft as it would be kept. @param {Open} open */
function settledOf({ kind, entry, draft }) {
  const old = entry ? entryOf(current.json, entry) : null;
  return settled(fields(kind).fields, draft, current.today, old ? dataOf(old) : {});
}

/** A browser gives out nothing of a day that is half filled in, and would let it go without a word. @param {string} kind */
function halfTyped(kind) {
  return fields(kind)
    .fields.filter(({ name }) => /** @type {any} */ (document.getElementById(`f-${name}`))?.validity?.badInput)
    .map(({ name, type }) => ({ field: name, words: `Write it as ${wholeForm(type, "", current.today)}.` }));
}

/** The draft as an entry that had been saved. @param {Open} open @returns {any} */
function written(open) {
  const { kind, entry } = open;
  const data = JSON.parse(JSON.stringify(settledOf(open)));
  const head = { revision: "draft", seq: 0, v: 1, data, withdrawn: "", author_agency: current.json.me.agency_kind };
  return { entry: entry || "0".repeat(32), compartment: "", kind, holds: "draft", heads: [head] };
}

/** The stops this draft runs into, as cards. @param {Open} open */
function stopped(open) {
  const child = open.draft.child || "";
  return stopCards(rulesFile(), stops(written(open)), (text) => say(text, child));
}

/** @param {string} id */
function focusOn(id) {
  const found = document.getElementById(id);
  const target =
    found && !found.matches("input, textarea, select, [tabindex]")
      ? found.querySelector("input, textarea, select, button")
      : found;
  if (target instanceof HTMLElement) {
    target.focus();
    target.scrollIntoView({ block: "center" });
  }
}
