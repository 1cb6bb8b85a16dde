// The answer, or the request, is lost between the browser and the proxy.

import assert from "node:assert/strict";

import { answerCreates, html, loseAnswers, loseRequests, problem } from "./support/answers.mjs";
import { delays, hurry } from "./support/clock.mjs";
import { heard } from "./support/events.mjs";
import { failsAs, worksTheNextTime } from "./support/failing.mjs";
import { everything } from "./support/fields.mjs";
import { eventually, sees, seesText } from "./support/see.mjs";
import { suite } from "./support/suite.mjs";

const test = suite();

const LOST = { kind: "unconfirmed", banner: "checking", status: null, code: null, words: /nothing is sent twice/i };
const CUT = { expects: [/ERR_CONNECTION_RESET/, /ERR_FAILED/] };

test("the client that was created after all is shown, from one request", CUT, async (stage) => {
  const { form, card, page, sandbox } = stage;
  const client = everything();
  await form.open();
  await loseAnswers(page);
  await form.fill(client);
  await form.create();
  await sees(form.banner("checking"));
  await card.comes();

  assert.equal(await card.value("client_name").textContent(), client.client_name);
  const [create, ...more] = await sandbox.creates();
  assert.deepEqual(more, []);
  assert.deepEqual(JSON.parse(create.body), client);
  assert.equal(form.sent.length, 1);
  const [{ detail: error }, ...errors] = await heard(page, "roosted-error");
  assert.deepEqual(errors, []);
  assert.equal(error.kind, "unconfirmed");
  const [{ detail: created }, ...createds] = await heard(page, "roosted-created");
  assert.deepEqual(createds, []);
  assert.equal(created.submission, form.sent[0].key);
});

test("while it is being checked, everything typed is seen and nothing is sent", CUT, async (stage) => {
  const { form, page, sandbox } = stage;
  const client = everything();
  await form.open();
  // The look-ups get no answer either.
  await page.route("**/api/submissions/*", (route) => route.abort("connectionreset"));
  await loseAnswers(page);
  await form.fill(client);
  await form.create();
  await failsAs(stage, client, LOST);
  await form.createAnyway();
  assert.equal((await sandbox.creates()).length, 1);
});

test("a refusal that was lost is found out, and the form can be sent again", {
  expects: [...CUT.expects, /status of 422/],
}, async ({ form, card, page, sandbox }) => {
  await sandbox.plan("create", { kind: "status", status: 422 });
  await form.open();
  await loseAnswers(page);
  await form.fill(everything());
  await form.create();
  await sees(form.banner("error"));
  await seesText(form.banner("error"), /did not accept|refused/i);

  await form.fill({ client_city: "Put Right" });
  await form.create();
  await card.comes();
  assert.notEqual(form.sent[1].key, form.sent[0].key);
});

test("a request that never arrived is sent again under the same key, by the person", {
  expects: [...CUT.expects, /status of 404 .*\/api\/submissions/],
}, async ({ form, card, page, sandbox }) => {
  const client = everything();
  await form.open();
  await loseRequests(page);
  await form.fill(client);
  await form.create();
  await sees(form.banner("error"));
  await seesText(form.banner("error"), /nothing was created/i);
  assert.deepEqual(await form.values(), client);
  assert.deepEqual(await sandbox.creates(), []);

  await worksTheNextTime({ form, card, sandbox }, { sameKey: true });
  assert.equal((await sandbox.creates()).length, 1);
});

test("behind a server that keeps no submissions, the person decides", {
  expects: [...CUT.expects, /status of 404/],
}, async ({ form, page, sandbox }) => {
  await form.open();
  await page.route("**/api/submissions/*", (route) => route.fulfill(html(404, "no such thing")));
  await loseAnswers(page);
  await form.fill(everything());
  await form.create();
  await sees(form.host.getByRole("button", { name: "Look again" }));
  await seesText(form.banner("checking"), /not confirmed/i);
  assert.equal((await sandbox.creates()).length, 1);
});

test("an answer that never comes is given up on after 30 seconds", {
  expects: [/status of 404/],
}, async ({ context, form, page }) => {
  const client = everything();
  await hurry(context);
  await form.open();
  const before = (await delays(page)).length;
  await page.route("**/api/clients", () => {});
  await form.fill(client);
  await form.create();
  await eventually(async () => assert.equal((await heard(page, "roosted-error")).length, 1));

  // Those of the draft are its own.
  const waits = (await delays(page)).slice(before).filter((it) => it !== 500);
  assert.equal(waits[0], 30_000);
  const [{ detail }] = await heard(page, "roosted-error");
  assert.deepEqual({ kind: detail.kind, status: detail.status }, { kind: "unconfirmed", status: null });
  assert.deepEqual(await form.values(), client);
});

test("a submission that is still running is asked for, and is no error", {
  expects: [/status of 409/],
}, async ({ form, card, page }) => {
  await form.open();
  const client = everything();
  await answerCreates(page, problem(409, "still-running"));
  let looks = 0;
  await page.route("**/api/submissions/*", (route) => {
    looks += 1;
    const key = form.sent[0].key;
    const since = "2026-11-24T12:00:00Z";
    if (looks === 1) return route.fulfill({ json: { key, state: "sending", since } });
    const created = { id: "uLu8K", client_name: client.client_name, pending: false };
    return route.fulfill({ json: { key, state: "created", since, client: created } });
  });
  await form.fill(client);
  await form.create();
  await sees(form.banner("checking"));
  await card.comes();

  assert.equal(await card.value("id").textContent(), "uLu8K");
  assert.deepEqual(await heard(page, "roosted-error"), []);
  assert.equal((await heard(page, "roosted-created")).length, 1);
});

// A gateway's own 502 may follow a request that it had passed on.
for (const status of [500, 502, 504]) {
  test(`a bare ${status} of a server in between is not taken for a no`, {
    expects: [new RegExp(`status of ${status}`), /status of 404/],
  }, async ({ form, page }) => {
    const client = everything();
    await form.open();
    await answerCreates(page, html(status, "Bad gateway"));
    await form.fill(client);
    await form.create();
    await eventually(async () => assert.equal((await heard(page, "roosted-error")).length, 1));
    const [{ detail }] = await heard(page, "roosted-error");
    assert.deepEqual(
      { kind: detail.kind, status: detail.status, code: detail.code },
      { kind: "unconfirmed", status, code: null },
    );
    assert.deepEqual(await form.values(), client);
  });
}

test("an answer that is cut in the middle of its body is looked up", {
  expects: [/ERR_CONTENT_LENGTH_MISMATCH|ERR_INCOMPLETE/, /status of 404/],
}, async ({ form, page }) => {
  await form.open();
  await answerCreates(page, { status: 201, contentType: "application/json", body: '{"id":"uLu8K","client_na' });
  await form.fill(everything());
  await form.create();
  await eventually(async () => assert.equal((await heard(page, "roosted-error")).length, 1));
  const [{ detail }] = await heard(page, "roosted-error");
  assert.equal(detail.kind, "unconfirmed");
});
