// Somebody before Roosted says no: the proxy, the portal's sign-in, or another server in between.

import assert from "node:assert/strict";

import { answerCreates, html, problem } from "./support/answers.mjs";
import { heard } from "./support/events.mjs";
import { DISTINCTIVE, failsAs, worksTheNextTime } from "./support/failing.mjs";
import { everything } from "./support/fields.mjs";
import { focusIs } from "./support/focus.mjs";
import { sees, seesText } from "./support/see.mjs";
import { suite } from "./support/suite.mjs";

const test = suite();

const SIGN_IN = { kind: "unauthorized", words: /sign in/i };
const MAY_NOT = { kind: "forbidden", words: /may not/i };
const WAIT = { kind: "rate-limited", status: 429 };
const AWAY = { kind: "unavailable", words: /nothing was created/i };
const SET_UP = { kind: "misconfigured", words: /administrator/i };
const WRONG = { kind: "rejected", words: /nothing (more )?was created/i };
const waiting = (seconds) => ({ headers: { "retry-after": seconds } });

// A name, what is answered in the proxy's place, and what that means.
const answers = [
  ["our 401", problem(401, "unauthenticated"), { ...SIGN_IN, status: 401, code: "unauthenticated" }],
  ["our 403", problem(403, "not-allowed"), { ...MAY_NOT, status: 403, code: "not-allowed" }],
  ["a cross-origin refusal", problem(403, "cross-origin"), { ...MAY_NOT, status: 403, code: "cross-origin" }],
  ["a missing header", problem(403, "missing-header"), { ...MAY_NOT, status: 403, code: "missing-header" }],
  [
    "our 429 with seconds to wait",
    problem(429, "too-many-requests", waiting("37")),
    { ...WAIT, code: "too-many-requests", words: /wait 37 seconds/i },
  ],
  [
    "our 429 with an hour to wait",
    problem(429, "too-many-requests", waiting("3600")),
    { ...WAIT, code: "too-many-requests", words: /wait (60 minutes|an hour|1 hour)/i },
  ],
  ["our 413", problem(413, "too-large"), { ...WRONG, status: 413, code: "too-large" }],
  ["our 400", problem(400, "malformed"), { ...WRONG, status: 400, code: "malformed" }],
  ["a key for another payload", problem(422, "key-reused"), { ...WRONG, status: 422, code: "key-reused" }],
  ["our 503 while stopping", problem(503, "shutting-down"), { ...AWAY, status: 503, code: "shutting-down" }],
  ["our 503 when busy", problem(503, "overloaded"), { ...AWAY, status: 503, code: "overloaded" }],
  ["our 503 without a ledger", problem(503, "ledger-unavailable"), { ...AWAY, status: 503, code: "ledger-unavailable" }],
  ["our 504", problem(504, "upstream-timeout"), { ...AWAY, status: 504, code: "upstream-timeout" }],
  ["a wrong host", problem(421, "wrong-host"), { ...SET_UP, status: 421, code: "wrong-host" }],
  ["a route that is not there", problem(404, "not-found"), { ...SET_UP, status: 404, code: "not-found" }],
  ["a code of a newer proxy with 503", problem(503, "brand-new"), { ...AWAY, status: 503, code: "unknown" }],
  ["a code of a newer proxy with 401", problem(401, "brand-new"), { ...SIGN_IN, status: 401, code: "unknown" }],
  ["a login page with 200", html(200, DISTINCTIVE), { ...SIGN_IN, status: 200, code: null }],
  ["a 401 of a portal", html(401, DISTINCTIVE), { ...SIGN_IN, status: 401, code: null }],
  ["a 403 of a portal", html(403, DISTINCTIVE), { ...MAY_NOT, status: 403, code: null }],
  ["a 404 of another server", html(404, DISTINCTIVE), { ...SET_UP, status: 404, code: null }],
  ["a 413 of another server", html(413, DISTINCTIVE), { ...WRONG, status: 413, code: null }],
  ["a 429 of a balancer", html(429, DISTINCTIVE), { ...WAIT, code: null, words: /wait a moment/i }],
  ["a 503 of a balancer", html(503, DISTINCTIVE), { ...AWAY, status: 503, code: null }],
];

