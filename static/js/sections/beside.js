/** The desk's right column under the advice: what comes next, and who is in. */
import { dataOf, entriesOf, staffNames } from "../plan/read.js";
import { label } from "../words/schema.js";
import { day } from "../words/dates.js";
import { lower, nameWords } from "../words/said.js";
import { contextNow } from "./context.js";
import { familyWords } from "./ladder.js";

const DATES_AT_MOST = 5;
const SOON_DAYS = 42;

/** @param {any} Alpine */
export function register(Alpine) {
  Alpine.data("planBeside", () => ({
    get may() {
      const context = contextNow();
      return context.view === "me" && context.plan.plan.id !== "";
    },
    get dates() {
      return this.may ? comingUp(contextNow()) : [];
    },
    get people() {
      return this.may ? whoIsIn(contextNow().plan) : [];
    },
  }));
}

/** The next days that something ends, is due or is looked at again. @param {import("./ladder.js").Context} context */
function comingUp(context) {
  const { plan, today } = context;
  const names = [...familyWords(plan), ...plan.people.flatMap((one) => nameWords(one.name))];
  const all = [{ key: "review", on: plan.plan.review_due || "", words: "Review" }];
  for (const entry of entriesOf(plan, "action").filter((one) => context.item(one).stands))
    all.push({
      key: entry.entry,
      on: context.item(entry).until_day,
      words: `Ends: ${lower(dataOf(entry).what, names)}`,
    });
  for (const entry of entriesOf(plan, "power"))
    all.push({
      key: entry.entry,
      on: dataOf(entry).state === "in_force" || dataOf(entry).state === "applied" ? dataOf(entry).expiry : "",
      words: `Ends: ${lower(label("powers", dataOf(entry).power), names)}`,
    });
  for (const entry of entriesOf(plan, "promise").filter((one) => dataOf(one).state !== "kept"))
    all.push({ key: entry.entry, on: dataOf(entry).by_day, words: `Promised: ${lower(dataOf(entry).what, names)}` });
  const last = new Date(Date.parse(`${today}T12:00Z`) + SOON_DAYS * 86400000).toISOString().slice(0, 10);
  return all
    .filter((one) => one.on && one.on >= today && one.on <= last)
    .sort((a, b) => a.on.localeCompare(b.on))
    .slice(0, DATES_AT_MOST)
    .map((one) => ({ ...one, on: day(one.on, today) }));
}

/** One line an agency, its people by first name; desks last. @param {import("../plan/read.js").Plan} plan */
function whoIsIn(plan) {
  /** @type {Map<string, string[]>} */
  const groups = new Map();
  const called = staffNames(plan);
  for (const person of plan.people) {
    const at = person.via || person.agency_name;
    groups.set(at, [
      ...(groups.get(at) || []),
      person.id === plan.me.id ? "you" : person.via ? called.get(person.id) || "" : person.name,
    ]);
  }
  return [...groups].map(([at, names]) => ({
    key: at,
    at,
    names: names.map((name) => (name === "you" ? "You" : name)).join(", "),
  }));
}
