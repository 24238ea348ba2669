// Writes two letters and a draft for the keys on standard input: the server's half is in test_js.py.
import { readFileSync } from "node:fs";

import { leftDrafts } from "../../../static/js/vault/sending.js";
import { cheapGuesses, enrolled, id, revision, stored } from "./vault_world.mjs";

cheapGuesses();
const { author, room } = JSON.parse(readFileSync(0, "utf8"));
const { vault, name, about } = await enrolled({ author_public: author });
await vault.save([
  { revision: revision(id(1), "Żółć “no” 🐇"), box: { compartment: id(3), epoch: 2, public: room } },
  { revision: revision(id(1), "Żółć “no” 🐇"), box: null },
]);
await vault.draft("note", "half");
const letters = (await stored(name, "outbox"))
  .sort((a, b) => a.order - b.order)
  .map(({ letter, hash }) => ({ ...letter, hash }));
await vault.wipe();
const [draft] = await leftDrafts(about.person);
process.stdout.write(JSON.stringify({ letters, person: about.person, draft }));
