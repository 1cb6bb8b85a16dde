// What a portal's compiler takes and refuses: `types/` says it line by line, and a line that it should
// refuse and does not is a mistake, too.

import assert from "node:assert/strict";
import { spawnSync } from "node:child_process";
import { test } from "node:test";
import { fileURLToPath } from "node:url";

const examples = fileURLToPath(new URL("..", import.meta.url));

test("the examples and every right use compile, and no wrong one does", () => {
  const compiler = "node_modules/vue-tsc/bin/vue-tsc.js";
  const said = spawnSync(process.execPath, [compiler, "--noEmit", "-p", "."], { cwd: examples, encoding: "utf8" });
  assert.equal(said.status, 0, said.stdout + said.stderr);
});
