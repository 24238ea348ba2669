// What a screen says when a save did not succeed: the words stay where they were typed.

/** @param {unknown} error @returns {string} */
export function notTakenWords(error) {
  return /** @type {any} */ (error)?.reason === "not-kept" ? "This tablet could not keep it: its store is full or shut. What you wrote is still here."
    : "That was not saved. What you wrote is still here.";
}

/** @param {() => Promise<unknown>} save @returns {Promise<string>} "" once it is saved */
export async function notTaken(save) {
  try {
    await save();
    return "";
  } catch (error) {
    return notTakenWords(error);
  }
}
