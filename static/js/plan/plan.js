/**
 * The plan that is open: fetched once, held in memory, written to only through append().
 *
 * Screens read it as $store.plan. A rule is worked out again whenever something is written, so advice is about what
 * stands now, the draft included, and not about the last time a server was in reach.
 */
import Alpine from "@alpinejs/csp";
import { get } from "../session/api.js";
import { append, onReceipt } from "../writing/append.js";
import { newId } from "../writing/ids.js";
import {
  compartmentOf,
  dataOf,
  emptyPlan,
  entriesOf,
  entryOf,
  merge,
  mayWrite,
  namesOf,
  rightTo,
  unmerge,
  withdrawnOf,
} from "./read.js";
import { judge, loadRules, stopsFor } from "./asking.js";
import { fields, maySee } from "../words/schema.js";
import { loadWords } from "../words/words.js";
import { fetchPlan } from "./source.js";
import { isoDay } from "../words/dates.js";
import { fromServer } from "../writing/draft.js";

/** @typedef {import("./read.js").Entry} Entry */

/** Replaced whole and never changed, so that Alpine need not watch each item of a large plan. @type {import("./asking.js").Items} */
const none = Object.freeze(new Map());

export const current = Alpine.reactive({
  json: emptyPlan(),
  id: "",
  opened: false,
  /** what finds people is in it: somebody has just given their words for that */
  places: false,
  failed: "",
  today: isoDay(Date.now()),
  /** @type {any[]} */
  results: [],
  /** every entry as the rules see it, the draft left out: what stands, waits or is over, for all that is drawn
   * @type {import("./asking.js").Items} */
  items: none,
  /** Counts the forms that were opened, so that each begins anew. */
  turn: 0,
  /** What the form section is to open with. @type {{kind: string, entry: string, preset: Record<string, any>, back: string, about: string} | null} */
  writing: null,
  /** @param {string} kind @returns {Entry[]} */
  entries(kind) {
    return entriesOf(this.json, kind);
  },
  /** @param {string} kind @returns {Entry[]} */
  withdrawn(kind) {
    return withdrawnOf(this.json, kind);
  },
  /** @param {string} id @returns {Entry | null} */
  entry(id) {
    return entryOf(this.json, id);
  },
  /** @param {Entry} entry */
  data(entry) {
    return dataOf(entry);
  },
  /** @param {string} cls @param {string} [about] */
  compartment(cls, about = "") {
    return compartmentOf(this.json, cls, about);
  },
  names() {
    return namesOf(this.json);
  },
  /** @param {string} cls */
  right(cls) {
    return rightTo(this.json, cls);
  },
  /** @param {string} kind */
  mayAdd(kind) {
    return this.json.plan.status === "active" && mayWrite(this.json, compartmentClass(kind));
  },
  /** Whether a view may have a section on its screen at all. @param {string} section @param {string} viewName */
  mayOpen(section, viewName) {
    return maySee(section, viewName);
  },
  /** @param {string} cls */
  mayWrite(cls) {
    return mayWrite(this.json, cls);
  },
});

/** The class of compartment a kind is kept in; "" for a kind nobody knows, which nobody may write. @param {string} kind */
export function compartmentClass(kind) {
  return fields(kind).compartment;
}

/** @param {any} Alpine_ */
export function register(Alpine_) {
  Alpine_.store("plan", current);
  onReceipt((receipt, revision) => {
    if (revision.plan === current.id && current.opened) settled(receipt, revision);
  });
}

/** What stood before a writing that waits to be sent, by its revision. @type {Map<string, any[]>} */
const replaced = new Map();

/** A receipt, maybe long after the save: what was taken is in the plan; what was refused is not, and what it replaced stands again.
 * @param {any} receipt @param {import("../writing/outbox.js").Revision} revision */
