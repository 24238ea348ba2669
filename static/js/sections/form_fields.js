/** What a form asks and offers: which fields show, whom and what may be picked, and what is wrong beside a field. */
import { current } from "../plan/plan.js";
import { dataOf, entriesOf, entryOf, memberName, staffNames } from "../plan/read.js";
import { mayShow, mayShowField } from "../plan/views.js";
import { title } from "../words/said.js";
import { agencySaid, fields, headerName, items, label } from "../words/schema.js";
import { asks, holds, ofTyping, typedWrong } from "../writing/draft.js";
import { contextNow, say } from "./context.js";
import { behaviourTitle } from "./ladder.js";

/**
 * @typedef {import("../writing/draft.js").Field} Field
 * @typedef {{kind: string, entry: string, draft: Record<string, any>, given: string[], errors: {field: string, words: string}[]}} Form
 */

/** The parts of a form that say what it asks. Each reads the form's own kind, entry and draft. */
export function formFields() {
  return /** @satisfies {ThisType<Form & Record<string, any>>} */ ({
    get waiting() {
      return waits(this);
    },
    /** What is wrong where this view shows it. */
    get wrongs() {
      return this.errors.filter((one) => !one.field || this.shows(one.field));
    },
    get deskCount() {
      return fields(this.kind).fields.filter((field) => field.folded && isShown(this, field)).length;
    },
    /** @param {string} name */
    shows(name) {
      const field = fieldOf(this.kind, name);
      return Boolean(field) && isShown(this, /** @type {Field} */ (field));
    },
    /** @param {string} name */
    hidden(name) {
      return Boolean(fieldOf(this.kind, name)?.folded);
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
      const field = fieldOf(this.kind, name);
      const typed = field ? typedWrong(field, this.draft[name]) : "";
      const found = this.errors.find((one) => one.field === name && !ofTyping(one));
      return typed || (found ? found.words : "");
    },
    /** @param {string} name */
    choices(name) {
      return choices(/** @type {Field} */ (fieldOf(this.kind, name)), this.entry, this.draft[name]);
    },
    /** @param {string} name */
    people(name) {
      return peopleFor(/** @type {Field} */ (fieldOf(this.kind, name)), this.draft);
    },
    /** Agencies on the plan come first. @param {string} list @param {string} value */
    near(list, value) {
      return items(list).filter((one) => isNear(one.code, value));
    },
    /** What is not offered as a chip already. @param {string} list @param {string} value */
    far(list, value) {
      return items(list).filter((one) => !isNear(one.code, value));
    },
    /** @param {string} name @param {string} code A second tap on a choice takes it back: a slip must not stay. */
    again(name, code) {
      if (this.draft[name] === code) this.draft[name] = "";
    },
    /** Whoever is picked and cannot open the plan will not hear of it by saving. */
    get unheard() {
      const agency = askedAgency(this);
      return agency && !current.json.plan_agencies.includes(agency)
        ? `Nobody at ${agencySaid(agency)} can open this plan yet. Share it first.`
        : "";
    },
    /** Sentences that stand at the foot while what they are about is chosen. */
    get footWords() {
      if (contextNow().view !== "me") return "";
      const said = fields(this.kind).fields.map((field) => field.says?.[this.draft[field.name]] ?? "");
      return said
        .filter(Boolean)
        .map((words) => say(words))
        .join(" ");
    },
  });
}

/** @param {string} kind @param {string} name */
function fieldOf(kind, name) {
  return fields(kind).fields.find((one) => one.name === name);
}

/** @param {Form} form @param {Field} field */
function isShown(form, field) {
  // Nobody is looked for among all the people of a plan: which agency comes first, and who of it is in.
  if (field.at && !peopleFor(field, form.draft).length) return false;
  // How much is known of a birth is read from what is typed.
  if (fields(form.kind).fields.some((one) => one.birth === field.name)) return false;
  if (form.given.includes(field.name) || !asks(field, form.draft)) return false;
  return mayRead(form, field.name);
}

/** Whether this view may show what is in a field. @param {Form} form @param {string} name */
export function mayRead(form, name) {
  return inAnyView(form) || mayShowField(form.kind, name);
}

