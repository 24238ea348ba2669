/** One form for every kind: a few fields on a visit, the rest in a fold; errors beside their field; four stops and no other wall. */
import { current, refresh, save, saveAll, stops } from "../plan/plan.js";
import { letGo } from "../writing/append.js";
import { offers, without } from "../plan/find.js";
import { conflicted, dataOf, entriesOf, entryOf, memberName, namesOf } from "../plan/read.js";
import { agencySaid, fields, headerName, item, items, label, rulesFile } from "../words/schema.js";
import { title } from "../words/said.js";
import { replace, screen } from "../shell/screens.js";
import { mayShowField } from "../plan/views.js";
import { newId } from "../writing/ids.js";
import { stopCards } from "./advice_model.js";
import { contextNow, footWhile, notSaved, say, toSection } from "./context.js";
import {
  asks,
  changed,
  draftKey,
  emptyDraft,
  forget,
  keep,
  ofLength,
  recall,
  tooLong,
  wrongs,
} from "../writing/draft.js";
import { behaviourTitle } from "./ladder.js";

const JUDGE_AFTER_MS = 500;
/** A child and family assessment. */
const ASSESSMENT = "P27";

/** @param {any} Alpine */
export function register(Alpine) {
  Alpine.data("planForm", () => ({
    kind: "",
    entry: "",
    back: "overview",
    backTo: "",
    key: "",
    /** @type {Record<string, any>} */ draft: {},
    /** @type {{field: string, words: string}[]} */ errors: [],
    /** @type {any[]} */ found: [],
    /** @type {any[]} */ blocked: [],
    /** @type {string[]} */ left: [],
    /** What the button already said is the head of the form, not a question in it. @type {string[]} */ given: [],
    timer: 0,
    desk: false,
    saving: false,
    trouble: "",
    lastRefused: "",
    known: false,
    release() {},
    get heading() {
      return say(fields(this.kind).heading, this.draft.child || "");
    },
    get about() {
      return about(this.draft);
    },
    get notTold() {
      return this.kind === "action" && this.draft.telling === "not_to_be_told" && contextNow().view === "me"
        ? `${namesOf(current.json).perpetrator || "The person causing harm"} is not to be told about this.`
        : "";
    },
    /** Whoever is picked and cannot open the plan will not hear of it by saving. */
    get unheard() {
      const { owner, agency, state } = this.draft;
      const apart =
        this.kind === "action" &&
        owner === "agency" &&
        state === "asked" &&
        agency &&
        !current.json.plan_agencies.includes(agency);
      return apart ? `Nobody at ${agencySaid(agency)} can open this plan yet. Share it first.` : "";
    },
    /** The first name of a person under 18 whom this is about, else "": what is for adults is not offered then. */
    get youngName() {
      return youngName(this.draft.perpetrator || "");
    },
    get mayAssess() {
      return this.kind === "power" && this.draft.power !== ASSESSMENT;
    },
    assess() {
      Object.assign(this.draft, { power: ASSESSMENT, state: "asked", asked_agency: "council" });
    },
    get summary() {
      return this.errors.length === 1
        ? "One thing to settle before this is saved."
        : `${this.errors.length} things to settle before this is saved.`;
    },
    get deskCount() {
      return fields(this.kind).fields.filter((field) => folded(field) && this.shows(field.name)).length;
    },
    /** An agency says of its own words only that the parent knows them. */
    get mayMark() {
      const old = this.entry ? entryOf(current.json, this.entry) : null;
      const { me, plan } = current.json;
      return (
        me.agency !== plan.lead_agency && (!old || old.heads.every((head) => head.author_agency === me.agency_kind))
      );
    },
    init() {
      const asked =
        current.writing && current.writing.kind === screen.kind
          ? current.writing
          : { kind: screen.kind, entry: screen.entry, preset: {}, back: "overview", about: "" };
      this.kind = asked.kind;
      this.entry = asked.entry;
      this.back = asked.back;
      this.backTo = asked.about;
      this.given = ["action", "behaviour"].filter((name) => asked.preset[name]);
      this.key = draftKey(current.id, this.kind, this.entry, asked.preset);
      const old = this.entry ? entryOf(current.json, this.entry) : null;
      if (old) this.known = old.heads.some((head) => head.known_to_parent);
      // What finds people is not on any screen while it is put away, a draft of it neither: it is here again once it is shown.
      if (this.kind === "place" && !current.places) {
        this.kind = "";
        queueMicrotask(() => replace({ screen: "plan", section: "places" }));
        return;
      }
      this.draft =
        recall(this.key) ||
        emptyDraft(fields(this.kind).fields, { ...(old ? dataOf(old) : guesses(this.kind)), ...asked.preset });
      const first = JSON.stringify(this.draft);
      const watch = Alpine.effect(() => this.judgeSoon(JSON.stringify(this.draft), first));
      const foot = footWhile(() => ({
        main: { words: this.mainWords(), run: () => this.send() },
        second: { words: "Not now", run: () => this.leave() },
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
    /** Advice follows what is being written, a moment after the hand rests. @param {string} draft @param {string} first as the form opened */
    judgeSoon(draft, first) {
      // What was only looked at is no draft: nothing of it is kept, in memory or on the tablet.
      if (recall(this.key) || draft !== first) {
        keep(this.key, this.draft);
        changed(this.key, JSON.parse(draft));
      }
      clearTimeout(this.timer);
      this.timer = window.setTimeout(() => refresh(written(this.kind, this.entry, this.draft)), JUDGE_AFTER_MS);
    },
    mainWords() {
      return this.kind === "action" &&
        this.draft.state === "asked" &&
        this.draft.owner !== "parent" &&
        !this.entry &&
        !this.unheard
        ? "Save and ask"
        : "Save";
    },
    /** @param {string} name */
    shows(name) {
      const field = fields(this.kind).fields.find((one) => one.name === name);
      // Nobody is looked for among all the people of a plan: which agency comes first, and who of it is in.
      if (AT[name] && !this.people(name).length) return false;
      return (
        Boolean(field) &&
        !this.given.includes(name) &&
        (newNote(this) || mayShowField(this.kind, name)) &&
        asks(/** @type {any} */ (field), this.draft)
      );
    },
    /** @param {string} text */
    say(text) {
      return say(text, this.draft.child || "");
    },
    /** @param {string} code */
    header(code) {
      return headerName(code);
    },
    /** @param {string} name */
    error(name) {
      const field = fields(this.kind).fields.find((one) => one.name === name);
      const over = field ? tooLong(field, this.draft[name]) : "";
      const found = this.errors.find((one) => one.field === name && !ofLength(one));
      return over || (found ? found.words : "");
    },
    /** @param {string} about kind a ref points to, "" for any @param {string} name of the field */
    choices(about, name) {
      return choices(about, this.entry, name, this.draft[name]);
    },
    /** @param {string} name People of the agency that was picked, else everyone. */
    people(name) {
      return people(AT[name] ? (one) => one.agency_kind === this.draft[AT[name]] : () => true);
    },
    /** @param {string} list @param {string} value */
    near(list, value) {
      return items(list).filter((one) => one.code === value || current.json.plan_agencies.includes(one.code));
    },
    /** What is not offered as a chip already. @param {string} list @param {string} value */
    far(list, value) {
      const near = this.near(list, value).map((one) => one.code);
      return items(list).filter((one) => !near.includes(one.code));
    },
    /** @param {string} name @param {string} code A second tap on a choice takes it back: a slip must not stay. */
    again(name, code) {
      if (this.draft[name] === code) this.draft[name] = "";
    },
    openDesk() {
      this.desk = !this.desk;
    },
    /** @param {string} name */
    toField(name) {
      if (this.hidden(name)) this.desk = true;
      Alpine.nextTick(() => focusOn(`f-${name}`));
    },
    /** @param {string} name */
    hidden(name) {
      const field = fields(this.kind).fields.find((one) => one.name === name);
      return Boolean(field && folded(field));
    },
    async send() {
      if (this.saving) return;
      this.trouble = "";
      if (this.kind === "action") onlyThere(this.draft);
      this.errors = wrongs(fields(this.kind), this.draft).concat(
        this.youngName ? forAdults(this.kind, this.draft, this.youngName) : [],
      );
      if (this.errors.length) {
        this.show("form-summary");
        return;
      }
      this.blocked = stopped(this.kind, this.entry, this.draft);
      if (this.blocked.length) {
        this.desk = true;
        this.show("form-stop");
        return;
      }
      this.found =
        this.kind === "place"
          ? []
          : offers(fields(this.kind).fields, this.draft).filter((one) => !this.left.includes(one.field + one.match));
      if (this.found.length) {
        this.show("form-found");
        return;
      }
      await this.store();
    },
    /** @param {string} id */
    show(id) {
      if (this.errors.some((one) => this.hidden(one.field))) this.desk = true;
      Alpine.nextTick(() => focusOn(id));
    },
    async store() {
      this.saving = true;
      try {
        const answer = await save(this.kind, this.draft, {
          entry: this.entry || undefined,
          parents: parentsOf(this.entry),
          known: this.known,
        });
        this.settleRefused(answer);
        if (answer.state === "refused") {
          this.refused(answer);
          return;
        }
        forget(this.key);
        this.done();
      } catch (error) {
        // The draft stays as it is: a failed save must not cost a word.
        this.trouble = notSaved(error);
        this.show("form-trouble");
      } finally {
        this.saving = false;
      }
    },
    /** The words are still in the form: an earlier refusal of them no longer needs anybody. @param {{state: string, revision: string}} answer */
    settleRefused(answer) {
      if (this.lastRefused) letGo(this.lastRefused);
      this.lastRefused = answer.state === "refused" ? answer.revision : "";
    },
    /** @param {{reason: string, errors: any[]}} answer */
    refused(answer) {
      this.errors = answer.errors;
      this.trouble = answer.errors.length ? "" : "The plan did not take this. What you wrote is still here.";
      this.show(answer.errors.length ? "form-summary" : "form-trouble");
    },
    /** @param {{field: string, kind: string, match: string}} offer */
    async move(offer) {
      const about = this.entry || this.draft.about || this.draft.who || "";
      try {
        await saveAll([
          {
            entry: newId(),
            compartment: "",
            parents: [],
            document: {
              v: fields("place").v,
              kind: "place",
              withdrawn: "",
              why: "",
              known_to_parent: false,
              data: emptyDraft(fields("place").fields, {
                about,
                kind: offer.kind === "number" ? "phone" : "home",
                words: offer.match,
              }),
            },
          },
        ]);
      } catch (error) {
        this.trouble = notSaved(error);
        this.show("form-trouble");
        return;
      }
      this.draft[offer.field] = without(this.draft[offer.field], offer.match);
      this.found = this.found.filter((one) => one !== offer);
      if (!this.found.length) await this.send();
    },
    /** @param {{field: string, match: string}} offer */
    async leaveHere(offer) {
      this.left.push(offer.field + offer.match);
      this.found = this.found.filter((one) => one.field + one.match !== offer.field + offer.match);
      if (!this.found.length) await this.send();
    },
    mayMove() {
      return current.mayAdd("place");
    },
    leave() {
      this.done();
    },
    done() {
      current.writing = null;
      toSection(this.back, this.backTo);
    },
  }));
}

/** A new note is write-only, so it may be begun in any view; what is kept already may not be read there.
 * @param {{kind: string, entry: string}} form */
function newNote(form) {
  return form.kind === "note" && !form.entry;
}

/** Kept for the desk: what a visit can do without, and what already has an answer. @param {import("../writing/draft.js").Field} field */
function folded(field) {
  return field.ask === "desk" && field.type !== "items" && !(field.required && !field.default);
}

/** What can be known before anybody asks: one parent, one child, one person causing harm, today. @param {string} kind */
function guesses(kind) {
  const names = namesOf(current.json);
  const only = (/** @type {{entry: string}[]} */ list) => (list.length === 1 ? list[0].entry : "");
  /** @type {Record<string, Record<string, any>>} */
  const known = {
    action: { state: "asked", perpetrator: only(names.perpetrators), from_day: current.today },
    behaviour: { who: only(names.perpetrators) },
    impact: { child: only(names.children) },
    power: { perpetrator: only(names.perpetrators) },
    strength: { whose: only(names.parents) },
    safe_contact: { about: only(names.parents) },
    knows: { who: only(names.perpetrators) },
    promise: { to: only(names.parents) },
    voice: { child: only(names.children), when_day: current.today },
    review: { day: current.today },
    closure: { day: current.today },
  };
  return known[kind] || {};
}

/** @param {Record<string, any>} draft */
function about(draft) {
  const [first] = draft.covers || [];
  const entry = first
    ? entryOf(current.json, first)
    : draft.action
      ? entryOf(current.json, draft.action)
      : draft.behaviour
        ? entryOf(current.json, draft.behaviour)
        : null;
  if (!entry) return "";
  return entry.kind === "behaviour" ? behaviourTitle(current.json, dataOf(entry)) : title(entry, label);
}

/** Whom a question is about comes first: nobody looks for the person causing harm among the children. @type {Record<string, string[]>} */
const FIRST = {
  about: ["parent", "child", "kin", "other", "perpetrator"],
  who: ["perpetrator", "kin", "other"],
  perpetrator: ["perpetrator"],
  child: ["child"],
  whose: ["parent", "kin", "child", "other"],
};

/** Entries a reference may point to, by their titles; the family by first name. @param {string} about @param {string} self @param {string} name
 * @param {any} chosen what an older entry says is offered still */
function choices(about, self, name, chosen) {
  const context = contextNow();
  const kinds = about ? [about] : ["family_member", "action", "contingency", "behaviour"];
  const all = kinds.flatMap((kind) =>
    entriesOf(current.json, kind).filter((entry) => entry.entry !== self && context.show(kind, entry)),
  );
  const order = about === "family_member" ? FIRST[name] : null;
  const place = (/** @type {import("../plan/read.js").Entry} */ entry) =>
    order ? order.indexOf(dataOf(entry).role) : 0;
  return all
    .filter((entry) => place(entry) >= 0 || entry.entry === chosen)
    .sort((a, b) => place(a) - place(b))
    .map((entry) => ({
      id: entry.entry,
      words:
        memberName(current.json, entry.entry) ||
        (entry.kind === "behaviour" ? behaviourTitle(current.json, dataOf(entry)) : title(entry, label)),
    }));
}

/** A person is picked at the agency that another field names. @type {Record<string, string>} */
const AT = { asked_of: "agency", checker_person: "checker" };

/** Whoever was picked before the agency changed is not asked in its name. @param {Record<string, any>} draft */
function onlyThere(draft) {
  for (const [name, at] of Object.entries(AT)) {
    const person = current.json.people.find((/** @type {any} */ one) => one.id === draft[name]);
    if (person && person.agency_kind !== draft[at]) draft[name] = "";
  }
}

/** @param {string} entry */
function youngName(entry) {
  const found = entry ? entryOf(current.json, entry) : null;
  return found && dataOf(found).under_18 === "yes" ? memberName(current.json, entry) : "";
}

/** What was picked before it was said whom it is about. @param {string} kind @param {Record<string, any>} draft @param {string} name */
function forAdults(kind, draft, name) {
  return fields(kind)
    .fields.filter(
      (field) => field.type === "code" && asks(field, draft) && item(field.list || "", draft[field.name])?.adults,
    )
    .map((field) => ({
      field: field.name,
      words: `${label(field.list || "", draft[field.name])} is for adults. ${name} is under 18: pick another.`,
    }));
}

/** @param {(person: any) => boolean} which */
function people(which) {
  return current.json.people
    .filter(which)
    .map((/** @type {any} */ one) => ({
      id: one.id,
      words: `${one.name.split(" ")[0]}, ${one.id === current.json.me.id ? "me" : (label("agencies", one.agency_kind) || one.agency_name).toLowerCase()}`,
    }));
}

/** While two people have written, a change names the head that is shown; settling is a choice of its own. @param {string} entry */
function parentsOf(entry) {
  const old = entry ? entryOf(current.json, entry) : null;
  return old && conflicted(old) ? [old.holds] : old ? old.heads.map((head) => head.revision) : [];
}

/** The draft as an entry that had been saved. @param {string} kind @param {string} entry @param {Record<string, any>} draft @returns {any} */
function written(kind, entry, draft) {
  const data = JSON.parse(JSON.stringify(draft));
  return {
    entry: entry || "0".repeat(32),
    compartment: "",
    kind,
    holds: "draft",
    heads: [{ revision: "draft", seq: 0, v: 1, data, withdrawn: "", author_agency: current.json.me.agency_kind }],
  };
}

/** The stops this draft runs into, as cards. @param {string} kind @param {string} entry @param {Record<string, any>} draft */
function stopped(kind, entry, draft) {
  const child = draft.child || "";
  return stopCards(rulesFile(), stops(written(kind, entry, draft)), (text) => say(text, child));
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
