// Wherever a page puts the element, and whatever it changes about it while it is there.

import assert from "node:assert/strict";

import { Card } from "./support/card.mjs";
import { heard } from "./support/events.mjs";
import { LABELS, NAMES, RECORD, everything } from "./support/fields.mjs";
import { focusIs } from "./support/focus.mjs";
import { Form } from "./support/form.mjs";
import { eventually, sees, seesNot, seesText } from "./support/see.mjs";
import { suite } from "./support/suite.mjs";
import { answerCreates, problem } from "./support/answers.mjs";

const test = suite({ pages: true });

const works = async (form) => {
  await sees(form.banner("environment"));
  await form.fill({ client_name: "Wherever it is" });
  await form.create();
  const card = new Card(form.host);
  await card.comes();
  assert.equal(await card.value("client_name").textContent(), "Wherever it is");
};

test("in a dialog it works, and opening it puts focus in the first field", async ({ page }) => {
  await page.goto("/pages/plain.html");
  await page.evaluate(() => {
    const dialog = document.createElement("dialog");
    dialog.append(document.createElement("roosted-client-form"));
    document.body.append(dialog);
  });
  const form = new Form(page);
  await page.waitForFunction(() => document.querySelector("roosted-client-form").shadowRoot?.querySelector("form"));
  await page.evaluate(() => document.querySelector("dialog").showModal());
  await focusIs(page, { name: "client_name", inside: true });
  await works(form);
});

test("in another shadow root it works, and its events leave both", async ({ page }) => {
  await page.goto("/pages/plain.html");
  await page.evaluate(() => {
    const host = document.createElement("div");
    host.attachShadow({ mode: "open" }).append(document.createElement("roosted-client-form"));
    document.querySelector("main").append(host);
  });
  await works(new Form(page));
  const [{ from }] = await heard(page, "roosted-created");
  assert.equal(from, "div");
});

test("in a frame it works", async ({ page }) => {
  // The policy of our own proxy lets its pages be framed, and not frame others.
  await page.route("**/framed.html", async (route) => {
    const response = await route.fetch();
    const { "content-security-policy": _, ...headers } = response.headers();
    await route.fulfill({ response, headers });
  });
  await page.goto("/pages/framed.html");
  const frame = page.frameLocator("iframe");
  const form = new Form(page, frame.locator("roosted-client-form"));
  await sees(form.banner("environment"));
  assert.equal(await form.field("client_name").inputValue(), "Set Early");
  await works(form);
});

test("moved into a dialog and back with its form open, it keeps what was typed", async ({ page }) => {
  await page.goto("/pages/plain.html");
  await page.evaluate(() => {
    window.element = document.createElement("roosted-client-form");
    document.querySelector("main").append(window.element);
  });
  const form = new Form(page);
  await sees(form.banner("environment"));
  const client = everything();
  await form.fill(client);
  await page.evaluate(() => {
    const dialog = document.createElement("dialog");
    document.body.append(dialog);
    dialog.append(window.element);
    dialog.showModal();
  });
  assert.deepEqual(await form.values(), client);
  await page.evaluate(() => {
    document.querySelector("main").append(window.element);
    document.querySelector("dialog").remove();
  });
  assert.deepEqual(await form.values(), client);
  assert.equal((await heard(page, "roosted-ready")).length, 1);
});

test("validate is live, both ways", async ({ form, page }) => {
  const say = (value) => page.evaluate((it) => document.querySelector("roosted-client-form").setAttribute("validate", it), value);
  const leave = async () => {
    await form.field("client_name").focus();
    await form.field("client_city").focus();
  };
  await form.open();
  await leave();
  assert.equal(await form.mistakes.count(), 0);
  await say("blur");
  await leave();
  await sees(form.mistake("client_name"));
  await page.evaluate(() => document.querySelector("roosted-client-form").reset());
  await seesNot(form.mistake("client_name"));
  await say("submit");
  await leave();
  assert.equal(await form.mistakes.count(), 0);
});

test("api-base is live", async ({ form, card, page }) => {
  await form.open();
  await page.route("**/portal/clients", (route) =>
    route.fulfill({ status: 201, json: { id: "crm1", client_name: "Elsewhere", pending: false } }),
  );
  await page.route("**/portal/environment", (route) =>
    route.fulfill({ json: { name: "custom", upstream_host: "crm.example", proxy_version: "1" } }),
  );
  await page.evaluate(() => document.querySelector("roosted-client-form").setAttribute("api-base", "/portal"));
  await seesText(form.banner("environment"), /crm\.example/);
  await form.fill({ client_name: "Elsewhere" });
  await form.create();
  await card.comes();
  assert.equal(await card.value("id").textContent(), "crm1");
});

test("theme is live", async ({ form, page }) => {
  await form.open();
  const scheme = () => form.host.evaluate((it) => getComputedStyle(it).colorScheme);
  for (const theme of ["dark", "light"]) {
    await page.evaluate((it) => document.querySelector("roosted-client-form").setAttribute("theme", it), theme);
    assert.equal(await scheme(), theme);
  }
});

