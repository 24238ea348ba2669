/** The page "Who may look?": the worker by name, people who were asked and said yes, or somebody the child names. */

const JUST_US = "just-you-and-me";
const NEW = "something-else";

/** @returns {any} */
export function lookPage() {
  return {
    lookName: "",

    get justUs() { return this.has(JUST_US); },
    get someoneElse() { return this.has(NEW); },
    chooseJustUs() {
      const answer = this.writing();
      const on = !this.justUs;
      answer.chosen = on ? [JUST_US] : [];
      if (on) answer.may_look = [];
    },
    /** @param {string} name */
    letsLook(name) { return this.answer.may_look.some((/** @type {any} */ one) => one.name === name); },
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
      answer.may_look = answer.may_look.filter((/** @type {any} */ one) => one.name !== this.lookName.trim());
      if (!on) this.lookName = "";
    },
    /** The name is typed: it counts like a tile. */
    nameLooker() {
      const answer = this.writing();
      const known = this.gate.people.map((/** @type {any} */ one) => one.name);
      const name = this.lookName.trim();
      answer.may_look = answer.may_look.filter((/** @type {any} */ one) => known.includes(one.name));
      if (name && !known.includes(name)) answer.may_look.push({ person: "", name, yes: "yes" });
    },
  };
}
