// The main job: a client is created, seen, invited, and the next one begun.

import assert from "node:assert/strict";

import { heard } from "./support/events.mjs";
import { NAMES, RECORD, everything } from "./support/fields.mjs";
import { focusIs } from "./support/focus.mjs";
import { eventually, sees, seesNot, seesText } from "./support/see.mjs";
import { suite } from "./support/suite.mjs";

const test = suite();

test("a client with all eight fields is created once, exactly as typed", async ({
  form,
  card,
  key,
  sandbox,
}) => {
  const client = everything();
  await form.open();
  await form.fill(client);
  await form.create();
  await card.comes();

  const [create, ...more] = await sandbox.creates();
  assert.deepEqual(more, []);
  assert.deepEqual(JSON.parse(create.body), client);
  const headers = Object.fromEntries(create.headers);
  assert.equal(headers["x-api-key"], key);
  assert.deepEqual(Object.keys(headers).sort(), [
    "accept",
    "accept-encoding",
    "content-length",
    "content-type",
    "host",
    "traceparent",
    "user-agent",
    "x-api-key",
  ]);
  assert.match(headers["user-agent"], /^roosted-proxy\/\d/);
  assert.equal(headers["content-type"], "application/json");
});

test("the card shows all eighteen fields, with a dash for what is not there", async ({
  form,
  card,
  page,
  sandbox,
}) => {
  const client = everything();
  await form.open();
  await form.fill(client);
  await form.create();
  await card.comes();

  const [{ stored }] = await sandbox.creates();
  const record = await card.record();
  assert.deepEqual(record.map(([name]) => name), RECORD);
  const values = Object.fromEntries(record);
  for (const name of NAMES) assert.equal(values[name], client[name], name);
  assert.equal(values.id, stored);
  for (const name of RECORD.filter((it) => values[it] === null)) {
    assert.equal(await card.value(name).textContent(), "–", name);
  }
  assert.equal(values.client_contact_phone, null);
  assert.equal(values.pending, "No");
  assert.equal(await card.status.getAttribute("data-value"), "null");
  await seesText(card.status, /^Not connected$/);
  await focusIs(page, { text: "Client created", inside: true });
});

test("the id can be copied", { permissions: ["clipboard-read", "clipboard-write"] }, async ({
  form,
  card,
  page,
}) => {
  await form.open();
  await form.fill({ client_name: "Copied Ltd" });
  await form.create();
  await card.comes();
  await card.root.getByRole("button", { name: "Copy ID" }).click();
  await sees(card.root.getByText("Copied", { exact: true }));

  // As a person gets at it: a page of ours may not read the clipboard.
  const id = await card.value("id").textContent();
  await card.another.click();
  await form.field("client_name").focus();
  await page.keyboard.press("ControlOrMeta+V");
  assert.equal(await form.field("client_name").inputValue(), id);
});

test("the contact is invited once, and the card then says who and when", async ({
  form,
  card,
  page,
  sandbox,
}) => {
  const client = everything();
  await form.open();
  await form.fill(client);
  await form.create();
  await card.comes();
  assert.equal(await card.invitation.address.inputValue(), client.client_contact_email);
  await card.invitation.send("office@moewe.example");
  await sees(card.invitation.again);

  const [invite, ...more] = await sandbox.invites();
  assert.deepEqual(more, []);
  assert.deepEqual(JSON.parse(invite.body), { email: "office@moewe.example" });
  const id = await card.value("id").textContent();
  assert.equal(invite.path, `/api/1_12/clients/${id}/invite`);
  const record = Object.fromEntries(await card.record());
  assert.equal(record.client_portal_invite_email, "office@moewe.example");
  await seesText(card.invitation.root, /office@moewe\.example/);
  // The page gets it as Roosted wrote it; who reads it, as people do.
  const [{ detail }] = await heard(page, "roosted-invited");
  assert.match(detail.client.client_portal_invite_datetime, /^\d{4}-\d\d-\d\d \d\d:\d\d:\d\d$/);
  const when = await page.evaluate((text) => {
    return new Date(text).toLocaleString("en", { dateStyle: "medium", timeStyle: "short" });
  }, detail.client.client_portal_invite_datetime);
  assert.equal(record.client_portal_invite_datetime, when);
  await seesText(card.invitation.root, new RegExp(`was invited on ${when}\\.`));
  assert.equal(await card.status.getAttribute("data-value"), "0");
  await seesText(card.status, /^Invited$/);
});

