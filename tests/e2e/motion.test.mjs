// Motion explains what came and what is under way, and there is none for those who ask for less.

import assert from "node:assert/strict";

import { STATES, reachState } from "./support/states.mjs";
import { suite } from "./support/suite.mjs";

const test = suite();

// What changes once and at once: a button that is still not live after a while turns pale.
const STILL = "not-yet";

// The names of everything that moves or could move, whether it has ended or not.
const moving = (form) =>
  form.host.evaluate((element, still) => {
    const names = new Set();
    for (const node of element.shadowRoot.querySelectorAll("*")) {
      for (const piece of [undefined, "::before", "::after"]) {
        const { animationName, transitionDuration } = getComputedStyle(node, piece);
        if (animationName !== "none" && animationName !== still) names.add(animationName);
        if (transitionDuration !== "0s") names.add("transition");
      }
    }
    return [...names].sort();
  }, STILL);

test("what comes in comes in, and what works turns", async (stage) => {
  await reachState("busy", stage);
  assert.deepEqual(await moving(stage.form), ["transition", "turn"]);
});

for (const { name, reach, expects } of STATES) {
  test(`nothing moves for those who ask for less: ${name}`, { expects, reducedMotion: "reduce" }, async (stage) => {
    await reach(stage);
    assert.deepEqual(await moving(stage.form), []);
  });
}
