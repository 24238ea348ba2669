// Orders of events that somebody tried in order to lose words, or to keep what was taken away.
import assert from "node:assert/strict";
import { beforeEach, test } from "node:test";

import { cheapGuesses, clock, enrolled, id, keep, packOf, START, stored } from "./vault_world.mjs";

const PLAN = id(1);
cheapGuesses();
beforeEach(() => { clock.now = START; clock.timers = []; });

test("the only plan taken along was taken away: it leaves the tablet at the next contact", async () => {
  const tablet = await enrolled();
  await keep(tablet, [await packOf(tablet, PLAN, { entries: [] })], { index: await packOf(tablet, "", { plans: [{ id: PLAN }] }) });
  // As the server says it when nothing is left: until 0, and an empty list.
  await keep(tablet, [], { gone: [PLAN], until: 0, index: await packOf(tablet, "", { plans: [] }, 0) });
  assert.equal(await tablet.vault.plan(PLAN), null);
  assert.deepEqual(await stored(tablet.name, "packs").then((all) => all.filter((one) => one.plan === PLAN)), []);
});
