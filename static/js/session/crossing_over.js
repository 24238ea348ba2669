// Hands one thing from the shell to the child's page by the worker's memory: nothing is written down, nothing is in an address.

const PATIENCE_MS = 2000;

/**
 * Ask the worker that controls this page.
 * @param {object} message @returns {Promise<any>} null without a worker, or without an answer
 */
function ask(message) {
  const worker = navigator.serviceWorker?.controller;
  if (!worker) return Promise.resolve(null);
  return new Promise((resolve) => {
    const { port1, port2 } = new MessageChannel();
    const timer = setTimeout(() => resolve(null), PATIENCE_MS);
    port1.onmessage = (event) => {
      clearTimeout(timer);
      port1.close();
      resolve(event.data);
    };
    worker.postMessage(message, [port2]);
  });
}

/**
 * Leave `value` for the document that the next visit to /board makes. It is forgotten once taken, and after a minute.
 * @param {unknown} value anything that can be cloned; never a key to a plan or a vault @returns {Promise<boolean>} false where no worker controls this page
 */
export async function hand(value) {
  return (await ask({ type: "cross", value })) === true;
}

/** Take what was left for this very document. @returns {Promise<any>} null if nothing was, or it was taken */
export function take() {
  return ask({ type: "fetch-cross" });
}