function settled(receipt, revision) {
  const waited = replaced.get(receipt.id);
  replaced.delete(receipt.id);
  const gone = receipt.state === "refused" || receipt.state === "held";
  if (gone) unmerge(current.json, receipt.id, waited || []);
  else merge(current.json, revision, receipt, revision.authored_at);
  // What was taken at once is asked about by whoever saved it.
  if (waited || gone) refresh();
}

/** Open a plan; what was open before is let go of first. @param {string} id @returns {Promise<void>} */
export async function openPlan(id) {
  if (current.id !== id) {
    current.json = emptyPlan();
    current.opened = current.places = false;
    current.writing = null;
    forgetJudged();
  }
  current.id = id;
  current.failed = "";
  current.today = isoDay(Date.now());
  try {
    // What is on the tablet is there at once; what the server has comes after it, if it comes.
    const judging = readyToJudge();
    await fetchPlan(id, async (json) => {
      await judging;
      if (current.id !== id) return;
      const places = current.places
        ? current.json.entries.filter((/** @type {Entry} */ entry) => entry.kind === "place")
        : [];
      current.json = { ...emptyPlan(), ...json, entries: [...json.entries, ...places] };
      if (current.places) readAgain();
      current.opened = true;
      refresh();
    });
  } catch (error) {
    // A plan already on the screen stays there: losing signal must not take the page away.
    if (current.id === id && !current.opened) current.failed = /** @type {any} */ (error).reason || "no-signal";
    throw error;
  }
}

/** What protects is worked out by the rules alone, so no plan is drawn before they are here. Where they cannot come, nothing
 * in it is drawn as if it protected. @returns {Promise<unknown>} */
function readyToJudge() {
  return Promise.all([loadWords(), loadRules()]).catch(() => {});
}

/** @type {() => void} */
let readAgain = () => {};

/** Hear that the plan was read again while what finds people is in it: that is as old as it was. @param {() => void} hear */
export function onReadAgain(hear) {
  readAgain = hear;
}

/** Put what finds people into the open plan, or (null) take it out again.
 * @param {{entries: Entry[], held?: any[], pending?: import("../writing/outbox.js").Revision[]} | null} found */
export function showPlaces(found) {
  const { json } = current;
  const held = json.letters.held.filter((/** @type {any} */ one) => one.kind !== "place");
  json.entries = [
    ...json.entries.filter((/** @type {Entry} */ entry) => entry.kind !== "place"),
    ...(found?.entries ?? []),
  ];
  json.letters = { ...json.letters, held: [...held, ...(found?.held ?? [])] };
  for (const revision of found?.pending ?? []) merge(json, revision, { id: revision.id }, revision.authored_at);
  current.places = found !== null;
}

/** Forget the plan: the cover, the end of a session, another plan. What was begun in it stays until it is finished. */
export function closePlan() {
  replaced.clear();
  current.json = emptyPlan();
  current.id = "";
  current.opened = current.places = false;
  forgetJudged();
  current.writing = null;
}

function forgetJudged() {
  current.results = [];
  current.items = none;
}

/** Work the rules out again, with a draft as if it had been saved: advice is about the draft, and what is drawn is not.
 * @param {Entry} [draft] */
export function refresh(draft) {
  const { results, items } = judge(current.json, current.today, draft);
  current.results = results;
  if (!draft) current.items = Object.freeze(items);
}

/** The stops a draft runs into. @param {Entry} draft @returns {any[]} */
export function stops(draft) {
  return stopsFor(current.json, current.today, draft);
}

/**
 * Write one entry, new or changed. Resolves when it is kept here; offline that is enough.
 * @param {string} kind @param {Record<string, any>} data
 * @param {{entry?: string, parents?: string[], compartment?: string, withdrawn?: string, why?: string, known?: boolean}} [more]
 * @returns {Promise<{entry: string, state: string, revision: string, reason: string, errors: {field: string, words: string}[]}>}
 */
