// The page is asked before anything is sent: it may change, cancel, or think about it and refuse.

import assert from "node:assert/strict";

import { heard } from "./support/events.mjs";
import { NAMES } from "./support/fields.mjs";
import { focusIs } from "./support/focus.mjs";
import { eventually, sees, seesText } from "./support/see.mjs";
import { suite } from "./support/suite.mjs";
import { remembered } from "./support/tabs.mjs";

const test = suite();

const EMPTY = Object.fromEntries(NAMES.map((name) => [name, ""]));
const TYPED = { client_name: "Ada & Sons", client_city: "Hull" };

// An opened form with something typed in it, in a page that listens.
const opened = async ({ form, page }, listen) => {
  await form.open();
  await page.evaluate(`document.addEventListener("roosted-before-create", ${listen})`);
  await form.fill(TYPED);
};

// Nothing was sent, no key is kept, and the page heard of no failure.
const nothingHappened = async ({ form, page, sandbox }) => {
  assert.deepEqual(form.sent, []);
  assert.equal((await sandbox.creates()).length, 0);
  assert.deepEqual(await heard(page, "roosted-error"), []);
  for (const text of Object.values(await remembered(page))) assert.equal(JSON.parse(text).key, undefined);
};

test("it hears what would be sent, once and after the form's own check", async (stage) => {
  const { form, card, page } = stage;
  await opened(stage, () => {});
  await form.field("client_name").fill(" ");
  await form.create();
  await sees(form.summary);
  assert.deepEqual(await heard(page, "roosted-before-create"), []);

  await form.field("client_name").fill("  Ada & Sons ");
  await form.create();
  await card.comes();
  const [{ detail, ...event }, ...more] = await heard(page, "roosted-before-create");
  assert.deepEqual(more, []);
  assert.deepEqual(event, {
    type: "roosted-before-create",
    bubbles: true,
    composed: true,
    from: "roosted-client-form",
    id: "",
  });
  assert.deepEqual(detail.values, { ...EMPTY, ...TYPED });
});

test("what it changes in place is sent, and stands in the form", async (stage) => {
  const { form, card, page, sandbox } = stage;
  await opened(stage, async ({ detail }) => {
    detail.values.client_state = "East Yorkshire";
    delete detail.values.client_city;
    detail.values.nonsense = "x";
    // Also later, as long as the form waits.
    detail.waitUntil(
      Promise.resolve().then(() => {
        detail.values.client_postal_code = 123;
      }),
    );
  });
  await page.evaluate(() => {
    window.seen = [];
    document.addEventListener("roosted-created", ({ target }) => window.seen.push(target.client.client_state));
  });
  await form.create();
  await card.comes();
  const expected = { client_name: "Ada & Sons", client_state: "East Yorkshire", client_postal_code: "123" };
  assert.deepEqual(form.sent[0].fields, expected);
  assert.deepEqual(JSON.parse((await sandbox.creates())[0].body), expected);
});

test("what it changes is checked again, and shown where it is wrong", async (stage) => {
  const { form } = stage;
  await opened(stage, ({ detail }) => {
    detail.values.client_city = "x".repeat(256);
  });
  await form.create();
  await sees(form.summary);
  await seesText(form.mistake("client_city"), /Shorten the city by 1 character/);
  assert.equal((await form.field("client_city").inputValue()).length, 256);
  await nothingHappened(stage);
});

for (const [name, listen] of Object.entries({
  "at once": (event) => event.preventDefault(),
  "after it thought about it": (event) => event.detail.waitUntil(Promise.resolve().then(() => event.preventDefault())),
  "and also refuses": (event) => {
    event.preventDefault();
    event.detail.waitUntil(Promise.reject({ message: "Nobody reads this" }));
  },
})) {
  test(`a page that cancels ${name} ends it without a word`, async (stage) => {
    const { form, page } = stage;
    await opened(stage, listen);
    await form.create();
    await eventually(async () => assert.equal((await heard(page, "roosted-before-create")).length, 1));
    await eventually(async () => assert.equal(await form.button.getAttribute("aria-disabled"), null));
    await nothingHappened(stage);
    assert.equal(await form.summary.count(), 0);
    assert.doesNotMatch(await form.text(), /Nobody reads/);
    assert.deepEqual(await form.values(), { ...EMPTY, ...TYPED });
  });
}

