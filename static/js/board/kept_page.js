/** When the page that is open is kept, and when a child has decided who may look. */
import { documentOf, isEmpty, sharedWith } from "./sitting.js";

/** @param {{child: any, keeping: any, asItWas: string}} own @returns {any} */
export function keptPage(own) {
  return {
    /** whether the child has gone on from "Who may look?" */
    decided: false,

    /** Keep what is on this page; called whenever it is left, by whichever key. */
    keepPage() {
      if (this.way) this.takePerson();
      this.keepAnswer();
    },
    /** The page goes, and nobody pressed a key: a note that is half written is kept too. */
    keepEverything() {
      if (this.view === "back" || this.view === "loading") return;
      this.keepNote();
      this.keepPage();
    },
    keepAnswer() {
      const page = this.screen.page;
      const answer = this.answers[page];
      if (!answer || isEmpty(answer) || !own.child || !own.keeping) return;
      if (page === "book" && JSON.stringify(answer) === own.asItWas) return;
      const shared = this.decided ? sharedWith(this.answers.who_may_look) : [];
      const ground = this.ground === "lamp" ? "" : this.ground;
      const may_look = page === "who_may_look" ? answer.may_look : shared;
      const about = { child: own.child.child, band: this.band.band, ground, may_look };
      own.keeping.keep(page, documentOf(page, answer, about), shared.length ? "child" : "kept");
    },
    /** A child who goes on from "Who may look?" has decided; one who stops, rests or is interrupted there has not. */
    letLook() {
      if (this.screen.page !== "who_may_look") return;
      this.decided = true;
      const shared = sharedWith(this.answers.who_may_look);
      if (shared.length) own.keeping?.share(shared);
    },
  };
}
