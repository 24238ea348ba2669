// A newer version of these pages: offered in words, taken only by a tap, and never over words, a sending or a child.

import Alpine from "@alpinejs/csp";
import { onTooOld } from "../session/api.js";
import { CLIENT } from "../session/client.js";
import { scriptURL } from "./trusted.js";
import { updating } from "./updating.js";

const AFTER_PAINT_MS = 1000;

/** `offered` while a newer version is there and it may be taken now. */
export const update = Alpine.reactive({ offered: false, useNow() {}, later() {} });

/** @type {(() => boolean)[]} */
const conditions = [];

/** Add a condition for offering and taking a newer version: every one must say yes. @param {() => boolean} condition */
export function mayUpdate(condition) {
  conditions.push(condition);
}

/** Start the worker that keeps these pages, and look for a newer version; after everything that is needed first. */
export function watchUpdates() {
  const may = () => conditions.every((yes) => yes());
  const start = () => onTooOld(updating({ update, may, client: CLIENT, script: scriptURL("/sw.js") }).tooOld);
  const soon = () => setTimeout(start, AFTER_PAINT_MS);
  if (document.readyState === "complete") soon();
  else addEventListener("load", soon, { once: true });
}
