/** Who does what: the balance, a ladder for each risk, and one action opened where it stands. */
import { conflicted, dataOf, entriesOf, entryOf, namesOf, withdrawnOf } from "../plan/read.js";
import { items, label } from "../words/schema.js";
import { day, isoDay } from "../words/dates.js";
import { lower } from "../words/said.js";
import { withdraw } from "../plan/plan.js";
import { canAdd, contextNow, footWhile, notSaved, toSection, write } from "./context.js";
import { balance, ladders, others, shown } from "./ladder.js";

/** @param {any} Alpine */
export function register(Alpine) {
  Alpine.data("planActions", () => ({
    only: "",
    opened: "",
    taking: "",
    reason: "",
    why: "",
    wrong: "",
    release() {},
    init() {
      this.release = footWhile(() => ({
        main:
          contextNow().view !== "children" && canAdd("action")
            ? {
                words: matchMedia("(max-width: 480px)").matches ? "Add" : "Add an action",
                icon: "plus",
                run: () => this.add(),
              }
            : null,
      }));
    },
    destroy() {
      this.release();
    },
    get parentView() {
      return contextNow().parentView;
    },
    get cause() {
      return namesOf(contextNow().plan).perpetrator || "the person causing harm";
    },
    get parent() {
      return namesOf(contextNow().plan).parent || "the parent";
    },
    get balance() {
      return balance(contextNow());
    },
    get ladders() {
      return filtered(ladders(contextNow()), this.only);
    },
    get others() {
      return others(contextNow()).filter((line) => line.about);
    },
    get any() {
      return shown(contextNow()).length > 0;
    },
    get mayAdd() {
      return canAdd("action");
    },
    get withdrawn() {
      return contextNow().view === "me" ? withdrawnOf(contextNow().plan, "action").map(gone) : [];
    },
    get reasons() {
      return items("withdraw_reasons");
    },
    /** @param {string} owner */
    pick(owner) {
      this.only = this.only === owner ? "" : owner;
    },
    /** @param {string} entry */
    toggle(entry) {
      this.opened = this.opened === entry ? "" : entry;
      this.taking = this.wrong = "";
    },
    /** @param {string} entry */
    detail(entry) {
      return detail(contextNow(), entry);
    },
    add() {
      write("action");
    },
    /** @param {string} behaviour */
    addFor(behaviour) {
      write("action", { preset: { covers: [behaviour] } });
    },
    /** @param {string} entry */
    change(entry) {
      write("action", { entry });
    },
    /** @param {string} entry */
    realism(entry) {
      const found = entriesOf(contextNow().plan, "realism").find((one) => dataOf(one).action === entry);
      write("realism", { entry: found ? found.entry : "", preset: { action: entry } });
    },
    /** @param {string} entry */
    history(entry) {
      toSection("history", entry);
    },
    /** @param {string} entry */
    settle(entry) {
      toSection("conflict", entry);
    },
    async takeBack() {
      if (!this.reason) return;
      this.wrong = "";
      try {
        await withdraw(this.taking, this.reason, this.why);
      } catch (error) {
        this.wrong = notSaved(error);
        return;
      }
      this.taking = "";
      this.opened = "";
      this.reason = "";
      this.why = "";
    },
  }));
}

/** Only the rows of one owner, or what is asked; empty rungs go, since nothing is hidden about them.
 * @param {any[]} all @param {string} only */
function filtered(all, only) {
  if (!only) return all;
  const keep = (/** @type {any} */ row) =>
    !row.none && (only === "asked" ? row.asked : row.owner === only && !row.asked);
  return all.map((one) => ({ ...one, rungs: one.rungs.filter(keep), bare: false })).filter((one) => one.rungs.length);
}

/** @param {import("../plan/read.js").Entry} entry */
function gone(entry) {
  const head = entry.heads[0];
  return {
    key: entry.entry,
    entry: entry.entry,
    what: dataOf(entry).what,
    sub: `${label("withdraw_reasons", head.withdrawn)}${head.why ? `: ${head.why}` : ""}. ${head.author_name}, ${day(isoDay(head.authored_at))}`,
  };
}

/** What a row opens to: the next step, the check, and whether the person causing harm is told.
 * @param {ReturnType<typeof contextNow>} context @param {string} id */
function detail(context, id) {
  const entry = entryOf(context.plan, id);
  if (!entry) return { facts: [], telling: [], told: "", conflicted: false, owner: "", head: null };
  const data = dataOf(entry);
  const head = entry.heads[0];
  const fact = (/** @type {string} */ name, /** @type {string} */ value) => (value ? [{ key: name, name, value }] : []);
  const facts = [
    ...fact("What if not", data.if_not),
    ...fact("Seen by", data.evidence_words || lower(label("evidence", data.evidence))),
    ...fact("Power", label("powers", data.power)),
    ...fact("Programme", label("programme_states", data.programme)),
    ...fact(
      "Cannot, because",
      [label("cannot_reasons", data.cannot_reason), data.cannot_words].filter(Boolean).join(": "),
    ),
    ...fact("Written by", `${head.author_name}, ${day(isoDay(head.authored_at))}`),
  ];
  const telling =
    data.telling && data.telling !== "not_to_be_told"
      ? [
          ...fact("Who tells", data.telling_who),
          ...fact("When", data.telling_when ? day(data.telling_when, context.today) : ""),
          ...fact(
            `${namesOf(context.plan).parent || "The parent"} agrees`,
            label("yes_no_unknown", data.telling_parent),
          ),
          ...fact("Afterwards", data.telling_after),
        ]
      : [];
  return {
    facts,
    telling,
    told: `${namesOf(context.plan).perpetrator || "The person causing harm"}: ${lower(label("tellings", data.telling || "not_to_be_told"))}`,
    conflicted: conflicted(entry),
    owner: data.owner,
    head,
  };
}
