// Nobody is kept out, in any state: by rules that a machine can check, by size, and by movement.

import assert from "node:assert/strict";

import { bringRules, isAccessible } from "./support/axe.mjs";
import { walk } from "./support/states.mjs";
import { suite } from "./support/suite.mjs";

const test = suite();

// What the walk brings about itself.
const expects = [/status of 401/, /status of 404/, /status of 502/, /status of 503/, /ERR_CONNECTION_RESET/];

// The least size of anything to press, in CSS pixels.
const TARGET = 44;

const smallTargets = (form) =>
  form.host.evaluate((element, least) => {
    const targets = element.shadowRoot.querySelectorAll("button, input, textarea, a[href]");
    return Array.from(targets)
      .filter((it) => it.checkVisibility())
      .map((it) => ({ what: it.textContent.trim() || it.name, height: it.getBoundingClientRect().height }))
      .filter((it) => it.height < least);
  }, TARGET);

const sticksOut = (page) =>
  page.evaluate(() => {
    const { scrollWidth, clientWidth } = document.scrollingElement;
    return scrollWidth > clientWidth ? `${scrollWidth} of ${clientWidth} px` : null;
  });

for (const colorScheme of ["light", "dark"]) {
  for (const width of [320, 1280]) {
    test(`every state is accessible, ${colorScheme} and ${width} px wide`, {
      expects,
      colorScheme,
      // A color on its way is no color to judge.
      reducedMotion: "reduce",
      viewport: { width, height: 900 },
    }, async (stage) => {
      const { form, page } = stage;
      await form.open();
      await bringRules(page);
      const met = [];
      await walk(stage, async (state) => {
        met.push(state);
        await isAccessible(page, state);
        assert.deepEqual(await smallTargets(form), [], state);
        assert.equal(await sticksOut(page), null, state);
      });
      assert.equal(met.length, 17);
    });
  }
}
