// A reload, a reopened page, another tab: the submission goes on where it was, and is sent once.

import assert from "node:assert/strict";

import { answerCreates, answerLooks, html, loseAnswers, problem, submission } from "./support/answers.mjs";
import { heard } from "./support/events.mjs";
import { everything } from "./support/fields.mjs";
import { focusIs } from "./support/focus.mjs";
import { eventually, sees, seesText } from "./support/see.mjs";
import { suite } from "./support/suite.mjs";
import { duplicate, remembered } from "./support/tabs.mjs";

const test = suite();

const SLOW = { kind: "latency", ms: 800 };
const CUT = { expects: [/ERR_CONNECTION_RESET/, /ERR_FAILED/, /status of 404/] };

const CHECKING = /Checking whether the client was created/;

test("a reload while it is being checked comes back to it, and ends in the card", CUT, async (stage) => {
  const { form, card, page, sandbox } = stage;
  const client = everything();
  await form.open();
  await loseAnswers(page);
  await answerLooks(page, (key) => submission(key, "unconfirmed"));
  await form.fill(client);
  await form.create();
  await seesText(form.banner("checking"), CHECKING);

  await page.reload();
  await seesText(form.banner("checking"), CHECKING);
  await seesText(form.banner("checking"), /Sent at \d+:\d\d\s[AP]M\. /);
  assert.deepEqual(await form.values(), client);
  assert.equal(await form.field("client_name").isEditable(), false);
  assert.equal(await form.button.getAttribute("aria-disabled"), "true");
  // Who comes back comes back for this.
  await focusIs(page, { part: "banner", inside: true });
  // The page had been told before it was loaded anew.
  assert.deepEqual(await heard(page, "roosted-error"), []);

  await page.unroute("**/api/submissions/*");
  await card.comes();
  assert.equal(form.sent.length, 1);
  assert.equal((await sandbox.creates()).length, 1);
  const [{ detail }, ...more] = await heard(page, "roosted-created");
  assert.deepEqual(more, []);
  assert.equal(detail.submission, form.sent[0].key);
  assert.equal(detail.client.client_name, client.client_name);
  assert.deepEqual(await remembered(page), {});
});

test("a reload while it is sent sends nothing again, and the card comes", CUT, async ({ form, card, page, sandbox }) => {
  await sandbox.plan("create", SLOW);
  await form.open();
  await form.fill(everything());
  await form.create();
  await eventually(async () => assert.equal((await sandbox.creates()).length, 1));
  await page.reload();
  await card.comes();
  assert.equal(form.sent.length, 1);
  assert.equal((await sandbox.creates()).length, 1);
  assert.equal((await heard(page, "roosted-created")).length, 1);
});

test("a reload after a refused sign-in keeps what was typed, and the key", {
  expects: [/status of 401/],
}, async ({ form, card, page, sandbox }) => {
  const client = everything();
  await form.open();
  await answerCreates(page, problem(401, "unauthenticated"));
  await form.fill(client);
  await form.create();
  await sees(form.banner("error"));
  await page.reload();
  await sees(form.banner("environment"));
  await sees(form.banner("draft"));
  assert.deepEqual(await form.values(), client);
  assert.equal(await form.banner("checking").count(), 0);
  await form.create();
  await card.comes();
  assert.equal(form.sent[1].key, form.sent[0].key);
  assert.equal((await sandbox.creates()).length, 1);
});

test("with draft=off nothing typed is kept, and the outcome is still found out", CUT, async ({ form, card, page, sandbox }) => {
  const client = everything();
  const off = () => {
    new MutationObserver(() => document.querySelector("roosted-client-form")?.setAttribute("draft", "off"))
      .observe(document, { childList: true, subtree: true });
  };
  await page.addInitScript(off);
  await form.open();
  await loseAnswers(page);
  await answerLooks(page, (key) => submission(key, "unconfirmed"));
  await form.fill(client);
  await form.create();
  await sees(form.banner("checking"));
  const [kept, ...more] = Object.values(await remembered(page));
  assert.deepEqual(more, []);
  for (const text of Object.values(client)) assert.ok(!kept.includes(text.split("\n")[0]), kept);
  assert.ok(kept.includes(form.sent[0].key));

  await page.reload();
  await seesText(form.banner("checking"), CHECKING);
  assert.doesNotMatch(await form.banner("checking").textContent(), /kept/);
  assert.equal(await form.field("client_name").inputValue(), "");
  await page.unroute("**/api/submissions/*");
  await card.comes();
  assert.equal(await card.value("client_name").textContent(), client.client_name);
  assert.equal((await sandbox.creates()).length, 1);
});

