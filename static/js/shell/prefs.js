// Light and hand, remembered on the device, and that something is kept on it. Nothing else is: they say nothing about anybody.

import Alpine from "@alpinejs/csp";
import { remember, remembered } from "../session/remembered.js";

const LIGHTS = ["paper", "lamp", "sun"];
const HANDS = ["right", "left"];

export const prefs = Alpine.reactive({ light: "paper", hand: "right" });

/** @returns {Promise<void>} a browser that keeps nothing gets the defaults */
export async function loadPrefs() {
  const [light, hand] = await Promise.all([remembered("light"), remembered("hand")]);
  if (LIGHTS.includes(light)) prefs.light = light;
  if (HANDS.includes(hand)) prefs.hand = hand;
  show();
}

/** @param {"light" | "hand"} name @param {string} value */
export async function setPref(name, value) {
  if (!(name === "light" ? LIGHTS : HANDS).includes(value)) return;
  prefs[name] = value;
  show();
  try {
    await remember(name, value);
  } catch {
    // It holds for this page all the same.
  }
}

/** Whether a vault was ever made here: without one, nothing that opens it is fetched. @returns {Promise<boolean>} */
export async function rememberedTablet() {
  return (await remembered("tablet")) === true;
}

/** @returns {Promise<void>} rejects where this browser keeps nothing */
export function rememberTablet() {
  return remember("tablet", true);
}

function show() {
  document.documentElement.dataset.theme = prefs.light;
  document.documentElement.dataset.hand = prefs.hand;
}
