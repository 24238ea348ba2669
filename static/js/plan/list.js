// My plans: today first, then by next date; one date and one thing that needs me, and no names that this view may not show.

import Alpine from "@alpinejs/csp";
import { ApiError, get } from "../session/api.js";
import { clock, day, isoDay, moment } from "../words/dates.js";
import { listed, upper } from "../words/said.js";
import { setFoot } from "../shell/foot.js";
import { go } from "../shell/screens.js";
import { session } from "../session/session.js";
import { tablet } from "../session/tablet.js";
import { vaultPage } from "../vault/door.js";
import { codesOf } from "../words/words.js";
import { finds, soughtBy } from "./finding.js";
import { view } from "./views.js";

/** @typedef {{id: string, status: string, stage: string, agency: string, lead: {id: string, name: string} | null, review_due: string | null, mine: boolean, names: string[], found_by?: {name: string, born: string}[], next: {date: string, words: string} | null, needs: string, asked_of_me: number, waiting: number}} Plan */

const list = Alpine.reactive({ /** @type {Plan[]} */ plans: [], opened: false, failed: "", last: "" });

/** Other families' names are not for this family's eyes: with company, only the plan this visit is about. @returns {Plan[]} */
export function plansNow() {
  return view.name === "me" ? list.plans : list.plans.filter((/** @type {Plan} */ plan) => plan.id === list.last);
}

/** @param {string} id the plan this visit is about */
export function visiting(id) {
  list.last = id;
}

export function forgetPlans() {
  Object.assign(list, { plans: [], opened: false, failed: "", last: "" });
}

const NO_SIGNAL = "No signal. The list of plans needs signal the first time.";
const TOO_OLD = "The list of plans needs the newer version. Nothing you wrote is lost.";

/** @returns {Promise<void>} */
export async function loadPlans() {
  if (tablet.open && !list.opened) show((await (await vaultPage()).index()).plans);
  if (!session.live) return;
  try {
    show((await get("/api/1/plans")).plans);
  } catch (error) {
    if (!(error instanceof ApiError)) throw error;
    // What was listed stays listed: losing signal must not empty a screen.
    if (!list.opened) list.failed = error.reason === "update" ? TOO_OLD : NO_SIGNAL;
  }
}

/** @param {any[]} plans */
function show(plans) {
  list.plans = plans.map(shaped).sort(byNext);
  Object.assign(list, { opened: true, failed: "" });
}

/** What is listed now, for taking along. @returns {any[]} */
export function listedPlans() {
  return list.plans;
}

/** A manager reads who leads; the lead need not be told. @param {Plan} plan */
function leads(plan) {
  if (plan.mine || session.person?.role !== "manager" || plan.agency !== session.person.agency) return "";
  return plan.lead ? `${plan.lead.name} leads` : "Nobody leads this plan";
}

/** The list is shown where the words could not come: then it says less. @param {string} list @param {string} code */
function wordsOf(list, code) {
  return codesOf(list).find((one) => one.code === code)?.label ?? "";
}

/** @param {Plan} plan */
function shaped(plan) {
  const due = plan.next?.date ?? plan.review_due ?? "";
  const name = listed(plan.names) || "A new plan";
  const what = plan.next?.words ?? (plan.review_due ? wordsOf("plan_dates", "review") : "");
  // Two plans of one family are told apart by how far each has come.
  const stage = wordsOf("stages", plan.stage);
  const on = due.slice(0, 10);
  const today = isoDay(Date.now());
  const when = on === today ? upper(moment(due, today)) : `${what} ${moment(due, today)}`.trim();
  return {
    ...plan,
    stageWords: stage,
    under: [when, stage].filter(Boolean).join(" · "),
    leads: leads(plan),
    name,
    due,
    day: on,
    what,
    when,
    time: clock(due),
    needsWords: plan.needs || (leads(plan) ? "" : "Nothing waits for you"),
    tone: plan.needs ? "clay" : "",
    leadTone: plan.lead ? "" : "clay",
    sought: soughtBy(plan, leads(plan)),
    needsMe: Boolean(plan.needs || plan.asked_of_me || leads(plan) === "Nobody leads this plan"),
  };
}

/** @param {ReturnType<typeof shaped>} a @param {ReturnType<typeof shaped>} b plans without a date come last */
function byNext(a, b) {
  return (a.due || "9").localeCompare(b.due || "9") || a.name.localeCompare(b.name, "en-GB");
}

const MOST_AT_ONCE = 40;

