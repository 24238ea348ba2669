/**
 * How a vault is made, opened, covered and locked.
 *
 * The vault key is there in bytes only while it is made or opened; then as a key that seals and opens and cannot be read,
 * and, for the cover, wrapped under the PIN's key.
 */
import { fromBase64, fromUtf8, random, toBase64, toHex, utf8 } from "../sealing/bytes.js";
import { openSealed, seal, sealingKey, unwrap, wrap } from "../sealing/envelope.js";
import { Unopened } from "../sealing/header.js";
import { newPair, openingKey } from "../sealing/letters.js";
import { alterRow, change, look, openMeta, openStores, rows, sweep } from "./db.js";
import { opened } from "./memory.js";
import { checkPin, checkWords, newCost, pinKey, SECRET_LENGTH, underPasskey, underWords, waitAfter } from "./keys.js";
import { lockContext, recordContext } from "./contexts.js";
import { VaultError } from "./verbs.js";
import { hasRunOut, wipe } from "./wiping.js";

/** @typedef {import("./memory.js").Memory} Memory */
/** @typedef {import("./memory.js").Open} Open */
/** @typedef {import("./db.js").Row} Row */
/** @typedef {import("./db.js").Lock} Lock */
/** @typedef {{vault: string, cost: import("./keys.js").Cost, pair: {private: Uint8Array, public: Uint8Array}}} Making */

const KEY_LENGTH = 32;
const PIN_TRIES = 5;
const COVERED_MS = 15 * 60000;
const LONGEST_MS = 72 * 3600000 + 5 * 60000;
/** What opens everything else, under the vault key: one record, so that it is there whole or not at all. */
const INSIDE = "inside";

