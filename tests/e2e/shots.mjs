// The pictures of the documentation, from the real thing: `cargo xtask shots`.
//
// Nothing is drawn by hand: each is one of the states that the tests reach as well, in the real browser.

import { mkdir, stat } from "node:fs/promises";
import { join } from "node:path";

import { dress } from "./support/contrast.mjs";
import { perform } from "./support/demo.mjs";
import { LOOKS, picture, put, speak } from "./support/looks.mjs";
import { reachState } from "./support/states.mjs";
import { THEMES } from "./support/themes.mjs";

// What a repository can carry, in bytes.
const MOST = 250_000;

const PICTURES = [
  ["form", "typing", "light"],
  ["form-dark", "typing", "dark"],
  ["form-320", "typing", "narrow"],
  ["form-forced-colors", "summary", "forced"],
  ["mistakes", "summary", "light"],
  ["mistakes-320", "summary", "narrow"],
  ["form-arabic", "summary", "light", { language: "ar" }],
  ["paste", "paste offered", "light"],
  ["counter", "counter and doubt", "light"],
  ["failure", "failed", "light"],
  ["checking", "checking", "light"],
  ["candidates", "candidates", "light"],
  ["card", "card", "light"],
  ["card-dark", "card", "dark"],
  ["card-320", "card", "narrow"],
  ["invited", "invited", "light"],
  ...Object.keys(THEMES).map((theme) => [`theme-${theme}`, "typing", "light", { theme }]),
];

const folder = process.argv[2] ?? "docs/images";
await mkdir(folder, { recursive: true });
await perform(async (open) => {
  for (const [name, state, look, { language, theme } = {}] of PICTURES) {
    const stage = await open({ deviceScaleFactor: 1.5 });
    await put(stage.page, LOOKS[look]);
    await reachState(state, stage);
    if (language) await speak(stage.form, language);
    if (theme) await dress(stage.page, THEMES[theme]);
    const path = join(folder, `${name}.png`);
    await picture(stage.form, stage.page, { path, fullPage: true });
    await stage.context.close();
    const { size } = await stat(path);
    if (size > MOST) throw new Error(`${path} has ${size} bytes, more than ${MOST}`);
    console.log(`${path}  ${Math.round(size / 1000)} kB`);
  }
});
