/** Who can open this plan, and which parts of it; and the family as the plan names them. */
import { namesOf } from "../plan/read.js";
import { items, label } from "../words/schema.js";
import { day } from "../words/dates.js";
import { listed, lower } from "../words/said.js";
import { birthText } from "../words/typed.js";
import { steers } from "../plan/steer.js";
import { cards } from "./cards.js";
import { contextNow } from "./context.js";

/** @param {any} Alpine */
export function register(Alpine) {
  Alpine.data("planPeople", () => {
    const family = cards("family_member", (data) => ({
      line: data.name,
      sub: [label("roles", data.role), lower(label("relations", data.relation)), birthWords(data, contextNow().today)]
        .filter(Boolean)
        .join(", "),
    }));
    return Object.defineProperties(
      family,
      Object.getOwnPropertyDescriptors({
        get people() {
          return contextNow().plan.people.map((/** @type {any} */ person) => opener(person, contextNow().plan.me.id));
        },
        get sharing() {
          return `/sharing/${contextNow().plan.plan.id}`;
        },
        get steers() {
          return steers();
        },
        get record() {
          return `/audit/${contextNow().plan.plan.id}`;
        },
        get lead() {
          const { plan } = contextNow();
          return plan.plan.lead ? plan.plan.lead.name : "Nobody leads this plan yet";
        },
        get heading() {
          return listed([
            namesOf(contextNow().plan).parent,
            ...namesOf(contextNow().plan).children.map((kid) => kid.name),
          ]);
        },
      }),
    );
  });
}

/** @param {Record<string, any>} data @param {string} today */
function birthWords({ born, born_part: part, due }, today) {
  if (born && part) return `${part === "age" ? "" : "born "}${birthText(born, part, today)}, estimated`;
  if (born) return `born ${day(born, today)}`;
  return due && `${due < today ? "was due" : "due"} ${day(due, today)}`;
}

/** @param {any} person @param {string} me */
function opener(person, me) {
  const rights = person.rights || {};
  const held = items("parts").filter((part) => rights[part.code]);
  const not = rights.place ? "" : "Not the address";
  return {
    key: person.id,
    name: person.id === me ? `${person.name}, you` : person.name,
    agency: [person.agency_name, person.via && person.via !== "person" ? lower(String(person.via)) : ""]
      .filter(Boolean)
      .join(", "),
    parts: held.length ? `Opens ${listed(held.map((part) => lower(part.label)))}` : "Opens nothing now",
    not,
    writes: Object.values(rights).some((right) => right !== "read"),
  };
}
