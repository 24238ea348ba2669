/** A text as it is looked through: each sign as the plain one it stands for, and where in the text it was (normalisation). */

/** One sign for all that are written alike. Spaces that are not the end of a line are one space. */
const ALIKE = [
  [/[\u2010-\u2015\u2212\ufe58\ufe63\uff0d]/, "-"],
  [/[\u00b7\u2022\u2024\u2027\u3002\uff0e\uff61]/, "."],
  [/[\u2018\u2019\u02bc\uff07]/, "'"],
  [/[\u2044\u2215\uff0f]/, "/"],
  [/[\ufe6b\uff20]/, "@"],
  [/\uff0b/, "+"],
  [/\uff08/, "("],
  [/\uff09/, ")"],
  [/\uff0c/, ","],
  [/[^\S\n\r]/, " "],
];
/** Nought in the digits families write: full width, Arabic, Persian and Urdu, Hindi, Bengali, Punjabi, Gujarati. */
const NOUGHTS = [0xff10, 0x660, 0x6f0, 0x966, 0x9e6, 0xa66, 0xae6];
/** What has no width comes along with whatever is pasted, and stands between no two signs. */
const UNSEEN = /\p{Cf}|[\ufe00-\ufe0f]|\u20e3/u;
const PLAIN = /^[\n\r\x20-\x7e]*$/;

/** @param {string} text @returns {{plain: string, at: (n: number) => number}} `at`: where in the text the sign was */
export function folded(text) {
  if (PLAIN.test(text)) return { plain: text, at: (n) => n };
  let plain = "";
  /** @type {number[]} */
  const from = [];
  for (let n = 0; n < text.length; n += 1) {
    const sign = alike(text[n]);
    if (!sign) continue;
    plain += sign;
    from.push(n);
  }
  return { plain, at: (n) => from[n] ?? text.length };
}

/** @param {string} sign @returns {string} "" for what is not seen */
function alike(sign) {
  const code = sign.charCodeAt(0);
  if (code < 0x80) return sign === "\t" ? " " : sign;
  const nought = NOUGHTS.find((first) => code >= first && code < first + 10);
  if (nought !== undefined) return String(code - nought);
  if (UNSEEN.test(sign)) return "";
  return /** @type {string} */ (ALIKE.find(([signs]) => /** @type {RegExp} */ (signs).test(sign))?.[1] ?? sign);
}
