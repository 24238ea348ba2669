/**
 * Tablets in one process, for tests written in Python: each has a store, a clock and pages of its own, and every page is the
 * shell's real modules, bundled as they are shipped. Nothing here speaks with a server: what a page sends is handed out as a
 * line of JSON, and whoever reads it decides what becomes of it.
 *
 *   in:  {do, id, tablet, …}   {answer, status, body, html, gone, killed}
 *   out: {done, value | error | unsettled}   {ask, tablet, method, path, headers, body, cookies}   {saved, tablet, saves}
 */
import "fake-indexeddb/auto";

import { readFile } from "node:fs/promises";
import { dirname, join } from "node:path";
import { createInterface } from "node:readline";
import { fileURLToPath } from "node:url";

import { build } from "esbuild";
import { IDBFactory } from "fake-indexeddb";

const HERE = dirname(fileURLToPath(import.meta.url));
const JS = join(HERE, "../../static/js");
const FLOOR = 1_000_000;
const say = (line) => process.stdout.write(`${JSON.stringify(line)}\n`);

/** Faults planted on purpose: [{file, from, to}]. One whose words are not there exactly once is not planted, and says so. */
const planted = JSON.parse(process.argv[2] ?? "[]");
const plant = {
  name: "planted",
  setup({ onLoad }) {
    for (const { file, from, to } of planted) {
      onLoad({ filter: new RegExp(`/static/js/${file.replaceAll(".", "\\.")}$`) }, async ({ path }) => {
        const text = await readFile(path, "utf8");
        if (text.split(from).length !== 2) throw new Error(`${file} has changed: the fault cannot be planted`);
        return { contents: text.replace(from, () => to), loader: "js" };
      });
    }
  },
};

async function bundled(entry) {
  const made = await build({
    entryPoints: [entry],
    bundle: true,
    format: "iife",
    globalName: "made",
    write: false,
    logLevel: "silent",
    plugins: [plant],
    define: { VAULT_WORKER: '"vault-worker.js"' },
    alias: { "@alpinejs/csp": join(HERE, "alpine.mjs") },
  });
  return `${made.outputFiles[0].text}\nreturn typeof made === "undefined" ? {} : made;`;
}

/** The file of words, which every tablet keeps beside its shell. */
const WORDS = JSON.parse(await readFile(process.argv[3], "utf8"));
const PAGE = await bundled(join(HERE, "page.mjs"));
const WORKER = await bundled(join(JS, "vault-worker.js"));

// --- what is going on, so that a step is over only when nothing moves any more ---------------------------------------------------

const PATIENCE_MS = 60000;
/** What is under way, by name. @type {Map<symbol, string>} */
const busy = new Map();
const follow = (promise, what) => {
  const one = Symbol(what);
  busy.set(one, what);
  const less = () => {
    busy.delete(one);
  };
  promise.then(less, less);
  return promise;
};
const turn = () => new Promise((done) => setImmediate(done));

async function idle() {
  const began = performance.now();
  for (let quiet = 0; quiet < 4; quiet += 1) {
    await turn();
    if (busy.size) quiet = -1;
    if (performance.now() - began > PATIENCE_MS) throw new Error(`it never comes to rest: ${[...busy.values()]}`);
  }
}

/** Open transactions by connection, so that ending a browser aborts them as a real one would. */
const transaction = IDBDatabase.prototype.transaction;
IDBDatabase.prototype.transaction = function followed(...values) {
  const tx = transaction.apply(this, values);
  this.open_ ??= new Set();
  const open = this.open_;
  open.add(tx);
  follow(
    new Promise((done) => {
      for (const name of ["complete", "abort"])
        tx.addEventListener(name, () => {
          open.delete(tx);
          done();
        });
    }),
    "transaction",
  );
  return tx;
};

// --- one page, or one worker -----------------------------------------------------------------------------------------------------

/** Each bundle is read once and run for every page: each run has modules of its own, as every page has. */
const compiled = {};

class Context {
  constructor(tablet) {
    this.tablet = tablet;
    this.alive = true;
    this.connections = new Set();
    this.workers = new Set();
    this.over = new Promise((done) => {
      this.finish = done;
    });
  }

  /** It ends in the middle of whatever it was doing. */
  end() {
    this.alive = false;
    this.finish();
    for (const worker of this.workers) worker.end();
    for (const db of this.connections) {
      for (const tx of db.open_ ?? []) {
        try {
          tx.abort();
        } catch {
          // It has just ended by itself.
        }
      }
      db.close();
    }
    this.tablet.timers = this.tablet.timers.filter((one) => one.context !== this);
  }

