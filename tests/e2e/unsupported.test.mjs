// Without its module the element says so in a plain sentence, and never stays blank.

import assert from "node:assert/strict";
import { readdirSync } from "node:fs";
import { readFile } from "node:fs/promises";
import { join } from "node:path";

import { heard } from "./support/events.mjs";
import { sees, seesText } from "./support/see.mjs";
import { DIST } from "./support/settings.mjs";
import { suite } from "./support/suite.mjs";

const test = suite();

const WASM = "**/*_bg.wasm";
const FILE = join(DIST, readdirSync(DIST).find((name) => name.endsWith("_bg.wasm")));

// The browser's own words about a module that it cannot use.
const NOISE = { expects: [/status of 404/, /WebAssembly/, /wasm/i, /integrity/] };

const saysSo = async ({ form, page }) => {
  const sentence = form.host.locator("[part~=error]");
  await sees(sentence);
  const words = (await sentence.textContent()).trim();
  assert.match(words, /cannot run in this browser/);
  assert.equal(await sentence.getAttribute("role"), "alert");
  assert.equal(await form.host.locator("form").count(), 0);

  const [{ detail, bubbles, composed }, ...more] = await heard(page, "roosted-error");
  assert.deepEqual(more, []);
  assert.ok(bubbles && composed);
  assert.deepEqual(detail, { kind: "unsupported", status: null, code: null, message: words, fields: [] });
  assert.deepEqual(await heard(page, "roosted-ready"), []);
  const refused = await page.evaluate(() =>
    document.querySelector("roosted-client-form").ready.then(
      () => false,
      () => true,
    ),
  );
  assert.equal(refused, true);
};

const withModule = (change) => async (stage) => {
  const whole = await readFile(FILE);
  await stage.page.route(WASM, (route) =>
    route.fulfill({ contentType: "application/wasm", body: change(whole) }),
  );
  await stage.page.goto("/");
  await saysSo(stage);
};

test("a module that is not there", NOISE, async (stage) => {
  await stage.page.route(WASM, (route) => route.fulfill({ status: 404, body: "There is nothing here." }));
  await stage.page.goto("/");
  await saysSo(stage);
});

test("a module that never comes because the connection breaks", {
  expects: [...NOISE.expects, /ERR_CONNECTION_RESET/],
}, async (stage) => {
  await stage.page.route(WASM, (route) => route.abort("connectionreset"));
  await stage.page.goto("/");
  await saysSo(stage);
});

test("a module that is cut in half", NOISE, withModule((whole) => whole.subarray(0, whole.length / 2)));

test("a module that lacks its last byte", NOISE, withModule((whole) => whole.subarray(0, -1)));

test("an empty module", NOISE, withModule(() => Buffer.alloc(0)));

test("a page in the module's place", NOISE, withModule(() => Buffer.from("<!doctype html><h1>Sign in</h1>")));

// Wherever it is: in the head, in code, and in data, which any module may hold.
for (const place of [0, 0.1, 0.3, 0.5, 0.7, 0.9, 0.999]) {
  test(`a module with one byte changed at ${place * 100} %`, NOISE, withModule((whole) => {
    const altered = Buffer.from(whole);
    altered[Math.floor(place * whole.length)] ^= 0x01;
    return altered;
  }));
}

test("a script of the module that is not there", NOISE, async (stage) => {
  await stage.page.route(/roosted-client-form-[0-9a-f]+\.js$/, (route) => route.fulfill({ status: 404, body: "" }));
  await stage.page.goto("/");
  await saysSo(stage);
});

test("it says so in the language of the page, whenever that changes", NOISE, async ({ form, page }) => {
  await page.route(WASM, (route) => route.fulfill({ status: 404, body: "" }));
  await page.goto("/");
  const sentence = form.host.locator("[part~=error]");
  await seesText(sentence, /cannot run in this browser/);
  await page.evaluate(() => (document.documentElement.lang = "ar"));
  await seesText(sentence, /لا يعمل هذا النموذج/);
  assert.deepEqual(await sentence.evaluate((it) => [it.lang, it.dir]), ["ar", "rtl"]);
  await page.evaluate(() => (document.querySelector("roosted-client-form").messages = { unsupported: "Not here" }));
  await seesText(sentence, /^Not here$/);
  assert.equal((await heard(page, "roosted-error")).length, 1);
});

test("a browser without WebAssembly", NOISE, async (stage) => {
  await stage.page.addInitScript(() => {
    delete globalThis.WebAssembly;
  });
  await stage.page.goto("/");
  await saysSo(stage);
});

test("a policy that refuses WebAssembly", {
  expects: [...NOISE.expects, /policy violation: script-src/, /Content Security Policy/],
}, async (stage) => {
  await stage.page.route("**/", async (route) => {
    const response = await route.fetch();
    const policy = response.headers()["content-security-policy"].replace(" 'wasm-unsafe-eval'", "");
    await route.fulfill({ response, headers: { ...response.headers(), "content-security-policy": policy } });
  });
  await stage.page.goto("/");
  await saysSo(stage);
});
