/** For a partner: first what is asked, with three answers; then what was given, what I know, and where I disagree. */
import { dataOf, entryOf, namesOf, rightTo, staffName, staffNames } from "../plan/read.js";
import { fields, items } from "../words/schema.js";
import { localMoment } from "../words/dates.js";
import { listed } from "../words/said.js";
import { save } from "../plan/plan.js";
import { together } from "../shell/together.js";
import { typedWrong } from "../writing/draft.js";
import { offering } from "../writing/offering.js";
import { answered, askedCards, saidNo, saidYes } from "./asked_of_me.js";
import { canAdd, contextNow, notSaved, toSection, write } from "./context.js";
import { inOpenPlan, toFind } from "./finds.js";
import { heading } from "./front.js";
import { shown } from "./ladder.js";

/** @param {any} Alpine */
export function register(Alpine) {
  Alpine.data("planPartner", () => together(offering(said), partner()));
}

/** What is said beside an answer is looked through for what finds people. @param {any} answers @returns {import("../writing/offering.js").Holder} */
function said(answers) {
  const put = (/** @type {string} */ words) => {
    answers.words = words;
  };
  return {
    ...inOpenPlan(() => ""),
    texts: () => [{ path: answers.refusing, words: answers.words, put }],
    shown: toFind,
    done: () => answers.cannot(),
  };
}

function partner() {
  return /** @satisfies {ThisType<any>} */ ({
    refusing: "",
    reason: "",
    words: "",
    wrong: "",
    get asked() {
      return askedCards(contextNow());
    },
    get yes() {
      return saidYes(contextNow());
    },
    get no() {
      return saidNo(contextNow());
    },
    get reasons() {
      return items("cannot_reasons");
    },
    get given() {
      const context = contextNow();
      const n = shown(context).length;
      return `${heading(context)}. ${n === 1 ? "1 action" : `${n} actions`}`;
    },
    get who() {
      const { plan } = contextNow();
      return listed([...staffNames(plan)].filter(([id]) => id !== plan.me.id).map(([, name]) => name));
    },
    get cause() {
      return namesOf(contextNow().plan).perpetrator || "the person causing harm";
    },
    get lead() {
      const { plan } = contextNow();
      return plan.plan.lead ? staffName(plan, plan.plan.lead.id, plan.plan.lead.name) : "The lead worker";
    },
    get mayRisk() {
      return rightTo(contextNow().plan, "risk") !== "" && canAdd("behaviour");
    },
    get mayWrite() {
      return canAdd("note");
    },
    /** @param {string} entry */
    async accept(entry) {
      await this.answer(entry, "accepted");
    },
    /** @param {string} entry */
    refuse(entry) {
      this.refusing = this.refusing === entry ? "" : entry;
      this.reason = "";
      this.words = this.findSaid = this.findTrouble = this.wrong = "";
      this.offer = null;
    },
    async cannot() {
      if (!this.reason) {
        this.wrong = "Pick a reason first.";
        return;
      }
      this.wrong = typedWrong(because(), this.words);
      if (this.wrong) return;
      if (await this.undecided()) return toFind();
      try {
        await this.answer(this.refusing, "cannot");
        this.refusing = "";
      } catch (error) {
        this.wrong = notSaved(error);
      }
    },
    /** @param {string} entry @param {"accepted" | "cannot"} state */
    async answer(entry, state) {
      const { plan } = contextNow();
      const action = entryOf(plan, entry);
      if (!action) return;
      // The answer is this agency's; what is asked was the lead's to show. Without this it would leave the parent's page on being accepted.
      const known = action.heads.every((head) => head.known_to_parent || head.author_agency === leadKind(plan));
      await save(
        "action",
        answered(action, state, { reason: this.reason, words: this.words }, plan.me, localMoment(Date.now())),
        { entry, known },
      );
    },
    /** @param {string} entry */
    ask(entry) {
      write("note", {
        preset: {
          about: entry,
          words: `Before we answer: ${dataOf(/** @type {any} */ (entryOf(contextNow().plan, entry))).what}. `,
        },
      });
    },
    /** @param {string} section */
    go(section) {
      toSection(section);
    },
    /** @param {string} kind */
    add(kind) {
      write(kind, {
        preset:
          kind === "disagreement"
            ? { agency: contextNow().plan.me.agency_kind, state: "open" }
            : kind === "note"
              ? {}
              : { who: (namesOf(contextNow().plan).perpetrators[0] || { entry: "" }).entry },
      });
    },
  });
}

/** The field that the words beside a *cannot* go into. */
function because() {
  return /** @type {import("../writing/draft.js").Field} */ (
    fields("action").fields.find((field) => field.name === "cannot_words")
  );
}

/** The kind of agency that leads. @param {import("../plan/read.js").Plan} plan */
function leadKind(plan) {
  return plan.people.find((one) => one.id === plan.plan.lead?.id)?.agency_kind ?? "council";
}
