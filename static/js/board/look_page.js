/** The page "Who may look?": the worker by name, people who were asked and said yes, or somebody the child names. */

const JUST_US = "just-you-and-me";
const NEW = "something-else";

/** @returns {any} */
export function lookPage() {
  return {
    lookName: "",
    /** who was added by typing, so that a letter more takes the shorter name back */
    named: "",

    get justUs() {
      return this.has(JUST_US);
    },
    get someoneElse() {
      return this.has(NEW);
    },
    chooseJustUs() {
      const answer = this.writing();
      const on = !this.justUs;
      answer.chosen = on ? [JUST_US] : [];
      if (on) answer.may_look = [];
    },
    /** @param {string} name */
    letsLook(name) {
      return this.answer.may_look.some((/** @type {any} */ one) => one.name === name);
    },
    /** @param {{name: string, person: string}} asked */
    chooseLooker(asked) {
      const answer = this.writing();
      answer.chosen = answer.chosen.filter((/** @type {string} */ code) => code !== JUST_US);
      answer.may_look = this.letsLook(asked.name)
        ? answer.may_look.filter((/** @type {any} */ one) => one.name !== asked.name)
        : [...answer.may_look, { person: asked.person, name: asked.name, yes: "yes" }];
    },
    chooseSomeoneElse() {
      const answer = this.writing();
      const on = !this.someoneElse;
      answer.chosen = on ? [NEW] : [];
      this.takeBackName();
      if (!on) this.lookName = "";
    },
    takeBackName() {
      const answer = this.writing();
      answer.may_look = answer.may_look.filter((/** @type {any} */ one) => one.name !== this.named);
      this.named = "";
    },
    /** The name is typed: it counts like a tile, and as the tile where there is one. */
    nameLooker() {
      const name = this.lookName.trim();
      this.takeBackName();
      const known = this.gate.people.find((/** @type {any} */ one) => one.name.toLowerCase() === name.toLowerCase());
      const looker = known || { person: "", name };
      if (!name || this.letsLook(looker.name)) return;
      this.writing().may_look.push({ person: looker.person, name: looker.name, yes: "yes" });
      this.named = looker.name;
    },
  };
}
