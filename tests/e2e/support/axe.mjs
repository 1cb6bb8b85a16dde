// axe-core: what a machine can find of what keeps people out.

import assert from "node:assert/strict";
import { readFile } from "node:fs/promises";
import { createRequire } from "node:module";

const SOURCE = createRequire(import.meta.url).resolve("axe-core/axe.min.js");

// Brings the rules into a page that has been opened.
export const bringRules = async (page) => page.evaluate(await readFile(SOURCE, "utf8"));

// Fails with each violation, where it is and why.
export const isAccessible = async (page, state) => {
  const found = await page.evaluate(async () => {
    const { violations, passes } = await window.axe.run(document);
    const spell = ({ id, nodes }) =>
      nodes.map((node) => `${id} at ${node.target.flat().join(" ")}: ${node.failureSummary}`);
    return { violations: violations.flatMap(spell), passed: passes.length };
  });
  assert.ok(found.passed > 10, `${state}: axe looked at next to nothing`);
  assert.deepEqual(found.violations, [], state);
};
