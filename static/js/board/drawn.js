/** What draws a plan, fetched in one piece when one is first wanted: its sections, the grown-up's side of a child's book, the look. */
import { register as sections } from "../sections/every.js";
import { register as book } from "./book.js";
import { register as gate } from "./gate.js";

export { register as registerLook } from "../plan/look.js";

/** @param {any} Alpine */
export function register(Alpine) {
  for (const one of [sections, book, gate]) one(Alpine);
}
