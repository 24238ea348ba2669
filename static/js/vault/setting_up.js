/** Makes a vault on this tablet (device enrolment), and has the server know its public half. */
import { send } from "../session/api.js";
import { vault } from "./client.js";
import { enrolled } from "./opened.js";
import { makePasskey } from "./passkey.js";

/** Make this tablet's vault for whoever is signed in and has just given their words.
 * @param {{words: string, pin: string, passkey: boolean}} given @returns {Promise<void>} */
export async function setUp({ words, pin, passkey }) {
  const device = crypto.randomUUID().replaceAll("-", "");
  const prepared = await vault.prepare();
  const answer = await send("POST", "/api/1/devices", { id: device, public: prepared.public, kind: kindOf() });
  if (!passkey && !answer.generated) throw Object.assign(new Error("words-chosen"), { reason: "words-chosen" });
  const prf = passkey ? await makePasskey(prepared.salt, document.title) : undefined;
  if (prf === null) throw Object.assign(new Error("no-passkey"), { reason: "no-passkey" });
  await enrolled({
    device,
    token: answer.token,
    person: answer.author.id,
    author_public: answer.author.public,
    pin,
    until: Date.now() + 24 * 3600000,
    ...(prf ? { prf } : { words }),
  });
}

/** @returns {"ipad" | "android" | "other"} */
function kindOf() {
  const agent = navigator.userAgent;
  if (/Android/.test(agent)) return "android";
  return /iPad|iPhone/.test(agent) || (/Macintosh/.test(agent) && navigator.maxTouchPoints > 1) ? "ipad" : "other";
}
