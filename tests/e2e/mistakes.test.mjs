// What a person is told before anything is sent, and how they come from the message to the field.

import assert from "node:assert/strict";

import { heard } from "./support/events.mjs";
import { everything } from "./support/fields.mjs";
import { focusIs, focused } from "./support/focus.mjs";
import { eventually, sees, seesNot, seesText } from "./support/see.mjs";
import { suite } from "./support/suite.mjs";

const test = suite();

const NOTHING = { mistakes: 0, invalid: null };

const stateOf = async (form, name) => ({
  mistakes: await form.mistakes.count(),
  invalid: await form.field(name).getAttribute("aria-invalid"),
});

test("an empty submit is answered by a summary that takes focus and counts", async ({
  form,
  page,
  sandbox,
}) => {
  await form.open();
  await form.create();
  await sees(form.summary);

  await focusIs(page, { part: "error-summary", inside: true });
  await seesText(form.summary, /There is 1 thing to correct/);
  assert.equal(await form.mistakes.count(), 1);
  assert.deepEqual(await sandbox.creates(), []);
  assert.deepEqual(form.sent, []);
});

test("the summary links to the field, with the same words as at the field", async ({ form, page }) => {
  await form.open();
  await form.create();
  const link = form.summary.getByRole("link");
  const words = await link.textContent();
  assert.equal(await form.mistake("client_name").textContent(), words);

  await link.click();
  await focusIs(page, { name: "client_name", inside: true });
  assert.equal(new URL(page.url()).hash, "");
});

test("the field says that it is wrong and why, and keeps its hint", async ({ form }) => {
  await form.open();
  const [hint] = await form.description("client_name");
  assert.match(hint, /schedules and invoices/);
  assert.equal((await form.description("client_name")).length, 1);
  assert.deepEqual(await stateOf(form, "client_name"), NOTHING);

  await form.create();
  await sees(form.mistake("client_name"));
  assert.equal(await form.field("client_name").getAttribute("aria-invalid"), "true");
  assert.deepEqual(await form.description("client_name"), [
    hint,
    await form.mistake("client_name").textContent(),
  ]);
});

test("many mistakes are counted, listed in reading order and told at each field", async ({ form }) => {
  await form.open();
  const long = "x".repeat(256);
  await form.fill({ client_postal_code: long, client_contact_name: long, client_city: long });
  await form.create();

  await seesText(form.summary, /There are 4 things to correct/);
  const links = await form.summary.getByRole("link").allTextContents();
  const fields = ["client_name", "client_contact_name", "client_city", "client_postal_code"];
  assert.equal(links.length, 4);
  for (const [place, name] of fields.entries()) {
    assert.equal(await form.mistake(name).textContent(), links[place]);
    assert.equal(await form.field(name).getAttribute("aria-invalid"), "true");
  }
});

test("it is silent until the first refusal, then live", async ({ form }) => {
  await form.open();
  const name = form.field("client_name");
  await name.fill("x");
  await name.fill("");
  await form.field("client_city").focus();
  assert.deepEqual(await stateOf(form, "client_name"), NOTHING);

  await form.create();
  await sees(form.mistake("client_name"));
  await name.fill("A");
  await seesNot(form.mistake("client_name"));
  assert.equal(await name.getAttribute("aria-invalid"), null);
  assert.deepEqual((await form.description("client_name")).length, 1);

  await name.fill("");
  await sees(form.mistake("client_name"));
});

test("what is put right is marked in the summary, which stays where it is", async ({ form }) => {
  await form.open();
  await form.create();
  await form.field("client_name").fill("Put right");
  await sees(form.summary.locator("[data-fixed]"));
  await sees(form.summary);
});

test("a second refusal brings focus back to the summary", async ({ form, page }) => {
  await form.open();
  await form.create();
  await focusIs(page, { part: "error-summary" });
  await form.field("client_city").focus();
  await form.create();
  await focusIs(page, { part: "error-summary" });
});

test("a mistake put right is created, and the summary has gone", async ({ form, card, sandbox }) => {
  const client = everything();
  await form.open();
  await form.create();
  await sees(form.summary);
  await form.fill(client);
  await form.create();
  await card.comes();
  assert.equal((await sandbox.creates()).length, 1);
  await card.another.click();
  await sees(form.field("client_name"));
  assert.equal(await form.summary.count(), 0);
});

test("the button is never disabled because the form is incomplete", async ({ form }) => {
  await form.open();
  const enabled = async () => ({
    disabled: await form.button.isDisabled(),
    aria: await form.button.getAttribute("aria-disabled"),
  });
  assert.deepEqual(await enabled(), { disabled: false, aria: null });
  await form.create();
  await sees(form.summary);
  assert.deepEqual(await enabled(), { disabled: false, aria: null });
});

test("a page does not hear of local mistakes", async ({ form, page }) => {
  await form.open();
  await form.create();
  await sees(form.summary);
  assert.deepEqual(await heard(page, "roosted-error"), []);
});

test("with validate=blur a field is checked when it is left, and not before", async ({ form }) => {
  await form.open();
  await form.host.evaluate((element) => element.setAttribute("validate", "blur"));
  await form.field("client_name").focus();
  assert.deepEqual(await stateOf(form, "client_name"), NOTHING);
  await form.field("client_city").focus();
  await sees(form.mistake("client_name"));
  assert.equal(await form.summary.count(), 0);

  await form.field("client_name").fill("Blurred");
  await seesNot(form.mistake("client_name"));
});

test("an odd e-mail address is doubted, and does not stop anybody", async ({ form, card, sandbox }) => {
  await form.open();
  await form.fill({ client_name: "Doubtful", client_contact_email: "call the office" });
  await form.field("client_city").focus();
  await seesText(form.doubt("client_contact_email"), /an e-mail address/);
  assert.equal(await form.field("client_contact_email").getAttribute("aria-invalid"), null);
  assert.match((await form.description("client_contact_email")).join(" "), /an e-mail address/);

  await form.create();
  await card.comes();
  const [{ body }] = await sandbox.creates();
  assert.equal(JSON.parse(body).client_contact_email, "call the office");
});

test("no doubt is cast on an address that can be written to", async ({ form }) => {
  await form.open();
  for (const address of ["ada@example.org", "  ada@example.org ", "юрий@почта.рф", ""]) {
    await form.field("client_contact_email").fill(address);
    await form.field("client_city").focus();
    await eventually(async () => assert.equal(await form.doubt("client_contact_email").isVisible(), false));
  }
});

test("Enter in a field creates, Enter in the address starts a new line", async ({ form, page }) => {
  await form.open();
  await form.field("client_address").fill("1 Main St");
  await page.keyboard.press("Enter");
  assert.equal(await form.field("client_address").inputValue(), "1 Main St\n");
  assert.equal(await form.summary.count(), 0);

  await form.field("client_city").press("Enter");
  await sees(form.summary);
  await form.field("client_name").focus();
  await form.field("client_address").press("ControlOrMeta+Enter");
  await focusIs(page, { part: "error-summary" });
  assert.equal((await focused(page)).inside, true);
});
