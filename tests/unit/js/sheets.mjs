// What was written on the plain page leaves it only once it is kept; what cannot be read here does not break the list.
import assert from "node:assert/strict";
import { test } from "node:test";
import { fileURLToPath } from "node:url";

import { build } from "esbuild";

// As much of a page as its parts ask for when they are loaded.
globalThis.window = globalThis;
globalThis.document = {
  addEventListener() {},
  dispatchEvent() {},
  documentElement: { dataset: {} },
  getElementById: () => null,
  createElement: () => ({}),
};
globalThis.scrollTo = () => {};
for (const name of ["Element", "HTMLElement", "ShadowRoot"]) globalThis[name] = class {};
globalThis.MutationObserver = class {
  observe() {}
  disconnect() {}
  takeRecords() {
    return [];
  }
};
// Built as for a browser: Alpine has another face for Node.
const built = await build({
  stdin: {
    resolveDir: fileURLToPath(new URL("../../../static/js", import.meta.url)),
    contents: ["writing/append", "shell/cover", "frame/sheets"]
      .map((name) => `export * from "./${name}.js";`)
      .join("\n"),
  },
  bundle: true,
  format: "esm",
  write: false,
  platform: "browser",
  define: { VAULT_WORKER: '""' },
});
const { keepOnTablet, outbox, cover, register } = await import(
  `data:text/javascript,${encodeURIComponent(built.outputFiles[0].text)}`
);

const sheets = {};
register({
  data: (name, make) => {
    sheets[name] = make;
  },
});
const box = (more) =>
  keepOnTablet(() => ({
    add: async () => [],
    flush: async () => {},
    refused: () => [],
    again() {},
    letGo() {},
    unsent: () => 0,
    ...more,
  }));

for (const kept of [true, false]) {
  test(`the notes ${kept ? "go once they are" : "stay when they are not"} kept`, async () => {
    box({
      add: async () => {
        if (!kept) throw new Error("not-kept");
        return [];
      },
    });
    cover.notes[1].words = "collect at 3";
    const sheet = sheets.notesSheet();
    sheet.plan = "1".repeat(32);
    await sheet.keep();
    assert.deepEqual(
      sheet.lines.map((one) => one.words),
      kept ? [] : ["collect at 3"],
    );
    assert.equal(sheet.unready, false);
  });
}

test("what finds somebody in the notes is offered before they are kept, and goes with the addresses of that plan", async () => {
  const added = [];
  box({
    add: async (revisions) => {
      added.push(...revisions.map(({ plan, document }) => [plan, document.kind, document.data.words]));
      return revisions.map((one) => ({ id: one.id, state: "accepted" }));
    },
  });
  cover.notes[1].words = "at 12 Mill Lane, ring 07700 900456";
  const sheet = sheets.notesSheet();
  sheet.plan = "1".repeat(32);
  await sheet.keep();
  assert.deepEqual(added, []);
  assert.equal(sheet.offered.match, "12 Mill Lane");
  sheet.offeredAt -= 1000;
  await sheet.moveFind();
  assert.deepEqual(added, [["1".repeat(32), "place", "12 Mill Lane"]]);
  sheet.offeredAt -= 1000;
  await sheet.leaveFind();
  assert.equal(added[1][1], "note");
  assert.match(added[1][2], /at \(kept with the addresses\), ring 07700 900456$/);
  assert.deepEqual(sheet.lines, []);
});

test("notes with what cannot be kept stay where they are, and it is said", async () => {
  cover.notes[1].words = "a\u0007";
  const sheet = sheets.notesSheet();
  sheet.plan = "1".repeat(32);
  await sheet.keep();
  assert.match(sheet.wrong, /cannot be kept/);
  assert.equal(cover.notes[1].words, "a\u0007");
  cover.notes[1].words = "";
});

test("a refused letter of a child stands in the list of what needs somebody", () => {
  box({ refused: () => [{ id: "2".repeat(32), reason: "id-in-use", fields: {}, revision: null }] });
  outbox.needs = 1;
  const [one] = sheets.needsSheet().items;
  assert.deepEqual([one.id, one.said], ["2".repeat(32), []]);
});
