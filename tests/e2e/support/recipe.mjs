// The files of `deploy/`, as they are shipped, with what is each operator's own put in.

import assert from "node:assert/strict";
import { readFile, writeFile } from "node:fs/promises";
import { fileURLToPath } from "node:url";
import { join } from "node:path";

export const DEPLOY = fileURLToPath(new URL("../../../deploy", import.meta.url));

export const recipe = (path) => readFile(join(DEPLOY, path), "utf8");

// Replaces each of `own`, which has to be there: a recipe that says something else is not the one
// that was tested.
export const fill = (text, own) =>
  Object.entries(own).reduce((text, [shipped, ours]) => {
    assert.ok(text.includes(shipped), `the recipe does not say \`${shipped}\``);
    return text.replaceAll(shipped, ours);
  }, text);

// Writes a recipe, filled in, to a file and returns where.
export const put = async (path, own, folder, name) => {
  const file = join(folder, name);
  await writeFile(file, fill(await recipe(path), own));
  return file;
};
