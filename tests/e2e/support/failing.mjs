// What holds for every failed attempt to create, whatever made it fail.

import assert from "node:assert/strict";

import { heard } from "./events.mjs";
import { INTERNAL_TEXT } from "./sandbox.mjs";
import { eventually, sees, seesText } from "./see.mjs";

// Stands in every body that a fault sends, and nowhere else.
export const DISTINCTIVE = "Zebrafink-7f3a";

// The banner is there with its words, the page was told once, nothing typed is lost, and nothing
// that a server wrote is on the page.
export const failsAs = async ({ page, form }, typed, { kind, banner = "error", status, code, words }) => {
  await sees(form.banner(banner));
  await seesText(form.banner(banner), words);

  const errors = await eventually(async () => {
    const errors = await heard(page, "roosted-error");
    assert.equal(errors.length, 1);
    return errors;
  });
  const { detail } = errors[0];
  assert.deepEqual(
    { kind: detail.kind, status: detail.status, code: detail.code },
    { kind, status, code },
  );
  assert.ok(detail.message.length > 20, detail.message);
  assert.ok(Array.isArray(detail.fields));
  assert.deepEqual(await heard(page, "roosted-created"), []);

  assert.deepEqual(await form.values(), typed);
  await showsNothingOf(page, form);
};

export const showsNothingOf = async (page, form) => {
  const shown = (await form.text()) + (await page.locator("body").innerText());
  for (const secret of [DISTINCTIVE, INTERNAL_TEXT, "<html"]) assert.ok(!shown.includes(secret), secret);
  const events = JSON.stringify(await page.evaluate(() => window.heard));
  for (const secret of [DISTINCTIVE, INTERNAL_TEXT]) assert.ok(!events.includes(secret), secret);
};

// Pressing the button again works, and reaches the API once.
export const worksTheNextTime = async ({ form, card, sandbox }, { sameKey }) => {
  await form.create();
  await card.comes();
  const [first, second, ...more] = form.sent;
  assert.deepEqual(more, []);
  assert.equal(second.key === first.key, sameKey, "the same key");
  const stored = (await sandbox.creates()).filter((it) => it.stored !== null);
  assert.equal(stored.length, 1);
  assert.deepEqual(JSON.parse(stored[0].body), second.fields);
};
