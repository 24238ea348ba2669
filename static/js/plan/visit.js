// Take on a visit: which plans, for how long; and what is on this tablet now. Fetched when somebody first opens it.

import { setFoot } from "../shell/foot.js";
import { dayWords, clockWords } from "../words/dates.js";
import { listedPlans, loadPlans } from "./list.js";
import { together } from "../shell/together.js";
import { go } from "../shell/screens.js";
import { openAgain, session } from "../session/session.js";
import { tablet } from "../session/tablet.js";
import { vaultPage } from "../vault/door.js";

const HOURS = [
  { code: 24, words: "Until this time tomorrow" },
  { code: 48, words: "Two days" },
  { code: 72, words: "Three days, the longest" },
];
const PARTS = [
  { code: "risk", words: "What happens, and how it hurts", css: "" },
  { code: "child", words: "What the children said and made", css: "" },
  { code: "place", words: "Addresses and numbers", css: "and-place" },
];
/** What finds somebody is asked for each time. @type {Record<string, boolean>} */
const USUALLY = { risk: true, child: true, place: false };
const SHELL_MS = 20000;
const PIN = /^\d{6,12}$/;

/** Why this browser can keep nothing, in words that say what still works. @type {Record<string, string>} */
const WHY_NOT = {
  "not-built": "This copy cannot keep anything on a tablet. Everything works with signal.",
  insecure: "This address is not secure, so nothing is kept here. Everything works with signal.",
  "no-worker": "This browser is too old to keep plans safely. Everything works with signal.",
  "no-crypto": "This browser is too old to keep plans safely. Everything works with signal.",
  "no-store":
    "This window keeps nothing, as a private window does. Open the app from the Home Screen. Everything works with signal.",
};
/** @type {Record<string, string>} */
const FAILED = {
  offline: "Needs signal. Nothing has changed.",
  words: "These words did not open. Check them and try again.",
  "words-chosen":
    "Your passphrase is one you chose. A tablet opens only by one made for you, of five words: ask for that first, at your desk.",
  "no-passkey": "This tablet gave no key that can open it. Choose the passphrase.",
  pin: "A PIN has six figures or more.",
  twice: "The two PINs differ.",
  "not-kept":
    "This tablet could not keep it: its store is full or shut. Nothing was lost; it is all still on the server.",
  "no-shell": "The pages and pictures are not on this tablet yet. Wait a minute where there is signal, then try again.",
  other: "That did not work. Nothing has changed.",
};

/** Without the pages and pictures themselves a plan on the tablet opens to nothing. @returns {Promise<boolean>} */
async function shellIsKept() {
  const patience = new Promise((done) => setTimeout(done, SHELL_MS));
  const kept = await Promise.race([navigator.serviceWorker?.ready, patience]);
  return Boolean(kept);
}

/** Whether this tablet has a key of its own that could open the vault; only making one shows for certain. */
async function mayHavePasskey() {
  try {
    return await PublicKeyCredential.isUserVerifyingPlatformAuthenticatorAvailable();
  } catch {
    return false;
  }
}

/** @param {any} Alpine */
export function register(Alpine) {
  Alpine.data("visit", () => together(atFirst(), steps(), choices(), shown(), settingUp(), work(Alpine)));
}

/** What is asked, before anything is known. */
function atFirst() {
  return {
    /** @type {string} looking · no · first · choose · here */ step: "looking",
    why: "",
    failed: "",
    busy: false,
    wanted: "",
    words: "",
    pin: "",
    again: "",
    hours: 24,
    size: 0,
    kept: true,
    byPasskey: false,
    canPasskey: false,
    left: false,
    /** @type {string[]} */ chosen: [],
    /** what comes along of each plan @type {Record<string, Record<string, boolean>>} */ parts: {},
  };
}

/** Which step is on the screen. */
function steps() {
  return /** @type {any} */ ({
    async init() {
      if (!listedPlans().length) await loadPlans();
      this.chosen = [...tablet.ready];
      const page = await vaultPage();
      const why = await page.mayHaveVault();
      if (why) {
        this.why = WHY_NOT[why];
        this.to("no");
        return;
      }
      await page.find();
      this.canPasskey = await mayHavePasskey();
      this.to(!tablet.open ? "first" : tablet.ready.length ? "here" : "choose");
    },
    destroy() {
      this.words = this.pin = this.again = "";
      this.left = true;
    },
    /** @param {string} step */
    to(step) {
      // What it waited for came after it was left: the keys of the bar are another screen's by now.
      if (this.left) return;
      this.step = step;
      this.failed = "";
      const back = { words: step === "here" ? "My plans" : "Not now", run: () => go({ screen: "plans" }) };
      const main = {
        first: { words: "Set up", run: () => this.setUp() },
        choose: { words: "Take along", run: () => this.take() },
        here: null,
        no: null,
        looking: null,
      }[step];
      setFoot({ main, second: back });
      scrollTo(0, 0);
    },
    get cannot() {
      return this.step === "no";
    },
    get first() {
      return this.step === "first";
    },
    get choosing() {
      return this.step === "choose";
    },
    get here() {
      return this.step === "here";
    },
    more() {
      this.to("choose");
    },
    get failing() {
      return this.failed !== "";
    },
  });
}

