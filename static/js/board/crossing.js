/**
 * What crosses from the gate to the child's page, as the short texts the server keeps for it: at most 4 KB, sealed, unread.
 *
 * Lists are written as JSON in a text of their own, a person at a time, so that no one text grows long.
 */

/** @param {import("./session.js").Gate} gate @returns {Record<string, string>} */
export function packed(gate) {
  const { pages, ready, people, v, ...texts } = gate;
  const each = people.map((person, n) => [`person_${n}`, JSON.stringify(person)]);
  return { ...texts, v: String(v), pages: pages.join(" "), ready: ready.join(" "), ...Object.fromEntries(each) };
}

/** @param {Record<string, string>} sent @returns {import("./session.js").Gate} */
export function unpacked(sent) {
  const text = (/** @type {string} */ name) => sent[name] || "";
  const people = Object.keys(sent)
    .filter((name) => /^person_\d$/.test(name))
    .sort()
    .map((name) => JSON.parse(sent[name]));
  return {
    v: 1,
    child: text("child"),
    worker: text("worker"),
    manager: text("manager"),
    band: text("band"),
    style: text("style"),
    ground: text("ground"),
    cover: text("cover"),
    own_picture: text("own_picture"),
    call_me: text("call_me"),
    pages: text("pages").split(" ").filter(Boolean),
    ready: text("ready").split(" ").filter(Boolean),
    people,
  };
}