test("what is older than a day is forgotten", CUT, async ({ form, page }) => {
  await form.open();
  await loseAnswers(page);
  await answerLooks(page, (key) => submission(key, "unconfirmed"));
  await form.fill(everything());
  await form.create();
  await sees(form.banner("checking"));
  // The page writes what it knows as long as it is there: it is aged on the way to the next one.
  await page.addInitScript(() => {
    for (const [place, text] of Object.entries(sessionStorage)) {
      const kept = JSON.parse(text);
      const aged = (at) => `${at - 24 * 3600_000 - 1}`;
      sessionStorage.setItem(place, JSON.stringify({ ...kept, at: aged(kept.at), saved: aged(kept.saved) }));
    }
  });
  await page.reload();
  await sees(form.banner("environment"));
  assert.equal(await form.banner("checking").count(), 0);
  assert.equal(await form.field("client_name").inputValue(), "");
});

const BROKEN = {
  "a storage that is switched off": () => {
    Object.defineProperty(window, "sessionStorage", {
      get() {
        throw new DOMException("The operation is insecure.", "SecurityError");
      },
    });
  },
  "a storage that is full": () => {
    Storage.prototype.setItem = () => {
      throw new DOMException("It is full.", "QuotaExceededError");
    };
  },
};

for (const [name, breaks] of Object.entries(BROKEN)) {
  test(`${name} changes nothing but what survives a reload`, CUT, async ({ form, card, page, sandbox }) => {
    await page.addInitScript(breaks);
    await sandbox.plan("create", SLOW);
    await form.open();
    await loseAnswers(page);
    await form.fill(everything());
    await form.create();
    await form.createAnyway();
    await card.comes();
    assert.equal(form.sent.length, 1);
    assert.equal((await sandbox.creates()).length, 1);
  });
}

test("a duplicated tab shows what the first one sent, and sends nothing", CUT, async ({ context, form, card, page, sandbox }) => {
  await sandbox.plan("create", SLOW);
  await form.open();
  await form.fill(everything());
  await form.create();
  await eventually(async () => assert.equal((await sandbox.creates()).length, 1));
  const other = await duplicate(context, page);
  await other.form.open();
  await Promise.all([card.comes(), other.card.comes()]);
  assert.deepEqual([form.sent.length, other.form.sent.length], [1, 0]);
  assert.equal((await sandbox.creates()).length, 1);
});

test("two tabs that press at the same time send once", {
  expects: [/status of 401/],
}, async ({ context, form, card, page, sandbox }) => {
  await form.open();
  await answerCreates(page, problem(401, "unauthenticated"));
  await form.fill(everything());
  await form.create();
  await sees(form.banner("error"));
  const other = await duplicate(context, page);
  await other.form.open();
  assert.deepEqual(await other.form.values(), await form.values());

  await sandbox.plan("create", SLOW);
  // By script: a click waits for whatever moves to stand still, and in a tab behind another one that takes long.
  const press = (it) => it.evaluate(() => document.querySelector("roosted-client-form").submit());
  await Promise.all([page, other.page].map(press));
  await Promise.all([card.comes(), other.card.comes()]);
  const again = [...form.sent.slice(1), ...other.form.sent];
  assert.equal(again.length, 1);
  assert.equal(again[0].key, form.sent[0].key);
  assert.equal((await sandbox.creates()).length, 1);
  assert.equal(await other.card.value("id").textContent(), await card.value("id").textContent());
});

test("without a lock manager it goes on as before", async ({ form, card, page, sandbox }) => {
  await page.addInitScript(() => Object.defineProperty(navigator, "locks", { value: undefined }));
  await form.open();
  await form.fill(everything());
  await form.create();
  await card.comes();
  assert.equal((await sandbox.creates()).length, 1);
});

test("behind a server that keeps no submissions a reload says so again", CUT, async ({ form, page, sandbox }) => {
  await form.open();
  await answerLooks(page, () => html(404, "no such thing"));
  await loseAnswers(page);
  await form.fill(everything());
  await form.create();
  await sees(form.choice("Look again"));
  await page.reload();
  await sees(form.choice("Look again"));
  await seesText(form.banner("checking"), /keeps no record/);
  assert.equal(form.sent.length, 1);
  assert.equal((await sandbox.creates()).length, 1);
});
