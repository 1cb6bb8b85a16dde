// Every state looks as it did when somebody looked at it: compared with the pictures in `pictures/`.
//
// `cargo xtask shots --accept` takes them anew. A picture says as much about the browser and the fonts as about the
// form, so it is compared only where both are those that it was taken with; elsewhere the tests say that they
// were skipped, and why.

import assert from "node:assert/strict";
import { createHash } from "node:crypto";
import { mkdir, readFile, writeFile } from "node:fs/promises";
import { basename } from "node:path";
import { fileURLToPath } from "node:url";

import { LOOKS, picture, put, speak } from "./support/looks.mjs";
import { differing, half } from "./support/pixels.mjs";
import { sees } from "./support/see.mjs";
import { HEADLESS_SHELL } from "./support/settings.mjs";
import { STATES } from "./support/states.mjs";
import { suite } from "./support/suite.mjs";

const test = suite();

const FOLDER = fileURLToPath(new URL("pictures/", import.meta.url));
const DIFFERENT = fileURLToPath(new URL("../../target/shots/different/", import.meta.url));
const RECORD = `${FOLDER}made-with.json`;
const ACCEPT = process.env.ROOSTED_ACCEPT;

// In these looks, at the size at which the form has two columns and as little else as can be.
const COMPARED = { light: { ...LOOKS.light, width: 720 }, narrow: { ...LOOKS.narrow, colorScheme: "dark" } };
// The narrow ones are large; those that have most to put in order speak for all.
const NARROW = ["summary", "candidates", "asked whether to invite again"];
// Those in which most has a side.
const ARABIC = ["summary", "candidates", "paste offered", "invited"];

// So many pixels may differ.
const FEW = 5;

// What else a picture depends on: two of the same letters are the same only with the same fonts.
const madeWith = async (context) => {
  const page = await context.newPage();
  await page.setContent(`<p style="font: 16px system-ui">Hamburgefonstiv 0123456789 ✓ – “’”
    <b>Hamburgefonstiv</b> <code style="font: 16px ui-monospace, monospace">uLu8K</code></p>`);
  const sample = await page.screenshot();
  await page.close();
  const fonts = createHash("sha256").update(sample).digest("hex").slice(0, 16);
  return { browser: `${basename(HEADLESS_SHELL)} ${context.browser().version()}`, fonts };
};

const recorded = async () => JSON.parse(await readFile(RECORD, "utf8"));

const compare = async (context, file, taken) => {
  if (ACCEPT) {
    await mkdir(FOLDER, { recursive: true });
    await writeFile(`${FOLDER}${file}`, taken);
    return;
  }
  const count = await differing(context, taken, await readFile(`${FOLDER}${file}`));
  if (count !== null && count <= FEW) return;
  await mkdir(DIFFERENT, { recursive: true });
  await writeFile(`${DIFFERENT}${file}`, taken);
  const how = count === null ? "its size" : `${count} pixels`;
  assert.fail(`${file} differs by ${how}: see ${DIFFERENT}${file}, or \`cargo xtask shots --accept\``);
};

test("a picture that differs is told from one that does not", async ({ context, form, page }) => {
  await form.open();
  const take = async () => half(context, await picture(form, form.host));
  const before = await take();
  assert.equal(await differing(context, before, await take()), 0);
  // One letter of a hint.
  await form.host.evaluate((element) => (element.messages = { "hint.client_name": "As it appears on schedules and invoicez" }));
  await sees(form.host.getByText("invoicez"));
  const count = await differing(context, before, await take());
  assert.ok(count > FEW, `${count}`);
});

for (const { name, reach, expects } of STATES) {
  test(`${name} looks as it did`, { expects, timezoneId: "UTC", locale: "en-US" }, async (stage) => {
    const { context, form, page } = stage;
    const here = await madeWith(context);
    if (ACCEPT) await mkdir(FOLDER, { recursive: true }).then(() => writeFile(RECORD, `${JSON.stringify(here)}\n`));
    const there = await recorded();
    if (here.browser !== there.browser || here.fonts !== there.fonts) {
      return stage.skip(`taken with ${JSON.stringify(there)}, and here is ${JSON.stringify(here)}`);
    }
    await reach(stage);
    const looksAsItDid = async (look) =>
      compare(context, `${name.replaceAll(" ", "-")}-${look}.png`, await half(context, await picture(form, form.host)));
    for (const [look, how] of Object.entries(COMPARED)) {
      if (look === "narrow" && !NARROW.includes(name)) continue;
      await put(page, how);
      await looksAsItDid(look);
    }
    if (!ARABIC.includes(name)) return;
    await put(page, COMPARED.light);
    await speak(form, "ar");
    await looksAsItDid("arabic");
  });
}
