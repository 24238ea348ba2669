/** Where people can be found. Kept apart from the plan, and shown only to whoever has just given their words. */
import { current } from "../plan/plan.js";
import { label } from "../words/schema.js";
import { beginPlaces, openPlaces } from "../plan/places.js";
import { asking } from "../shell/asking.js";
import { cards } from "./cards.js";
import { contextNow, footWhile, toSection } from "./context.js";
import { about } from "./notes.js";

/** @param {any} Alpine */
export function register(Alpine) {
  Alpine.data("planPlaces", () => {
    const base = cards("place", (data, { plan }) => ({
      line: data.words,
      sub: [label("place_kinds", data.kind), data.about && about(plan, data.about)].filter(Boolean).join(", "),
    }));
    return Object.defineProperties(
      base,
      Object.getOwnPropertyDescriptors({
        release() {},
        /** @this {any} */
        init() {
          this.release = footWhile(() => ({
            main: current.places && this.mayAdd ? { words: "Add", icon: "plus", run: () => this.add() } : null,
          }));
        },
        get open() {
          return current.places;
        },
        get shut() {
          return !current.places;
        },
        get none() {
          return !current.json.entries.some(
            (/** @type {import("../plan/read.js").Entry} */ entry) => entry.kind === "place",
          );
        },
        get held() {
          return contextNow().plan.letters.held.some((/** @type {any} */ one) => one.kind === "place");
        },
        heldOnes() {
          toSection("held");
        },
      }),
    );
  });
  Alpine.data("placesAsk", () =>
    asking(
      /** @type {any} */ ({
        focusId: "",
        wordsId: "places-words",
        ask: "",
        failedToShow: "",
        get first() {
          return this.ask === "";
        },
        get byPassphrase() {
          return this.ask === "passphrase" || this.ask === "words";
        },
        get byPin() {
          return this.ask === "pin";
        },
        /** Nothing is asked of whoever has just signed in. @this {any} */
        async begin() {
          this.failedToShow = "";
          try {
            this.ask = await beginPlaces();
          } catch {
            this.failedToShow = "This needs signal. Nothing has changed.";
          }
        },
        /** @this {any} */
        async open() {
          try {
            await openPlaces(this.ask, this.passphrase);
          } catch (error) {
            // Signal went meanwhile: this tablet may know it.
            if (/** @type {any} */ (error).offline) this.ask = await beginPlaces().catch(() => this.ask);
            throw error;
          }
        },
      }),
    ),
  );
}
