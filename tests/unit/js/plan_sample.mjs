// A small opened plan, in the shape of GET /api/1/plans/ID, for the tests of the plan's screens.
import { readFileSync } from "node:fs";
import { itemOf, judge, loadRules } from "../../../static/js/plan/asking.js";
import { emptyPlan } from "../../../static/js/plan/read.js";
import { label } from "../../../static/js/words/schema.js";
import { words } from "../../../static/js/words/words.js";

// What stands is the rules' to say, so the screens are tried with the rules and words that they are used with.
Object.assign(words, JSON.parse(readFileSync(process.env.SAFEPLAN_WORDS, "utf8")));
await loadRules();

export const PRIYA = "p".repeat(32);
export const DANA = "d".repeat(32);
export const TODAY = "2026-11-24";
export const AT = Date.parse("2026-11-24T14:05:00Z");

let made = 0;

/** One head; `data` is what the kind holds. */
export function head(data, more = {}) {
  made += 1;
  return {
    revision: `r${made}`,
    seq: made,
    v: 1,
    data,
    withdrawn: "",
    why: "",
    known_to_parent: false,
    author: PRIYA,
    author_name: "Priya Nair",
    author_agency: "council",
    device: "",
    authored_at: AT,
    received_at: AT,
    parents: [],
    ...more,
  };
}

export function entry(id, kind, data, ...others) {
  const heads = [head(data), ...others];
  return { entry: id, compartment: "c1", kind, heads, holds: heads[0].revision };
}

export function action(id, data) {
  return entry(id, "action", {
    owner: "agency",
    agency: "police",
    asked_of: "",
    what: "Acts",
    covers: [],
    rung: "",
    state: "accepted",
    telling: "not_to_be_told",
    programme: "",
    until_day: "",
    ...data,
  });
}

export const family = () => [
  entry("grace", "family_member", { name: "Grace Bellwether", role: "parent", born: "" }),
  entry("noah", "family_member", { name: "Noah Bellwether", role: "child", born: "2018-04-02" }),
  entry("ella", "family_member", { name: "Ella Bellwether", role: "child", born: "2026-03-10" }),
  entry("mark", "family_member", { name: "Mark Sculthorpe", role: "perpetrator", born: "" }),
  entry("nana", "family_member", { name: "Nana Bell", role: "kin", born: "" }),
];

export function plan(...entries) {
  return {
    ...emptyPlan(),
    plan_agencies: ["council", "police"],
    plan: { ...emptyPlan().plan, lead_agency: "north" },
    me: { id: PRIYA, agency: "north", agency_kind: "council" },
    entries: [...family(), ...entries],
    compartments: [
      { id: "c1", class: "plan", about: "", right: "lead", epoch: 1, letterbox: "" },
      { id: "c2", class: "risk", about: "", right: "lead", epoch: 1, letterbox: "" },
    ],
    people: [
      {
        id: PRIYA,
        name: "Priya Nair",
        agency_kind: "council",
        agency_name: "Northfield Council",
        rights: { plan: "lead", place: "read" },
      },
      {
        id: DANA,
        name: "Dana Reyes",
        agency_kind: "police",
        agency_name: "Northfield Police",
        rights: { plan: "contribute" },
      },
    ],
  };
}

export { label } from "../../../static/js/words/schema.js";
export const context = (held, more = {}) => ({
  plan: held,
  label,
  fields: () => [],
  today: TODAY,
  show: () => true,
  item: (entry) => itemOf(judge(held, TODAY).items, entry),
  parentView: false,
  view: "me",
  ...more,
});
