/**
 * My hand: people in fours, one hand after another; whole at every number.
 *
 * @typedef {{name: string, picture: string, tone: string, drawn: string}} Person
 */

export const ON_A_HAND = 4;

/** The people on the hand that is open. @param {Person[]} people @param {boolean} another whether a new hand was asked for */
export function onHand(people, another) {
  const full = people.length > 0 && people.length % ON_A_HAND === 0;
  if (people.length === 0 || (full && another)) return [];
  return people.slice(Math.floor((people.length - 1) / ON_A_HAND) * ON_A_HAND);
}

/** @returns {Person} */
export function nobody() {
  return { name: "", picture: "", tone: "", drawn: "" };
}

/** Whether there is somebody yet. @param {Person} person */
export function isSomebody(person) {
  return Boolean(person.name.trim() || person.picture || person.drawn);
}

/** What is said about a choice: always the same thanks, whoever it is. @param {Person} person @param {(code: string) => string} words */
export function thanks(person, words) {
  const called = person.name.trim() || (person.picture ? words(person.picture) : "");
  return called ? `You chose ${called}. Thank you.` : "You chose someone. Thank you.";
}
