// Light and hand, remembered on the device, and that something is kept on it. Nothing else is: they say nothing about anybody.

import Alpine from "@alpinejs/csp";
import { openDB } from "idb";

const LIGHTS = ["paper", "lamp", "sun"];
const HANDS = ["right", "left"];

export const prefs = Alpine.reactive({ light: "paper", hand: "right" });

const database = () => openDB("prefs", 1, { upgrade: (db) => void db.createObjectStore("prefs") });

/** @returns {Promise<void>} a browser that keeps nothing gets the defaults */
export async function loadPrefs() {
  try {
    const db = await database();
    const [light, hand] = await Promise.all([db.get("prefs", "light"), db.get("prefs", "hand")]);
    db.close();
    if (LIGHTS.includes(light)) prefs.light = light;
    if (HANDS.includes(hand)) prefs.hand = hand;
  } catch {
    // Private browsing: the defaults serve.
  }
  show();
}

/** @param {"light" | "hand"} name @param {string} value */
export async function setPref(name, value) {
  if (!(name === "light" ? LIGHTS : HANDS).includes(value)) return;
  prefs[name] = value;
  show();
  try {
    const db = await database();
    await db.put("prefs", value, name);
    db.close();
  } catch {
    // It holds for this page all the same.
  }
}

/** Whether a vault was ever made here: without one, nothing that opens it is fetched. @returns {Promise<boolean>} */
export async function rememberedTablet() {
  try {
    const db = await database();
    const kept = await db.get("prefs", "tablet");
    db.close();
    return kept === true;
  } catch {
    return false;
  }
}

/** @returns {Promise<void>} rejects where this browser keeps nothing */
export async function rememberTablet() {
  const db = await database();
  await db.put("prefs", true, "tablet");
  db.close();
}

function show() {
  document.documentElement.dataset.theme = prefs.light;
  document.documentElement.dataset.hand = prefs.hand;
}
