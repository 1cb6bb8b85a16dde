// Whatever is typed, and whatever Roosted answers, is text and nothing but text.

import assert from "node:assert/strict";

import { answerCreates, problem } from "./support/answers.mjs";
import { NAMES, RECORD } from "./support/fields.mjs";
import { PAYLOADS } from "./support/payloads.mjs";
import { sees, seesNot } from "./support/see.mjs";
import { suite } from "./support/suite.mjs";

const test = suite();

// The names of all elements of the card, in order.
const shapeOf = (card) =>
  card.root.evaluate((root) => Array.from(root.querySelectorAll("*"), (it) => it.localName).join(" "));

const nothingHappened = async (page) => {
  assert.equal(new URL(page.url()).pathname, "/");
  assert.equal(await page.locator("roosted-client-form").count(), 1);
  assert.equal(await page.evaluate(() => document.querySelectorAll("script").length), 1);
};

test("sixty payloads in every field, and in everything that Roosted answers, are text", async ({
  form,
  card,
  page,
  sandbox,
}) => {
  assert.equal(new Set(PAYLOADS).size, 60);
  const texts = RECORD.filter((name) => !["client_portal_connection_status", "pending"].includes(name));
  const filled = (names, payload) => Object.fromEntries(names.map((name) => [name, payload]));
  await form.open();
  const shapes = new Set();
  for (const payload of PAYLOADS) {
    const client = filled(texts, payload);
    await sandbox.plan("create", { kind: "status", status: 201, body: JSON.stringify(client) });
    await form.host.evaluate((element, values) => {
      element.values = values;
    }, filled(NAMES, payload));
    await form.create();
    await card.comes();
    const { client_portal_connection_status: _, pending: __, ...record } = Object.fromEntries(await card.record());
    assert.deepEqual(record, client);
    shapes.add(await shapeOf(card));
    await card.another.click();
    await seesNot(card.root);
  }
  assert.equal(shapes.size, 1);
  await nothingHappened(page);

  const creates = await sandbox.creates();
  assert.deepEqual(
    creates.map((it) => JSON.parse(it.body)),
    PAYLOADS.map((payload) => filled(NAMES, payload)),
  );
});

test("what Roosted stored and sent back is shown as it was typed", async ({ form, card, page }) => {
  await form.open();
  const payload = PAYLOADS.slice(0, 9).join(" ").slice(0, 250).trim();
  await form.fill(Object.fromEntries(NAMES.map((name) => [name, payload])));
  await form.create();
  await card.comes();
  const record = Object.fromEntries(await card.record());
  for (const name of NAMES) assert.equal(record[name], payload, name);
  assert.equal(await card.invitation.address.inputValue(), payload);
  await nothingHappened(page);
});

test("nothing of a problem is shown but our own words", {
  expects: [/status of 4\d\d/],
}, async ({ form, page }) => {
  await form.open();
  await form.fill({ client_name: "Harmless" });
  for (const payload of PAYLOADS.slice(0, 10)) {
    const errors = [
      { field: "client_name", code: "too-long", message: payload },
      { field: payload, code: payload, message: payload },
    ];
    await answerCreates(page, problem(422, "invalid", { errors }));
    await form.create();
    await sees(form.summary);
    assert.ok(!(await form.text()).includes(payload));
    await form.fill({ client_name: `Harmless ${payload.length}` });
  }
  await nothingHappened(page);
});

test("what an environment says of itself is text", async ({ form, page }) => {
  const [payload] = PAYLOADS;
  await page.route("**/api/environment", (route) =>
    route.fulfill({ json: { name: "custom", upstream_host: payload, proxy_version: payload } }),
  );
  await form.open();
  assert.ok((await form.banner("environment").textContent()).includes(payload));
  await nothingHappened(page);
});
