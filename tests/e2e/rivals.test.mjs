// What the page is measured beside (`tests/bench`) really is a form: it creates the client that was typed.

import assert from "node:assert/strict";
import { basename } from "node:path";
import { fileURLToPath } from "node:url";

import { everything, NAMES } from "./support/fields.mjs";
import { sees } from "./support/see.mjs";
import { suite } from "./support/suite.mjs";

const test = suite();

const BENCH = fileURLToPath(new URL("../bench", import.meta.url));

// At the address of the proxy, but for its headers: a page with its script inside runs under no policy of ours.
const open = async (page, folder) => {
  await page.route(
    (url) => !url.pathname.startsWith("/api/"),
    (route) => route.fulfill({ path: `${BENCH}/${folder}/${basename(new URL(route.request().url()).pathname) || "index.html"}` }),
  );
  await page.goto("/");
};

for (const [name, folder] of [
  ["React", "react/built"],
  ["by hand", "handwritten"],
]) {
  test(`the form ${name} creates what was typed, and begins anew`, async ({ page, sandbox }) => {
    const before = (await sandbox.clients()).length;
    const values = everything();
    await open(page, folder);
    for (const name of NAMES) await page.locator(`[name=${name}]`).fill(values[name]);
    await page.getByRole("button", { name: "Create client" }).click();
    await sees(page.getByRole("heading", { name: "Client created" }));

    const clients = await sandbox.clients();
    assert.equal(clients.length, before + 1);
    const client = clients.find((it) => it.client_name === values.client_name);
    for (const name of NAMES) assert.equal(client[name], values[name]);

    await page.getByRole("button", { name: "Create another client" }).click();
    assert.equal(await page.locator("[name=client_name]").inputValue(), "");
  });

  test(`the form ${name} sends nothing that is wrong, and says what`, async ({ page, sandbox }) => {
    await sandbox.forget();
    await open(page, folder);
    await page.locator("[name=client_city]").fill("😀".repeat(256));
    await page.getByRole("button", { name: "Create client" }).click();
    await sees(page.getByRole("heading", { name: "There are 2 things to correct" }));
    assert.match(await page.locator("#client_city-error").textContent(), /by 1 character$/);
    await page.locator("[name=client_city]").fill("😀".repeat(255));
    await sees(page.locator("#client_name-error"));
    assert.equal(await page.locator("#client_city-error:visible").count(), 0);
    assert.deepEqual(await sandbox.creates(), []);
  });
}