/** @param {Memory} memory */
export function makeOpening(memory) {
  /** @type {Making | null} */
  let making = null;

  async function prepare() {
    for (const row of await rows()) await sweep(row).catch(() => {});
    making = { vault: toHex(random(16)), cost: newCost(), pair: await newPair() };
    return { vault: making.vault, public: toBase64(making.pair.public), salt: toBase64(making.cost.salt) };
  }

  /** @param {import("./verbs.js").Enrolment} about */
  async function enrol(about) {
    if (!making) throw new VaultError("shut");
    checkPin(about.pin);
    if (about.words !== undefined) checkWords(about.words);
    const until = checkUntil(about.until, memory.now());
    const { vault, cost, pair } = making;
    const bytes = random(KEY_LENGTH);
    const lock = await newLock(about, vault, cost, bytes);
    const cover = newCost();
    const inside = {
      private: toBase64(pair.private),
      public: toBase64(pair.public),
      author: toBase64(fromBase64(about.author_public)),
      pin: toBase64(await pinKey(about.pin, cover)),
      salt: toBase64(cover.salt),
      rounds: cover.rounds,
    };
    const sealed = await seal(
      await sealingKey(bytes),
      utf8(JSON.stringify(inside)),
      recordContext(vault, "small", INSIDE),
    );
    /** @type {Row} */
    const row = {
      id: vault,
      name: toHex(random(16)),
      device: about.device,
      token: about.token,
      person: about.person,
      locks: [lock],
      until,
      seen: memory.now(),
      misses: 0,
      not_before: 0,
      made: memory.now(),
      wiped: false,
    };
    await change(
      () => openStores(row.name),
      ["small"],
      (tx) => tx.objectStore("small").put({ id: INSIDE, sealed }),
    );
    await change(openMeta, ["vaults"], (tx) => tx.objectStore("vaults").put(row));
    making = null;
    await open(row, bytes);
    return { vault };
  }

  /** @param {import("./verbs.js").Opener & {vault: string}} opener */
  async function unlock(opener) {
    return { vault: await tried(opener, open) };
  }

  /** Whoever has it open gives what opens it once more. @param {import("./verbs.js").Opener} opener @returns {Promise<void>} */
  async function prove(opener) {
    await tried({ ...opener, vault: opened(memory).id }, async (_, bytes) => {
      bytes.fill(0);
    });
  }

  /** @param {import("./verbs.js").Opener & {vault: string}} opener @param {(row: Row, bytes: Uint8Array) => Promise<void>} use
   * @returns {Promise<string>} the vault's id */
  async function tried(opener, use) {
    const row = await admit(opener.vault);
    const kind = "words" in opener ? "words" : "passkey";
    const lock = row?.locks.find((one) => one.kind === kind) ?? null;
    // Whether there is a vault, a lock of this kind, or only other words: the same work, and the same answer.
    const under = await keyFor(opener, lock ?? newCost());
    try {
      if (!row || !lock) throw new Unopened("no lock of this kind");
      await use(row, await unwrap(under, lock.wrapped, await lockContext(row.id, kind, lock)));
    } catch (error) {
      if (!(error instanceof Unopened)) throw error;
      throw new VaultError("wrong", { wait_ms: row ? row.not_before - memory.now() : 0 });
    }
    await alterRow(row.id, (one) => ({ ...one, misses: 0, not_before: 0, seen: Math.max(one.seen, memory.now()) }));
    return row.id;
  }

  /** Every try is counted before it is made: ending the browser in the middle of one gives none back.
   * @param {string} vault @returns {Promise<Row | null>} */
  async function admit(vault) {
    let wait = 0;
    let ranOut = false;
    const row = await alterRow(vault, (one) => {
      const now = memory.now();
      ranOut = hasRunOut(one, now);
      wait = Math.min(one.not_before - now, waitAfter(Infinity));
      if (ranOut || wait > 0) return null;
      return { ...one, misses: one.misses + 1, not_before: now + waitAfter(one.misses + 1) };
    });
    if (row && (ranOut || !row.locks.length)) {
      await wipe(memory, row.id);
      throw new VaultError("expired");
    }
    if (wait > 0) throw new VaultError("wait", { wait_ms: wait });
    return row;
  }

  /** @param {Row} row @param {Uint8Array} bytes the vault key, gone from here afterwards */
  async function open(row, bytes) {
    const stores = () => openStores(row.name);
    const key = await sealingKey(bytes);
    const record = await look(stores, ["small"], (tx) => tx.objectStore("small").get(INSIDE));
    const inside = JSON.parse(
      fromUtf8(await openSealed(key, record?.sealed ?? new Uint8Array(), recordContext(row.id, "small", INSIDE))),
    );
    const cost = { salt: fromBase64(inside.salt), rounds: inside.rounds };
    const wrapped = await wrap(await sealingKey(fromBase64(inside.pin)), bytes, await lockContext(row.id, "pin", cost));
    bytes.fill(0);
    memory.covered = null;
    memory.open = {
      id: row.id,
      device: row.device,
      person: row.person,
      until: row.until,
      key,
      stores,
      opening: await openingKey(fromBase64(inside.private)),
      public: fromBase64(inside.public),
      author: fromBase64(inside.author),
      cover: { wrapped, cost },
      queue: Promise.resolve(),
    };
  }

  async function cover() {
    if (memory.covered) return;
    const { id, device, person, stores, public: to, author, cover: covering } = opened(memory);
    const covered = {
      ...covering,
      id,
      device,
      person,
      stores,
      public: to,
      author,
      tries: PIN_TRIES,
      since: memory.now(),
    };
    memory.open = null;
    memory.covered = covered;
    memory.later(() => {
      if (memory.covered === covered) memory.covered = null;
    }, COVERED_MS);
  }

  /** @param {string} pin */
  async function lift(pin) {
    const covered = memory.covered;
    if (!covered) throw new VaultError(memory.open ? "open" : "locked");
    const bytes = await tryPin(covered, pin);
    const row = await look(openMeta, ["vaults"], (tx) => tx.objectStore("vaults").get(covered.id));
    if (!row?.locks.length || hasRunOut(row, memory.now())) {
      await wipe(memory, covered.id);
      throw new VaultError("expired");
    }
    if (memory.covered !== covered) throw new VaultError("locked");
    await open(row, bytes);
    return { vault: row.id };
  }

  /** One of the few tries the cover allows. @param {import("./memory.js").Covered} covered @param {string} pin
   * @returns {Promise<Uint8Array>} the vault key */
  async function tryPin(covered, pin) {
    const since = memory.now() - covered.since;
    if (covered.tries < 1 || since >= COVERED_MS || since < -60000) {
      memory.covered = null;
      throw new VaultError("locked");
    }
    // Before the work: many asked at once are as few as one after the other.
    covered.tries -= 1;
    const under = await sealingKey(await pinKey(pin, covered.cost));
    try {
      return await unwrap(under, covered.wrapped, await lockContext(covered.id, "pin", covered.cost));
    } catch {
      if (covered.tries < 1 && memory.covered === covered) memory.covered = null;
      throw new VaultError(covered.tries < 1 ? "locked" : "wrong", { tries: Math.max(covered.tries, 0) });
    }
  }

  /** @param {number} until */
  async function extend(until) {
    const it = opened(memory);
    const latest = checkUntil(until, memory.now());
    it.until = latest;
    await alterRow(it.id, (one) => ({ ...one, until: latest, seen: Math.max(one.seen, memory.now()) }));
  }

  async function vaults() {
    return (await rows()).map((row) => about(row, memory.now()));
  }

  async function state() {
    const state = memory.open ? "open" : memory.covered ? "covered" : "shut";
    return {
      state: /** @type {"shut" | "open" | "covered"} */ (state),
      vault: memory.open?.id ?? memory.covered?.id ?? "",
    };
  }

  /** @param {string} [vault] */
  async function wipeOne(vault) {
    const id = vault ?? memory.open?.id ?? memory.covered?.id;
    if (!id) throw new VaultError("no-vault");
    await wipe(memory, id);
  }

  return { vaults, state, prepare, enrol, unlock, prove, cover, lift, extend, wipe: wipeOne };
}

