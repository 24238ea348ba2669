// What is drawn inside a plan (page fragment): one file beside the shell, the same for everybody, read once. `x-piece="actions"` puts a
// copy of the template of that id inside its element.

/** @type {Document | null} */
let pieces = null;

/** The browser reads it as a document of its own: nothing in it runs, and no HTML is made out of text.
 * @returns {Promise<void>} rejects without signal */
export function loadPieces() {
  return new Promise((resolve, reject) => {
    const request = new XMLHttpRequest();
    request.open("GET", document.documentElement.dataset.pieces ?? "");
    request.responseType = "document";
    request.onload = () => {
      if (request.status !== 200 || !request.responseXML) return reject(new Error("the pieces did not come"));
      pieces = request.responseXML;
      resolve();
    };
    request.onerror = () => reject(new Error("the pieces did not come"));
    request.send();
  });
}

/** @param {any} Alpine */
export function register(Alpine) {
  Alpine.directive(
    "piece",
    (/** @type {HTMLElement} */ element, /** @type {{expression: string}} */ { expression }) => {
      const found = pieces?.getElementById(expression);
      if (!(found instanceof HTMLTemplateElement)) throw new Error(`no piece is called ${expression}`);
      const copy = document.importNode(found.content, true);
      const drawn = [...copy.children];
      Alpine.mutateDom(() => element.append(copy));
      for (const one of drawn) Alpine.initTree(one);
    },
  );
}