  run(code, own) {
    const all = { ...this.common(), ...own };
    all.globalThis = { ...all, ...own.globalThis };
    compiled[code] ??= { names: Object.keys(all), call: new Function(...Object.keys(all), code) };
    return compiled[code].call(...compiled[code].names.map((name) => all[name]));
  }

  common() {
    const { tablet } = this;
    return {
      crypto: this.crypto(),
      indexedDB: this.store(),
      Date: class extends Date {
        constructor(...given) {
          super(...(given.length ? given : [Date.now() + tablet.skew]));
        }
        static now() {
          return Date.now() + tablet.skew;
        }
      },
      setTimeout: (run, ms) => tablet.later(this, run, ms, false),
      setInterval: (run, ms) => tablet.later(this, run, ms, true),
      clearTimeout: (id) => tablet.forget(id),
      clearInterval: (id) => tablet.forget(id),
      AbortSignal: { timeout: () => undefined },
    };
  }

  store() {
    const asked = (request) => {
      follow(
        new Promise((done) => {
          for (const name of ["success", "error", "blocked"]) request.addEventListener(name, done);
        }),
        "opening",
      );
      return request;
    };
    const alive = () => {
      if (!this.alive) throw new DOMException("this page has ended", "InvalidStateError");
    };
    return {
      open: (...values) => {
        alive();
        const request = asked(this.tablet.factory.open(...values));
        request.addEventListener("success", () => {
          this.connections.add(request.result);
          if (!this.alive) request.result.close();
        });
        return request;
      },
      deleteDatabase: (...values) => {
        alive();
        return asked(this.tablet.factory.deleteDatabase(...values));
      },
    };
  }

  crypto() {
    const typed = new WeakSet();
    const own = {
      async importKey(...values) {
        const key = await crypto.subtle.importKey(...values);
        if (values[2] === "PBKDF2") typed.add(key);
        return key;
      },
      // A million rounds are counted as one here, having been asked for: what the shipped code demands stays as it is.
      deriveBits(how, key, bits) {
        if (!typed.has(key)) return crypto.subtle.deriveBits(how, key, bits);
        if (how.iterations < FLOOR) throw new Error("fewer rounds than the floor");
        return crypto.subtle.deriveBits({ ...how, iterations: 1 }, key, bits);
      },
    };
    const subtle = new Proxy(crypto.subtle, {
      get: (target, name) => {
        const found = own[name] ?? target[name];
        return typeof found === "function"
          ? (...values) => follow(Promise.resolve(found.apply(target, values)), name)
          : found;
      },
    });
    return { subtle, getRandomValues: (bytes) => crypto.getRandomValues(bytes), randomUUID: () => this.tablet.uuid() };
  }
}

/** A vault's worker, seen from its page. Says aloud what it reported as saved: from then on it must never be lost. */
class VaultWorker extends Context {
  constructor(page) {
    super(page.tablet);
    this.page = page;
    this.heard = [];
    this.asked = new Map();
    page.workers.add(this);
    const port = {
      addEventListener: (_, listen) => {
        this.listen = listen;
      },
      postMessage: (data) => this.answer(structuredClone(data)),
    };
    this.run(WORKER, { globalThis: port });
  }

  end() {
    if (!this.alive) return;
    super.end();
    for (const { done } of this.asked.values()) done();
    this.asked.clear();
  }

  terminate() {
    this.end();
  }

  addEventListener(name, listen) {
    if (name === "message") this.heard.push(listen);
  }

  postMessage(data) {
    const copy = structuredClone(data);
    let done = () => {};
    follow(
      new Promise((settle) => {
        done = settle;
      }),
      data.verb,
    );
    this.asked.set(data.id, { done, copy });
    setImmediate(() => {
      if (this.alive) this.listen({ data: copy });
    });
  }

  answer(data) {
    if (!this.alive) return;
    const { done, copy } = this.asked.get(data.id) ?? {};
    this.asked.delete(data.id);
    if (copy?.verb === "save" && !data.error)
      say({ saved: data.value, tablet: this.tablet.name, saves: copy.values[0] });
    setImmediate(() => {
      if (this.alive && this.page.alive) for (const listen of this.heard) listen({ data });
      done?.();
    });
  }
}

let asks = 0;
const waiting = new Map();

