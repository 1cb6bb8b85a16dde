// The default themes, and those that the documentation shows, can be read in every state: contrast is
// computed from the colors that the browser shows (WCAG 1.4.3, 1.4.11, 2.4.11).

import assert from "node:assert/strict";

import { dress, tooFaint } from "./support/contrast.mjs";
import { LANGUAGES, LOOKS, put, speak } from "./support/looks.mjs";
import { STATES } from "./support/states.mjs";
import { suite } from "./support/suite.mjs";
import { THEMES } from "./support/themes.mjs";

const test = suite();

for (const { name, reach, expects } of STATES) {
  test(`${name} can be read in every theme and language`, { expects }, async (stage) => {
    const { form, page } = stage;
    await reach(stage);
    // From here on focus is a keyboard's, and has a ring.
    await page.keyboard.press("Tab");
    await put(page, LOOKS.dark);
    assert.deepEqual(await tooFaint(form), [], "dark");
    await put(page, LOOKS.light);
    for (const language of LANGUAGES) {
      await speak(form, language);
      assert.deepEqual(await tooFaint(form), [], language);
    }
    for (const [theme, css] of Object.entries(THEMES)) {
      await dress(page, css);
      assert.deepEqual(await tooFaint(form), [], theme);
    }
  });
}

test("what is too faint is found", async ({ form, page }) => {
  await put(page, LOOKS.light);
  await form.open();
  await page.keyboard.press("Tab");
  await dress(page, `roosted-client-form { --roosted-accent: #bbb; --roosted-edge: #ddd; --roosted-ink-soft: #999 }`);
  const found = (await tooFaint(form)).join("\n");
  for (const what of [/^button.*“Create client”.*not 4.5/m, /^edge of field__input/m, /^ring of/m, /^field__hint/m]) {
    assert.match(found, what);
  }
});
