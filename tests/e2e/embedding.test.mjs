// The element in somebody else's page, as its scripts use it.

import assert from "node:assert/strict";

import { heard } from "./support/events.mjs";
import { NAMES, RECORD, everything } from "./support/fields.mjs";
import { focusIs } from "./support/focus.mjs";
import { Card } from "./support/card.mjs";
import { Form } from "./support/form.mjs";
import { eventually, sees, seesNot, seesText } from "./support/see.mjs";
import { suite } from "./support/suite.mjs";

const test = suite({ pages: true });

const EMPTY = Object.fromEntries(NAMES.map((name) => [name, ""]));

// A page whose script has just made the element.
const embedded = async ({ form, page }, prepare = () => {}) => {
  await page.goto("/pages/plain.html");
  await page.evaluate(() => customElements.whenDefined("roosted-client-form"));
  await page.evaluate(() => {
    window.element = document.createElement("roosted-client-form");
  });
  await page.evaluate(prepare);
  await page.evaluate(() => document.querySelector("main").append(window.element));
  await sees(form.field("client_name"));
};

test("two forms on one page work apart", async ({ page, sandbox }) => {
  const first = new Form(page, page.locator("#first"));
  const second = new Form(page, page.locator("#second"));
  await page.goto("/pages/two.html");
  await sees(first.banner("environment"));
  await sees(second.banner("environment"));
  await first.fill({ client_name: "The First" });
  await second.fill({ client_name: "The Second", client_city: "York" });
  await second.create();
  await new Card(second.host).comes();

  assert.deepEqual(await first.values(), { ...EMPTY, client_name: "The First" });
  assert.equal(await new Card(first.host).root.count(), 0);
  assert.equal(await new Card(second.host).invitation.root.count(), 0);
  await first.create();
  await new Card(first.host).comes();
  assert.equal(await new Card(first.host).invitation.root.count(), 1);

  const created = await heard(page, "roosted-created");
  assert.deepEqual(
    created.map((it) => [it.id, it.detail.client.client_name]),
    [
      ["second", "The Second"],
      ["first", "The First"],
    ],
  );
  assert.equal((await sandbox.creates()).length, 2);
  assert.equal((await heard(page, "roosted-ready")).length, 2);
});

test("moved within the page, it keeps what was typed", async (stage) => {
  const { form, card, page } = stage;
  const client = everything();
  await embedded(stage);
  await form.fill(client);
  await page.evaluate(() => document.querySelector("aside").append(window.element));
  assert.deepEqual(await form.values(), client);
  await form.create();
  await card.comes();
  assert.equal((await heard(page, "roosted-ready")).length, 1);
});

test("moved while it is sent, it still shows what was created", async (stage) => {
  const { form, card, page, sandbox } = stage;
  await sandbox.plan("create", { kind: "latency", ms: 600 });
  await embedded(stage);
  await form.fill(everything());
  await form.create();
  await sees(form.host.getByRole("button", { name: /Creating/ }));
  await page.evaluate(() => document.querySelector("aside").append(window.element));
  await card.comes();
  assert.equal((await sandbox.creates()).length, 1);
});

test("removed and put back, it keeps what was typed and what was wrong with it", async (stage) => {
  const { form, page } = stage;
  await embedded(stage);
  await form.fill({ client_city: "Hull", client_address: "1 Main St\nSuite 2" });
  await page.evaluate(() => window.element.remove());
  // More than a move: by then the view is taken down.
  await page.waitForFunction(() => !window.element.shadowRoot.querySelector("form"));
  assert.equal(await page.evaluate(() => window.element.values.client_city), "Hull");
  await page.evaluate(() => document.querySelector("aside").append(window.element));
  await sees(form.field("client_name"));
  assert.deepEqual(await form.values(), { ...EMPTY, client_city: "Hull", client_address: "1 Main St\nSuite 2" });
  await form.create();
  await sees(form.summary);
});

test("removed and put back, the card is still there", async (stage) => {
  const { form, card, page } = stage;
  await embedded(stage);
  await form.fill({ client_name: "Back Again" });
  await form.create();
  await card.comes();
  await page.evaluate(() => window.element.remove());
  await page.waitForFunction(() => !window.element.shadowRoot.querySelector("[part~=card]"));
  await page.evaluate(() => document.querySelector("main").append(window.element));
  await card.comes();
  assert.equal(await card.value("client_name").textContent(), "Back Again");
  assert.equal((await heard(page, "roosted-created")).length, 1);
});

test("removed while it is sent, it tells what was created when it is back", async (stage) => {
  const { form, card, page, sandbox } = stage;
  await sandbox.plan("create", { kind: "latency", ms: 300 });
  await embedded(stage);
  await form.fill({ client_name: "Away" });
  await form.create();
  await sees(form.host.getByRole("button", { name: /Creating/ }));
  await page.evaluate(() => window.element.remove());
  await eventually(async () => assert.ok(await page.evaluate(() => window.element.client)));
  await page.evaluate(() => document.querySelector("main").append(window.element));
  await card.comes();
  assert.equal((await sandbox.creates()).length, 1);
});

test("what is set before the element is defined is honoured", async ({ form, page }) => {
  await form.open("/pages/early.html");
  assert.equal(await page.evaluate(() => document.documentElement.dataset.defined), "false");
  assert.deepEqual(await form.values(), { ...EMPTY, client_name: "Set Early", client_city: "Hull" });
});