test("messages replace any word, whenever they are set", async ({ form, card, page }) => {
  await page.route("**/early.js", (route) =>
    route.fulfill({
      contentType: "text/javascript",
      body: `document.querySelector("roosted-client-form").messages = {
        "form.title": "Neuer Kunde", "label.client_name": "Name", "form.create": "Anlegen", nonsense: 7, "group.client": null };`,
    }),
  );
  await form.open("/pages/early.html");
  await sees(form.host.getByRole("heading", { name: "Neuer Kunde" }));
  await sees(form.host.getByText("Primary contact"));
  const button = form.host.getByRole("button", { name: "Anlegen" });
  await button.click();
  await seesText(form.summary, /There is 1 thing to correct/);

  const set = (messages) =>
    page.evaluate((messages) => {
      const element = document.querySelector("roosted-client-form");
      element.messages = messages;
      return element.messages;
    }, messages);
  const later = { "summary.one": "Ein Fehler", "mistake.client_name.required": "Name fehlt", "card.title": "Angelegt" };
  assert.deepEqual(await set(later), later);
  await seesText(form.summary, /Ein Fehler/);
  await seesText(form.mistake("client_name"), /^Name fehlt$/);
  // What is not named any more is English again.
  await sees(form.host.getByRole("heading", { name: "Add a client" }));
  await set(null);
  await seesText(form.summary, /There is 1 thing to correct/);
  await set(later);
  await form.fill({ client_name: "Ada" });
  await form.create();
  await sees(card.root.getByRole("heading", { name: "Angelegt" }));
});

test("the words of a failure that the page hears are the replaced ones", {
  expects: [/status of 409/],
}, async ({ form, page }) => {
  await form.open();
  await page.evaluate(() => {
    document.querySelector("roosted-client-form").messages = { "code.upstream-conflict": "Gibt es schon" };
  });
  await answerCreates(page, problem(409, "upstream-conflict"));
  await form.fill({ client_name: "Ada" });
  await form.create();
  await seesText(form.banner("error"), /Gibt es schon/);
  assert.equal((await heard(page, "roosted-error"))[0].detail.message, "Gibt es schon");
});

test("words for when there is no module can be replaced as well", {
  expects: [/status of 404/, /integrity/],
}, async ({ form, page }) => {
  await page.route("**/*_bg.wasm", (route) => route.fulfill({ status: 404, body: "" }));
  await page.route("**/early.js", (route) =>
    route.fulfill({
      contentType: "text/javascript",
      body: `document.querySelector("roosted-client-form").messages = { unsupported: "Geht hier nicht" };`,
    }),
  );
  await page.goto("/pages/early.html");
  await seesText(form.host.locator("[part~=error]"), /^Geht hier nicht$/);
});

test("focus takes its options, and goes to the card where there is one", async ({ form, card, page }) => {
  await form.open();
  await page.evaluate(() => {
    document.body.style.paddingTop = "3000px";
    document.querySelector("roosted-client-form").focus({ preventScroll: true });
  });
  await focusIs(page, { name: "client_name", inside: true });
  assert.equal(await page.evaluate(() => scrollY), 0);
  await form.fill({ client_name: "Ada" });
  await form.create();
  await card.comes();
  await page.evaluate(() => {
    document.activeElement.blur();
    document.querySelector("roosted-client-form").focus();
  });
  await focusIs(page, { text: "Client created", inside: true });
});

test("every handle and part is where it was promised", async ({ form, card, page, sandbox }) => {
  await form.open();
  for (const name of NAMES) {
    const input = form.field(name);
    assert.equal(await input.getAttribute("name"), name, LABELS[name]);
    assert.equal(await input.getAttribute("autocomplete"), "off");
    assert.equal(await input.getAttribute("maxlength"), null);
    assert.equal(await input.getAttribute("part"), "input");
  }
  const mail = form.field("client_contact_email");
  assert.deepEqual([await mail.getAttribute("type"), await mail.getAttribute("inputmode")], ["text", "email"]);
  const parts = new Set();
  const look = async () => {
    const found = await form.host.evaluate((host) =>
      Array.from(host.shadowRoot.querySelectorAll("[part]"), (it) => it.getAttribute("part").split(" ")).flat(),
    );
    for (const part of found) parts.add(part);
  };
  await form.create();
  await sees(form.summary);
  assert.equal(await form.host.locator("[part~=form] button[type=submit]").count(), 1);
  await look();
  await form.fill({ client_name: "Ada" });
  await form.create();
  await card.comes();
  const terms = await card.root.locator("dl").evaluate((it) => Array.from(it.querySelectorAll("dd"), (dd) => dd.dataset.field));
  assert.deepEqual(terms, RECORD);
  assert.equal(await form.host.locator("[part~=invite] button[type=submit]").count(), 1);
  assert.equal(await form.host.locator("[part~=invite-email]").getAttribute("name"), "invite_email");
  await look();
  assert.deepEqual(
    [...parts].sort(),
    "form field label input hint error error-summary submit banner card status invite invite-email create-another copy-id".split(" ").sort(),
  );
  await eventually(async () => assert.equal((await sandbox.creates()).length, 1));
  assert.equal(page.url().endsWith("/"), true);
});
