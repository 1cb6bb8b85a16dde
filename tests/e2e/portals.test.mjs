// The example portals, each as it stands in `examples/`: what a portal developer would do is done.

import assert from "node:assert/strict";
import { join } from "node:path";

import { heard } from "./support/events.mjs";
import { LABELS, NAMES, everything } from "./support/fields.mjs";
import { LANGUAGES } from "./support/looks.mjs";
import { eventually, sees, seesNot, seesText } from "./support/see.mjs";
import { PICTURES, said } from "./support/settings.mjs";
import { suite } from "./support/suite.mjs";

const test = suite({ examples: said("ROOSTED_EXAMPLES") });

const PORTALS = ["plain", "react", "vue", "strict-csp", "hostile-css"];
const CUSTOMER = { client_name: "Möwe Catering", client_city: "Hull", client_invoice_customer_id: "C-1042" };
const at = (name) => `/examples/${name}/index.html`;

// A picture for whoever asks for one, to be looked at.
const picture = async (page, name) => {
  if (PICTURES) await page.screenshot({ path: join(PICTURES, `portal-${name}.png`), fullPage: true });
};

for (const name of PORTALS) {
  test(`${name}: a client is created, and the portal hears of it`, async ({ page, form, card, sandbox }) => {
    await form.open(at(name));
    const client = everything();
    await form.fill(client);
    await form.create();
    await card.comes();
    assert.equal(await card.value("client_name").textContent(), client.client_name);

    const [{ detail, id }, ...more] = await heard(page, "roosted-created");
    assert.deepEqual([id, more], ["new-client", []]);
    const added = await page.locator("#added li").allTextContents();
    assert.deepEqual(added, [`${client.client_name} (${detail.client.id})`]);
    assert.equal(await page.locator("#trouble").textContent(), "");
    assert.equal((await sandbox.creates()).length, 1);
    await picture(page, `${name}-card`);
  });

  test(`${name}: the portal fills in what it knows, and what was typed stays`, async ({ page, form }) => {
    await form.open(at(name));
    await form.fill({ client_city: "York", client_state: "Yorkshire" });
    await page.locator("#prefill").click();
    const nothing = Object.fromEntries(NAMES.map((field) => [field, ""]));
    await eventually(async () =>
      assert.deepEqual(await form.values(), { ...nothing, client_state: "Yorkshire", ...CUSTOMER }),
    );
  });

  test(`${name}: theme and language follow the portal`, { colorScheme: "light" }, async ({ page, form }) => {
    await form.open(at(name));
    const scheme = () => form.host.evaluate((it) => getComputedStyle(it.shadowRoot.querySelector(".widget")).colorScheme);
    await page.locator("#theme").selectOption("dark");
    await eventually(async () => assert.equal(await scheme(), "dark"));
    await page.locator("#theme").selectOption("light");
    await eventually(async () => assert.equal(await scheme(), "light"));
    const offered = await page.locator("#language option").evaluateAll((options) => options.map((it) => it.value));
    assert.deepEqual(offered, LANGUAGES);
    for (const language of offered.reverse()) {
      await page.locator("#language").selectOption(language);
      await sees(form.host.locator(`.widget[lang=${language}]`));
    }
  });

  const expects = [/console error: .*status of 502/];
  test(`${name}: a failure is told to the person and to the portal`, { expects }, async (stage) => {
    const { page, form, sandbox } = stage;
    await sandbox.plan("create", { kind: "status", status: 401 });
    await form.open(at(name));
    await form.fill({ client_name: "Nobody" });
    await form.create();
    await sees(form.banner("error"));
    await seesText(page.locator("#trouble"), /^Help desk: misconfigured$/);
    assert.equal(await page.locator("#added li").count(), 0);
    assert.equal(await form.field("client_name").inputValue(), "Nobody");
  });

  test(`${name}: the portal refuses a second one of the same name, and nothing is sent`, async (stage) => {
    const { page, form, card, sandbox } = stage;
    await form.open(at(name));
    await form.fill({ client_name: "Twice" });
    await form.create();
    await card.comes();
    await card.another.click();
    await form.fill({ client_name: "Twice" });
    await form.create();
    await seesText(form.mistake("client_name"), /This client was added already/);
    assert.equal((await sandbox.creates()).length, 1);
    assert.equal((await heard(page, "roosted-error")).length, 0);

    await form.fill({ client_name: "Once" });
    await form.create();
    await card.comes();
    assert.equal((await sandbox.creates()).length, 2);
    assert.equal(await page.locator("#added li").count(), 2);
  });
}