class Page extends Context {
  constructor(tablet, tab) {
    super(tablet);
    this.tab = tab;
    const page = this;
    const nothing = () => {};
    const document = {
      addEventListener: nothing,
      removeEventListener: nothing,
      getElementById: () => null,
      activeElement: null,
      title: "Daybook",
      visibilityState: "visible",
      documentElement: { dataset: {} },
      body: {},
    };
    const own = {
      document,
      fetch: (path, about) => page.fetch(path, about),
      addEventListener: nothing,
      removeEventListener: nothing,
      scrollTo: nothing,
      navigator: {
        locks: tablet.locks(this),
        userAgent: "Android",
        maxTouchPoints: 5,
        storage: { persisted: async () => true },
      },
      location: {
        pathname: "/",
        hash: "",
        replace: () => {
          if (page.alive) tablet.replace(tab);
        },
      },
      history: { pushState: nothing, replaceState: nothing, state: null },
      getSelection: () => null,
      Worker: class {
        constructor() {
          // biome-ignore lint/correctness/noConstructorReturn: what stands here for the browser's own class makes ours
          return new VaultWorker(page);
        }
      },
      HTMLElement: class {},
      HTMLInputElement: class {},
      HTMLTextAreaElement: class {},
    };
    own.window = { ...this.common(), ...own };
    own.globalThis = { isSecureContext: true };
    this.made = this.run(PAGE, own);
  }

  fetch(path, { method, headers, body, credentials }) {
    if (!this.alive) return new Promise(() => {});
    asks += 1;
    const ask = asks;
    return follow(
      new Promise((settle, fail) => {
        waiting.set(ask, { page: this, settle, fail });
        say({
          ask,
          tablet: this.tablet.name,
          tab: this.tab,
          method,
          path,
          headers,
          body: body === undefined ? null : JSON.parse(body),
          cookies: credentials !== "omit",
        });
      }),
      path,
    ).then((answer) => (answer === DEAD ? new Promise(() => {}) : answer));
  }
}

const DEAD = Symbol("the browser has ended");

function answered({ answer, status, body, type, gone, killed }) {
  const { page, settle, fail } = waiting.get(answer);
  waiting.delete(answer);
  if (killed) page.tablet.kill();
  if (!page.alive) settle(DEAD);
  else if (gone) fail(new TypeError("Failed to fetch"));
  else if (!status) settle({ status: 0, ok: false, type: "opaqueredirect", headers: new Headers() });
  else settle(new Response([204, 304].includes(status) ? null : body, { status, headers: { "Content-Type": type } }));
}

// --- one tablet ------------------------------------------------------------------------------------------------------------------

class Tablet {
  constructor({ tablet, skew = 0, seed = "" }) {
    Object.assign(this, {
      name: tablet,
      skew,
      seed,
      made: 0,
      timers: [],
      pages: new Map(),
      factory: new IDBFactory(),
      held: new Map(),
    });
  }

  uuid() {
    this.made += 1;
    const hex = `${this.seed}${this.made.toString(16).padStart(8, "0")}`.padStart(32, "0").slice(-32);
    return hex.replace(/^(.{8})(.{4})(.{4})(.{4})(.{12})$/, "$1-$2-$3-$4-$5");
  }

  later(context, run, ms, again) {
    if (!context.alive) return 0;
    this.made_ = (this.made_ ?? 0) + 1;
    this.timers.push({ id: this.made_, context, run, at: Date.now() + (ms ?? 0), ms, again });
    return this.made_;
  }

  forget(id) {
    this.timers = this.timers.filter((one) => one.id !== id);
  }

  /** So much time passes: what was to happen by then happens, once. */
  pass(ms) {
    this.skew += ms;
    const due = this.timers.filter((one) => one.ms <= ms && one.context.alive);
    this.timers = this.timers.filter((one) => one.again || !due.includes(one));
    for (const one of due) one.run();
  }

  /** Web Locks: one holder at a time on this tablet, and an ended page lets go. */
  locks(page) {
    return {
      request: async (name, run) => {
        const before = this.held.get(name) ?? Promise.resolve();
        let free = () => {};
        const mine = new Promise((done) => {
          free = done;
        });
        this.held.set(
          name,
          before.then(() => mine),
        );
        page.frees = [...(page.frees ?? []), free];
        await before;
        if (!page.alive) return new Promise(() => {});
        try {
          return await run();
        } finally {
          free();
        }
      },
    };
  }

