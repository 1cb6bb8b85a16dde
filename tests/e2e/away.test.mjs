// The network or the session goes away: told apart, kept, and never sent by itself.

import assert from "node:assert/strict";

import { answerCreates, answerLooks, html, loseAnswers, problem, submission } from "./support/answers.mjs";
import { heard } from "./support/events.mjs";
import { failsAs, worksTheNextTime } from "./support/failing.mjs";
import { everything } from "./support/fields.mjs";
import { eventually, sees, seesText } from "./support/see.mjs";
import { suite } from "./support/suite.mjs";

const test = suite();

const CUT = { expects: [/ERR_CONNECTION_RESET/, /ERR_FAILED/, /ERR_INTERNET_DISCONNECTED/, /status of 40[14]/] };

test("offline before sending it is not sent, and the person sends it when back", CUT, async (stage) => {
  const { context, form, card, sandbox } = stage;
  const client = everything();
  await form.open();
  await form.fill(client);
  await context.setOffline(true);
  await form.create();
  const words = /offline.*nothing was sent/i;
  await failsAs(stage, client, { kind: "offline", status: null, code: null, words });
  await context.setOffline(false);
  await seesText(form.banner("error"), /back online.*nothing was sent/i);
  assert.deepEqual(await form.values(), client);
  assert.deepEqual([form.sent.length, (await sandbox.creates()).length], [0, 0]);

  await form.create();
  await card.comes();
  assert.equal((await sandbox.creates()).length, 1);
});

test("offline after sending it is not confirmed, and asked for when back", CUT, async (stage) => {
  const { context, form, card, page, sandbox } = stage;
  const client = everything();
  await form.open();
  // The network goes between the request and its answer.
  await page.route("**/api/clients", async (route) => {
    await route.fetch();
    await context.setOffline(true);
    await route.abort("internetdisconnected");
  }, { times: 1 });
  await form.fill(client);
  await form.create();
  const words = /not confirmed.*You are offline.*Nothing is sent again by itself/;
  await failsAs(stage, client, { kind: "unconfirmed", banner: "checking", status: null, code: null, words });
  await form.createAnyway();

  await context.setOffline(false);
  await card.comes();
  assert.equal(form.sent.length, 1);
  assert.equal((await sandbox.creates()).length, 1);
});

test("offline while it is being checked, nothing is asked until the device is back", CUT, async (stage) => {
  const { context, form, card, page, sandbox } = stage;
  const client = everything();
  await form.open();
  let looks = 0;
  await answerLooks(page, (key) => {
    looks += 1;
    return submission(key, "unconfirmed");
  });
  await loseAnswers(page);
  await form.fill(client);
  await form.create();
  await eventually(async () => assert.ok(looks >= 1));
  await context.setOffline(true);
  await seesText(form.banner("checking"), /not confirmed.*You are offline/i);
  const before = looks;
  assert.deepEqual(await form.values(), client);
  await form.createAnyway();

  await context.setOffline(false);
  await seesText(form.banner("checking"), /Checking/);
  await eventually(async () => assert.ok(looks > before));
  await page.unroute("**/api/submissions/*");
  await card.comes();
  assert.equal(form.sent.length, 1);
  assert.equal((await sandbox.creates()).length, 1);
  assert.equal((await heard(page, "roosted-error")).length, 1);
});

const ENDED = {
  "a 401": problem(401, "unauthenticated"),
  "a login page": html(200, "Sign in"),
  "a redirect": { status: 302, headers: { location: "/login" } },
};

for (const [name, answer] of Object.entries(ENDED)) {
  test(`a session that has ended in the middle, told by ${name}: all is kept, the key too`, CUT, async (stage) => {
    const { form, page, sandbox } = stage;
    const client = everything();
    await form.open();
    await answerCreates(page, answer);
    await form.fill(client);
    await form.create();
    await sees(form.banner("error"));
    await seesText(form.banner("error"), /signed out.*Sign in in another tab/is);
    assert.deepEqual(await form.values(), client);
    assert.deepEqual(await sandbox.creates(), []);
    await worksTheNextTime(stage, { sameKey: true });
    assert.equal((await sandbox.creates()).length, 1);
  });

  test(`while it is being checked, a session that has ended is told by ${name}, and goes on after`, CUT, async (stage) => {
    const { form, card, page, sandbox } = stage;
    await form.open();
    await answerLooks(page, () => answer);
    await loseAnswers(page);
    await form.fill(everything());
    await form.create();
    await seesText(form.banner("checking"), /signed out/i);
    await page.unroute("**/api/submissions/*");
    await card.comes();
    assert.equal(form.sent.length, 1);
    assert.equal((await sandbox.creates()).length, 1);
  });
}
