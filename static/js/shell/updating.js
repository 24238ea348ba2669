// Starts the worker that keeps the shell, and changes to a newer one. It starts after the first screen.

const HOUR_MS = 3600000;
const LOOK_MS = 1000;

/**
 * @param {{update: {offered: boolean, useNow: () => void, later: () => void}, may: () => boolean, client: number, script: string}} page
 * @returns {{tooOld: () => void}} to be called when the server refused to let this client read
 */
export function updating({ update, may, client, script }) {
  const container = navigator.serviceWorker;
  /** @type {ServiceWorkerRegistration | undefined} */
  let registration;
  let controlled = Boolean(container?.controller);
  // Old: refused by the server. Passed: another page of ours has already changed to the newer one.
  const is = { old: false, passed: false, asked: false, leaving: false };
  let notBefore = 0;

  function look() {
    const newer = Boolean(registration?.waiting) || is.passed || is.old;
    update.offered = newer && Date.now() >= notBefore && may();
  }

  /** Once: whatever tells first that the newer worker is in charge. */
  function reload() {
    if (is.leaving) return;
    is.leaving = true;
    location.reload();
  }

  async function newest() {
    await registration?.update().catch(() => {});
    const coming = registration?.installing;
    if (coming) await new Promise((resolve) => coming.addEventListener("statechange", resolve, { once: true }));
    return registration?.waiting;
  }

  update.useNow = async () => {
    const waiting = registration?.waiting ?? (await newest());
    if (!may()) return look();
    is.asked = true;
    if (!waiting) return reload();
    // A tablet's standalone page is not always told that its worker changed; the worker itself always knows.
    waiting.addEventListener("statechange", () => waiting.state === "activated" && reload());
    waiting.postMessage({ type: "use-now" });
  };

  update.later = () => {
    notBefore = Date.now() + HOUR_MS;
    look();
  };

  async function check() {
    try {
      await registration?.update();
      const answer = await fetch("/version.json", { cache: "no-store", credentials: "omit", redirect: "error" });
      is.old = (await answer.json()).min_client > client;
    } catch {
      // No signal, or a network that answers for us: the shell that is here goes on.
    }
    look();
  }

  async function begin() {
    try {
      registration = await container?.register(script, { scope: "/", updateViaCache: "none" });
    } catch {
      // A browser that keeps nothing: everything works while there is signal.
    }
    await check();
  }

  container?.addEventListener("controllerchange", () => {
    if (is.asked) reload();
    // The first worker of all takes over a page that is whole.
    else if (controlled) is.passed = true;
    controlled = true;
    look();
  });
  document.addEventListener("visibilitychange", () => document.visibilityState === "visible" && check());
  document.addEventListener("input", look);
  setInterval(check, HOUR_MS);
  setInterval(look, LOOK_MS);
  begin();

  return {
    tooOld() {
      is.old = true;
      notBefore = 0;
      check();
    },
  };
}
