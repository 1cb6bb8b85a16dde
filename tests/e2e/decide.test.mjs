// Looking has come to nothing: what a person can do, and what nobody does by accident.

import assert from "node:assert/strict";

import { answerLooks, found, html, loseAnswers, submission } from "./support/answers.mjs";
import { hurry } from "./support/clock.mjs";
import { heard } from "./support/events.mjs";
import { everything } from "./support/fields.mjs";
import { focusIs } from "./support/focus.mjs";
import { eventually, sees, seesNot, seesText } from "./support/see.mjs";
import { suite } from "./support/suite.mjs";

const test = suite();

const CUT = { expects: [/ERR_CONNECTION_RESET/, /ERR_FAILED/, /status of 404/] };

const QUARTER = 15 * 60_000;

// A form whose answer was lost, while the submission is `told` so.
const lost = async ({ form, page }, told, client = everything()) => {
  await form.open();
  await answerLooks(page, told);
  await loseAnswers(page);
  await form.fill(client);
  await form.create();
  return client;
};

const safe = (key) => submission(key, "unconfirmed", { may_send_again: true });

test("candidates are shown apart, and the one that is picked is the client", CUT, async (stage) => {
  const { form, card, page, sandbox } = stage;
  const candidates = [
    found("aaaAA", { client_city: "Hull", client_contact_name: "Ada" }),
    found("bbbBB", { client_address: "12 Quayside", client_contact_email: "bo@moewe.example" }),
  ];
  await lost(stage, (key) => submission(key, "unconfirmed", { candidates }));
  const items = form.host.getByRole("listitem");
  await sees(items.first());
  assert.equal(await items.count(), 2);
  await seesText(items.nth(0), /Harbour Mills.*aaaAA.*Ada.*Hull/);
  await seesText(items.nth(1), /Harbour Mills.*bbbBB.*bo@moewe\.example.*12 Quayside/);
  await seesText(form.banner("checking"), /not confirmed/i);

  await items.nth(1).getByRole("button", { name: "This is the one" }).click();
  await card.comes();
  assert.equal(await card.value("id").textContent(), "bbbBB");
  const [{ detail }, ...more] = await heard(page, "roosted-created");
  assert.deepEqual(more, []);
  assert.deepEqual([detail.client.id, detail.submission], ["bbbBB", form.sent[0].key]);
  assert.equal((await sandbox.creates()).length, 1);
});

test("it is sent again only after a warning, and under a new key", CUT, async (stage) => {
  const { form, card, page, sandbox } = stage;
  const client = await lost(stage, safe);
  await sees(form.choice("Send again…"));
  await form.choice("Send again…").click();
  await seesText(form.banner("checking"), /a second time/);
  await focusIs(page, { inside: true });
  assert.equal(form.sent.length, 1);

  await form.choice("Don’t send it").click();
  await sees(form.choice("Look again"));
  await focusIs(page, { inside: true });
  assert.equal(form.sent.length, 1);

  await form.choice("Send again…").click();
  await form.choice("Send it a second time").click();
  await card.comes();
  const [first, second, ...more] = form.sent;
  assert.deepEqual(more, []);
  assert.notEqual(second.key, first.key);
  assert.deepEqual(second.fields, client);
  assert.equal((await sandbox.creates()).length, 2);
});

test("the second click of a double click does not press what the first one brought", CUT, async (stage) => {
  const { form, page, sandbox } = stage;
  await lost(stage, safe);
  await sees(form.choice("Send again…"));
  await form.choice("Send again…").scrollIntoViewIfNeeded();
  const { x, y, width, height } = await form.choice("Send again…").boundingBox();
  const [left, top] = [x + width / 2, y + height / 2];
  await page.mouse.dblclick(left, top);
  await sees(form.choice("Send it a second time"));
  const below = await form.host.evaluate((host, at) => host.shadowRoot.elementFromPoint(...at).localName, [left, top]);
  assert.equal(below, "button", "there is one to be pressed");
  await seesText(form.banner("checking"), /a second time/);
  assert.equal((await sandbox.creates()).length, 1);
  await form.choice("Don’t send it").click();
  await sees(form.choice("Look again"));
});

test("until the proxy allows it nobody sends again", CUT, async (stage) => {
  const { context, form, page } = stage;
  await hurry(context);
  let may_send_again = false;
  await lost(stage, (key) => submission(key, "unconfirmed", { may_send_again }));
  await sees(form.choice("Look again"));
  assert.equal(await form.choice("Send again…").count(), 0);
  may_send_again = true;
  await form.choice("Look again").click();
  await sees(form.choice("Send again…"));
  assert.equal((await heard(page, "roosted-error")).length, 1);
});

test("where no submissions are kept, the same client is not sent again from the form", CUT, async (stage) => {
  const { form, sandbox } = stage;
  await lost(stage, () => html(404, "no such thing"));
  await seesText(form.banner("checking"), /keeps no record/);
  assert.equal(await form.choice("Send again…").count(), 0);
  await form.choice(/back to the form/).click();
  await seesNot(form.banner("checking"));
  await form.create();
  await seesText(form.banner("checking"), /keeps no record/);
  assert.equal(form.sent.length, 1);
  assert.equal((await sandbox.creates()).length, 1);
});

test("where no submissions are kept, it may be sent again after a quarter of an hour", CUT, async (stage) => {
  const { form, card, page } = stage;
  await lost(stage, () => html(404, "no such thing"));
  await sees(form.choice("Look again"));
  await page.addInitScript((quarter) => {
    const { now } = Date;
    Date.now = () => now() + quarter;
  }, QUARTER - 60_000);
  await page.reload();
  await sees(form.choice("Look again"));
  assert.equal(await form.choice("Send again…").count(), 0);
  await page.evaluate(() => {
    const { now } = Date;
    Date.now = () => now() + 60_000;
  });
  await form.choice("Send again…").click();
  await form.choice("Send it a second time").click();
  await card.comes();
  assert.notEqual(form.sent[1].key, form.sent[0].key);
});

test("how long ago it was looked up is shown, and not read out each second", CUT, async (stage) => {
  const { form } = stage;
  await lost(stage, (key) => submission(key, "unconfirmed"));
  await seesText(form.banner("checking"), /Last looked \d+ seconds? ago\./);
  const live = form.banner("checking").getByRole("alert");
  assert.doesNotMatch(await live.textContent(), /ago|Sent at/);
});

test("a second look-up waits as long as the proxy asks for", CUT, async (stage) => {
  const { context, form } = stage;
  await hurry(context);
  const times = [];
  await lost(stage, (key) => {
    times.push(Date.now());
    return { ...submission(key, "sending"), headers: { "retry-after": "40" } };
  });
  await eventually(async () => assert.ok(times.length >= 2));
  // Forty seconds of a clock that is thirty times as fast.
  assert.ok(times[1] - times[0] > 1_200, `${times[1] - times[0]} ms`);
});
