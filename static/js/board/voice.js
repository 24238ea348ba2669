/**
 * Reads a page aloud, on a tap, by a voice that lives on this device.
 *
 * A voice that is not local sends what it reads to a company; then there is no speaker button at all.
 */

/** @param {SpeechSynthesisVoice[]} voices @param {string} language @returns {SpeechSynthesisVoice | null} */
export function localVoice(voices, language = "en-GB") {
  const local = voices.filter((voice) => voice.localService === true);
  const spoken = local.filter((voice) => voice.lang.replace("_", "-").slice(0, 2) === language.slice(0, 2));
  return spoken.find((voice) => voice.lang.replace("_", "-") === language) || spoken[0] || null;
}

/** Call `found` now and whenever the device's voices change. @param {(can: boolean) => void} found */
export function watchVoices(found) {
  const speech = globalThis.speechSynthesis;
  if (!speech) return found(false);
  const look = () => found(localVoice(speech.getVoices()) !== null);
  speech.addEventListener?.("voiceschanged", look);
  look();
}

/** @param {string[]} sentences */
export function say(sentences) {
  const speech = globalThis.speechSynthesis;
  const voice = speech && localVoice(speech.getVoices());
  if (!voice) return;
  speech.cancel();
  for (const sentence of sentences) {
    const words = new SpeechSynthesisUtterance(sentence);
    words.voice = voice;
    words.lang = voice.lang;
    words.rate = 0.85;
    speech.speak(words);
  }
}

/** Be quiet at once: a page that talks on after it was turned frightens. */
export function hush() {
  globalThis.speechSynthesis?.cancel();
}
