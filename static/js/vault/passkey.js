/**
 * A passkey on this tablet whose secret (the PRF extension) helps to open the vault.
 *
 * The server never hears of it: nothing of the credential is sent anywhere, and `toJSON()`, which would carry the secret, is
 * not called.
 */
import { fromBase64, random, tight, toBase64 } from "../sealing/bytes.js";

const PATIENCE_MS = 120000;
const SECRET_LENGTH = 32;

/** @param {string} salt base64, from `prepare()` @param {string} name the neutral name of this site
 * @returns {Promise<{credential: string, secret: Uint8Array} | null>} null when this tablet has none to give */
export async function makePasskey(salt, name) {
  try {
    const credential = await navigator.credentials.create({
      publicKey: {
        challenge: random(32),
        rp: { id: location.hostname, name },
        // Nobody's name: a passkey is listed in the tablet's own settings.
        user: { id: random(16), name, displayName: name },
        pubKeyCredParams: [
          { type: "public-key", alg: -7 },
          { type: "public-key", alg: -257 },
        ],
        authenticatorSelection: {
          authenticatorAttachment: "platform",
          residentKey: "preferred",
          userVerification: "required",
        },
        timeout: PATIENCE_MS,
        extensions: { prf: { eval: { first: tight(fromBase64(salt)) } } },
      },
    });
    if (!(credential instanceof PublicKeyCredential)) return null;
    const id = toBase64(new Uint8Array(credential.rawId));
    const prf = credential.getClientExtensionResults().prf;
    if (!prf?.enabled && !prf?.results) return null;
    // Some tablets say the secret only when the passkey is used.
    const secret = secretOf(credential) ?? (await passkeySecret(id, salt));
    return secret && { credential: id, secret };
  } catch {
    return null;
  }
}

/** @param {string} credential @param {string} salt both base64, from `vaults()` @returns {Promise<Uint8Array | null>} 32 bytes */
export async function passkeySecret(credential, salt) {
  try {
    const used = await navigator.credentials.get({
      publicKey: {
        challenge: random(32),
        rpId: location.hostname,
        allowCredentials: [{ type: "public-key", id: tight(fromBase64(credential)) }],
        userVerification: "required",
        timeout: PATIENCE_MS,
        extensions: { prf: { eval: { first: tight(fromBase64(salt)) } } },
      },
    });
    return used instanceof PublicKeyCredential ? secretOf(used) : null;
  } catch {
    return null;
  }
}

/** @param {PublicKeyCredential} credential */
function secretOf(credential) {
  const first = credential.getClientExtensionResults().prf?.results?.first;
  if (!first) return null;
  const bytes = ArrayBuffer.isView(first)
    ? new Uint8Array(first.buffer, first.byteOffset, first.byteLength)
    : new Uint8Array(first);
  return bytes.length === SECRET_LENGTH ? bytes.slice() : null;
}
