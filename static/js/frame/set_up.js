// How a tablet is made ready for visits: what the browser cannot do by itself, told in steps.

import Alpine from "@alpinejs/csp";

/** Where the browser offers to install, its offer waits for the card: it does not come up by itself. @type {any} */
let offer = null;
const install = Alpine.reactive({ offered: false });

/** @param {any} event null once it is taken */
function keep(event) {
  event?.preventDefault();
  offer = event;
  install.offered = event !== null;
}

addEventListener("beforeinstallprompt", keep);
addEventListener("appinstalled", () => keep(null));

/** @param {any} alpine */
export function register(alpine) {
  alpine.data("setUp", () => ({
    tablet: "",
    failed: false,
    /** @type {import("./set_up_steps.js").Step[]} */ steps: [],
    /** @param {string} name */
    is(name) {
      return this.tablet === name;
    },
    /** @param {string} name */
    async choose(name) {
      this.tablet = name;
      try {
        this.steps = (await import("./set_up_steps.js")).steps[name];
        this.failed = false;
      } catch {
        this.failed = true;
      }
    },
    get mayInstall() {
      return install.offered && this.tablet === "android";
    },
    install() {
      offer.prompt();
      keep(null);
    },
  }));
}
