// The themes that the documentation shows, as a portal would load them.

import { readdirSync, readFileSync } from "node:fs";
import { fileURLToPath } from "node:url";

const FOLDER = fileURLToPath(new URL("../../../docs/themes/", import.meta.url));

export const THEMES = Object.fromEntries(
  readdirSync(FOLDER)
    .filter((name) => name.endsWith(".css"))
    .map((name) => [name.replace(".css", ""), readFileSync(`${FOLDER}${name}`, "utf8")]),
);