test("what is set on an element that is not in the page yet is honoured", async (stage) => {
  await embedded(stage, () => {
    window.element.values = { client_name: "Not Yet There" };
  });
  assert.equal(await stage.form.field("client_name").inputValue(), "Not Yet There");
});

test("an element that waits for its definition comes to life", async ({ form, page }) => {
  await page.goto("/pages/bare.html");
  assert.equal(await form.host.evaluate((it) => it.shadowRoot), null);
  await page.evaluate(() => import("/roosted-client-form.js"));
  await sees(form.field("client_name"));
});

test("loading the module twice is harmless", async ({ form, page }) => {
  await form.open("/pages/early.html");
  await page.evaluate(() => import("/roosted-client-form.js?again"));
  assert.equal(await form.field("client_name").inputValue(), "Set Early");
});

test("values are read and set by name, others stay, unknown ones are ignored", async (stage) => {
  const { form, page } = stage;
  await embedded(stage);
  await form.fill({ client_city: "Hull", client_state: "Yorkshire" });
  const values = await page.evaluate(() => {
    window.element.values = { client_name: "Set", client_city: null, nonsense: "x", __proto__: null };
    window.element.values = null;
    window.element.values = "text";
    return window.element.values;
  });
  assert.deepEqual(values, { ...EMPTY, client_name: "Set", client_state: "Yorkshire" });
  assert.deepEqual(await form.values(), values);
});

test("the client is null until there is one, then all of it", async (stage) => {
  const { form, card, page } = stage;
  await embedded(stage);
  assert.equal(await page.evaluate(() => window.element.client), null);
  const client = everything();
  await form.fill(client);
  await form.create();
  await card.comes();
  const read = await page.evaluate(() => window.element.client);
  assert.deepEqual(Object.keys(read).sort(), [...RECORD].sort());
  assert.equal(read.client_name, client.client_name);
  await card.invitation.send();
  await sees(card.invitation.again);
  assert.equal(await page.evaluate(() => window.element.client.client_portal_connection_status), 0);
});

test("ready resolves when handlers are live, also for who asks later", async (stage) => {
  const { page } = stage;
  await embedded(stage);
  const asked = await page.evaluate(async () => [await window.element.ready, await window.element.ready]);
  assert.match(asked[0].version, /^\d+\.\d+\.\d+/);
  assert.deepEqual(asked[0], asked[1]);
  const [{ detail }] = await heard(page, "roosted-ready");
  assert.deepEqual(detail, asked[0]);
});

test("submit, reset and focus work as on a form", async (stage) => {
  const { form, card, page } = stage;
  await embedded(stage);
  await page.evaluate(() => window.element.focus());
  await focusIs(page, { name: "client_name", inside: true });

  await page.evaluate(() => window.element.submit());
  await sees(form.summary);
  await form.fill({ client_name: "By Script", client_city: "x".repeat(240) });
  await page.evaluate(() => window.element.reset());
  assert.deepEqual(await form.values(), EMPTY);
  await seesNot(form.summary);
  await seesNot(form.gauge("client_city"));
  assert.equal(await form.mistakes.count(), 0);

  await form.fill({ client_name: "By Script" });
  await page.evaluate(() => window.element.submit());
  await card.comes();
  await page.evaluate(() => window.element.reset());
  await sees(form.field("client_name"));
  assert.deepEqual(await form.values(), EMPTY);
});

test("invite=off hides the follow-up, and shows it again when it is gone", async (stage) => {
  const { form, card, page } = stage;
  await embedded(stage, () => window.element.setAttribute("invite", "off"));
  await form.fill({ client_name: "No Invitation" });
  await form.create();
  await card.comes();
  assert.equal(await card.invitation.root.count(), 0);
  await page.evaluate(() => window.element.removeAttribute("invite"));
  await sees(card.invitation.root);
  await page.evaluate(() => window.element.setAttribute("invite", "off"));
  await seesNot(card.invitation.root);
});

test("another api-base is where everything goes", async (stage) => {
  const { form, card, page } = stage;
  const asked = [];
  await page.route("**/portal/crm/**", async (route) => {
    const path = new URL(route.request().url()).pathname;
    asked.push(path);
    return path.endsWith("/environment")
      ? route.fulfill({ json: { name: "custom", upstream_host: "crm.example", proxy_version: "1" } })
      : route.fulfill({ status: 201, json: { id: "crm1", client_name: "Elsewhere", pending: false } });
  });
  await embedded(stage, () => window.element.setAttribute("api-base", "/portal/crm/"));
  await seesText(form.banner("environment"), /crm\.example/);
  await form.fill({ client_name: "Elsewhere" });
  await form.create();
  await card.comes();
  assert.deepEqual(asked, ["/portal/crm/environment", "/portal/crm/clients"]);
});

test("an api-base of another origin is told, and nothing is sent anywhere", async (stage) => {
  const { form, page, context } = stage;
  const requests = [];
  context.on("request", (request) => requests.push(request.url()));
  await embedded(stage, () => window.element.setAttribute("api-base", "https://evil.example/api"));
  await form.fill({ client_name: "Nowhere" });
  await form.create();
  await sees(form.banner("error"));
  await seesText(form.banner("error"), /administrator/i);
  const [{ detail }, ...more] = await heard(page, "roosted-error");
  assert.deepEqual(more, []);
  assert.deepEqual(
    { kind: detail.kind, status: detail.status, code: detail.code },
    { kind: "misconfigured", status: null, code: null },
  );
  assert.deepEqual(requests.filter((url) => url.includes("/api")), []);
  assert.equal(await form.field("client_name").inputValue(), "Nowhere");
});
