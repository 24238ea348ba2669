// The field's words, the kinds' fields, the rules and the boards: public files, the same for everybody, fetched once.

/** @type {{entries: any, sections: any[], catalogue: any, rules: any[], boards: any}} */
export const words = { entries: {}, sections: [], catalogue: {}, rules: [], boards: {} };
/** @type {Promise<typeof words> | null} */
let loading = null;

/** @returns {Promise<typeof words>} rejects without signal; the next call tries again */
export function loadWords() {
  loading ??= fetchWords().catch((error) => {
    loading = null;
    throw error;
  });
  return loading;
}

async function fetchWords() {
  const files = (document.documentElement.dataset.words ?? "").split(" ").map(fetchFile);
  return Object.assign(words, ...(await Promise.all(files)));
}

/** @param {string} address @returns {Promise<any>} */
async function fetchFile(address) {
  const response = await fetch(address);
  if (!response.ok) throw new Error("the words did not come");
  return response.json();
}

/** @param {string} list @param {string} code @returns {string} the words for a code; the code itself if it is unknown, so that nothing is hidden */
export function label(list, code) {
  const found = codesOf(list).find((one) => one.code === code);
  return found ? found.label : code;
}

/** @param {string} list @returns {{code: string, label: string}[]} in the catalogue's order */
export function codesOf(list) {
  return words.catalogue.lists?.[list] ?? [];
}

/** @param {string} kind @returns {{name: string, seen_with?: string}[]} the fields of a kind, in its form's order */
export function fieldsOf(kind) {
  return words.entries[kind]?.fields ?? [];
}
