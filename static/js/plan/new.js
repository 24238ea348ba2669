// A new plan: one question first, who may never open it, and by name who will hold its keys.

import { ApiError, get, send } from "../session/api.js";
import { setFoot } from "../shell/foot.js";
import { newId } from "../writing/ids.js";
import { go, replace } from "../shell/screens.js";
import { fold } from "../words/names.js";

/** @typedef {{kind: string, name: string, members: string[]}} Holder */
/** @typedef {{id: string, name: string, agency: string}} Staff */

const WHY_NOT = {
  excluded: "You have said that you know this family. Ask your manager to start this plan.",
  "no-holders": "Your agency has no managers' desk yet, so nobody else could open this plan. Ask your administrator.",
};

/** @param {any} Alpine */
export function register(Alpine) {
  Alpine.data("newPlan", () => ({
    know: "",
    wanted: "",
    failed: "",
    busy: false,
    /** @type {Holder[]} */ holders: [],
    /** @type {Staff[]} */ staff: [],
    /** @type {string[]} */ excluded: [],
    // Made once: pressing twice, or again after a lost answer, must not make two plans.
    id: newId(),
    init() {
      this.load();
      this.keys();
    },
    async load() {
      try {
        const { holders, staff } = await get("/api/1/key-holders");
        Object.assign(this, { holders, staff, failed: "" });
      } catch (error) {
        this.fail(error);
      }
      this.keys();
    },
    keys() {
      setFoot({
        second: { words: "Not now", run: () => go({ screen: "plans" }) },
        main: this.ready ? { words: "Start the plan", run: () => this.start() } : null,
      });
    },
    get ready() {
      return Boolean(this.holders.length && this.know) && (this.know !== "yes" || this.excluded.length > 0);
    },
    get failing() {
      return this.failed !== "";
    },
    get picking() {
      return this.know === "yes";
    },
    get unsure() {
      return this.know === "unknown";
    },
    get hasHolders() {
      return this.holders.length > 0;
    },
    /** @param {string} code */
    is(code) {
      return this.know === code;
    },
    /** @param {string} code */
    answer(code) {
      this.know = code;
      // A name picked and then answered away must not stay shut out unseen.
      if (code !== "yes") this.excluded = [];
      this.keys();
    },
    get found() {
      const wanted = fold(this.wanted);
      return this.staff.filter((one) => this.excluded.includes(one.id) || !wanted || fold(one.name).includes(wanted));
    },
    /** @param {string} id */
    isOut(id) {
      return this.excluded.includes(id);
    },
    /** @param {string} id */
    toggle(id) {
      this.excluded = this.isOut(id) ? this.excluded.filter((one) => one !== id) : [...this.excluded, id];
      this.keys();
    },
    /** @param {Holder} holder */
    title(holder) {
      return holder.kind === "recovery" ? `Recovery of ${holder.name}` : holder.name;
    },
    /** @param {Holder} holder */
    who(holder) {
      if (holder.kind === "person") return "You lead this plan";
      if (holder.kind === "recovery") return "Opens nothing by itself: two people, each with one half, together";
      return holder.members.join(", ");
    },
    async start() {
      if (this.busy || !this.ready) return;
      this.busy = true;
      try {
        const { id } = await send("POST", "/api/1/plans", {
          id: this.id,
          staff_know: this.know,
          excluded: [...this.excluded],
        });
        replace({ screen: "plan", plan: id });
      } catch (error) {
        this.fail(error);
      } finally {
        this.busy = false;
      }
    },
    /** @param {unknown} error */
    fail(error) {
      if (!(error instanceof ApiError)) throw error;
      if (error.offline)
        this.failed = "No signal. A new plan needs signal, because its keys are made with other people's.";
      else
        this.failed =
          WHY_NOT[/** @type {keyof typeof WHY_NOT} */ (error.reason)] ??
          "That was not accepted. Try again, or ask your manager.";
    },
  }));
}
