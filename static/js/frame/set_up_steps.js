// The words and drawings of the card "Set up this tablet", fetched when it is opened. Drawings: static/icons/set-up.svg.

/** @typedef {{title: string, drawing: string, lines: string[]}} Step */

/** @param {string} title @param {string} drawing @param {string[]} lines @returns {Step} */
const step = (title, drawing, ...lines) => ({ title, drawing: `/static/icons/set-up.svg#${drawing}`, lines });

const HOME = "Put it on the Home Screen";
const LOCK = "Lock the screen";
const KEYS = "Let the keyboard learn nothing";
const HOLD = "Hold it on one page";
const SIM = step(
  "Give it a SIM of its own",
  "sim",
  "Never join the Wi-Fi of a house you visit. Whoever owns it can see what was opened, and when.",
);

/** @type {Record<string, Step[]>} */
export const steps = {
  ipad: [
    step(HOME, "home-ipad", "In Safari tap Share, then Add to Home Screen. Open it from there from now on."),
    step(LOCK, "lock", "In Settings open Touch ID or Face ID & Passcode. Set a passcode of six digits or more."),
    step(
      KEYS,
      "keys",
      "In Settings open General, then Keyboard. Turn off Dictation, Predictive Text and Auto-Correction.",
    ),
    SIM,
    step(
      HOLD,
      "hold-ipad",
      "In Settings open Accessibility, then Guided Access. Turn it on and set a passcode.",
      "Before you hand it over, press the top or Home button three times. Three times and the passcode end it.",
    ),
  ],
  android: [
    step(
      HOME,
      "home-android",
      "In Chrome open the menu, three dots, then Install app. Open it from there from now on.",
    ),
    step(LOCK, "lock", "In Settings open Security, then Screen lock. Set a PIN of six digits or more."),
    step(KEYS, "keys", "In the keyboard’s own settings turn off Voice typing, suggestions and personalisation."),
    SIM,
    step(
      HOLD,
      "hold-android",
      "In Settings open Security, then App pinning. Turn it on, with the PIN to leave.",
      "Before you hand it over, open the list of open apps, tap its icon, then Pin.",
    ),
  ],
};
