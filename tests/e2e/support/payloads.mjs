// Sixty texts that would be something else if anything took them for more than text. The tests of the
// proxy take the same.

import { readFileSync } from "node:fs";

export const PAYLOADS = JSON.parse(readFileSync(new URL("payloads.json", import.meta.url), "utf8"));
