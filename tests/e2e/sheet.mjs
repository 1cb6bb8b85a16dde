// Every state in every look, and in every language; and one page with all of them to look over: part of
// `cargo xtask shots`.

import { mkdir, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { pathToFileURL } from "node:url";

import { perform } from "./support/demo.mjs";
import { LANGUAGES, LOOKS, picture, put, speak } from "./support/looks.mjs";
import { STATES } from "./support/states.mjs";

const folder = process.argv[2] ?? "target/shots";
const only = process.argv[3];

// English in every look; the others where words have the least room, and what is written from right to left also
// where there are two columns.
const looksOf = (language) => ({ en: Object.keys(LOOKS), ar: ["light", "narrow"] })[language] ?? ["narrow"];

const slug = (...names) => `${names.join("-").replaceAll(" ", "-")}.png`;

// The pictures of one state, by the words above them.
const take = async (stage, { name, reach }) => {
  await reach(stage);
  const pictures = [];
  for (const language of LANGUAGES) {
    await speak(stage.form, language);
    for (const look of looksOf(language)) {
      await put(stage.page, LOOKS[look]);
      const file = slug(name, language, look);
      await picture(stage.form, stage.page, { path: join(folder, file), fullPage: true });
      pictures.push([`${look}, ${language}`, file]);
    }
  }
  return pictures;
};

const row = (name, pictures) => `<h2>${name}</h2><div>${pictures
  .map(([words, file]) => `<figure><figcaption>${words}</figcaption><img src="${file}" alt=""></figure>`)
  .join("")}</div>`;

const page = (rows) => `<!doctype html><html lang="en"><meta charset="utf-8"><title>Contact sheet</title><style>
  body { margin: 24px; font: 14px system-ui, sans-serif; color: #222; background: #ddd }
  div { display: flex; gap: 16px; align-items: start; overflow: auto }
  figure { margin: 0 } img { display: block; block-size: 560px; box-shadow: 0 0 0 1px #999 }
</style>${rows.join("")}</html>`;

await mkdir(folder, { recursive: true });
await perform(async (stage) => {
  const rows = [];
  for (const state of STATES) {
    if (only && !state.name.includes(only)) continue;
    const opened = await stage();
    rows.push(row(state.name, await take(opened, state)));
    await opened.context.close();
  }
  const index = join(folder, "index.html");
  await writeFile(index, page(rows));
  const { page: sheet } = await stage({ viewport: { width: 1980, height: 900 } });
  await sheet.goto(pathToFileURL(index).href);
  await sheet.screenshot({ path: join(folder, "contact-sheet.jpeg"), fullPage: true, quality: 70 });
  console.log(`${index}  ${rows.length} states`);
});