/** @param {import("./verbs.js").Enrolment} about @param {string} vault @param {import("./keys.js").Cost} cost @param {Uint8Array} bytes
 * @returns {Promise<Lock>} */
async function newLock(about, vault, cost, bytes) {
  const kind = about.words === undefined ? "passkey" : "words";
  // Made from anything else it would never open again.
  if (kind === "passkey" && about.prf?.secret.length !== SECRET_LENGTH) throw new VaultError("weak");
  const opener =
    about.prf && kind === "passkey" ? { prf: about.prf.secret, pin: about.pin } : { words: about.words ?? "" };
  const wrapped = await wrap(await keyFor(opener, cost), bytes, await lockContext(vault, kind, cost));
  const credential = about.prf && kind === "passkey" ? { credential: fromBase64(about.prf.credential) } : {};
  return { kind, ...cost, ...credential, wrapped };
}

/** @param {import("./verbs.js").Opener} opener @param {import("./keys.js").Cost} cost */
function keyFor(opener, cost) {
  return "words" in opener ? underWords(opener.words, cost) : underPasskey(opener.prf, opener.pin, cost);
}

/** @param {number} until @param {number} now */
function checkUntil(until, now) {
  if (!Number.isSafeInteger(until) || until <= now || until > now + LONGEST_MS) throw new VaultError("too-long");
  return until;
}

/** @param {Row} row @param {number} now @returns {import("./verbs.js").About} */
function about(row, now) {
  const passkey = row.locks.find((one) => one.kind === "passkey");
  return {
    id: row.id,
    device: row.device,
    person: row.person,
    kinds: row.locks.map((one) => one.kind),
    until: row.until,
    credential: passkey?.credential ? toBase64(passkey.credential) : "",
    salt: passkey ? toBase64(passkey.salt) : "",
    wait_ms: Math.max(0, row.not_before - now),
  };
}
