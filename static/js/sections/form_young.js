/** What is for adults is not offered of somebody under 18, who is a child to keep safe as well: an assessment is. */
import { current } from "../plan/plan.js";
import { dataOf, entryOf, memberName } from "../plan/read.js";
import { fields, item, label } from "../words/schema.js";
import { asks } from "../writing/draft.js";

/** @typedef {import("./form_fields.js").Form} Form */

/** The parts of a form that ask whether the person it is about is under 18. */
export function formYoung() {
  return /** @satisfies {ThisType<Form & Record<string, any>>} */ ({
    /** The first name of a person under 18 whom this is about, else "". */
    get youngName() {
      return youngName(this);
    },
    get mayAssess() {
      const { young, fields: all } = fields(this.kind);
      // Once it is picked, how far it has come is theirs to say: offered again, it would be set back.
      return all.some(({ of, name }) => of && name in young && this.draft[name] !== young[name]);
    },
    assess() {
      Object.assign(this.draft, fields(this.kind).young);
    },
  });
}

/** @param {Form} form */
function youngName({ kind, draft }) {
  const whom = fields(kind).fields.find((field) => field.of)?.of;
  const found = whom && draft[whom] ? entryOf(current.json, draft[whom]) : null;
  return found && dataOf(found).under_18 === "yes" ? memberName(current.json, found.entry) : "";
}

/** What was picked before it was said whom it is about. @param {Form} form @returns {{field: string, words: string}[]} */
export function forAdults(form) {
  const name = youngName(form);
  return fields(form.kind)
    .fields.filter((field) => name && field.of && asks(field, form.draft))
    .filter((field) => item(field.list || "", form.draft[field.name])?.adults)
    .map((field) => ({
      field: field.name,
      words: `${label(field.list || "", form.draft[field.name])} is for adults. ${name} is under 18: pick another.`,
    }));
}
