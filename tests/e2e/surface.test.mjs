// What the page looks like from outside: headers, files, and nothing that does not belong there.

import assert from "node:assert/strict";
import { readdirSync } from "node:fs";
import { request } from "node:http";
import { brotliDecompressSync } from "node:zlib";

import { everything } from "./support/fields.mjs";
import { policy, styles } from "./support/policy.mjs";
import { sees } from "./support/see.mjs";
import { DIST } from "./support/settings.mjs";
import { suite } from "./support/suite.mjs";

const test = suite();

const files = readdirSync(DIST).filter((name) => !/\.(br|gz)$/.test(name));
const hashed = files.filter((name) => /-[0-9a-f]{12,16}(_bg)?\.(js|wasm)$/.test(name));

// As it comes over the wire: nothing is decoded on the way.
const get = (url, headers = {}) =>
  new Promise((resolve, reject) => {
    request(url, { headers }, (response) => {
      const parts = [];
      response.on("data", (part) => parts.push(part));
      response.on("end", () => {
        resolve({ status: response.statusCode, headers: response.headers, body: Buffer.concat(parts) });
      });
    })
      .on("error", reject)
      .end();
  });

test("the page carries exactly the policy that was promised", async ({ page, form }) => {
  const response = await page.goto("/");
  await sees(form.button);
  const headers = await response.allHeaders();
  assert.equal(headers["content-security-policy"], policy(await response.text()));
  assert.equal(headers["content-security-policy-report-only"], undefined);
  assert.equal(headers["x-content-type-options"], "nosniff");
  assert.equal(headers["referrer-policy"], "no-referrer");
  assert.equal(headers["cross-origin-resource-policy"], "same-origin");
  assert.equal(headers["cross-origin-opener-policy"], "same-origin");
  assert.match(headers["permissions-policy"], /geolocation=\(\)/);
  assert.equal(headers["cache-control"], "no-cache");
  assert.equal(headers["server"], undefined);
});

test("every answer that the browser gets is marked against sniffing and embedding", async ({
  context,
  form,
  card,
}) => {
  const answers = [];
  context.on("response", (response) => answers.push(response));
  await form.open();
  await form.fill(everything());
  await form.create();
  await card.comes();
  await card.invitation.send();
  await sees(card.invitation.again);

  const urls = answers.map((it) => new URL(it.url()).pathname);
  assert.ok(urls.includes("/api/environment") && urls.includes("/api/clients"), urls.join(" "));
  for (const answer of answers.filter((it) => it.url().startsWith("http"))) {
    const headers = await answer.allHeaders();
    assert.equal(headers["x-content-type-options"], "nosniff", answer.url());
    assert.equal(headers["referrer-policy"], "no-referrer", answer.url());
    assert.equal(headers["cross-origin-resource-policy"], "same-origin", answer.url());
    for (const name of Object.keys(headers)) assert.ok(!name.startsWith("access-control-"), answer.url());
    if (answer.url().includes("/api/")) assert.equal(headers["cache-control"], "no-store", answer.url());
  }
});

test("the page has nothing inline but its styles", async ({ page, proxy }) => {
  const { body } = await get(`${proxy.origin}/`);
  const html = body.toString();
  assert.doesNotMatch(html, /<style[^>]|\sstyle=|\son\w+=|javascript:/i);
  assert.equal(styles(html).length, 2);
  for (const [, attributes, inside] of html.matchAll(/<script([^>]*)>([^<]*)<\/script>/gi)) {
    assert.match(attributes, /\ssrc=/);
    assert.equal(inside.trim(), "");
  }
  await page.goto("/");
  const scripts = await page.evaluate(() => Array.from(document.scripts, (it) => it.getAttribute("src")));
  assert.deepEqual(scripts, ["/roosted-client-form.js"]);
});

test("files with a hash in their name are kept for ever, and come compressed", async ({ proxy }) => {
  assert.ok(hashed.length >= 3, files.join(" "));
  for (const name of hashed) {
    const { status, headers, body } = await get(`${proxy.origin}/${name}`, { "accept-encoding": "br, gzip" });
    assert.equal(status, 200);
    assert.equal(headers["cache-control"], "public, max-age=31536000, immutable", name);
    assert.match(headers["vary"], /accept-encoding/i, name);
    assert.ok(headers["etag"], name);
    if (name.endsWith(".wasm")) assert.equal(headers["content-type"], "application/wasm");
    assert.equal(headers["content-encoding"], "br", name);
    const { body: plain } = await get(`${proxy.origin}/${name}`);
    assert.ok(brotliDecompressSync(body).equals(plain), name);
    assert.ok(body.length < plain.length / 2, name);
  }
});

test("files with a stable name are asked for again, and not sent again", async ({ proxy }) => {
  for (const path of ["/", "/roosted-client-form.js"]) {
    const first = await get(`${proxy.origin}${path}`);
    assert.equal(first.headers["cache-control"], "no-cache", path);
    const second = await get(`${proxy.origin}${path}`, { "if-none-match": first.headers["etag"] });
    assert.equal(second.status, 304, path);
    assert.equal(second.body.length, 0, path);
  }
});

test("the key is in no file that can be asked for", async ({ key, proxy }) => {
  for (const name of ["", ...files]) {
    const { status, headers, body } = await get(`${proxy.origin}/${name}`);
    assert.equal(status, 200, name);
    assert.ok(!body.includes(key) && !JSON.stringify(headers).includes(key), name);
  }
});

test("the key is in no answer, even when Roosted sends back what it got", async ({ form, key, proxy, sandbox }) => {
  await sandbox.plan("create", { kind: "echo" });
  await form.open();
  await form.fill({ client_name: "Echo" });
  await form.create();
  await sees(form.banner("checking"));
  // Every answer and every line of the log is searched after each test; this makes sure that there
  // was something to find.
  const [{ headers }] = await sandbox.creates();
  assert.ok(headers.some(([, value]) => value === key));
  assert.ok(proxy.lines.length > 0);
});

test("what is no file is a plain 404", async ({ proxy }) => {
  for (const path of ["/nothing", "/index.php", "/..%2f..%2fetc%2fpasswd", "/.git/config", "/api/nothing"]) {
    const { status, body } = await get(`${proxy.origin}${path}`);
    assert.ok([400, 404].includes(status), `${path}: ${status}`);
    assert.doesNotMatch(body.toString(), /<html|root:/);
  }
});
