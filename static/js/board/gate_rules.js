/**
 * What the answers at the gate come to; the same results as safeplan/children/rules.py (shared vectors).
 *
 * @typedef {{code: string, words: string, drops?: string[], stops?: string, paper?: boolean, says?: string}} Answer
 * @typedef {{id: string, asks: string, answers: Answer[], tells: boolean}} Row
 * @typedef {{pages: string[], paper: boolean, says: string[], stops: string, missing: string[], may_give: boolean}} Outcome
 */

/**
 * @param {any} boards the exported boards
 * @param {string} band code of the age
 * @param {Record<string, string>} answers row id to answer code
 * @returns {Outcome}
 */
export function outcome(boards, band, answers) {
  /** @type {Row[]} */
  const rows = boards.gate.rows;
  const chosen = rows.map((row) => answerOf(row, answers[row.id])).filter((answer) => answer !== null);
  const missing = rows.filter((row) => !row.tells && !answerOf(row, answers[row.id])).map((row) => row.id);
  const stops = chosen.map((answer) => answer.stops || "").find((words) => words) || "";
  const dropped = new Set(chosen.flatMap((answer) => answer.drops || []));
  const pages = boards.bands[band].pages.map((/** @type {any} */ page) => page.id);
  return {
    pages: stops ? [] : pages.filter((/** @type {string} */ page) => !dropped.has(page)),
    paper: chosen.every((answer) => answer.paper !== false),
    says: chosen.map((answer) => answer.says || "").filter((words) => words),
    stops,
    missing,
    may_give: !stops && missing.length === 0,
  };
}

/** @param {Row} row @param {string | undefined} code @returns {Answer | null} */
function answerOf(row, code) {
  return row.answers.find((answer) => answer.code === code) || null;
}

/** Every check, not most of them. @param {any} gate @param {string[]} ticked */
export function readyForHelp(gate, ticked) {
  return gate.readiness.every((/** @type {{id: string}} */ check) => ticked.includes(check.id));
}

/** Put first names into a sentence of the gate. @param {string} words @param {Record<string, string>} names */
export function fill(words, names) {
  return words.replace(/\{(\w+)\}/g, (whole, name) => names[name] || whole);
}
