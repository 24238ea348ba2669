// Take on a visit: which plans, for how long; and what is on this tablet now. Fetched when somebody first opens it.

import { setFoot } from "../shell/foot.js";
import { clock, day } from "../words/dates.js";
import { items } from "../words/schema.js";
import { listedPlans, loadPlans } from "./list.js";
import { go } from "../shell/screens.js";
import { openAgain, session } from "../session/session.js";
import { begun } from "../writing/begun.js";
import { tablet } from "../session/tablet.js";
import { vaultPage } from "../vault/door.js";

const HOURS = [
  { code: 24, words: "Until this time tomorrow" },
  { code: 48, words: "Two days" },
  { code: 72, words: "Three days, the longest" },
];
/** Parts that may come along; what finds somebody is asked for each time. @type {Record<string, boolean>} */
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
  Alpine.data("visit", () => ({
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
    init() {
      return begin(this);
    },
    destroy() {
      this.words = this.pin = this.again = "";
      this.left = true;
    },
    /** @param {string} step */
    to(step) {
      show(this, step);
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
      return items("parts").filter((part) => part.code in USUALLY);
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
    get known() {
      return tablet.here;
    },
    get untilWords() {
      return tablet.until ? `${day(new Date(tablet.until))}, ${clock(tablet.until)}` : "";
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
    setUp() {
      return setUp(this);
    },
    take() {
      return take(this);
    },
    get giveWords() {
      const { unfinished } = begun;
      return unfinished ? `Give all of it back, and lose ${unfinished} unfinished` : "Give all of it back now";
    },
    giveBack() {
      return giveBack(this);
    },
    /** @param {string} code */
    fail(code) {
      this.failed = FAILED[code];
      Alpine.nextTick(() => document.getElementById("visit-failed")?.focus());
    },
  }));
}

/** What is looked for when the screen is opened. @param {any} it */
async function begin(it) {
  if (!listedPlans().length) await loadPlans();
  it.chosen = [...tablet.ready];
  const page = await vaultPage();
  const why = await page.mayHaveVault();
  if (why) {
    it.why = WHY_NOT[why];
    it.to("no");
    return;
  }
  await page.find();
  it.canPasskey = await mayHavePasskey();
  it.to(!tablet.open ? "first" : tablet.ready.length ? "here" : "choose");
}

/** @param {any} it @param {string} step */
function show(it, step) {
  // What it waited for came after it was left: the keys of the bar are another screen's by now.
  if (it.left) return;
  it.step = step;
  it.failed = "";
  const back = { words: step === "here" ? "My plans" : "Not now", run: () => go({ screen: "plans" }) };
  const main = {
    first: { words: "Set up", run: () => it.setUp() },
    choose: { words: "Take along", run: () => it.take() },
    here: null,
    no: null,
    looking: null,
  }[step];
  setFoot({ main, second: back });
  scrollTo(0, 0);
}

/** Make the vault: the words are given again, because from now on they open this tablet. @param {any} it */
async function setUp(it) {
  if (it.busy) return;
  if (!tablet.here && !PIN.test(it.pin)) return it.fail("pin");
  if (!tablet.here && it.pin !== it.again) return it.fail("twice");
  await run(it, async () => {
    await openAgain(it.words, "");
    const page = await vaultPage();
    const known = page.enrolment();
    if (known && !tablet.open) await page.unlock({ words: it.words });
    if (!known) await page.setUp({ words: it.words, pin: it.pin, passkey: it.byPasskey });
    it.kept = await page.persisted();
    it.words = it.pin = it.again = "";
    it.to("choose");
  });
}

/** @param {any} it */
async function take(it) {
  if (it.busy || !it.chosen.length) return;
  await run(it, async () => {
    const page = await vaultPage();
    if (!(await shellIsKept())) throw Object.assign(new Error("no-shell"), { reason: "no-shell" });
    it.size = await page.take(
      it.chosen.map((/** @type {string} */ plan) => ({ plan, ...it.partsIn(plan) })),
      it.hours,
    );
    it.to("here");
  });
}

/** @param {any} it */
async function giveBack(it) {
  await run(it, async () => {
    await (await vaultPage()).giveBack();
    it.chosen = [];
    it.to("choose");
  });
}

/** One thing at a time asks the server. @param {any} it @param {() => Promise<void>} what */
async function run(it, what) {
  it.busy = true;
  it.failed = "";
  try {
    await what();
  } catch (error) {
    // The words are five minutes old, or another key was asked for: they are given once more.
    if (/** @type {any} */ (error).reason === "step-up") it.to("first");
    else it.fail(codeOf(error));
  } finally {
    it.busy = false;
  }
}

/** Which of the sentences above says it. @param {any} error @returns {string} */
function codeOf({ offline, status, reason }) {
  if (offline) return "offline";
  if (FAILED[reason]) return reason;
  return status === 401 ? "words" : "other";
}
