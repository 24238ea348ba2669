/**
 * What the answers at the gate come to. It is asked with and without signal, about things only who stands in the room can
 * see; so it is worked out here and nowhere else, and the server keeps what came of it unread.
 *
 * @typedef {{code: string, words: string, drops?: string[], stops?: string, paper?: boolean, says?: string, asks_ready?: boolean}} Answer
 * @typedef {{id: string, asks: string, answers: Answer[], tells: boolean}} Row
 * @typedef {{pages: string[], ready: string[], paper: boolean, says: string[], stops: string, missing: string[], may_give: boolean}} Outcome
 */

/**
 * The gate as a child may read it over a shoulder: the same questions, and nobody who causes harm, no police and no court in them.
 * @param {any} gate @returns {any}
 */
export function nearChildren({ rows, readiness, ...gate }) {
  return {
    ...gate,
    rows: rows.map((/** @type {any} */ row) => ({
      ...row,
      asks: row.near || row.asks,
      answers: row.answers.map((/** @type {any} */ one) => ({
        ...one,
        words: one.near || one.words,
        says: one.says_near || one.says,
      })),
    })),
    readiness: readiness.map((/** @type {any} */ one) => ({ ...one, asks: one.near || one.asks })),
  };
}

/**
 * @param {any} boards the exported boards
 * @param {string} band code of the age
 * @param {Record<string, string>} answers row id to answer code
 * @param {string[]} ticked the readiness checks, which count only where an answer asks for them
 * @returns {Outcome}
 */
export function outcome(boards, band, answers, ticked) {
  /** @type {Row[]} */
  const rows = boards.gate.rows;
  const chosen = chosenOf(rows, answers);
  const missing = rows.filter((row) => !row.tells && !answerOf(row, answers[row.id])).map((row) => row.id);
  const stops = chosen.map((answer) => answer.stops || "").find((words) => words) || "";
  const dropped = new Set(chosen.flatMap((answer) => answer.drops || []));
  const ready = asksReady(boards.gate, answers) ? ticked : [];
  const pages = boards.bands[band].pages.filter((/** @type {any} */ page) => isReady(page, ready));
  return {
    ready,
    pages: stops
      ? []
      : pages.map((/** @type {any} */ page) => page.id).filter((/** @type {string} */ id) => !dropped.has(id)),
    paper: chosen.every((answer) => answer.paper !== false),
    says: chosen.map((answer) => answer.says || "").filter((words) => words),
    stops,
    missing,
    may_give: !stops && missing.length === 0,
  };
}

/** @param {Row[]} rows @param {Record<string, string>} answers @returns {Answer[]} */
function chosenOf(rows, answers) {
  return rows.map((row) => answerOf(row, answers[row.id])).filter((answer) => answer !== null);
}

/** Whether an answer asks for the readiness checks. @param {any} gate @param {Record<string, string>} answers */
export function asksReady(gate, answers) {
  return chosenOf(gate.rows, answers).some((answer) => answer.asks_ready);
}

/** A page that needs readiness is there once each of its checks is ticked, and else is not there at all.
 * @param {{ready?: string[]}} page @param {string[]} ticked */
export function isReady(page, ticked) {
  return (page.ready ?? []).every((check) => ticked.includes(check));
}

/** @param {Row} row @param {string | undefined} code @returns {Answer | null} */
function answerOf(row, code) {
  return row.answers.find((answer) => answer.code === code) || null;
}

/**
 * Whether a child of this age is handed the tablet, and what a grown-up is told of pages that were made for another age.
 * @param {any} boards the exported boards
 * @param {string} band code of the age, "" where none is chosen yet
 * @param {{born: string, due: string}} child ISO days, "" where nobody knows
 * @param {string} today ISO
 * @returns {{gives: boolean, says: string}} in `says` only {child} is left to fill in
 */
export function fits({ gate, bands }, band, { born, due }, today) {
  if (born ? born > today : due) return { gives: false, says: gate.unborn };
  if (!born) return { gives: true, says: "" };
  const { years, months } = ageOf(born, today);
  const age = years > 1 ? `${years}` : months > 1 ? `${months} months` : months ? "1 month" : "under a month old";
  if (daysBetween(born, today) < gate.youngest_days) return { gives: false, says: fill(gate.too_young, { age }) };
  const [from, to] = band ? bands[band].ages : [years, years];
  return { gives: true, says: years < from || years > to ? fill(gate.outside, { age, ages: `${from} to ${to}` }) : "" };
}

/** @param {string} born @param {string} today */
function ageOf(born, today) {
  const [was, now] = [born, today].map((day) => Number(day.slice(0, 4)) * 12 + Number(day.slice(5, 7)));
  const months = now - was - (today.slice(8) < born.slice(8) ? 1 : 0);
  return { months, years: Math.floor(months / 12) };
}

/** @param {string} from @param {string} to */
function daysBetween(from, to) {
  return Math.round((Date.parse(`${to}T00:00Z`) - Date.parse(`${from}T00:00Z`)) / 86400000);
}

/** Every check, not most of them. @param {any} gate @param {string[]} ticked */
export function readyForHelp(gate, ticked) {
  return gate.readiness.every((/** @type {{id: string}} */ check) => ticked.includes(check.id));
}

/** Put first names into a sentence of the gate. @param {string} words @param {Record<string, string>} names */
export function fill(words, names) {
  return words.replace(/\{(\w+)\}/g, (whole, name) => names[name] || whole);
}
