// Nobody is kept out, in any state, theme and language: by rules that a machine can check, by size, at
// 200 % and 400 % zoom, and with text spaced as a person may need it.

import assert from "node:assert/strict";

import { bringRules, isAccessible } from "./support/axe.mjs";
import { LANGUAGES, LOOKS, put, speak } from "./support/looks.mjs";
import { cutOff, smallTargets, spaceText, sticksOut } from "./support/measure.mjs";
import { STATES } from "./support/states.mjs";
import { suite } from "./support/suite.mjs";

const test = suite();

// The least size of anything to press, in CSS pixels.
const TARGET = 44;

// What is left of a window of 1280 pixels: as it is, at 200 % and at 400 %.
const ZOOMED = [1280, 640, 320];

for (const language of LANGUAGES) {
  for (const { name, reach, expects } of STATES) {
    test(`${name} is accessible, ${language}`, { expects }, async (stage) => {
      const { form, page } = stage;
      await reach(stage);
      await speak(form, language);
      await bringRules(page);

      for (const look of ["light", "dark", "narrow"]) {
        await put(page, LOOKS[look]);
        await isAccessible(page, look);
      }
      const hasRoom = async (how) => {
        for (const width of ZOOMED) {
          await put(page, { ...LOOKS.light, width });
          assert.deepEqual(await smallTargets(form, TARGET), [], `${how}, ${width}`);
          assert.equal(await sticksOut(page), null, `${how}, ${width}`);
          assert.deepEqual(await cutOff(form), [], `${how}, ${width}`);
        }
      };
      await hasRoom("as it is");
      await spaceText(form);
      await hasRoom("spaced");
    });
  }
}