/** What comes along, and for how long. */
function choices() {
  return /** @type {any} */ ({
    get plans() {
      return listedPlans().filter((one) => one.status === "active");
    },
    get hoursOf() {
      return HOURS;
    },
    /** @param {string} id */
    isChosen(id) {
      return this.chosen.includes(id);
    },
    /** @param {string} id */
    choose(id) {
      this.chosen = this.isChosen(id)
        ? this.chosen.filter((/** @type {string} */ one) => one !== id)
        : [...this.chosen, id];
    },
    get partsOf() {
      return PARTS;
    },
    /** @param {string} id @param {string} part */
    has(id, part) {
      return this.partsIn(id)[part];
    },
    /** @param {string} id @returns {Record<string, boolean>} */
    partsIn(id) {
      return this.parts[id] ?? USUALLY;
    },
    /** @param {string} id @param {string} part */
    togglePart(id, part) {
      this.parts[id] = { ...this.partsIn(id), [part]: !this.has(id, part) };
    },
    /** @param {number} hours */
    isHours(hours) {
      return this.hours === hours;
    },
    /** @param {number} hours */
    keepFor(hours) {
      this.hours = hours;
    },
    /** @param {boolean} how */
    usePasskey(how) {
      this.byPasskey = how;
    },
  });
}

/** What is on this tablet, in words. */
function shown() {
  return /** @type {any} */ ({
    get known() {
      return tablet.here;
    },
    get untilWords() {
      return tablet.until ? `${dayWords(new Date(tablet.until))}, ${clockWords(tablet.until)}` : "";
    },
    get readyPlans() {
      return listedPlans().filter((one) => tablet.ready.includes(one.id));
    },
    get sizeWords() {
      return this.size ? `${Math.max(1, Math.round(this.size / 1024))} KB on this tablet.` : "";
    },
    get notKept() {
      return !this.kept;
    },
    get signal() {
      return session.live;
    },
    get noSignal() {
      return !session.live;
    },
  });
}

/** The vault is made: the words are given again, because from now on they open this tablet. */
function settingUp() {
  return /** @type {any} */ ({
    async setUp() {
      if (this.busy) return;
      if (!tablet.here && !PIN.test(this.pin)) return this.fail("pin");
      if (!tablet.here && this.pin !== this.again) return this.fail("twice");
      await this.run(async () => {
        await openAgain(this.words, "");
        const page = await vaultPage();
        const known = page.enrolment();
        if (known && !tablet.open) await page.unlock({ words: this.words });
        if (!known) await page.setUp({ words: this.words, pin: this.pin, passkey: this.byPasskey });
        this.kept = await page.persisted();
        this.words = this.pin = this.again = "";
        this.to("choose");
      });
    },
  });
}

/** What asks the server, one thing at a time. @param {any} Alpine */
function work(Alpine) {
  return /** @type {any} */ ({
    async take() {
      if (this.busy || !this.chosen.length) return;
      await this.run(async () => {
        const page = await vaultPage();
        if (!(await shellIsKept())) throw Object.assign(new Error("no-shell"), { reason: "no-shell" });
        this.size = await page.take(
          this.chosen.map((/** @type {string} */ plan) => ({ plan, ...this.partsIn(plan) })),
          this.hours,
        );
        this.to("here");
      });
    },
    async giveBack() {
      await this.run(async () => {
        await (await vaultPage()).giveBack();
        this.chosen = [];
        this.to("choose");
      });
    },
    /** @param {() => Promise<void>} what */
    async run(what) {
      this.busy = true;
      this.failed = "";
      try {
        await what();
      } catch (error) {
        // The words are five minutes old, or another key was asked for: they are given once more.
        if (/** @type {any} */ (error).reason === "step-up") this.to("first");
        else this.fail(codeOf(error));
      } finally {
        this.busy = false;
      }
    },
    /** @param {string} code */
    fail(code) {
      this.failed = FAILED[code];
      Alpine.nextTick(() => document.getElementById("visit-failed")?.focus());
    },
  });
}

/** Which of the sentences above says it. @param {any} error @returns {string} */
function codeOf({ offline, status, reason }) {
  if (offline) return "offline";
  if (FAILED[reason]) return reason;
  return status === 401 ? "words" : "other";
}
