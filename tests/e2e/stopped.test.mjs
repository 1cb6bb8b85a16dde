// A trap in the module: every form of the page says so plainly, and a reload goes on where it was.

import assert from "node:assert/strict";
import { readFile } from "node:fs/promises";
import { join } from "node:path";

import { heard } from "./support/events.mjs";
import { everything } from "./support/fields.mjs";
import { Form } from "./support/form.mjs";
import { eventually, sees, seesText } from "./support/see.mjs";
import { DIST } from "./support/settings.mjs";
import { suite } from "./support/suite.mjs";
import { remembered } from "./support/tabs.mjs";
import { GLUE, trap } from "./support/trap.mjs";

const test = suite({ pages: true });

const LOADER = "roosted-client-form.js";

const TRAP = { expects: [/RuntimeError/, /unreachable/, /memory access/, /status of 404/] };

// A real trap in the middle of a create: the library for requests gives up on what is no error.
const trapWhenSent = (page, before = "") =>
  page.evaluate(`{
    const fetched = window.fetch;
    window.fetch = (request, ...rest) => {
      if (!(request.method === "POST")) return fetched(request, ...rest);
      return Promise.resolve(${before || "null"} && fetched(request.clone())).then(() => Promise.reject("no error"));
    };
  }`);

const words = (form) => form.host.locator("[part~=error][role=alert]");

test("what was typed and not sent is said to be so, and comes back", TRAP, async ({ form, page }) => {
  const client = everything();
  await form.open();
  await form.fill(client);
  await trap(page);
  await sees(words(form));
  await seesText(words(form), /has stopped working\. Nothing was sent\. Everything you typed is kept\./);
  const [{ detail }, ...more] = await heard(page, "roosted-error");
  assert.deepEqual(more, []);
  assert.deepEqual([detail.kind, detail.status, detail.code, detail.fields], ["unsupported", null, null, []]);
  assert.ok((await words(form).textContent()).startsWith(detail.message));

  await form.host.getByRole("button", { name: "Load the page again" }).click();
  await sees(form.banner("draft"));
  assert.deepEqual(await form.values(), client);
  assert.equal(form.sent.length, 0);
});

test("it says so in the language of the page, whenever that changes", TRAP, async ({ form, page }) => {
  await form.open();
  await form.fill({ client_name: "Ada" });
  await trap(page);
  await seesText(words(form), /has stopped working/);
  await page.evaluate(() => (document.documentElement.lang = "de"));
  await seesText(words(form), /funktioniert nicht mehr\. Es wurde nichts gesendet/);
  await sees(form.host.getByRole("button", { name: "Seite neu laden" }));
  assert.equal((await heard(page, "roosted-error")).length, 1);
});

test("a trap after it was sent says that it may exist, and the reload finds out", TRAP, async ({ form, card, page, sandbox }) => {
  const client = everything();
  await form.open();
  await trapWhenSent(page, "1");
  await form.fill(client);
  await form.create();
  await seesText(words(form), /A client was sent, and may have been created\. This form finds out/);
  assert.doesNotMatch(await words(form).textContent(), /Nothing was sent/);
  const [{ detail }, ...more] = await heard(page, "roosted-error");
  assert.deepEqual([more, detail.kind], [[], "unconfirmed"]);
  await eventually(async () => assert.equal((await sandbox.creates()).length, 1));

  await page.reload();
  await card.comes();
  assert.equal(await card.value("client_name").textContent(), client.client_name);
  assert.equal(form.sent.length, 1);
  assert.equal((await sandbox.creates()).length, 1);
  assert.deepEqual(await remembered(page), {});
});

test("a trap before anything arrived ends in the same form after the reload, with its key", TRAP, async ({ form, card, page, sandbox }) => {
  const client = everything();
  await form.open();
  await page.evaluate(() => {
    const fetched = window.fetch;
    window.keys = [];
    window.fetch = (request, ...rest) => {
      if (request.method !== "POST") return fetched(request, ...rest);
      window.keys.push(request.headers.get("idempotency-key"));
      return Promise.reject("no error");
    };
  });
  await form.fill(client);
  await form.create();
  await seesText(words(form), /may have been created/);
  const [key] = await page.evaluate(() => window.keys);
  await page.reload();
  await seesText(form.banner("error"), /never arrived/);
  assert.deepEqual(await form.values(), client);
  await form.create();
  await card.comes();
  assert.equal(form.sent[0].key, key);
  assert.equal((await sandbox.creates()).length, 1);
});

