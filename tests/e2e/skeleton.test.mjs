// Before its module is there the form shows what it will be, and takes what is typed.

import assert from "node:assert/strict";

import { bringRules, isAccessible } from "./support/axe.mjs";
import { LABELS, everything } from "./support/fields.mjs";
import { hold } from "./support/hold.mjs";
import { eventually, sees, seesText } from "./support/see.mjs";
import { drawn, read, write } from "./support/skeleton.mjs";
import { answerEnvironment } from "./support/states.mjs";
import { suite } from "./support/suite.mjs";

const test = suite({ pages: true });

const WASM = "**/*_bg.wasm";
const SCRIPT = "**/roosted-client-form.js";

const isLive = ({ form }) => form.host.evaluate((host) => host.ready);

// Where a person is, within the form.
const cursor = ({ form }) =>
  form.host.evaluate(({ shadowRoot: { activeElement: it } }) => {
    if (!it) return null;
    const { name, selectionStart, selectionEnd, selectionDirection, scrollTop } = it;
    return { name, selectionStart, selectionEnd, selectionDirection, scrollTop };
  });

test("it is the empty form, element by element", async (stage) => {
  const { page, form } = stage;
  await answerEnvironment(page, "production", "api.roostedhr.com");
  await page.goto("/");
  await isLive(stage);
  const skeleton = await drawn(form);
  if (process.env.ROOSTED_ACCEPT) await write(skeleton);
  assert.deepEqual(await read(), skeleton);
});

test("typing while the module takes five seconds is kept to the letter, with focus and selection", async (stage) => {
  const { page, form, card } = stage;
  await page.route(WASM, async (route) => {
    await new Promise((resolve) => setTimeout(resolve, 5_000));
    await route.continue();
  });
  await page.goto("/", { waitUntil: "commit" });
  const client = everything();
  for (const [name, text] of Object.entries(client)) {
    await form.input(name).click();
    await page.keyboard.insertText(text);
  }
  await form.input("client_name").click();
  await page.keyboard.press("End");
  for (let letter = 0; letter < 3; letter++) await page.keyboard.press("Shift+ArrowLeft");
  const before = await cursor(stage);
  assert.equal(before.selectionEnd - before.selectionStart, 3);
  assert.equal(await form.host.evaluate((host) => host.client), null, "it is not live yet");

  await isLive(stage);
  assert.deepEqual(await form.values(), client);
  assert.deepEqual(await cursor(stage), before);
  await page.keyboard.insertText("!");
  const name = `${client.client_name.slice(0, -3)}!`;
  await form.create();
  await sees(card.root);
  assert.equal(form.sent[0].fields.client_name, name);
});

test("typing while not even the script has come is kept as well", async (stage) => {
  const { page, form } = stage;
  const letGo = await hold(page, SCRIPT);
  await page.goto("/", { waitUntil: "commit" });
  await form.input("client_address").click();
  await page.keyboard.insertText("12 Quayside\nRoad ".repeat(40));
  const [before, text] = [await cursor(stage), await form.input("client_address").inputValue()];
  letGo();
  await isLive(stage);
  assert.equal(await form.input("client_address").inputValue(), text);
  assert.deepEqual(await cursor(stage), before);
});

test("nothing is sent before it is live, and nothing leads away", async (stage) => {
  const { page, form } = stage;
  const letGo = await hold(page, WASM);
  await page.goto("/", { waitUntil: "commit" });
  await form.input("client_name").fill("Harbour Mills");
  await page.keyboard.press("Enter");
  assert.equal(await form.button.isDisabled(), true);
  await form.host.evaluate((host) => host.submit?.());
  letGo();
  await isLive(stage);
  assert.equal(await form.button.isDisabled(), false);
  assert.equal(new URL(page.url()).search, "");
  assert.equal(await form.input("client_name").inputValue(), "Harbour Mills");
  assert.deepEqual(form.sent, []);
});

test("nothing moves when it comes alive", async (stage) => {
  const { page, form } = stage;
  await answerEnvironment(page, "production", "api.roostedhr.com");
  const letGo = await hold(page, SCRIPT);
  await page.goto("/", { waitUntil: "commit" });
  await sees(form.button);
  const boxes = () =>
    form.host.evaluate((host) =>
      Array.from(host.shadowRoot.querySelectorAll("h2, legend, label, [part~=hint], [name], button"), (it) => {
        const { x, y, width, height } = it.getBoundingClientRect();
        const { color, backgroundColor, font, borderColor } = getComputedStyle(it);
        return [it.textContent, x, y, width, height, color, backgroundColor, font, borderColor];
      }),
    );
  const before = await boxes();
  assert.ok(before.length > 20, `${before.length} pieces`);
  letGo();
  await isLive(stage);
  await eventually(async () => assert.deepEqual(await boxes(), before));
});

test("it is accessible before it is live", async ({ page, form }) => {
  const letGo = await hold(page, WASM);
  await page.goto("/", { waitUntil: "commit" });
  await sees(form.button);
  await bringRules(page);
  await isAccessible(page, "skeleton");
  letGo();
});

