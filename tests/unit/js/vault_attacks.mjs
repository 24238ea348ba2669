// Orders of events that somebody tried in order to lose words, or to keep what was taken away.
import assert from "node:assert/strict";
import { beforeEach, test } from "node:test";

import { hashOfLetter } from "../../../static/js/sealing/letter_hash.js";
import { fromBase64, fromUtf8 } from "../../../static/js/sealing/bytes.js";
import { openFrom, openingKey } from "../../../static/js/sealing/letters.js";
import { draftContext } from "../../../static/js/vault/contexts.js";
import { leftDrafts, makeSending } from "../../../static/js/vault/sending.js";
import {
  cheapGuesses,
  clock,
  enrolled,
  freshVault,
  HOUR,
  id,
  keep,
  packOf,
  pass,
  revision,
  START,
  stored,
  WORDS,
} from "./vault_world.mjs";

const PLAN = id(1);
cheapGuesses();
const answer =
  (state, more = {}) =>
  async (letters) => ({
    receipts: await Promise.all(
      letters.map(async (one) => ({ id: one.id, state, hash: await hashOfLetter(one), ...more })),
    ),
  });
beforeEach(() => {
  clock.now = START;
  clock.timers = [];
});

function sendingOf(tablet, kind, post) {
  return makeSending({
    lock: (_, run) => run(),
    now: () => clock.now,
    later: () => {},
    how: ({ device }) => (device === tablet.about.device ? kind : ""),
    post,
  });
}

test("the only plan taken along was taken away: it leaves the tablet at the next contact", async () => {
  const tablet = await enrolled();
  await keep(tablet, [await packOf(tablet, PLAN, { entries: [] })], {
    index: await packOf(tablet, "", { plans: [{ id: PLAN }] }),
  });
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
    await sendingOf(tablet, "session", async (letters) => {
      sent.push(...letters.map((one) => one.id));
      return answer("accepted", { seq: 1 })(letters);
    }).flush();
    assert.deepEqual(sent, [saved.id]);
    assert.deepEqual(await stored(tablet.name, "outbox"), []);
  });
}

for (const covered of [true, false]) {
  test(`what is written on the cover outlives the vault, for its author alone (${covered ? "covered" : "open"})`, async () => {
    const tablet = await enrolled();
    if (covered) await tablet.vault.cover();
    const notes = [{ heading: "School", words: "collect at 3" }];
    await tablet.vault.note([{ heading: "School", words: "coll" }]);
    await tablet.vault.note(notes);
    pass(25 * HOUR);
    await freshVault().expired();
    const [left, ...more] = await leftDrafts(tablet.about.person);
    assert.deepEqual(more, []);
    const own = await openFrom(
      await openingKey(tablet.author.private),
      fromBase64(left.own),
      draftContext(tablet.about, left.id),
    );
    assert.deepEqual(JSON.parse(fromUtf8(own)), { key: "cover", value: notes });
    assert.deepEqual(
      (await stored(tablet.name, "small")).map((one) => one.id),
      [],
    );
  });
}

test("two tabs write the same draft: the newer words are those that come back", async () => {
  for (let round = 0; round < 6; round += 1) {
    const tablet = await enrolled();
    const other = freshVault();
    await other.unlock({ vault: tablet.name, words: WORDS });
    await other.drafts();
    await other.draft("else", "x");
    await tablet.vault.draft("key", "older");
    await other.draft("key", "newer");
    await tablet.vault.lock();
    await other.lock();
    const again = freshVault();
    await again.unlock({ vault: tablet.name, words: WORDS });
    assert.equal((await again.drafts()).key, "newer");
    await again.dropDraft("key");
    assert.equal((await again.drafts()).key, undefined);
    const third = freshVault();
    await third.unlock({ vault: tablet.name, words: WORDS });
    assert.equal((await third.drafts()).key, undefined);
  }
});

test("a vault that another page has let go of keeps nothing more, and does not say that it did", async () => {
  const tablet = await enrolled();
  pass(25 * HOUR);
  const other = freshVault();
  await other.expired();
  await other.prepare();
  const one = revision(PLAN);
  await assert.rejects(() => tablet.vault.save([{ revision: one, box: null }]));
  await assert.rejects(() => tablet.vault.draft("key", "words"));
  await assert.rejects(() => tablet.vault.note([{ heading: "School", words: "x" }]));
});

test("a vault that was wiped while it was open still lets its letters out", async () => {
  const tablet = await enrolled();
  await tablet.vault.save([{ revision: revision(PLAN), box: null }]);
  await freshVault().wipe(tablet.name);
  await tablet.vault.save([{ revision: revision(PLAN), box: null }]);
  assert.equal((await stored(tablet.name, "outbox")).length, 2);
});
