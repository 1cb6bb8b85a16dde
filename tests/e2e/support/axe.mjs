// axe-core: what a machine can find of what keeps people out.

import assert from "node:assert/strict";
import { readFile } from "node:fs/promises";
import { createRequire } from "node:module";

const SOURCE = createRequire(import.meta.url).resolve("axe-core/axe.min.js");

// Brings the rules into a page that has been opened.
export const bringRules = async (page) => page.evaluate(await readFile(SOURCE, "utf8"));

// The rules that see how something looks; all others see the same in every look.
export const OF_LOOKS = ["color-contrast", "link-in-text-block", "scrollable-region-focusable", "target-size"];

// Fails with each violation, where it is and why; of these `rules`, or else of all of them.
export const isAccessible = async (page, state, rules) => {
  const found = await page.evaluate(async (rules) => {
    const { violations, passes } = await window.axe.run(document, rules ? { runOnly: rules } : {});
    const spell = ({ id, nodes }) =>
      nodes.map((node) => `${id} at ${node.target.flat().join(" ")}: ${node.failureSummary}`);
    return { violations: violations.flatMap(spell), passed: passes.length };
  }, rules);
  assert.ok(found.passed > (rules ? 0 : 10), `${state}: axe looked at next to nothing`);
  assert.deepEqual(found.violations, [], state);
};
