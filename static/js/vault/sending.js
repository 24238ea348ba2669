/**
 * Sends what waits on this tablet, from the page and without any key: letters are sealed already.
 *
 * A letter stays until a final receipt for exactly its bytes. Two tabs take turns, so that each letter is sent once.
 *
 * @typedef {import("./db.js").Row} Row
 * @typedef {import("./db.js").Letter} Letter
 * @typedef {import("./db.js").Sending} Sending
 * @typedef {import("./verbs.js").Receipt} Receipt
 * @typedef {{kind: "session" | "token", device: string, token: string, person: string}} How
 * @typedef {{waiting: number, posted: number, needs: number, sending: number, sending_of: number, last_sent: number,
 *   signal: boolean}} SendingState `posted`: the server has them, and waits for their author's sign-in
 *
 * @typedef {object} Outside
 * @property {(letters: Letter[], how: How) => Promise<any>} post rejects like api.js: {status, reason, fields}
 * @property {(about: {device: string, person: string}) => "session" | "token" | ""} how whether its author is signed in here; "" sends none
 * @property {() => string} [person] who is signed in or has opened this tablet: only theirs are counted; "" counts all
 * @property {() => number} now
 * @property {(run: () => void, ms: number) => void} later
 * @property {(name: string, run: () => Promise<void>) => Promise<void>} [lock] a Web Lock unless given
 * @property {(state: SendingState) => void} [changed]
 * @property {(receipt: Receipt, letter: Letter, vault: string) => void} [received] every receipt for exactly a letter; give a
 *   refused one to the open vault's `settled` too, which can keep what was wrong in which field
 */
import { deliver, delivered, firstBatch, FIRST_WAIT_MS, LONGEST_WAIT_MS } from "../writing/delivery.js";
import { toBase64 } from "../sealing/bytes.js";
import { hashOfLetter } from "../sealing/letter_hash.js";
import { change, look, nextOrder, openStores, rows } from "./db.js";
import { settle } from "./settling.js";
import { VaultError } from "./verbs.js";

const LOCK = "daybook-sending";
/** How often the token asks whether what the server keeps has been filed meanwhile. */
const ASK_AGAIN_MS = 15 * 60000;
/** Answers about what was sent. Every other refusal is about who sends it, and says nothing of the letter. */
const ABOUT_LETTERS = new Set([400, 413, 422]);

/** What else a receipt may say than that a letter is where it should be. */
const SETTLING = new Set(["refused", "waiting"]);

/** @param {Outside} outside */
export function makeSending(outside) {
  /** @type {Promise<void> | null} */
  let running = null;
  let wait = FIRST_WAIT_MS;
  let asked = 0;
  let again = false;
  let trying = false;
  const lock = outside.lock ?? ((name, run) => navigator.locks.request(name, run));
  const progress = { sending: 0, sending_of: 0, last_sent: 0, signal: true };

  /** Send what waits; a call while a run is under way makes it look once more. @returns {Promise<void>} */
  function flush() {
    again = true;
    running ??= sendAll().finally(() => {
      running = null;
      // Asked for while the last run was putting its things away.
      if (again) flush();
    });
    return running;
  }

  async function sendAll() {
    let failed = false;
    while (again) {
      again = false;
      await lock(LOCK, async () => {
        for (const row of await rows()) failed = !(await sendRow(row)) || failed;
      }).catch(() => {
        failed = true;
      });
    }
    progress.sending = progress.sending_of = 0;
    // A store that cannot be read just now is one more reason to come back.
    const state = await tell().catch(() => null);
    if (!failed && state && !state.waiting) wait = FIRST_WAIT_MS;
    else tryLater();
  }

  /** @param {Row} row @returns {Promise<boolean>} false: trying later may help */
  async function sendRow(row) {
    const kind = outside.how({ device: row.device, person: row.person });
    if (!kind) return true;
    const how = { kind, device: row.device, token: row.token, person: row.person };
    const stores = () => openStores(row.name);
    try {
      let left = await toSend(stores, kind);
      progress.sending_of += left.length;
      while (left.length) {
        const batch = firstBatch(left, (one) => one.letter);
        left = left.slice(batch.length);
        progress.sending = progress.sending_of - left.length - batch.length + 1;
        await tell();
        await deliver(batch, waysOf(row, how));
      }
      return true;
    } catch (error) {
      progress.signal = !(/** @type {any} */ (error).offline);
      return false;
    }
  }

  /** @param {() => Promise<import("./db.js").Database>} stores @param {"session" | "token"} kind @returns {Promise<Sending[]>} */
  async function toSend(stores, kind) {
    const askToo = kind === "session" || outside.now() - asked >= ASK_AGAIN_MS;
    if (kind === "token" && askToo) asked = outside.now();
    // A letter without a compartment is sealed to its author alone: without their session it has nowhere to go.
    const goes = (/** @type {Sending} */ one) => kind === "session" || one.letter.compartment !== "";
    return (await lettersOf(stores)).filter(
      (one) => (one.state === "new" && goes(one)) || (askToo && one.state === "posted"),
    );
  }

  /** @param {Row} row @param {How} how */
  function waysOf(row, how) {
    const stores = () => openStores(row.name);
    /** @param {Sending} one @param {Receipt} receipt */
    const keep = async (one, receipt) => {
      if (!SETTLING.has(receipt.state) && !delivered(receipt.state)) return;
      // The token speaks for nobody: what is refused to it may be taken from its author, who is asked only if it is not.
      const said = how.kind === "token" && receipt.state === "refused" ? { ...receipt, state: "waiting" } : receipt;
      await settle(stores, [said]);
      if (delivered(said.state)) progress.last_sent = outside.now();
      outside.received?.(said, one.letter, row.id);
    };
    return {
      post: async (/** @type {Sending[]} */ batch) => {
        const answer = await outside.post(
          batch.map((one) => one.letter),
          how,
        );
        progress.signal = true;
        return answer;
      },
      final: (/** @type {import("../writing/delivery.js").Fault} */ { status = 0, reason }) =>
        ABOUT_LETTERS.has(status) && reason !== "token",
      take: async (/** @type {Sending[]} */ batch, /** @type {Receipt} */ receipt) => {
        const one = batch.find((sent) => sent.id === receipt.id && sent.hash === receipt.hash);
        if (one) await keep(one, receipt);
      },
      // Without a reason of ours it was not our server that answered: the letter waits on, and the others go.
      refuse: async (
        /** @type {Sending} */ one,
        /** @type {import("../writing/delivery.js").Fault} */ { reason = "unknown", fields },
      ) => {
        if (reason !== "unknown") await keep(one, { id: one.id, hash: one.hash, state: "refused", reason, fields });
      },
    };
  }

  function tryLater() {
    if (trying) return;
    trying = true;
    outside.later(() => {
      trying = false;
      flush();
    }, wait);
    wait = Math.min(wait * 2, LONGEST_WAIT_MS);
  }

  /** @returns {Promise<SendingState>} */
  async function tell() {
    const all = await everyLetter(outside.person?.());
    const of = (/** @type {string} */ state) => all.filter((one) => one.state === state).length;
    const state = { ...progress, waiting: of("new"), posted: of("posted"), needs: of("refused") };
    outside.changed?.(state);
    return state;
  }

  /**
   * Keep letters that a page has sealed itself: the child's. Settles when they are durable.
   * @param {Letter[]} letters @param {string} device whose enrolment they leave by @returns {Promise<{id: string, hash: string}[]>}
   */
  async function add(letters, device) {
    const row = (await rows()).find((one) => one.device === device);
    if (!row) throw new VaultError("no-vault");
    const hashes = await Promise.all(letters.map(hashOfLetter));
    const kept = letters.map((letter, at) => ({ id: letter.id, hash: hashes[at] }));
    await change(
      () => openStores(row.name),
      ["outbox", "small"],
      async (tx) => {
        const first = await nextOrder(tx, letters.length);
        for (const [at, letter] of letters.entries()) {
          if (await tx.objectStore("outbox").get(letter.id)) continue;
          await tx
            .objectStore("outbox")
            .put({ ...kept[at], letter, state: "new", reason: "", fields: null, order: first + at });
        }
      },
    );
    flush();
    return kept;
  }

  return { flush, add, tell };
}

