// Never twice, however often and by whatever means the form is sent.

import assert from "node:assert/strict";

import { heard } from "./support/events.mjs";
import { everything } from "./support/fields.mjs";
import { eventually, sees, seesText } from "./support/see.mjs";
import { suite } from "./support/suite.mjs";

const test = suite();

const SLOW = { kind: "latency", ms: 800 };

const sentOnce = async ({ card, form, page, sandbox }) => {
  await card.comes();
  assert.equal(form.sent.length, 1);
  assert.equal((await sandbox.creates()).length, 1);
  assert.equal((await heard(page, "roosted-created")).length, 1);
};

test("click, Enter and requestSubmit within one tick are one request", async (stage) => {
  const { form, sandbox } = stage;
  await sandbox.plan("create", SLOW);
  await form.open();
  await form.fill(everything());
  await form.host.evaluate((element) => {
    const form = element.shadowRoot.querySelector("[part~=form]");
    const button = form.querySelector("button[type=submit]");
    const enter = { key: "Enter", ctrlKey: true, bubbles: true };
    button.click();
    form.client_address.dispatchEvent(new KeyboardEvent("keydown", enter));
    form.requestSubmit();
    element.submit();
    button.click();
  });
  await sentOnce(stage);
});

test("ten impatient submits within 300 ms are one request", async (stage) => {
  const { form, sandbox } = stage;
  await sandbox.plan("create", SLOW);
  await form.open();
  await form.fill(everything());
  await form.host.evaluate(
    (element) =>
      new Promise((done) => {
        const form = element.shadowRoot.querySelector("[part~=form]");
        const button = form.querySelector("button[type=submit]");
        let submits = 0;
        const timer = setInterval(() => {
          submits += 1;
          submits % 2 ? button.click() : form.requestSubmit();
          if (submits === 10) {
            clearInterval(timer);
            done();
          }
        }, 30);
      }),
  );
  await sentOnce(stage);
});

test("ten submits in a row by click, Enter and touch are one request", { hasTouch: true }, async (stage) => {
  const { form, page, sandbox } = stage;
  await sandbox.plan("create", SLOW);
  await form.open();
  await form.fill(everything());
  await form.field("client_postal_code").focus();
  await form.button.scrollIntoViewIfNeeded();
  const { x, y } = await form.button.boundingBox();
  const ways = [
    () => page.keyboard.press("Enter"),
    () => page.mouse.click(x + 8, y + 8),
    () => page.touchscreen.tap(x + 8, y + 8),
  ];
  for (let submits = 0; submits < 10; submits += 1) await ways[submits % ways.length]();
  await sentOnce(stage);
});

test("a double click and a double tap are one request", { hasTouch: true }, async (stage) => {
  const { form, sandbox } = stage;
  await sandbox.plan("create", SLOW);
  await form.open();
  await form.fill(everything());
  await form.button.dblclick();
  await form.button.tap({ force: true });
  await sentOnce(stage);
});

test("while it is sent, the form says so and everything typed stays in view", async (stage) => {
  const { form, sandbox } = stage;
  const client = everything();
  await sandbox.plan("create", SLOW);
  await form.open();
  await form.fill(client);
  await form.create();

  await sees(form.host.getByRole("button", { name: "Creating the client…" }));
  assert.equal(await form.button.getAttribute("aria-disabled"), "true");
  assert.equal(await form.host.locator("[part~=form]").getAttribute("aria-busy"), "true");
  await seesText(form.host.locator("[part~=form] [role=status]"), /Creating the client/);
  assert.deepEqual(await form.values(), client);
  assert.equal(await form.field("client_name").isEditable(), false);
  await sentOnce(stage);
});

test("the busy state is there within a frame of the click", async (stage) => {
  const { form, sandbox } = stage;
  await sandbox.plan("create", SLOW);
  await form.open();
  await form.fill(everything());
  const state = await form.host.evaluate(
    (element) =>
      new Promise((done) => {
        const button = element.shadowRoot.querySelector("[part~=form] button[type=submit]");
        button.click();
        requestAnimationFrame(() => done(button.getAttribute("aria-disabled")));
      }),
  );
  assert.equal(state, "true");
  await sentOnce(stage);
});

test("an invitation that is sent three times at once goes out once", async (stage) => {
  const { card, form, sandbox } = stage;
  await sandbox.plan("invite", SLOW);
  await form.open();
  await form.fill(everything());
  await form.create();
  await card.comes();
  await form.host.evaluate((element) => {
    const invite = element.shadowRoot.querySelector("[part~=invite]");
    const button = invite.querySelector("button[type=submit]");
    button.click();
    invite.querySelector("form").requestSubmit();
    button.click();
  });
  await sees(card.invitation.again);
  assert.equal((await sandbox.invites()).length, 1);
});

test("reset does nothing while a request is on its way", async (stage) => {
  const { form, sandbox } = stage;
  const client = everything();
  await sandbox.plan("create", SLOW);
  await form.open();
  await form.fill(client);
  await form.create();
  await sees(form.host.getByRole("button", { name: "Creating the client…" }));
  await form.host.evaluate((element) => element.reset());
  assert.deepEqual(await form.values(), client);
  await sentOnce(stage);
  await eventually(async () => assert.equal((await sandbox.clients()).at(-1).client_name, client.client_name));
});
