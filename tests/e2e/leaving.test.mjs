// What really happens on the way out and back: the browser's own question, and its own cache of pages.
//
// `draft.test.mjs` has the fine print, by events that a script sends.

import assert from "node:assert/strict";

import { everything } from "./support/fields.mjs";
import { eventually, sees, seesNot, seesText } from "./support/see.mjs";
import { suite } from "./support/suite.mjs";
import { remembered } from "./support/tabs.mjs";

const test = suite({ pages: true, whole: true });

const ELSEWHERE = "/pages/plain.html";

// Tries to leave, and tells what the person was asked; `null` when nothing.
const leave = async (page, answer) => {
  let asked = null;
  const listen = (dialog) => {
    asked = dialog.type();
    return dialog[answer]();
  };
  page.once("dialog", listen);
  // Who is told to stay breaks it off.
  await page.goto(ELSEWHERE).catch((error) => assert.match(error.message, /ERR_ABORTED/));
  page.off("dialog", listen);
  return asked;
};

// Goes back to a page that the browser kept as it was: it is not loaded anew.
const goBack = async (page) => {
  await page.evaluate(() => void setTimeout(() => history.back()));
  await eventually(async () => assert.equal(await page.evaluate(() => window.kept), true));
};

// Marks the page as the one that was left.
const mark = (page) =>
  page.evaluate(() => {
    addEventListener("pageshow", ({ persisted }) => (window.kept = persisted));
  });

test("who would lose what was typed is asked, and stays or goes as told", {
  expects: [/^dialog: beforeunload/],
}, async ({ form, page }) => {
  await form.open();
  await page.evaluate(() => document.querySelector("roosted-client-form").setAttribute("draft", "off"));
  await form.field("client_name").pressSequentially("Unsent");
  assert.equal(await leave(page, "dismiss"), "beforeunload");
  assert.equal(await form.field("client_name").inputValue(), "Unsent");
  assert.ok(!page.url().endsWith(ELSEWHERE));
  assert.equal(await leave(page, "accept"), "beforeunload");
  assert.ok(page.url().endsWith(ELSEWHERE));
});

test("whose typing is safe is not asked, and finds it again", async ({ form, page }) => {
  await form.open();
  await form.field("client_name").pressSequentially("Safe");
  assert.equal(await leave(page, "dismiss"), null);
  await form.open();
  await sees(form.banner("draft"));
  assert.equal(await form.field("client_name").inputValue(), "Safe");
});

test("back from another page, all is as it was left", async ({ form, card, page, sandbox }) => {
  const client = everything();
  await form.open();
  await mark(page);
  await form.fill(client);
  assert.equal(await leave(page, "dismiss"), null);
  await goBack(page);
  assert.deepEqual(await form.values(), client);
  assert.equal(await form.banner("draft").count(), 0);
  await form.create();
  await card.comes();
  assert.equal((await sandbox.creates()).length, 1);
});

test("back from a page that went on with it, it goes on from there", async ({ form, page }) => {
  await form.open();
  await mark(page);
  await form.field("client_name").pressSequentially("As it was left");
  assert.equal(await leave(page, "dismiss"), null);
  const [place] = Object.keys(await remembered(page));
  await page.evaluate((place) => {
    const kept = JSON.parse(sessionStorage.getItem(place));
    sessionStorage.setItem(place, JSON.stringify({ ...kept, client_city: "Hull" }));
  }, place);
  await goBack(page);
  await seesText(form.banner("draft"), /restored/);
  assert.equal(await form.field("client_city").inputValue(), "Hull");
});

test("back from a page that sent it, there is nothing to send again", async ({ form, page }) => {
  await form.open();
  await mark(page);
  await form.field("client_name").pressSequentially("Sent meanwhile");
  assert.equal(await leave(page, "dismiss"), null);
  await page.evaluate(() => sessionStorage.clear());
  await goBack(page);
  await seesNot(form.banner("draft"));
  assert.equal(await form.field("client_name").inputValue(), "");
});