for (const [whose, path] of [["the page", "/"], ["the script", "/pages/plain.html"]]) {
  test(`what ${whose} drew speaks another language while somebody types`, async (stage) => {
    const { page, form } = stage;
    const letGo = await hold(page, WASM);
    await page.goto(path, { waitUntil: "commit" });
    if (path !== "/") {
      await page.waitForLoadState("domcontentloaded");
      await page.evaluate(() => document.querySelector("main").append(document.createElement("roosted-client-form")));
    }
    await form.host.evaluate(() => customElements.whenDefined("roosted-client-form"));
    await form.input("client_city").fill("Kingston upon Hull");
    await page.keyboard.press("Shift+ArrowLeft");
    const before = await cursor(stage);
    for (const [language, heading, dir] of [
      ["de", "Kunden hinzufügen", "ltr"],
      ["ar", "إضافة عميل", "rtl"],
      ["en", "Add a client", "ltr"],
    ]) {
      await page.evaluate((language) => (document.documentElement.lang = language), language);
      await seesText(form.host.locator("h2"), new RegExp(heading));
      assert.equal(await form.host.locator(`.widget[lang=${language}][dir=${dir}]`).count(), 1);
    }
    await form.host.evaluate((host) => (host.messages = { "form.title": "New customer" }));
    await seesText(form.host.locator("h2"), /New customer/);
    assert.equal(await form.input("client_city").inputValue(), "Kingston upon Hull");
    assert.deepEqual(await cursor(stage), before);
    letGo();
    await isLive(stage);
    await seesText(form.host.locator("h2"), /New customer/);
    assert.deepEqual(await cursor(stage), before);
  });
}

test("a draft shows at once, and what was typed since is newer", async (stage) => {
  const { page, form } = stage;
  await page.goto("/");
  await isLive(stage);
  await form.put({ client_name: "Harbour Mills", client_city: "Hull" });
  const letGo = await hold(page, WASM);
  await page.reload({ waitUntil: "commit" });
  await eventually(async () => assert.equal(await form.input("client_city").inputValue(), "Hull"));
  await form.input("client_city").fill("Leeds");
  letGo();
  await isLive(stage);
  assert.equal(await form.input("client_name").inputValue(), "Harbour Mills");
  assert.equal(await form.input("client_city").inputValue(), "Leeds");
  await sees(form.banner("draft"));
});

test("what was typed survives a reload even if the module never came", async (stage) => {
  const { page, form } = stage;
  const letGo = await hold(page, WASM);
  await page.goto("/", { waitUntil: "commit" });
  await form.host.evaluate(() => customElements.whenDefined("roosted-client-form"));
  await form.input("client_name").fill("Harbour Mills");
  await page.reload({ waitUntil: "commit" });
  await eventually(async () => assert.equal(await form.input("client_name").inputValue(), "Harbour Mills"));
  letGo();
  await page.unroute(WASM);
  await page.reload();
  await isLive(stage);
  assert.equal(await form.input("client_name").inputValue(), "Harbour Mills");
});

test("where the module cannot come, what was typed can still be read", {
  expects: [/status of 404/, /integrity/],
}, async (stage) => {
  const { page, form } = stage;
  const refuse = await hold(page, WASM, (route) => route.fulfill({ status: 404, body: "There is nothing here." }));
  await page.goto("/", { waitUntil: "commit" });
  await form.host.evaluate(() => customElements.whenDefined("roosted-client-form"));
  await form.input("client_name").fill("Harbour Mills");
  refuse();
  await sees(form.host.locator("[part~=error]"));
  const name = form.host.locator("[name=client_name]");
  assert.equal(await name.inputValue(), "Harbour Mills");
  assert.equal(await name.getAttribute("readonly"), "");
  assert.equal(await form.host.locator("button").count(), 0);
});

test("a letter of several strokes is finished first", async (stage) => {
  const { context, page, form } = stage;
  const letGo = await hold(page, WASM);
  await page.goto("/", { waitUntil: "commit" });
  await form.host.evaluate(() => customElements.whenDefined("roosted-client-form"));
  await form.input("client_name").click();
  const browser = await context.newCDPSession(page);
  await browser.send("Input.imeSetComposition", { text: "か", selectionStart: 1, selectionEnd: 1 });
  const came = page.waitForResponse(WASM);
  letGo();
  await (await came).finished();
  assert.equal(await form.button.isDisabled(), true);
  await browser.send("Input.insertText", { text: "株" });
  await isLive(stage);
  assert.equal(await form.input("client_name").inputValue(), "株");
});

test("on another page the script shows it, in the language there, with what the page set", async (stage) => {
  const { page, form } = stage;
  const letGo = await hold(page, WASM);
  await page.goto("/pages/plain.html", { waitUntil: "commit" });
  await page.evaluate(() => {
    document.querySelector("roosted-client-form")?.remove();
    const form = Object.assign(document.createElement("roosted-client-form"), { values: { client_city: "Hull", client_state: null } });
    form.lang = "es";
    form.messages = { "label.client_name": "Cliente nuevo" };
    document.body.prepend(form);
  });
  await sees(form.button);
  const label = (name) => form.host.locator(`label[for=${name}]`).textContent();
  assert.match(await label("client_name"), /^Cliente nuevo \(/);
  assert.notEqual(await label("client_city"), LABELS.client_city);
  assert.equal(await form.input("client_city").inputValue(), "Hull");
  assert.equal(await form.input("client_state").inputValue(), "");
  assert.equal(await form.host.locator(".widget").getAttribute("lang"), "es");
  await form.input("client_name").fill("Molinos");
  letGo();
  await isLive(stage);
  const values = await form.host.evaluate((host) => host.values);
  assert.equal(values.client_city, "Hull");
  assert.equal(values.client_name, "Molinos");
});

test("without any script it says so", { javaScriptEnabled: false }, async ({ page, form }) => {
  await page.goto("/");
  await sees(form.host.getByText("Add the client in Roosted itself."));
});
