/**
 * The door to the part that opens this tablet: fetched when it is first needed, so that who works at a desk never does.
 *
 * That part knows nothing of plans or screens. What it needs of them (dependency injection) is handed in at the start (handIn).
 */
import { rememberedTablet } from "../shell/prefs.js";

/** What is asked of whoever knows the plans.
 * @typedef {object} Needs
 * @property {(revision: import("../writing/append.js").Revision, kept: (plan: string) => Promise<any>) => Promise<import("./verbs.js").Letterbox | null>} letterboxFor
 *   where a revision belongs; `kept` reads a plan that was taken along
 * @property {(keep: (kept: object) => Promise<unknown>) => void} opened the vault was opened for the first time on this page; what
 *   is handed to `keep` is there again when it is opened next
 * @property {() => Promise<void>} left the tablet is about to be given to a child, who is beside whoever opens it next
 * @property {() => void} fresh packs were renewed: what others wrote is there to be shown
 */
/** @type {Needs} */
let needs;

/** @param {Needs} from */
export function handIn(from) {
  needs = from;
}

/** @type {Promise<typeof import("./page.js")> | null} */
let loading = null;

/** @returns {Promise<typeof import("./page.js")>} rejects without signal where it was never fetched; the next call tries again */
export function vaultPage() {
  loading ??= import("./page.js")
    .then((page) => {
      page.begin(needs);
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
