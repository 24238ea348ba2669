/** What a tablet says instead of a cookie. @param {string} device @param {string} token base64 */
export function authorization(device, token) {
  return `Device ${device}.${token.replaceAll("+", "-").replaceAll("/", "_").replaceAll("=", "")}`;
}
