/**
 * What a partner is asked, and the answers it can give: accept, cannot with a reason, ask.
 *
 * @typedef {import("./ladder.js").Context} Context
 * @typedef {import("../plan/read.js").Entry} Entry
 */
import { dataOf, entriesOf, entryOf, staffName, workerOf } from "../plan/read.js";
import { moment } from "../words/dates.js";
import { behaviourTitle, chip, shown, swatch, under } from "./ladder.js";

/** Mine: asked of me by name, or of my agency with nobody named. @param {Entry} entry @param {Context["plan"]} plan */
function mine(entry, plan) {
  const data = dataOf(entry);
  return data.asked_of ? data.asked_of === plan.me.id : data.owner === "agency" && data.agency === plan.me.agency_kind;
}

/** @param {Entry} entry @param {Context} context */
function waits(entry, { plan, item }) {
  return mine(entry, plan) && item(entry).asked;
}

/** @param {Context} context */
export function askedCards(context) {
  const { plan, today } = context;
  return shown(context)
    .filter((entry) => waits(entry, context))
    .map((entry) => {
      const data = dataOf(entry);
      const asker = workerOf(plan, entry.heads[0].author);
      const risk = (data.covers || []).map((/** @type {string} */ id) => entryOf(plan, id)).find(Boolean);
      return {
        key: entry.entry,
        entry: entry.entry,
        title: data.what,
        answerBy: moment(data.answer_by, today),
        why: risk ? behaviourTitle(plan, dataOf(risk)) : "",
        from: asker ? `${asker.name}, ${asker.agency_name}` : entry.heads[0].author_name,
        asker: staffName(plan, entry.heads[0].author, entry.heads[0].author_name) || "them",
      };
    });
}

/** @param {Context} context */
export function saidYes(context) {
  return shown(context)
    .filter((entry) => mine(entry, context.plan) && context.item(entry).stands)
    .map((entry) => ({
      key: entry.entry,
      entry: entry.entry,
      what: dataOf(entry).what,
      sub: under(entry, context),
      css: swatch(context.item(entry)),
      chip: chip(entry, context),
    }));
}

/** What this reader's agency has refused: said and seen, so that nobody wonders where it went. @param {Context} context */
export function saidNo(context) {
  return shown(context)
    .filter((entry) => mine(entry, context.plan) && context.item(entry).state === "cannot")
    .map((entry) => ({
      key: entry.entry,
      entry: entry.entry,
      what: dataOf(entry).what,
      sub: [context.label("cannot_reasons", dataOf(entry).cannot_reason), dataOf(entry).cannot_words]
        .filter(Boolean)
        .join(". "),
      chip: chip(entry, context),
    }));
}

/** The action as it stands after an answer. @param {Entry} entry @param {"accepted" | "cannot"} state @param {{reason: string, words: string}} because
 * @param {Context["plan"]["me"]} me @param {string} at local moment */
export function answered(entry, state, because, me, at) {
  const data = dataOf(entry);
  // An older plan may have asked a person and named no agency: whoever answers is at one.
  const agency = data.agency || (data.owner === "agency" ? me.agency_kind : "");
  return {
    ...data,
    agency,
    state,
    cannot_reason: state === "cannot" ? because.reason : "",
    cannot_words: state === "cannot" ? because.words : "",
    answered_by: me.id,
    answered_at: at,
  };
}

/** What somebody asks before answering: a note on what they were asked, until it is answered. @param {Context} context */
export function questions({ plan, item }) {
  return entriesOf(plan, "note").flatMap((entry) => {
    const asked = entryOf(plan, dataOf(entry).about || "");
    const open = asked && asked.kind === "action" && item(asked).asked && entry.heads[0].author !== plan.me.id;
    return open
      ? [
          {
            entry: entry.entry,
            by: staffName(plan, entry.heads[0].author, entry.heads[0].author_name),
            words: dataOf(entry).words,
          },
        ]
      : [];
  });
}
