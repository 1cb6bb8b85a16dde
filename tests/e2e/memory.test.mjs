// A page that stays open all day stays as small as it was.

import assert from "node:assert/strict";

import { countModules } from "./support/module-memory.mjs";
import { suite } from "./support/suite.mjs";

const test = suite();

// Creates so many clients one after the other, and tells how large the memory is then, in pages of 64 KiB.
const create = ({ form }, count) =>
  form.host.evaluate(async (host, count) => {
    const turn = () => new Promise((goOn) => setTimeout(goOn));
    for (let number = 0; number < count; number += 1) {
      const created = new Promise((goOn) => host.addEventListener("roosted-created", goOn, { once: true }));
      host.values = { client_name: `Client ${number}`, client_city: "Hull" };
      host.submit();
      await created;
      await turn();
      host.reset();
      await turn();
    }
    return moduleBytes() / 65_536;
  }, count);

test("nothing is left of a client that was created", async (stage) => {
  const { page, form } = stage;
  await page.addInitScript(countModules);
  await page.goto("/");
  await form.host.evaluate((host) => host.ready);
  const before = await create(stage, 20);
  const after = await create(stage, 100);
  // What is free may lie in pieces.
  assert.ok(after - before <= 1, `${before} pages, then ${after}`);
});
