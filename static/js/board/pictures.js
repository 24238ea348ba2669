/** Where a picture is; the names are fixed, so that a child's choice shows the same picture in ten years. */

/** @param {string} name @param {string} [tone] "" or "1" to "5" */
export function picture(name, tone = "") {
  if (!/^[a-z0-9-]+$/.test(name)) return "";
  const toned = /^[1-5]$/.test(tone) ? `${name}-${tone}` : name;
  return `/static/dist/pictures/${toned}.svg`;
}