  load(tab) {
    this.leave(tab);
    const page = new Page(this, tab);
    this.pages.set(tab, page);
    return Promise.race([page.made.start(WORDS), page.over]);
  }

  leave(tab) {
    const page = this.pages.get(tab);
    if (!page) return;
    page.end();
    for (const free of page.frees ?? []) free();
    this.pages.delete(tab);
  }

  replace(tab) {
    this.leave(tab);
    follow(
      turn()
        .then(() => this.load(tab))
        .catch(() => {}),
      "loading",
    );
  }

  kill() {
    for (const tab of [...this.pages.keys()]) this.leave(tab);
    for (const [ask, one] of waiting) {
      if (one.page.tablet !== this) continue;
      waiting.delete(ask);
      one.settle(DEAD);
    }
  }

  /** What lies in the store, read by the browser's own means and not by the modules that wrote it. */
  async stored() {
    const names = new Set((await this.factory.databases()).map((one) => one.name));
    if (!names.has("daybook")) return [];
    const found = [];
    for (const row of await all(this.factory, "daybook", "vaults")) {
      if (!names.has(row.name)) continue;
      const [outbox, work, drafts] = await Promise.all(
        ["outbox", "work", "drafts"].map((name) => all(this.factory, row.name, name)),
      );
      found.push({
        vault: row.id,
        person: row.person,
        device: row.device,
        locks: row.locks.length,
        wiped: row.wiped,
        drafts: drafts.length,
        outbox: outbox.map(({ fields: _, ...one }) => one),
        work: work.map(({ sealed: _, ...one }) => one),
      });
    }
    return found;
  }
}

function all(factory, name, store) {
  return new Promise((settle, fail) => {
    const opening = factory.open(name);
    opening.onerror = () => fail(opening.error);
    opening.onsuccess = () => {
      const db = opening.result;
      const read = db.transaction(store).objectStore(store).getAll();
      read.onsuccess = () => {
        db.close();
        settle(read.result);
      };
      read.onerror = () => {
        db.close();
        fail(read.error);
      };
    };
  });
}

/** @type {Map<string, Tablet>} */
const tablets = new Map();

const deeds = {
  tablet(about) {
    tablets.set(about.tablet, new Tablet(about));
  },
  load: (tablet, { tab = 0 }) => tablet.load(tab),
  close: (tablet, { tab = 0 }) => tablet.leave(tab),
  kill: (tablet) => tablet.kill(),
  pass: (tablet, { ms }) => tablet.pass(ms),
  clock(tablet, { skew }) {
    tablet.skew = skew;
  },
  stored: (tablet) => tablet.stored(),
  gone(tablet) {
    tablet.kill();
    tablets.delete(tablet.name);
  },
  evict(tablet) {
    tablet.kill();
    tablet.factory = new IDBFactory();
  },
  page: (tablet, { tab = 0, name, values = [] }) => {
    const page = tablet.pages.get(tab);
    if (!page) throw Object.assign(new Error("closed"), { reason: "closed" });
    return page.made[name](...values);
  },
  /** The same in several tabs at the same time. */
  pages: (tablet, { name, values = [] }) =>
    Promise.all([...tablet.pages.values()].map((page) => page.made[name](...values))),
};

const UNSETTLED = Symbol("it waits for somebody");

async function doing({ id, do: name, ...about }) {
  try {
    const run = Promise.resolve(
      name === "tablet" ? deeds.tablet(about) : deeds[name](tablets.get(about.tablet), about),
    );
    run.catch(() => {});
    await turn();
    await idle();
    const value = await Promise.race([run, turn().then(() => UNSETTLED)]);
    say(value === UNSETTLED ? { done: id, unsettled: true } : { done: id, value: value ?? null });
  } catch (error) {
    const { reason = "", status = 0, message = "", stack = "" } = error ?? {};
    say({ done: id, error: { reason, status, message, stack: reason ? "" : stack } });
  }
}

/** What an ended browser was doing is cut off there; nobody is left to hear of it. */
const cutOff = (error) => ["AbortError", "InvalidStateError"].includes(error?.name) || error?.reason === "stopped";
process.on("unhandledRejection", (error) => {
  if (!cutOff(error)) say({ fault: String(error?.stack ?? error) });
});

createInterface({ input: process.stdin })
  .on("line", (line) => {
    const message = JSON.parse(line);
    if ("answer" in message) answered(message);
    else doing(message);
  })
  .on("close", () => process.exit(0)); // The bundler would otherwise keep it alive.
say({ ready: true });
