// The whole flow without a pointer: focus is seen, is never lost, and goes where the eye goes.

import assert from "node:assert/strict";

import { hurry } from "./support/clock.mjs";
import { NAMES } from "./support/fields.mjs";
import { focusIs, focused, lostFocus, watchFocus } from "./support/focus.mjs";
import { BLOCK, CLIPBOARD, paste } from "./support/pasted.mjs";
import { sees, seesNot } from "./support/see.mjs";
import { reachState } from "./support/states.mjs";
import { suite } from "./support/suite.mjs";

const define = suite();

// In all of it focus is lost for no moment.
const test = (name, ...rest) => {
  const body = rest.pop();
  define(name, ...rest, async (stage) => {
    await watchFocus(stage.context);
    await body(stage);
    assert.deepEqual(await lostFocus(stage.page), []);
  });
};

// Walks until focus is on what is looked for, and tells what was met on the way.
const tabTo = async (page, wanted, key = "Tab") => {
  const met = [];
  for (let steps = 0; steps < 30; steps += 1) {
    await page.keyboard.press(key);
    const found = await focused(page);
    met.push(found);
    if (found && wanted(found)) return met;
  }
  throw new Error(`never met: ${JSON.stringify(met)}`);
};

const part = (name) => (found) => (found.part ?? "").split(" ").includes(name);
const named = (name) => (found) => found.name === name;
const says = (text) => (found) => found.text.startsWith(text);

test("Tab goes through the fields in reading order, each with a ring that is seen", async ({ form, page }) => {
  await form.open();
  const met = await tabTo(page, part("submit"));
  assert.deepEqual(met.map((it) => it.name).filter(Boolean), NAMES);
  for (const found of met) assert.ok(found.ring && found.inside, JSON.stringify(found));

  const back = await tabTo(page, named("client_name"), "Shift+Tab");
  assert.deepEqual(back.map((it) => it.name), [...NAMES].reverse());
});

test("a client is created, invited twice and another one begun by keyboard alone", async ({
  form,
  card,
  page,
  sandbox,
}) => {
  await form.open();
  await tabTo(page, named("client_name"));
  await page.keyboard.press("Enter");
  await focusIs(page, { part: "error-summary", inside: true });
  await page.keyboard.press("Tab");
  await focusIs(page, { tag: "a", ring: true });
  await page.keyboard.press("Enter");
  await focusIs(page, { name: "client_name", ring: true });
  await page.keyboard.type("By Keyboard");
  await tabTo(page, named("client_contact_email"));
  await page.keyboard.type("keys@moewe.example");
  await tabTo(page, named("client_address"));
  await page.keyboard.type("1 Main St");
  await page.keyboard.press("Enter");
  await page.keyboard.type("Suite 2");
  await page.keyboard.press("Control+Enter");
  await card.comes();
  await focusIs(page, { text: "Client created", inside: true });

  await tabTo(page, named("invite_email"));
  await page.keyboard.press("Enter");
  await sees(card.invitation.again);
  await focusIs(page, { inside: true });

  await tabTo(page, says("Invite again"), "Shift+Tab").catch(() => tabTo(page, says("Invite again")));
  await page.keyboard.press("Enter");
  await sees(card.invitation.decline);
  await focusIs(page, { inside: true });
  await tabTo(page, says("Don’t send another"));
  await page.keyboard.press("Space");
  await sees(card.invitation.again);
  await focusIs(page, { inside: true });

  await tabTo(page, says("Create another client"));
  await page.keyboard.press("Enter");
  await seesNot(card.root);
  await focusIs(page, { name: "client_name", inside: true });

  const [{ body }, ...more] = await sandbox.creates();
  assert.deepEqual(more, []);
  assert.deepEqual(JSON.parse(body), {
    client_name: "By Keyboard",
    client_contact_email: "keys@moewe.example",
    client_address: "1 Main St\nSuite 2",
  });
  assert.equal((await sandbox.invites()).length, 1);
});

