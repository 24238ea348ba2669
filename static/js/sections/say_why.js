/** The night desk's door: the plan opens after a reason, and everybody on the plan can see that it did. */
import { current } from "../plan/plan.js";
import { items } from "../words/schema.js";
import { sayWhy } from "../plan/steer.js";

/** @param {any} Alpine */
export function register(Alpine) {
  Alpine.data("planSayWhy", () => ({
    reason: "",
    wrong: "",
    busy: false,
    get reasons() {
      return items("emergency_reasons");
    },
    get needed() {
      return current.failed === "say-why";
    },
    async open() {
      if (this.busy) return;
      if (!this.reason) {
        this.wrong = "Pick a reason first.";
        return;
      }
      this.busy = true;
      this.wrong = "";
      try {
        await sayWhy(this.reason);
      } catch (error) {
        this.wrong = /** @type {any} */ (error).offline
          ? "Needs signal. Try again."
          : "It did not open. Ring the plan’s lead.";
      } finally {
        this.busy = false;
      }
    },
  }));
}
