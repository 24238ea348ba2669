/** The plan's stage, its next review and who leads it: the lead's and the managers' to say. */
import { get } from "../session/api.js";
import { current, openPlan, stops } from "../plan/plan.js";
import { fields, items, rulesFile } from "../words/schema.js";
import { handLead, setStage, steers } from "../plan/steer.js";
import { openAgain, session } from "../session/session.js";
import { secret } from "../shell/asking.js";
import { together } from "../shell/together.js";
import { stopCards } from "./advice_model.js";
import { contextNow, footWhile, say, toSection } from "./context.js";
import { emptyDraft } from "../writing/draft.js";

/** @param {any} Alpine */
export function register(Alpine) {
  Alpine.data("planStage", () =>
    together(secret(), {
      stage: "",
      due: "",
      lead: "",
      /** @type {{id: string, name: string}[]} */ people: [],
      /** what is wrong, and the field it is about, "" for none */ fault: { field: "", words: "" },
      /** the stop the server saw and this page did not: what is written on other desks is not here yet */ refused: "",
      /** handing the lead on gives every part away: the words, once more */ asksWords: false,
      busy: false,
      release() {},
      get stages() {
        return items("stages");
      },
      get may() {
        return steers();
      },
      get leadNow() {
        const { plan } = contextNow().plan;
        return plan.lead ? `${plan.lead.name} leads this plan.` : "Nobody leads this plan yet.";
      },
      get ending() {
        return this.stage === "ended" && contextNow().plan.plan.stage !== "ended";
      },
      /** What forbids this ending, asked as if it were agreed now; the server asks the same. */
      get stopping() {
        return this.ending ? stopped(this.refused) : [];
      },
      get wrong() {
        return this.fault.field ? "One thing to settle before this is saved." : this.fault.words;
      },
      get field() {
        return this.fault.field;
      },
      get fieldWords() {
        return this.fault.words;
      },
      get dayWrong() {
        return this.fault.field === "stage-due" ? this.fault.words : "";
      },
      get wordsWrong() {
        return this.fault.field === "stage-words" ? this.fault.words : "";
      },
      toField() {
        bringTo(this.fault.field);
      },
      open() {
        toSection("disagreements");
      },
      init() {
        const { plan } = current.json;
        Object.assign(this, { stage: plan.stage, due: plan.review_due || "", lead: plan.lead ? plan.lead.id : "" });
        this.release = footWhile(() => ({
          main: steers() ? { words: "Save", run: () => this.send() } : null,
          second: { words: "Not now", run: () => toSection("overview") },
          note: false,
        }));
        this.load();
      },
      destroy() {
        this.release();
      },
      async load() {
        const me = session.person;
        if (!me || !steers()) return;
        try {
          const { staff } = await get("/api/1/key-holders");
          const ours = staff
            .filter((/** @type {any} */ one) => one.agency === me.agency_name && one.role !== "administrator")
            .map((/** @type {any} */ one) => ({ id: one.id, name: one.name }));
          this.people = [{ id: me.id, name: `${me.name}, you` }, ...ours];
        } catch {
          this.fault = { field: "", words: "Needs signal: who could lead." };
        }
      },
      /** @this {any} */
      async send() {
        if (this.busy || this.unready()) return;
        this.busy = true;
        try {
          await this.hand();
          toSection("overview");
        } catch (error) {
          await this.notTaken(Alpine, error);
        } finally {
          this.forget();
          this.busy = false;
        }
      },
      /** What is missing or forbids it is said where it can be mended. @this {any} @returns {boolean} */
      unready() {
        this.fault = { field: "", words: "" };
        if (!this.due && this.stage !== "ended") {
          this.failed(Alpine, "stage-due", "Pick the day it is looked at again.");
          return true;
        }
        if (!this.stopping.length) return false;
        Alpine.nextTick(() => bringTo("stage-stop"));
        return true;
      },
      /** @this {any} */
      async hand() {
        const { plan } = current.json;
        if (this.asksWords && this.passphrase) await openAgain(this.passphrase, "");
        if (this.lead && this.lead !== plan.lead?.id) await handLead(this.lead);
        const moved = this.stage !== plan.stage || this.due !== (plan.review_due ?? "");
        if (moved) await setStage(this.stage, this.due);
      },
      /** @this {any} @param {any} Alpine @param {string} field @param {string} words @param {string} [at] what comes under the eye */
      failed(Alpine, field, words, at = "stage-wrong") {
        this.fault = { field, words };
        Alpine.nextTick(() => bringTo(at));
      },
      /** @this {any} @param {any} Alpine @param {any} error */
      async notTaken(Alpine, error) {
        if (error.reason?.startsWith("stop:")) {
          this.refused = error.reason.slice("stop:".length);
          Alpine.nextTick(() => bringTo("stage-stop"));
          // What is open was written elsewhere meanwhile: it is there to be read when the card leads to it.
          await openPlan(current.id).catch(() => {});
          return;
        }
        if (error.reason === "step-up" && !this.asksWords) {
          this.asksWords = true;
          // The field comes where nobody looks, below everything else: whoever saves is brought to it.
          this.failed(Alpine, "", trouble(error), "stage-words");
          return;
        }
        this.failed(Alpine, ["step-up", "not-opened"].includes(error.reason) ? "stage-words" : "", trouble(error));
      },
    }),
  );
}

/** @param {string} id */
function bringTo(id) {
  const found = document.getElementById(id);
  found?.focus();
  found?.scrollIntoView({ block: "center" });
}

/** The stops an ending runs into as the plan stands here, or the one the server named. @param {string} refused */
function stopped(refused) {
  const data = emptyDraft(fields("closure").fields, { state: "agreed" });
  const head = {
    revision: "draft",
    seq: 0,
    v: fields("closure").v,
    data,
    withdrawn: "",
    author_agency: current.json.me.agency_kind,
  };
  const draft = /** @type {any} */ ({
    entry: "0".repeat(32),
    compartment: "",
    kind: "closure",
    holds: "draft",
    heads: [head],
  });
  const found = refused ? [{ rule: refused, state: "not_met", items: [] }] : stops(draft);
  const label = (/** @type {string} */ code) =>
    rulesFile().find((one) => one.code === code)?.button.label || "Open the disagreements";
  return stopCards(rulesFile(), found, say).map((card) => ({ ...card, button: label(card.code) }));
}

/** @param {any} error */
function trouble(error) {
  if (error.offline) return "Needs signal. Nothing has changed.";
  if (error.reason === "step-up") return "Give your passphrase. Nothing has changed yet.";
  if (error.reason === "not-opened") return "That did not open. Wait a moment, check the words and try again.";
  return error.reason === "cannot-lead"
    ? "This person cannot lead this plan. Pick somebody else."
    : "That was not accepted. Nothing has changed.";
}
