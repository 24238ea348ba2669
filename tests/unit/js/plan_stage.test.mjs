import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import test from "node:test";
import { stageOf } from "../../../static/js/plan/asking.js";
import { plan } from "./plan_sample.mjs";

const vectors = JSON.parse(readFileSync(new URL("../../vectors/stages.json", import.meta.url), "utf8"));

for (const { name, stage, review_due, today, expect } of vectors)
  test(`the stage of ${name} is the server's`, () => {
    const held = plan();
    Object.assign(held.plan, { stage, review_due: review_due || null });
    assert.equal(stageOf(held, today), expect);
  });