/** A new one of some kinds is write-only, so it may be begun in any view; what is kept already may not be read there.
 * @param {Form} form */
function inAnyView({ kind, entry }) {
  return fields(kind).anywhere && !entry;
}

/** Whether this view shows nothing of it, its head neither: it stays as it was written until it is shown. What is written
 * now counts as what was written before. @param {Form} form */
function waits(form) {
  if (inAnyView(form)) return false;
  const old = form.entry ? entryOf(current.json, form.entry) : null;
  return !mayShow(form.kind, { heads: [...(old?.heads ?? []), { data: form.draft }] });
}

/** Whether saving asks somebody. @param {Form} form @returns {boolean} */
export function asksSomebody({ kind, draft }) {
  const { asks: while_ } = fields(kind);
  return while_.length > 0 && while_.every((when) => holds(when, draft));
}

/** The agency that saving asks, "" for none. @param {Form} form @returns {string} */
function askedAgency(form) {
  const field = fields(form.kind).fields.find((one) => one.asks && asks(one, form.draft));
  return field && asksSomebody(form) ? form.draft[field.name] : "";
}

/** @param {string} code @param {string} value */
function isNear(code, value) {
  return code === value || current.json.plan_agencies.includes(code);
}

/** Entries a reference may point to, by their titles; the family by first name, whom the question is about first.
 * @param {Field} field @param {string} self @param {string} chosen what an older entry says is offered still */
function choices(field, self, chosen) {
  const { show } = contextNow();
  const rank = (/** @type {import("../plan/read.js").Entry} */ entry) =>
    field.roles?.length ? field.roles.indexOf(dataOf(entry).role) : 0;
  return (field.about ?? [])
    .flatMap((kind) => entriesOf(current.json, kind).filter((entry) => entry.entry !== self && show(kind, entry)))
    .filter((entry) => rank(entry) >= 0 || entry.entry === chosen)
    .sort((a, b) => rank(a) - rank(b))
    .map((entry) => ({ id: entry.entry, words: memberName(current.json, entry.entry) || titleOf(entry) }));
}

/** @param {import("../plan/read.js").Entry} entry */
function titleOf(entry) {
  return entry.kind === "behaviour" ? behaviourTitle(current.json, dataOf(entry)) : title(entry, label);
}

/** People of the agency that was picked, else everyone. @param {Field} field @param {Record<string, any>} draft */
function peopleFor(field, draft) {
  const { me, people } = current.json;
  const names = staffNames(current.json);
  return people
    .filter((/** @type {any} */ one) => !field.at || one.agency_kind === draft[field.at])
    .map((/** @type {any} */ one) => ({ id: one.id, words: `${names.get(one.id)}, ${whereOf(one, me.id)}` }));
}

/** @param {any} person @param {string} me */
function whereOf(person, me) {
  if (person.id === me) return "me";
  return (label("agencies", person.agency_kind) || person.agency_name).toLowerCase();
}

/** Whoever was picked before the agency changed is not asked in its name. @param {string} kind @param {Record<string, any>} draft */
export function onlyThere(kind, draft) {
  for (const { name, at } of fields(kind).fields.filter((field) => field.at)) {
    const person = current.json.people.find((/** @type {any} */ one) => one.id === draft[name]);
    if (person && person.agency_kind !== draft[/** @type {string} */ (at)]) draft[name] = "";
  }
}

/** The entries a form hangs on, which the button that opened it has named: they are its head and not a question in it.
 * @param {string} kind @param {Record<string, any>} said */
export function hangsOn(kind, said) {
  return fields(kind).fields.filter(
    (field) => field.about?.length && !field.about.includes("family_member") && said[field.name]?.length,
  );
}

/** What a form is about, in a line; nothing of what this view may not show. @param {string} kind @param {Record<string, any>} draft */
export function aboutLine(kind, draft) {
  const [field] = hangsOn(kind, draft);
  const entry = field ? entryOf(current.json, [draft[field.name]].flat()[0]) : null;
  return entry && contextNow().show(entry.kind, entry) ? titleOf(entry) : "";
}