test("the strictest policy is in force, and every script comes with its integrity", async ({ page, form }) => {
  const loaded = [];
  page.on("request", (request) => loaded.push(new URL(request.url()).pathname));
  await form.open(at("strict-csp"));

  const policy = await page.locator("meta[http-equiv]").getAttribute("content");
  assert.match(policy, /^default-src 'none'; script-src 'self' 'wasm-unsafe-eval'; /);
  assert.doesNotMatch(policy, /unsafe-inline|'unsafe-eval'|style-src/);
  // Trusted Types are on: a string is no markup. The refusal is no surprise, so nothing is reported.
  const enforced = await page.evaluate(() => typeof trustedTypes.createHTML === "undefined" && window.isSecureContext);
  assert.equal(enforced, true);

  const paths = await page.locator("head :is(script, link):is([src], [href])").evaluateAll((all) =>
    all.map((it) => new URL(it.src || it.href).pathname).filter((it) => it.includes("roosted-client-form")),
  );
  assert.equal(paths.length, 3);
  assert.equal(await page.locator("script[integrity], link[rel=modulepreload][integrity]").count(), 2);
  for (const path of paths) assert.match(path, /^\/roosted-client-form\/\d+\.\d+\.\d+\/roosted-client-form/);
  // All that there is of the form comes from there, and the module once.
  const own = loaded.filter((path) => path.includes("roosted-client-form"));
  assert.deepEqual([...new Set(own)].sort(), [...paths].sort());
});

test("a script that is not the one that was built is not run", { expects: [/integrity/i] }, async ({ page }) => {
  await page.route("**/roosted-client-form.js", async (route) => {
    const response = await route.fetch();
    await route.fulfill({ response, body: `${await response.text()}\nwindow.altered = true;` });
  });
  await page.goto(at("strict-csp"));
  await sees(page.getByText("This form cannot run in this browser."));
  assert.equal(await page.evaluate(() => window.altered ?? customElements.get("roosted-client-form") ?? null), null);
});

// What a person needs to use it: big enough, inside the page, and nothing on top of it.
const usable = (input) =>
  input.evaluate((it) => {
    it.scrollIntoView({ block: "center" });
    const { left, top, right, bottom, width, height } = it.getBoundingClientRect();
    const hit = it.getRootNode().elementFromPoint((left + right) / 2, (top + bottom) / 2);
    const style = getComputedStyle(it);
    return {
      big: width >= 150 && height >= 40,
      inside: left >= 0 && right <= document.documentElement.clientWidth,
      onTop: hit === it,
      readable: parseFloat(style.fontSize) >= 14 && style.letterSpacing === "normal" && style.textTransform === "none",
      boxed: parseFloat(style.borderTopWidth) > 0,
    };
  });

test("every field can be seen and used, whatever the page's style does", async ({ page, form, card }) => {
  await form.open(at("hostile-css"));
  // The style is there, and does what it says.
  const own = await page.evaluate(() => {
    const input = document.createElement("input");
    document.body.append(input);
    const { display } = getComputedStyle(input);
    input.remove();
    return [display, getComputedStyle(document.querySelector("h1")).display, getComputedStyle(document.body).color];
  });
  assert.deepEqual(own, ["none", "inline", "rgb(255, 0, 0)"]);

  await picture(page, "hostile-css");
  const fine = { big: true, inside: true, onTop: true, readable: true, boxed: true };
  for (const field of NAMES) {
    assert.deepEqual(await usable(form.field(field)), fine, field);
    await sees(form.host.locator(`[part~=label][for=${field}]`, { hasText: LABELS[field] }));
  }
  // As a person: with the mouse into the field, with the keyboard what is in it.
  for (const [field, text] of Object.entries(everything())) {
    await form.field(field).click();
    await page.keyboard.insertText(text);
  }
  await form.host.evaluate((it) => it.setAttribute("hidden", ""));
  await seesNot(form.button);
  await form.host.evaluate((it) => it.removeAttribute("hidden"));
  await form.button.click();
  await card.comes();
  const [{ detail }] = await heard(page, "roosted-created");
  assert.equal(await card.value("client_name").textContent(), detail.client.client_name);
});
