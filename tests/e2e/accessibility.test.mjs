// Nobody is kept out, in any state, theme and language: by rules that a machine can check, by size, at
// 200 % and 400 % zoom, with text spaced as a person may need it, and in colors of the person's own.
//
// A state is reached once; the languages take turns in it, as `lang` lets them.

import assert from "node:assert/strict";

import { OF_LOOKS, bringRules, isAccessible } from "./support/axe.mjs";
import { dress } from "./support/contrast.mjs";
import { LANGUAGES, LOOKS, put, speak } from "./support/looks.mjs";
import { cutOff, smallTargets, spaceText, sticksOut, withoutEdge } from "./support/measure.mjs";
import { STATES } from "./support/states.mjs";
import { suite } from "./support/suite.mjs";
import { THEMES } from "./support/themes.mjs";

const test = suite();

// The least size of anything to press, in CSS pixels.
const TARGET = 44;

// What is left of a window of 1280 pixels: as it is, at 200 % and at 400 %.
const ZOOMED = [1280, 640, 320];

const hasRoom = async ({ form, page }, how) => {
  for (const width of ZOOMED) {
    await put(page, { ...LOOKS.light, width });
    assert.deepEqual(await smallTargets(form, TARGET), [], `${how}, ${width}`);
    assert.equal(await sticksOut(page), null, `${how}, ${width}`);
    assert.deepEqual(await cutOff(form), [], `${how}, ${width}`);
  }
};

for (const { name, reach, expects } of STATES) {
  test(`${name} is accessible, in every language`, { expects }, async (stage) => {
    const { form, page } = stage;
    await reach(stage);
    await bringRules(page);
    for (const language of LANGUAGES) {
      await speak(form, language);
      await put(page, LOOKS.light);
      await isAccessible(page, language);
      for (const look of ["dark", "narrow"]) {
        await put(page, LOOKS[look]);
        await isAccessible(page, `${look}, ${language}`, OF_LOOKS);
      }
      await put(page, LOOKS.forced);
      assert.deepEqual(await withoutEdge(form), [], language);
      await hasRoom(stage, language);
      const asItWas = await spaceText(form);
      await hasRoom(stage, `spaced, ${language}`);
      await asItWas();
    }
    await put(page, LOOKS.light);
    for (const [theme, css] of Object.entries(THEMES)) {
      await dress(page, css);
      await isAccessible(page, theme, OF_LOOKS);
    }
  });
}
