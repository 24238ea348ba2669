// Orders of events that somebody tried in order to lose words, or to keep what was taken away.
import assert from "node:assert/strict";
import { beforeEach, test } from "node:test";

import { hashOfLetter } from "../../../static/js/sealing/letter_hash.js";
import { makeSending } from "../../../static/js/vault/sending.js";
import { cheapGuesses, clock, enrolled, id, keep, packOf, revision, START, stored } from "./vault_world.mjs";

const PLAN = id(1);
cheapGuesses();
const answer = (state, more = {}) => async (letters) => ({
  receipts: await Promise.all(letters.map(async (one) => ({ id: one.id, state, hash: await hashOfLetter(one), ...more }))),
});
beforeEach(() => { clock.now = START; clock.timers = []; });

function sendingOf(tablet, kind, post) {
  return makeSending({
    lock: (_, run) => run(), now: () => clock.now, later: () => {},
    how: ({ device }) => (device === tablet.about.device ? kind : ""), post,
  });
}

test("the only plan taken along was taken away: it leaves the tablet at the next contact", async () => {
  const tablet = await enrolled();
  await keep(tablet, [await packOf(tablet, PLAN, { entries: [] })], { index: await packOf(tablet, "", { plans: [{ id: PLAN }] }) });
  // As the server says it when nothing is left: until 0, and an empty list.
  await keep(tablet, [], { gone: [PLAN], until: 0, index: await packOf(tablet, "", { plans: [] }, 0) });
  assert.equal(await tablet.vault.plan(PLAN), null);
  assert.deepEqual(await stored(tablet.name, "packs").then((all) => all.filter((one) => one.plan === PLAN)), []);
});

for (const reason of ["sign-in", "id-in-use", "nothing-here"]) {
  test(`refused to the token (${reason}): it still goes by itself when its author signs in`, async () => {
    const tablet = await enrolled();
    const [saved] = await tablet.vault.save([{ revision: revision(PLAN), box: null }]);
    await sendingOf(tablet, "token", answer("refused", { reason })).flush();
    const sent = [];
    await sendingOf(tablet, "session", async (letters) => { sent.push(...letters.map((one) => one.id)); return answer("accepted", { seq: 1 })(letters); }).flush();
    assert.deepEqual(sent, [saved.id]);
    assert.deepEqual(await stored(tablet.name, "outbox"), []);
  });
}