test("its neighbours say so as well, each of its own", TRAP, async ({ page, sandbox }) => {
  const [first, second] = ["#first", "#second"].map((id) => new Form(page, page.locator(id)));
  await page.goto("/pages/two.html");
  await sees(second.banner("environment"));
  await first.fill({ client_name: "The First" });
  await trapWhenSent(page, "1");
  await second.fill({ client_name: "The Second" });
  await second.create();
  await seesText(words(first), /Nothing was sent\. Everything you typed is kept\./);
  await seesText(words(second), /A client was sent/);
  assert.deepEqual(
    (await heard(page, "roosted-error")).map((it) => [it.id, it.detail.kind]).sort(),
    [
      ["first", "unsupported"],
      ["second", "unconfirmed"],
    ],
  );
  // One that comes later does not start on it.
  await page.evaluate(() => document.body.append(document.createElement("roosted-client-form")));
  await seesText(words(new Form(page, page.locator("roosted-client-form").last())), /has stopped working/);
  await page.reload();
  await sees(second.host.locator("[part~=card]"));
  assert.equal(await first.field("client_name").inputValue(), "The First");
  assert.equal((await sandbox.creates()).length, 1);
});

test("where nothing can be kept, what was typed stays to be read", {
  expects: [...TRAP.expects, /dialog/],
}, async ({ form, page }) => {
  await page.addInitScript(() => {
    Storage.prototype.setItem = () => {
      throw new DOMException("It is full.", "QuotaExceededError");
    };
  });
  await form.open();
  await form.fill({ client_name: "To be copied", client_address: "1 Main St\nSuite 2" });
  await trap(page);
  await seesText(words(form), /Copy what you typed/);
  assert.equal(await form.field("client_name").inputValue(), "To be copied");
  assert.equal(await form.field("client_address").inputValue(), "1 Main St\nSuite 2");
  assert.equal(await form.field("client_name").isEditable(), false);
  assert.equal(await page.evaluate(() => document.querySelector("roosted-client-form").values.client_name), "To be copied");
});

test("a card stays to be read", TRAP, async ({ form, card, page }) => {
  await form.open();
  await form.fill({ client_name: "Already there" });
  await form.create();
  await card.comes();
  await trap(page);
  await seesText(words(form), /The client below was created/);
  assert.equal(await card.value("client_name").textContent(), "Already there");
});

test("a trap of somebody else is none of our business", TRAP, async ({ form, card, page }) => {
  await form.open();
  await form.fill({ client_name: "Goes on" });
  await page.evaluate(() => {
    setTimeout(() => {
      // (module (func (export "f") unreachable))
      const bytes = [0, 97, 115, 109, 1, 0, 0, 0, 1, 4, 1, 96, 0, 0, 3, 2, 1, 0, 7, 5, 1, 1, 102, 0, 0, 10, 5, 1, 3, 0, 0, 11];
      new WebAssembly.Instance(new WebAssembly.Module(new Uint8Array(bytes))).exports.f();
    });
  });
  await form.create();
  await card.comes();
});

// One byte of the two scripts is another one.
const flipped = async (page, name, place) => {
  const whole = await readFile(join(DIST, name));
  whole[Math.floor(place * whole.length)] ^= 0x01;
  await page.route(`**/${name}`, (route) => route.fulfill({ contentType: "text/javascript", body: whole }));
  await page.goto("/");
};

const NOISE = { expects: [/integrity/, /preload/, /SyntaxError|Error:|page error/, /console error/] };

for (const place of [0, 0.25, 0.5, 0.75, 0.999]) {
  test(`a script of the module with one byte changed at ${place * 100} %`, NOISE, async ({ form, page }) => {
    await flipped(page, GLUE, place);
    await seesText(form.host.locator("[part~=error]"), /cannot run in this browser/);
    assert.equal((await heard(page, "roosted-error"))[0].detail.kind, "unsupported");
  });

  test(`a loader with one byte changed at ${place * 100} %`, NOISE, async ({ form, page }) => {
    await flipped(page, LOADER, place);
    // It works all the same, or a plain sentence says that it does not.
    await eventually(async () => {
      const works = await form.field("client_name").isVisible();
      const told = await form.host.getByText(/cannot run in this browser/).isVisible();
      assert.ok(works || told);
    });
  });
}
