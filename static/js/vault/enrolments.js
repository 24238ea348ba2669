/**
 * The vaults that are on this tablet, as far as the page may know them: whose, until when, and how each opens.
 */
import { session } from "../session/session.js";
import { tablet } from "../session/tablet.js";
import { vault } from "./client.js";

/** @typedef {import("./verbs.js").About} About */
/** @type {{found: About[], mine: About | null}} `mine` is the one that is open, or was last */
const known = { found: [], mine: null };

/** Look again what is kept here. @returns {Promise<About[]>} */
export async function look() {
  known.found = await vault.vaults();
  tablet.here = known.found.some((one) => one.kinds.length > 0);
  return known.found;
}

/** @param {"words" | "passkey"} kind @param {string} person "" for anybody's @returns {About[]} */
export function openedBy(kind, person) {
  return known.found.filter((one) => one.kinds.includes(kind) && (!person || one.person === person));
}

/** @param {string} device @returns {About | undefined} */
export function ofDevice(device) {
  return known.found.find((one) => one.device === device);
}

/** @param {About} one */
export function isOpen(one) {
  known.mine = one;
}

/** @returns {About | null} */
export function mine() {
  return known.mine;
}

/** @returns {boolean} the device's own key opens it, with a PIN */
export function opensByPasskey() {
  return openedBy("passkey", "").length > 0;
}

/** @returns {boolean} the vault that is open opens by the device's own key, with a PIN */
export function openedByPasskey() {
  return Boolean(known.mine?.kinds.includes("passkey"));
}

/** @returns {{device: string, person: string, vault: string} | null} this person's enrolment of this tablet */
export function enrolment() {
  const own = known.found.find((one) => one.person === session.person?.id && one.kinds.length > 0);
  return own ? { device: own.device, person: own.person, vault: own.id } : null;
}

/** What is whole on this tablet, and until when. @returns {Promise<void>} */
export async function refreshIndex() {
  const list = await vault.index();
  tablet.ready = (list?.plans ?? []).map((/** @type {{id: string}} */ plan) => plan.id);
}