test("inviting again asks first, and takes no for an answer", async ({ form, card, sandbox }) => {
  const client = everything();
  await form.open();
  await form.fill(client);
  await form.create();
  await card.invitation.send();
  await card.invitation.again.click();
  await seesText(card.invitation.root, /already/);
  assert.equal((await sandbox.invites()).length, 1);

  await card.invitation.decline.click();
  await sees(card.invitation.again);
  assert.equal((await sandbox.invites()).length, 1);

  await card.invitation.again.click();
  await card.invitation.send("second@moewe.example");
  await eventually(async () => {
    assert.equal(await card.value("client_portal_invite_email").textContent(), "second@moewe.example");
  });
  assert.equal((await sandbox.invites()).length, 2);
});

test("the next client starts with an empty form and focus in its first field", async ({
  form,
  card,
  page,
  sandbox,
}) => {
  await form.open();
  await form.fill(everything());
  await form.create();
  await card.comes();
  await card.another.click();
  await seesNot(card.root);

  const empty = Object.fromEntries(NAMES.map((name) => [name, ""]));
  assert.deepEqual(await form.values(), empty);
  await focusIs(page, { name: "client_name" });

  await form.fill({ client_name: "The Next One" });
  await form.create();
  await card.comes();
  assert.equal((await sandbox.creates()).length, 2);
  assert.equal(new Set(form.sent.map((it) => it.key)).size, 2);
});

test("the page hears of each thing once, and everything about it", async ({ form, card, page }) => {
  const client = everything();
  await form.open();
  await form.fill(client);
  await form.create();
  await card.comes();
  await card.invitation.send();
  await sees(card.invitation.again);

  const events = await page.evaluate(() => window.heard);
  const names = events.map((it) => it.type).filter((it) => it !== "roosted-before-create");
  assert.deepEqual(names, ["roosted-ready", "roosted-created", "roosted-invited"]);
  for (const { type, bubbles, composed, from } of events) {
    assert.deepEqual({ bubbles, composed, from }, { bubbles: true, composed: true, from: "roosted-client-form" }, type);
  }

  const [{ detail: ready }] = await heard(page, "roosted-ready");
  assert.match(ready.version, /^\d+\.\d+\.\d+/);
  const [{ detail: created }] = await heard(page, "roosted-created");
  assert.deepEqual(Object.keys(created.client).sort(), [...RECORD].sort());
  for (const name of NAMES) assert.equal(created.client[name], client[name]);
  assert.equal(created.client.client_portal_connection_status, null);
  assert.equal(created.client.pending, false);
  assert.equal(created.submission, form.sent[0].key);
  assert.match(created.submission, /^[0-9a-f]{8}-[0-9a-f]{4}-[1-8][0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}$/);
  const [{ detail: invited }] = await heard(page, "roosted-invited");
  assert.equal(invited.client.id, created.client.id);
  assert.equal(invited.client.client_portal_connection_status, 0);
  assert.equal(invited.client.client_portal_invite_email, client.client_contact_email);
});

test("nothing that was typed is in the proxy's log", async ({ form, card, proxy }) => {
  const client = everything();
  await form.open();
  await form.fill(client);
  await form.create();
  await card.comes();
  await card.invitation.send();
  await sees(card.invitation.again);

  const log = proxy.lines.join("\n");
  for (const value of Object.values(client)) assert.ok(!log.includes(value), value);
});