export async function save(kind, data, more = {}) {
  const old = more.entry ? entryOf(current.json, more.entry) : null;
  const change = {
    plan: current.id,
    entry: more.entry || newId(),
    compartment: more.compartment ?? compartmentFor(kind, data, old),
    parents: more.parents ?? (old ? old.heads.map((head) => head.revision) : []),
    document: {
      v: versionOf(kind, old),
      kind,
      data: plain(data),
      withdrawn: more.withdrawn || "",
      why: more.why || "",
      known_to_parent: more.known ?? (old ? dataHead(old).known_to_parent : false),
    },
  };
  const [answer] = await saveAll([change]);
  return answer;
}

/** Write several changes in one batch, each with its own answer. @param {any[]} changes */
export async function saveAll(changes) {
  const whole = changes.map((change) => ({
    plan: current.id,
    ...change,
    compartment: change.compartment || compartmentFor(change.document.kind, change.document.data, null),
  }));
  const receipts = await append(whole);
  const answers = whole.map((change, n) => taken(change, receipts[n] || {}));
  refresh();
  if (whole.some((change, n) => newChild(change) && answers[n].state === "accepted")) {
    await newCompartments();
    refresh();
  }
  return answers;
}

/** A child who has no compartment of their own here yet. @param {any} change */
function newChild({ entry, document }) {
  return (
    document.kind === "family_member" && document.data.role === "child" && !compartmentOf(current.json, "child", entry)
  );
}

/** The server makes a compartment for each new child: without it their first words would have nowhere to go. */
async function newCompartments() {
  const { id } = current;
  try {
    const { compartments, for_new_children } = await get(`/api/1/plans/${id}`);
    if (current.id === id) Object.assign(current.json, { compartments, for_new_children });
  } catch {
    // Without signal the compartments come when the plan is opened again.
  }
}

/** @param {any} change @param {any} receipt */
function taken(change, receipt) {
  const state = receipt.state || "waiting";
  if (state === "refused" || state === "held")
    return {
      entry: change.entry,
      state,
      revision: receipt.id || "",
      reason: receipt.reason || "",
      errors: fromServer(receipt.fields),
    };
  const before = entryOf(current.json, change.entry)?.heads ?? [];
  if (state === "waiting")
    replaced.set(
      receipt.id,
      before.filter((head) => change.parents.includes(head.revision)),
    );
  merge(current.json, change, receipt, Date.now());
  return {
    entry: change.entry,
    state,
    revision: receipt.id || "",
    reason: receipt.reason || "",
    errors: fromServer(receipt.fields),
  };
}

/** Withdrawing is a revision that says why; nothing is taken out of history.
 * @param {string} entry @param {string} reason @param {string} why */
export async function withdraw(entry, reason, why) {
  const old = entryOf(current.json, entry);
  if (!old) return null;
  return save(old.kind, dataOf(old), { entry, withdrawn: reason, why });
}

/** Every revision of an entry, newest first. @param {string} entry @returns {Promise<any[]>} */
export async function history(entry) {
  const { revisions } = await get(`/api/1/plans/${current.id}/entries/${entry}`);
  return [...revisions].sort((a, b) => b.seq - a.seq);
}

/** @param {Entry} entry */
function dataHead(entry) {
  return entry.heads.find((head) => head.revision === entry.holds) || entry.heads[0];
}

/** Named by whoever knows it: should its writer have lost access meanwhile, it waits where its readers are, and nowhere else.
 * @param {string} kind @param {Record<string, any>} data @param {Entry | null} old */
function compartmentFor(kind, data, old) {
  if (old) return old.compartment;
  const cls = compartmentClass(kind);
  const compartment = compartmentOf(current.json, cls, cls === "child" || cls === "kept" ? data.child : "");
  return compartment ? compartment.id : "";
}

/** @param {string} kind @param {Entry | null} old */
function versionOf(kind, old) {
  const now = fields(kind).v;
  return old ? Math.max(now, dataHead(old).v || 1) : now;
}

/** A copy without Alpine's proxies, so that what is sealed is only data. @param {Record<string, any>} data */
function plain(data) {
  return JSON.parse(JSON.stringify(data));
}
