/**
 * The door to the part that opens this tablet: fetched when it is first needed, so that who works at a desk never does.
 *
 * That part knows nothing of plans or screens. What it needs of them is handed in at the start (handIn), and fetched with it.
 */
import { rememberedTablet } from "../shell/prefs.js";

/** What is asked of whoever knows the plans.
 * @typedef {object} Needs
 * @property {(revision: import("../writing/append.js").Revision, kept: (plan: string) => Promise<any>) => Promise<import("./verbs.js").Letterbox | null>} letterboxFor
 *   where a revision belongs; `kept` reads a plan that was taken along
 * @property {() => void} opened the vault was opened for the first time on this page
 * @property {() => void} fresh packs were renewed: what others wrote is there to be shown
 */
/** @type {() => Promise<Needs>} */
let needs = () => Promise.reject(new Error("nobody said who knows the plans"));

/** @param {() => Promise<Needs>} load */
export function handIn(load) {
  needs = load;
}

/** @type {Promise<typeof import("./page.js")> | null} */
let loading = null;

/** @returns {Promise<typeof import("./page.js")>} rejects without signal where it was never fetched; the next call tries again */
export function vaultPage() {
  loading ??= Promise.all([import("./page.js"), needs()])
    .then(([page, from]) => {
      page.begin(from);
      return page;
    })
    .catch((error) => {
      loading = null;
      throw error;
    });
  return loading;
}

/** @type {Promise<boolean> | null} */
let remembers = null;

/** Begin to fetch what looks into this tablet, and its vault's worker: looking then waits for neither. @returns {Promise<void>} */
export async function warmTablet() {
  remembers = rememberedTablet();
  if (await remembers) (await vaultPage().catch(() => null))?.warm();
}

/** Look whether something is kept here. Costs nothing where nothing ever was. @returns {Promise<void>} */
export async function findTablet() {
  if (!(await (remembers ?? rememberedTablet()))) return;
  remembers = null;
  try {
    await (await vaultPage()).find();
  } catch {
    // A browser that will not open its own store: everything that needs signal still works.
  }
}
