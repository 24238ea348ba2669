/**
 * What is written on the tablet: a save is the working copy and the letter, both or neither; a draft is sealed for the vault
 * and for its author, so that losing what can be read never loses what was typed.
 *
 * @typedef {import("./memory.js").Memory} Memory
 * @typedef {import("./memory.js").Open} Open
 */
import { canonical } from "../sealing/canonical.js";
import { newId } from "../writing/ids.js";
import { fromBase64, fromUtf8, toBase64, utf8 } from "../sealing/bytes.js";
import { hashOfLetter } from "../sealing/letter_hash.js";
import { letterContext, openFrom, sealTo } from "../sealing/letters.js";
import { change, look, nextOrder, openMeta } from "./db.js";
import { opened, openRecord, sealRecord } from "./memory.js";
import { coverContext, draftContext } from "./contexts.js";
import { VaultError } from "./verbs.js";

/** The record was called so when the first vaults were made, and must open for ever. */
const SPOT = "place";
const COVER = "cover";
/** A letter that has no compartment yet is sealed to its author alone. */
const NO_COMPARTMENT = { compartment: "", epoch: 0 };

/** @param {Memory} memory */
export function makeWriting(memory) {
  /** @param {{revision: import("../writing/outbox.js").Revision, box: import("./verbs.js").Letterbox | null}[]} saves */
  async function save(saves) {
    const it = opened(memory);
    await stillHere(it);
    const made = await Promise.all(saves.map(({ revision, box }) => sealed(it, revision, box)));
    return change(it.stores, ["work", "outbox", "small"], async (tx) => {
      const first = await nextOrder(tx, made.length);
      const kept = [];
      for (const [at, { letter, hash, work }] of made.entries()) {
        const order = first + at;
        const before = await tx.objectStore("work").get(letter.id);
        kept.push({ id: letter.id, hash: before?.hash ?? hash });
        // Saved twice it is still one: sealed anew it would be another letter of the same id, which nobody takes.
        if (before) continue;
        await tx.objectStore("work").put({ id: letter.id, sealed: work, hash, order, state: "", seq: 0 });
        await tx
          .objectStore("outbox")
          .put({ id: letter.id, letter, hash, state: "new", reason: "", fields: null, order });
      }
      return kept;
    });
  }

  /** One after the other: an older draft must not be written over a newer one. @template T @param {Open} it
   * @param {() => Promise<T>} run @returns {Promise<T>} */
  function inTurn(it, run) {
    const done = it.queue.then(run);
    it.queue = done.catch(() => {});
    return done;
  }

  /** @param {string} key @param {any} value */
  async function draft(key, value) {
    const it = opened(memory);
    const content = { key, value };
    await stillHere(it);
    await inTurn(it, async () => {
      const id = (await draftIds(it)).get(key) ?? newId();
      const record = {
        id,
        sealed: await sealRecord(it, "drafts", id, content),
        own: await sealTo(it.author, utf8(JSON.stringify(content)), draftContext(it, id)),
      };
      await change(it.stores, ["drafts"], (tx) => tx.objectStore("drafts").put(record));
    });
  }

  async function drafts() {
    const it = opened(memory);
    const found = await inTurn(it, () => openDrafts(it));
    return Object.fromEntries(found.map(({ key, value }) => [key, value]));
  }

  /** @param {string} key */
  async function dropDraft(key) {
    const it = opened(memory);
    await inTurn(it, async () => {
      const id = (await draftIds(it)).get(key);
      if (id) await change(it.stores, ["drafts"], (tx) => tx.objectStore("drafts").delete(id));
    });
  }

  /** @param {any} [value] */
  async function spot(value) {
    const it = opened(memory);
    if (value === undefined)
      return openRecord(it, "small", await look(it.stores, ["small"], (tx) => tx.objectStore("small").get(SPOT)));
    const record = { id: SPOT, sealed: await sealRecord(it, "small", SPOT, value) };
    await change(it.stores, ["small"], (tx) => tx.objectStore("small").put(record));
    return value;
  }

  /** @param {any} value */
  async function note(value) {
    const it = memory.covered ?? opened(memory);
    await stillHere(it);
    const record = value === null ? null : await sealedNote(it, value);
    await change(it.stores, ["small"], async (tx) => {
      if (record) await tx.objectStore("small").put(record);
      else await tx.objectStore("small").delete(COVER);
    });
  }

  async function notes() {
    const it = opened(memory);
    const record = await look(it.stores, ["small"], (tx) => tx.objectStore("small").get(COVER));
    try {
      return record ? JSON.parse(fromUtf8(await openFrom(it.opening, record.sealed, coverContext(it.id)))) : null;
    } catch {
      return null;
    }
  }

  return { save, draft, drafts, dropDraft, spot, note, notes };
}

/** Another page may have wiped this vault and let go of it: what were written now would lie where nobody looks for letters.
 * @param {{id: string}} it */
async function stillHere({ id }) {
  if (!(await look(openMeta, ["vaults"], (tx) => tx.objectStore("vaults").getKey(id))))
    throw new VaultError("not-kept");
}

/** For the vault, and as a draft of its author's for when that has run out. @param {Open | import("./memory.js").Covered} it @param {any} value */
async function sealedNote(it, value) {
  const draft = newId();
  const own = await sealTo(it.author, utf8(JSON.stringify({ key: COVER, value })), draftContext(it, draft));
  return { id: COVER, sealed: await sealTo(it.public, utf8(JSON.stringify(value)), coverContext(it.id)), draft, own };
}

/** @param {Open} it @param {import("../writing/outbox.js").Revision} revision @param {import("./verbs.js").Letterbox | null} box */
async function sealed(it, revision, box) {
  const to = box ?? NO_COMPARTMENT;
  const written = { ...revision, compartment: to.compartment };
  const content = utf8(canonical(written));
  const info = letterContext(revision.plan, to, revision.id, it.person, it.device);
  const letter = {
    id: revision.id,
    plan: revision.plan,
    compartment: to.compartment,
    epoch: to.epoch,
    entry: revision.entry,
    device: it.device,
    sealed: box ? toBase64(await sealTo(fromBase64(box.public), content, info)) : "",
    own: toBase64(await sealTo(it.author, content, info)),
  };
  return { letter, hash: await hashOfLetter(letter), work: await sealRecord(it, "work", revision.id, written) };
}

/** Which record is whose: what a form is called is inside the seal. Looked up each time, because another page may have written
 * the same draft: two records of one would let the older come back. @param {Open} it @returns {Promise<Map<string, string>>} */
async function draftIds(it) {
  return new Map((await openDrafts(it)).map(({ key, id }) => [key, id]));
}

/** @param {Open} it @returns {Promise<{id: string, key: string, value: any}[]>} */
async function openDrafts(it) {
  const found = [];
  for (const record of await look(it.stores, ["drafts"], (tx) => tx.objectStore("drafts").getAll())) {
    const content = await openRecord(it, "drafts", record);
    if (content) found.push({ ...content, id: record.id });
  }
  return found;
}
