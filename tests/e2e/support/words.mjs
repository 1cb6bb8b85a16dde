// Every word of the form by its key, in English.

import { readFileSync } from "node:fs";

const LIST = readFileSync(new URL("../../../docs/messages.md", import.meta.url), "utf8");

export const ENGLISH = Object.fromEntries(
  Array.from(LIST.matchAll(/^\| `(.+?)` \| (.*?) \|$/gm), ([, key, text]) => [key, text]),
);