test("as long as it thinks the form is busy, and then the create goes on", async (stage) => {
  const { form, card, page, sandbox } = stage;
  await opened(stage, ({ detail }) => {
    detail.waitUntil(new Promise((resolve) => (window.decide = resolve)));
    detail.waitUntil("what is no promise does not hold it up");
  });
  await form.create();
  await sees(form.host.getByRole("button", { name: /Creating/ }));
  assert.equal(await form.host.locator("[part~=form]").getAttribute("aria-busy"), "true");
  assert.equal(await form.field("client_name").isEditable(), false);
  await form.createAnyway();
  await nothingHappened(stage);
  await page.evaluate(() => window.decide());
  await card.comes();
  assert.equal((await heard(page, "roosted-before-create")).length, 1);
  assert.equal((await sandbox.creates()).length, 1);
});

test("a refusal is shown like any mistake, and is gone when it is put right", async (stage) => {
  const { form, card, page } = stage;
  await opened(stage, ({ detail }) => {
    if (detail.values.client_city !== "Hull") return;
    detail.waitUntil(
      Promise.reject({
        message: "This customer is over its limit",
        fields: [
          { field: "client_city", message: "We do not <b>serve</b> Hull" },
          { field: "vat_number", message: "Its VAT number is unknown" },
        ],
      }),
    );
  });
  await form.create();
  await sees(form.summary);
  await focusIs(page, { part: "error-summary", inside: true });
  await seesText(form.summary, /There are 2 things to correct/);
  await seesText(form.summary, /over its limit Its VAT number is unknown/);
  await seesText(form.mistake("client_city"), /^We do not <b>serve<\/b> Hull$/);
  assert.equal(await form.field("client_city").getAttribute("aria-invalid"), "true");
  assert.ok((await form.description("client_city")).includes("We do not <b>serve</b> Hull"));
  assert.equal(await form.banner("error").count(), 0);
  await nothingHappened(stage);

  await form.summary.getByRole("link", { name: /serve/ }).click();
  await focusIs(page, { name: "client_city", inside: true });
  await form.field("client_city").fill("York");
  assert.equal(await form.mistakes.count(), 0);
  await form.create();
  await card.comes();
});

for (const [name, reason] of Object.entries({ nothing: "undefined", "an error": "new Error('No credit')", odd: "{ message: 7, fields: 'x' }" })) {
  test(`a refusal with ${name} still says that it is one`, async (stage) => {
    const { form } = stage;
    await opened(stage, `({ detail }) => detail.waitUntil(Promise.reject(${reason}))`);
    await form.create();
    await seesText(form.summary, name === "an error" ? /No credit/ : /This portal did not accept the client/);
    await nothingHappened(stage);
  });
}

test("a handler that throws is not our end", {
  expects: [/a page's own mistake/],
}, async (stage) => {
  const { form, card, sandbox } = stage;
  await opened(stage, () => {
    throw new Error("a page's own mistake");
  });
  await form.create();
  await card.comes();
  assert.equal((await sandbox.creates()).length, 1);
});

test("a page that hands in a promise too late is told", async (stage) => {
  const { form, card, page } = stage;
  await opened(stage, ({ detail }) => {
    setTimeout(() => {
      try {
        detail.waitUntil(Promise.resolve());
      } catch (error) {
        window.late = error.name;
      }
    });
  });
  await form.create();
  await card.comes();
  await eventually(async () => assert.equal(await page.evaluate(() => window.late), "InvalidStateError"));
});

test("an element that is moved while the page thinks still sends it once", async (stage) => {
  const { form, card, page, sandbox } = stage;
  await opened(stage, ({ detail }) => detail.waitUntil(new Promise((resolve) => (window.decide = resolve))));
  await form.create();
  await sees(form.host.getByRole("button", { name: /Creating/ }));
  await page.evaluate(() => {
    window.element = document.querySelector("roosted-client-form");
    window.element.remove();
  });
  await page.waitForFunction(() => !window.element.shadowRoot.querySelector("form"));
  await page.evaluate(() => window.decide());
  await eventually(async () => assert.equal((await sandbox.creates()).length, 1));
  await page.evaluate(() => document.body.append(window.element));
  await card.comes();
  assert.equal(form.sent.length, 1);
});
