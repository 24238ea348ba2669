// Keeps the shell, so that a tablet without signal opens to its own pages. It holds no word and no key: what may be kept
// is the list the server writes above this script, each file with its digest, and nothing is added to it while it runs.

/** @type {any} The dom types know a page, not a worker of this sort. */
const worker = self;
/** @type {{id: string, files: Record<string, string>}} */
const { id, files } = worker.SHELL;
const NAME = `shell-${id}`;
const PLAN = /^\/p\/[0-9a-f]{32}$/;
const NEEDS_SIGNAL = "/needs-signal";
const CROSSING_MS = 60000;
// Where given.js keeps whether a child was given this tablet without signal.
const PREFS = "prefs";
const GIVEN = "given";

/** Any file that does not come, or is not the one that was meant, fails the whole: the worker before this one goes on. */
async function keepAll() {
  const cache = await caches.open(NAME);
  await Promise.all(Object.entries(files).map(([path, digest]) => keep(cache, path, digest)));
}

/** @param {Cache} cache @param {string} path @param {string} digest */
async function keep(cache, path, digest) {
  const response = await fetch(path, { cache: "no-cache", credentials: "omit", redirect: "error" });
  if (!response.ok) throw new Error(`${path} did not come`);
  const found = new Uint8Array(await crypto.subtle.digest("SHA-256", await response.clone().arrayBuffer()));
  if (hex(found) !== digest) throw new Error(`${path} is another`);
  await cache.put(path, response);
}

/** @param {Uint8Array} bytes */
function hex(bytes) {
  return Array.from(bytes, (byte) => byte.toString(16).padStart(2, "0")).join("");
}

async function takeOver() {
  for (const name of await caches.keys()) if (name !== NAME) await caches.delete(name);
  await worker.clients.claim();
}

/** @param {string} path @param {Request} request asked for itself if the browser has thrown the kept one away */
async function kept(path, request) {
  const cache = await caches.open(NAME);
  return (await cache.match(path, { ignoreVary: true })) ?? fetch(request);
}

/** @param {string} path @returns {string} the kept page that answers, "" for pages that need signal */
function pageFor(path) {
  if (path === "/" || PLAN.test(path)) return "/";
  return path === "/board" ? path : "";
}

/** @returns {Promise<boolean>} */
function isGiven() {
  return new Promise((resolve, reject) => {
    const opening = indexedDB.open(PREFS);
    opening.onupgradeneeded = () => opening.transaction?.abort();
    opening.onerror = reject;
    opening.onsuccess = () => {
      const { result: db } = opening;
      if (!db.objectStoreNames.contains(PREFS)) return resolve(false);
      const reading = db.transaction(PREFS).objectStore(PREFS).get(GIVEN);
      reading.onsuccess = () => resolve(reading.result === true);
      reading.onerror = reject;
      db.close();
    };
  });
}

/** Until the session of whoever gave a tablet to a child is ended, no page of the server is fetched: the cookie may still
 * open one. The shell ends it first. @param {Request} request */
async function fromServer(request) {
  if (await isGiven().catch(() => false)) return Response.redirect("/");
  return fetch(request).catch(() => kept(NEEDS_SIGNAL, request));
}

/** What crosses to the child's page: one thing, in memory, for the one document that the next visit to /board makes.
 * @type {{value: unknown, to: string, forget: () => void} | null} */
let crossing = null;

/** @param {unknown} value @returns {Promise<void>} settles once it is forgotten, and keeps the worker awake until then */
function hold(value) {
  crossing?.forget();
  return new Promise((forgotten) => {
    const timer = setTimeout(() => crossing?.forget(), CROSSING_MS);
    crossing = {
      value,
      to: "",
      forget() {
        clearTimeout(timer);
        crossing = null;
        forgotten();
      },
    };
  });
}

/** @param {string} client the document that is being made of this visit */
function boardOpens(client) {
  if (crossing?.to) crossing.forget();
  if (crossing) crossing.to = client;
}

/** @param {string} client @returns {unknown} null for anybody but the document it was meant for, and the second time */
function takenBy(client) {
  if (!crossing || !client || crossing.to !== client) return null;
  const { value } = crossing;
  crossing.forget();
  return value;
}

worker.addEventListener("install", (/** @type {any} */ event) => event.waitUntil(keepAll()));
worker.addEventListener("activate", (/** @type {any} */ event) => event.waitUntil(takeOver()));

worker.addEventListener("fetch", (/** @type {any} */ event) => {
  const request = /** @type {Request} */ (event.request);
  const { origin, pathname } = new URL(request.url);
  if (request.method !== "GET" || origin !== location.origin) return;
  if (request.mode !== "navigate") {
    if (Object.hasOwn(files, pathname)) event.respondWith(kept(pathname, request));
    return;
  }
  const page = pageFor(pathname);
  if (page === "/board") boardOpens(event.resultingClientId);
  event.respondWith(page ? kept(page, request) : fromServer(request));
});

worker.addEventListener("message", (/** @type {any} */ event) => {
  const { type, value } = event.data ?? {};
  if (type === "use-now") worker.skipWaiting();
  if (type === "cross") {
    event.waitUntil(hold(value));
    event.ports[0]?.postMessage(true);
  }
  if (type === "fetch-cross") event.ports[0]?.postMessage(takenBy(event.source?.id ?? ""));
});
