// Light and hand, remembered on the device. Nothing else is: they say nothing about anybody.

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

function show() {
  document.documentElement.dataset.theme = prefs.light;
  document.documentElement.dataset.hand = prefs.hand;
}