/** @param {any} alpine */
export function register(alpine) {
  alpine.data("plansList", () => ({
    wanted: "",
    tab: "all",
    slow: false,
    timer: 0,
    most: MOST_AT_ONCE,
    init() {
      // Three hundred milliseconds of nothing are calmer than a flash of grey.
      this.timer = setTimeout(() => {
        this.slow = true;
      }, 300);
      loadPlans();
      this.keys();
    },
    destroy() {
      clearTimeout(this.timer);
    },
    keys() {
      const main =
        mayStart() && session.live ? { words: "New plan", icon: "plus", run: () => go({ screen: "new-plan" }) } : null;
      setFoot({ main });
    },
    get all() {
      return plansNow();
    },
    /** @param {string} id whole on this tablet, pictures too */
    isReady(id) {
      return tablet.open && tablet.ready.includes(id);
    },
    get mayTake() {
      return view.name === "me" && ["practitioner", "manager"].includes(session.person?.role ?? "");
    },
    get signal() {
      return session.live;
    },
    take() {
      go({ screen: "visit" });
    },
    get manager() {
      return view.name === "me" && session.person?.role === "manager";
    },
    get administrator() {
      return view.name === "me" && session.person?.role === "administrator";
    },
    get desks() {
      return view.name === "me";
    },
    get findWords() {
      return this.manager ? "Find a name, a birth date, or who leads" : "Find a name or a birth date";
    },
    get alone() {
      return view.name === "me";
    },
    get loading() {
      return this.slow && !list.opened && !list.failed;
    },
    get failed() {
      return list.failed;
    },
    get empty() {
      return list.opened && !list.plans.length && view.name === "me" && !this.administrator;
    },
    get any() {
      return plansNow().length > 0;
    },
    /** What a browser that emptied its store took with it: said to whoever wrote it, and to nobody beside them. */
    get emptied() {
      return this.alone
        ? tablet.emptied.map((/** @type {any} */ one) => ({ id: one.device, said: emptiedWords(one) }))
        : [];
    },
    /** @param {string} id */
    read(id) {
      tablet.emptied = tablet.emptied.filter((/** @type {any} */ one) => one.device !== id);
    },
    get noneFound() {
      return list.opened && this.any && !this.shown.length;
    },
    get today() {
      return day(new Date());
    },
    get visits() {
      const now = isoDay(new Date());
      return this.all.filter((/** @type {any} */ plan) => plan.day === now);
    },
    get tabs() {
      return [
        ["all", "All"],
        ["me", "Needs me"],
        ["others", "Asked of others"],
      ].map(([code, words]) => ({
        code,
        words: `${words} ${this.all.filter((plan) => inTab(plan, code)).length}`,
        current: this.tab === code ? "page" : null,
      }));
    },
    get found() {
      // With company the field is gone, and what still stands in it must not pick a plan out by a surname.
      const wanted = this.alone ? this.wanted : "";
      return this.all.filter((/** @type {any} */ plan) => inTab(plan, this.tab) && finds(plan.sought, wanted));
    },
    // A list of a thousand is looked for in, not read: drawing it whole would keep a tablet busy for seconds.
    get shown() {
      return this.found.slice(0, this.most);
    },
    get more() {
      return Math.max(0, this.found.length - this.most);
    },
    showMore() {
      this.most += MOST_AT_ONCE;
    },
    /** @param {string} code */
    choose(code) {
      this.tab = code;
    },
    /** @param {string} id */
    open(id) {
      go({ screen: "plan", plan: id });
    },
    retry() {
      list.failed = "";
      loadPlans();
    },
  }));
}

/** @param {{unsent: number, heard: number}} had @returns {string[]} */
function emptiedWords({ unsent, heard }) {
  const when = `${day(heard)}, ${clock(heard)}`;
  const lost =
    unsent === 1
      ? "1 piece of writing was not sent. It is gone."
      : `${unsent} pieces of writing were not sent. They are gone.`;
  return [
    unsent
      ? `When it was last connected, ${when}, ${lost}`
      : `When it was last connected, ${when}, everything had been sent.`,
    "If anything was written on it since then and not sent, it is gone too. Write it again while you remember it.",
    "Nothing can be read on it any more. Before the next visit, set it up again and take the plans again.",
  ];
}

/** @param {any} plan @param {string} tab */
function inTab(plan, tab) {
  if (tab === "me") return plan.needsMe;
  return tab === "all" || plan.waiting > 0;
}

/** Starting a plan is a practitioner's or manager's; an administrator holds no keys to any. */
function mayStart() {
  return ["practitioner", "manager"].includes(session.person?.role ?? "");
}