for (const [what, answer, failure] of answers) {
  test(`${what} is ${failure.kind}`, { expects: [/status of 4\d\d|status of 50\d/] }, async (stage) => {
    const { form, page, sandbox } = stage;
    const client = everything();
    await form.open();
    await answerCreates(page, answer);
    await form.fill(client);
    await form.create();
    await failsAs(stage, client, failure);
    assert.deepEqual(await sandbox.creates(), []);

    const rejected = failure.kind === "rejected";
    if (rejected) await form.fill({ client_city: "Put Right" });
    await worksTheNextTime(stage, { sameKey: !rejected });
  });
}

test("a redirect to a login page is not followed, and means that one has to sign in", async (stage) => {
  const { form, page, proxy, sandbox } = stage;
  const client = everything();
  await form.open();
  await answerCreates(page, { status: 302, headers: { location: "/login" } });
  await form.fill(client);
  await form.create();
  await failsAs(stage, client, { ...SIGN_IN, status: null, code: null });

  assert.deepEqual(await sandbox.creates(), []);
  await worksTheNextTime(stage, { sameKey: true });
  // There is no such page at the proxy, which would have said so.
  assert.deepEqual(proxy.lines.filter((line) => line.includes('"status":404')), []);
});

test("mistakes that the proxy finds look like those found here", {
  expects: [/status of 422/],
}, async ({ form, page, sandbox, card }) => {
  const errors = [
    { field: "client_city", code: "too-long", message: DISTINCTIVE },
    { field: "client_name", code: "required", message: DISTINCTIVE },
  ];
  await form.open();
  await answerCreates(page, problem(422, "invalid", { errors }));
  await form.fill({ client_name: "Found there", client_city: "Hull" });
  await form.create();

  await focusIs(page, { part: "error-summary" });
  await seesText(form.summary, /There are 2 things to correct/);
  const links = await form.summary.getByRole("link").allTextContents();
  assert.equal(links.length, 2);
  assert.equal(await form.mistake("client_name").textContent(), links[0]);
  assert.equal(await form.mistake("client_city").textContent(), links[1]);
  assert.equal(await form.field("client_city").getAttribute("aria-invalid"), "true");
  assert.equal(await form.banner("error").count(), 0);
  assert.equal(await form.field("client_name").inputValue(), "Found there");

  const [{ detail }, ...more] = await heard(page, "roosted-error");
  assert.deepEqual(more, []);
  assert.equal(detail.kind, "rejected");
  assert.deepEqual(
    detail.fields.map(({ field, code }) => ({ field, code })).sort((a, b) => (a.field < b.field ? -1 : 1)),
    [
      { field: "client_city", code: "too-long" },
      { field: "client_name", code: "required" },
    ],
  );
  assert.ok(!(await form.text()).includes(DISTINCTIVE));

  await form.fill({ client_name: "Put right", client_city: "York" });
  await form.create();
  await card.comes();
  assert.notEqual(form.sent[1].key, form.sent[0].key);
  assert.equal((await sandbox.creates()).length, 1);
});

test("without a connection nothing is sent, and it is sent when it is back", async (stage) => {
  const { form, context, sandbox } = stage;
  const client = everything();
  await form.open();
  await form.fill(client);
  await context.setOffline(true);
  await form.create();
  await failsAs(stage, client, { kind: "offline", status: null, code: null, words: /offline/i });
  assert.deepEqual(form.sent, []);
  assert.deepEqual(await sandbox.creates(), []);

  await context.setOffline(false);
  await form.create();
  await sees(stage.card.heading);
  assert.equal((await sandbox.creates()).length, 1);
});
