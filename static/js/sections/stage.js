/** The plan's stage, its next review and who leads it: the lead's and the managers' to say. */
import { get } from "../api.js";
import { current } from "../plan.js";
import { handLead, setStage, steers } from "../plan_steer.js";
import { openAgain, session } from "../session.js";
import { secret, together } from "../sign-in.js";
import { contextNow, footWhile, toSection } from "./context.js";

const STAGES = [
  { code: "interim", label: "For now", sub: "A plan for tonight, until the full plan" },
  { code: "full", label: "The full plan", sub: "In use, and looked at again on its review day" },
  { code: "stepped_down", label: "Stepped down", sub: "Still watched, with a review day" },
  { code: "ended", label: "Ended", sub: "Kept to be read. Nobody can write in it" },
];

/** @param {any} Alpine */
export function register(Alpine) {
  Alpine.data("planStage", () => together(secret(), {
    stage: "",
    due: "",
    lead: "",
    /** @type {{id: string, name: string}[]} */ people: [],
    wrong: "",
    /** handing the lead on gives every part away: the words, once more */ asksWords: false,
    busy: false,
    release() {},
    get stages() { return STAGES; },
    get may() { return steers(); },
    get leadNow() { const { plan } = contextNow().plan; return plan.lead ? `${plan.lead.name} leads this plan.` : "Nobody leads this plan yet."; },
    get ending() { return this.stage === "ended" && contextNow().plan.plan.stage !== "ended"; },
    init() {
      const { plan } = current.json;
      Object.assign(this, { stage: plan.stage, due: plan.review_due || "", lead: plan.lead ? plan.lead.id : "" });
      this.release = footWhile(() => ({ main: steers() ? { words: "Save", run: () => this.send() } : null, second: { words: "Not now", run: () => toSection("overview") }, note: false }));
      this.load();
    },
    destroy() { this.release(); },
    async load() {
      const me = session.person;
      if (!me || !steers()) return;
      try {
        const { staff } = await get("/api/1/key-holders");
        const ours = staff.filter((/** @type {any} */ one) => one.agency === me.agency_name && one.role !== "administrator").map((/** @type {any} */ one) => ({ id: one.id, name: one.name }));
        this.people = [{ id: me.id, name: `${me.name}, you` }, ...ours];
      } catch {
        this.wrong = "Needs signal: who could lead.";
      }
    },
    /** @this {any} */
    async send() {
      if (this.busy) return;
      const { plan } = current.json;
      this.wrong = "";
      if (!this.due && this.stage !== "ended") { this.wrong = "Pick the day it is looked at again."; return; }
      this.busy = true;
      try {
        if (this.asksWords && this.passphrase) await openAgain(this.passphrase, "");
        if (this.lead && this.lead !== (plan.lead ? plan.lead.id : "")) await handLead(this.lead);
        if (this.stage !== plan.stage || this.due !== (plan.review_due || "")) await setStage(this.stage, this.due);
        toSection("overview");
      } catch (error) {
        this.asksWords ||= /** @type {any} */ (error).reason === "step-up";
        this.wrong = trouble(error);
        if (this.asksWords) Alpine.nextTick(toWords);
      } finally {
        this.forget();
        this.busy = false;
      }
    },
  }));
}

/** The field comes where nobody looks, below everything else: whoever saves is brought to it. */
function toWords() {
  const field = document.getElementById("stage-words");
  field?.focus();
  field?.scrollIntoView({ block: "center" });
}

/** @param {any} error */
function trouble(error) {
  if (error.offline) return "Needs signal. Nothing has changed.";
  if (error.reason === "step-up") return "Give your passphrase. Nothing has changed yet.";
  if (error.reason === "not-opened") return "That did not open. Wait a moment, check the words and try again.";
  return error.reason === "cannot-lead" ? "This person cannot lead this plan. Pick somebody else." : "That was not accepted. Nothing has changed.";
}
