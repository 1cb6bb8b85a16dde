// A block of text that is pasted can fill the form, if the person wants it.

import assert from "node:assert/strict";

import { focusIs } from "./support/focus.mjs";
import { BLOCK, CLIPBOARD, TAKEN_APART, paste } from "./support/pasted.mjs";
import { eventually, sees, seesNot, seesText } from "./support/see.mjs";
import { suite } from "./support/suite.mjs";

const test = suite();

const offer = (form) => form.host.getByRole("group", { name: /from what you pasted/ });
const button = (form, name) => offer(form).getByRole("button", { name, exact: true });

const clipboard = { permissions: CLIPBOARD };

test("a block that is pasted is shown taken apart, and fills the fields when the person says so", clipboard, async ({ form, page }) => {
  await form.open();
  await paste(page, form.field("client_name"), BLOCK);
  await seesText(offer(form), /Fill 7 fields from what you pasted\?/);
  const piece = (label) => offer(form).getByRole("definition").and(form.host.locator(`dt:text-is("${label}") + dd`));
  await seesText(piece("City"), /^Springfield$/);
  await seesText(piece("Street address"), /^12 Main St\nSuite 4$/);
  await seesText(piece("Not used"), /^Tel\. \+1 217 555 0134$/);
  // Until then what was pasted is where it was pasted, and nowhere else.
  assert.equal(await form.field("client_city").inputValue(), "");
  assert.match(await form.field("client_name").inputValue(), /^Blue Door Catering LLC.*ada@bluedoor/);

  await page.keyboard.press("Tab");
  await focusIs(page, { tag: "button", text: "Fill in" });
  await page.keyboard.press("Enter");
  await seesText(offer(form), /7 fields filled/);
  assert.deepEqual(await form.values(), TAKEN_APART);
  await focusIs(page, { name: "client_name" });
});

test("one undo puts back what was there, and is gone with the next letter", clipboard, async ({ form, page }) => {
  await form.open();
  await paste(page, form.field("client_address"), BLOCK);
  const before = await form.values();
  await button(form, "Fill in").click();
  await button(form, "Undo").click();
  assert.deepEqual(await form.values(), before);
  await seesNot(offer(form));
  await focusIs(page, { name: "client_address" });

  await form.field("client_address").fill("");
  await paste(page, form.field("client_address"), BLOCK);
  await button(form, "Fill in").click();
  await sees(button(form, "Undo"));
  await form.field("client_city").press("End");
  await page.keyboard.type("!");
  await seesNot(offer(form));
  assert.equal((await form.values()).client_city, "Springfield!");
});

test("what was typed elsewhere is never replaced", clipboard, async ({ form, page }) => {
  await form.open();
  await form.fill({ client_city: "Hull" });
  await paste(page, form.field("client_name"), BLOCK);
  await seesText(offer(form), /Fill 6 fields/);
  await form.fill({ client_state: "Yorkshire" });
  await button(form, "Fill in").click();
  await seesText(offer(form), /5 fields filled/);
  assert.deepEqual(await form.values(), { ...TAKEN_APART, client_city: "Hull", client_state: "Yorkshire" });
});

test("left as pasted, nothing is filled and nothing is asked any more", clipboard, async ({ form, page }) => {
  await form.open();
  await paste(page, form.field("client_address"), BLOCK);
  const before = await form.values();
  await button(form, "Leave as pasted").click();
  await seesNot(offer(form));
  assert.deepEqual(await form.values(), before);
});

test("an address of mail that comes with a name is taken apart at once, and that can be undone", clipboard, async ({ form, page }) => {
  await form.open();
  await paste(page, form.field("client_contact_email"), "Ada Lovelace <ada@example.org>");
  await seesText(offer(form), /2 fields filled/);
  assert.equal(await form.field("client_contact_email").inputValue(), "ada@example.org");
  assert.equal(await form.field("client_contact_name").inputValue(), "Ada Lovelace");
  await button(form, "Undo").click();
  assert.equal(await form.field("client_contact_email").inputValue(), "Ada Lovelace <ada@example.org>");
  assert.equal(await form.field("client_contact_name").inputValue(), "");
});

test("what is no block is pasted, and that is all; nothing is loaded for it", clipboard, async ({ form, page }) => {
  const loaded = [];
  page.on("request", (request) => loaded.push(request.url()));
  await form.open();
  await paste(page, form.field("client_name"), "Blue Door Catering");
  await eventually(async () => assert.equal(await form.field("client_name").inputValue(), "Blue Door Catering"));
  assert.deepEqual(loaded.filter((url) => /paste-/.test(url)), []);
  await paste(page, form.field("client_address"), "12 Main St, 2nd floor\nBack door");
  await eventually(async () => assert.equal(loaded.filter((url) => /paste-/.test(url)).length > 0, true));
  await seesNot(offer(form));
});

test("where it cannot be loaded, what was pasted stays as it is", {
  ...clipboard,
  expects: [/ERR_FAILED/],
}, async ({ form, page }) => {
  await page.route(/paste-/, (route) => route.abort());
  await form.open();
  const asked = page.waitForRequest(/paste-/);
  await paste(page, form.field("client_address"), BLOCK);
  await asked;
  await form.fill({ client_city: "Hull" });
  assert.match(await form.field("client_address").inputValue(), /Blue Door/);
  await seesNot(offer(form));
});