test("focus stays on the button while it works, and after it failed", {
  expects: [/status of 502/],
}, async ({ form, page, sandbox }) => {
  await sandbox.plan("create", { kind: "status", status: 403 });
  await form.open();
  await form.fill({ client_name: "Focus" });
  await tabTo(page, part("submit"));
  await page.keyboard.press("Enter");
  await sees(form.banner("error"));
  await focusIs(page, { part: "submit", ring: true });
  await page.keyboard.press("Enter");
  await focusIs(page, { text: "Client created" });
});

test("focus is not lost when a person looks again, and goes back to the form", async ({
  context,
  form,
  page,
  sandbox,
}) => {
  await hurry(context);
  await sandbox.plan("create", { kind: "reset" });
  await form.open();
  await form.fill({ client_name: "Open" });
  await form.create();
  const again = form.host.getByRole("button", { name: "Look again" });
  await sees(again);
  await tabTo(page, says("Look again"), "Shift+Tab");
  await page.keyboard.press("Enter");
  await seesNot(again);
  await focusIs(page, { inside: true });

  await sees(again);
  await tabTo(page, (found) => found.text.includes("back to the form"), "Shift+Tab");
  await page.keyboard.press("Enter");
  await seesNot(again);
  await focusIs(page, { inside: true });
});

test("what was pasted is filled in and taken back, and a draft is thrown away, by keyboard alone", {
  permissions: CLIPBOARD,
}, async ({ form, page }) => {
  await form.open();
  await tabTo(page, named("client_name"));
  await paste(page, form.field("client_name"), BLOCK);
  for (const [choice, left] of [["Fill in", "Leave as pasted"], ["Undo", "Undo"]]) {
    await tabTo(page, says(choice));
    await page.keyboard.press("Enter");
    await seesNot(form.host.getByRole("button", { name: left }));
    await focusIs(page, { name: "client_name", inside: true });
  }
  assert.deepEqual(await lostFocus(page), []);

  await page.reload();
  await sees(form.banner("draft"));
  await tabTo(page, says("Discard"));
  await page.keyboard.press("Enter");
  await seesNot(form.banner("draft"));
  await focusIs(page, { name: "client_name", inside: true });
  assert.equal((await form.values()).client_name, "");
});

test("who decides about a client that may exist keeps focus", {
  expects: [/status of 502/],
}, async (stage) => {
  const { card, page } = stage;
  await reachState("candidates", stage);
  for (const choice of ["Send again", "Don’t send it"]) {
    await tabTo(page, says(choice), "Shift+Tab").catch(() => tabTo(page, says(choice)));
    await page.keyboard.press("Enter");
    await focusIs(page, { inside: true });
  }
  await tabTo(page, says("This is the one"), "Shift+Tab").catch(() => tabTo(page, says("This is the one")));
  await page.keyboard.press("Enter");
  await card.comes();
  await focusIs(page, { text: "Client created", inside: true });
});

test("focus that is lost is found", async ({ form, page }) => {
  await form.open();
  await form.field("client_name").focus();
  await page.waitForFunction(() => new Promise((resolve) => requestAnimationFrame(() => requestAnimationFrame(() => resolve(true)))));
  await form.field("client_name").evaluate((it) => (it.blur(), it.focus()));
  assert.deepEqual(await lostFocus(page), []);
  await form.field("client_name").evaluate((it) => it.blur());
  await page.waitForFunction(() => window.lostFocus.splice(0).join() === "input “client_name”");
});

test("what scrolls can be reached and scrolled by keyboard", async ({ form, card, page }) => {
  await form.open();
  await form.fill({ client_name: "Scrolls", client_address: "Quayside\n".repeat(200) });
  await form.create();
  await card.comes();
  await tabTo(page, (found) => found.tag === "dd");
  await page.keyboard.press("End");
  await page.waitForFunction(() => {
    const host = document.querySelector("roosted-client-form");
    return host.shadowRoot.querySelector("dd[data-field=client_address]").scrollTop > 0;
  });
});