/** @param {string} [person] "" for everybody @returns {Promise<Sending[]>} the letters on this tablet */
export async function everyLetter(person = "") {
  const all = [];
  for (const row of await rows())
    if (!person || row.person === person) all.push(...(await lettersOf(() => openStores(row.name))));
  return all;
}

/** @param {() => Promise<import("./db.js").Database>} stores @returns {Promise<Sending[]>} in the order of writing */
async function lettersOf(stores) {
  /** @type {Sending[]} */
  const all = await look(stores, ["outbox"], (tx) => tx.objectStore("outbox").getAll());
  return all.sort((a, b) => a.order - b.order);
}

/** Drafts that outlived their vault: sealed to their author, whose session alone can have them opened.
 * @param {string} person @returns {Promise<{vault: string, device: string, id: string, own: string}[]>} */
export async function leftDrafts(person) {
  const left = [];
  for (const row of await rows()) {
    if (!row.wiped || row.person !== person) continue;
    /** @type {{id: string, own: Uint8Array}[]} */
    const drafts = await look(
      () => openStores(row.name),
      ["drafts"],
      (tx) => tx.objectStore("drafts").getAll(),
    );
    left.push(
      ...drafts.map((draft) => ({ vault: row.id, device: row.device, id: draft.id, own: toBase64(draft.own) })),
    );
  }
  return left;
}

/** Once its author has it. @param {string} vault @param {string} id */
export async function dropLeftDraft(vault, id) {
  const row = (await rows()).find((one) => one.id === vault && one.wiped);
  if (row)
    await change(
      () => openStores(row.name),
      ["drafts"],
      (tx) => tx.objectStore("drafts").delete(id),
    );
}

/** Letters that were refused and outlived their vault: only their author's session can have them opened.
 * @param {string} person @returns {Promise<{vault: string, one: Sending}[]>} */
export async function leftRefused(person) {
  const left = [];
  for (const row of await rows()) {
    if (!row.wiped || row.person !== person) continue;
    const letters = await lettersOf(() => openStores(row.name));
    left.push(...letters.filter(({ state }) => state === "refused").map((one) => ({ vault: row.id, one })));
  }
  return left;
}

/** Its author has decided: it is sent once more, or (not `again`) let go. @param {string} vault @param {string} id @param {boolean} again */
export async function decideLeft(vault, id, again) {
  const row = (await rows()).find((one) => one.id === vault && one.wiped);
  if (!row) return;
  await change(
    () => openStores(row.name),
    ["outbox"],
    async (tx) => {
      const outbox = tx.objectStore("outbox");
      const one = await outbox.get(id);
      if (one?.state !== "refused") return;
      if (again) await outbox.put({ ...one, state: "new", reason: "", fields: null });
      else await outbox.delete(id);
    },
  );
}
