/** The grown-up's side of a child's book, inside the shell: reading it, checking it, and the gate before handing over. */
import * as book from "./book.js";
import * as gate from "./gate.js";

/** @param {any} Alpine */
export function register(Alpine) {
  book.register(Alpine);
  gate.register(Alpine);
}
