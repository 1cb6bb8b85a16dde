// Without our proxy: nginx serves the page, adds the key and asks Roosted itself, with
// deploy/nginx/without-proxy.conf. What only the proxy offers is missing, and said.

import assert from "node:assert/strict";
import { request } from "node:http";

import { heard } from "./support/events.mjs";
import { failsAs, worksTheNextTime } from "./support/failing.mjs";
import { everything } from "./support/fields.mjs";
import { withoutProxy } from "./support/fronts.mjs";
import { ADA, NAME, send } from "./support/portal.mjs";
import { eventually, sees, seesNot, seesText } from "./support/see.mjs";
import { suite } from "./support/suite.mjs";

const test = suite({ front: withoutProxy() });

// There is no environment to say where it is production: it is open once the button is there.
const open = async (form) => {
  await form.page.goto("/");
  await sees(form.button);
};

test("a client is created and invited, with the key that nginx adds", async ({
  form,
  card,
  key,
  page,
  sandbox,
}) => {
  const client = everything();
  await open(form);
  await form.fill(client);
  await form.create();
  await card.comes();
  await card.invitation.send("office@moewe.example");
  await sees(card.invitation.again);

  const [create, ...more] = await sandbox.creates();
  assert.deepEqual(more, []);
  assert.deepEqual(JSON.parse(create.body), client);
  const headers = Object.fromEntries(create.headers);
  assert.equal(headers["x-api-key"], key);
  // Nothing of the caller: no session, no key of a submission, no address.
  for (const name of ["cookie", "authorization", "idempotency-key", "origin", "referer", "x-forwarded-for"]) {
    assert.equal(headers[name], undefined, name);
  }
  assert.equal((await sandbox.invites()).length, 1);
  const [{ detail }] = await heard(page, "roosted-created");
  assert.equal(detail.submission, form.sent[0].key);
  assert.deepEqual(await heard(page, "roosted-error"), []);
  // Production: nothing to warn of.
  await seesNot(form.banner("environment"));
});

test("an answer that is lost: it may exist, and nobody can tell; nothing is sent again", {
  expects: [/status of 502/, /status of 404 .*submissions/],
}, async (stage) => {
  const { form, page, sandbox } = stage;
  const client = everything();
  await sandbox.plan("create", { kind: "reset", created: true });
  await open(form);
  await form.fill(client);
  await form.create();
  await failsAs(stage, client, {
    kind: "unconfirmed",
    banner: "checking",
    status: 502,
    code: null,
    words: /may or may not exist.*keeps no record.*Look for the client in Roosted before you create it again/s,
  });
  await form.createAnyway();
  await form.field("client_name").press("Enter");
  assert.equal(form.sent.length, 1);
  assert.equal((await sandbox.creates()).length, 1);
  // Not before an old request can no longer act.
  assert.equal(await form.choice(/send/i).count(), 0);

  // The same is there after a reload, and still sends nothing.
  await page.reload();
  await seesText(form.banner("checking"), /may or may not exist/);
  assert.equal((await sandbox.creates()).length, 1);
  assert.deepEqual(await heard(page, "roosted-created"), []);
});

test("a redirect of Roosted's is no login page: it is not known what became of the client", {
  expects: [/status of 502/, /status of 404 .*submissions/],
}, async (stage) => {
  const { form, sandbox } = stage;
  const client = everything();
  await sandbox.plan("create", { kind: "redirect", location: "http://127.0.0.1:1/elsewhere" });
  await open(form);
  await form.fill(client);
  await form.create();
  const words = /may or may not exist/;
  await failsAs(stage, client, { kind: "unconfirmed", banner: "checking", status: 502, code: null, words });
  assert.equal((await sandbox.creates()).length, 1);
});

test("what Roosted refuses is told without its words", {
  expects: [/status of 4\d\d/],
}, async (stage) => {
  const { form, sandbox } = stage;
  const client = everything();
  await sandbox.plan("create", { kind: "status", status: 422, body: "Zebrafink-7f3a" });
  await open(form);
  await form.fill(client);
  await form.create();
  const words = /nothing (more )?was created/i;
  await failsAs(stage, client, { kind: "rejected", status: 422, code: null, words });
  await form.fill({ client_city: "Put Right" });
  await worksTheNextTime(stage, { sameKey: false });
});

for (const [status, its] of [[401, "unauthorized"], [403, "forbidden"]]) {
  test(`a ${status} of Roosted's is about the key, and says nothing about the person`, {
    expects: [/status of 502/],
  }, async (stage) => {
    const { form, sandbox } = stage;
    const client = everything();
    await sandbox.plan("create", { kind: "status", status, body: "Zebrafink-7f3a" });
    await open(form);
    await form.fill(client);
    await form.create();
    const told = { kind: "misconfigured", status: 502, code: `upstream-${its}`, words: /administrator/i };
    await failsAs(stage, client, told);
    await worksTheNextTime(stage, { sameKey: true });
  });
}

test("a session that has ended: everything is kept, and it is sent after signing in", {
  expects: [/status of 401/],
}, async (stage) => {
  const { context, form, portal, sandbox } = stage;
  const client = everything();
  await open(form);
  await form.fill(client);
  portal.signIn.end();
  await form.create();
  const words = /signed out.*Sign in in another tab/is;
  await failsAs(stage, client, { kind: "unauthorized", status: 401, code: null, words });
  assert.deepEqual(await sandbox.creates(), []);
  await (await context.newPage()).goto("/");
  await worksTheNextTime(stage, { sameKey: true });
});

test("three calls go through, from a page of this origin alone", async ({ portal, sandbox }) => {
  const cookie = portal.signIn.session(ADA);
  const ours = { cookie, "x-roosted-form": "1", "sec-fetch-site": "same-origin", "content-type": "application/json" };
  const refused = async (path, more = {}, method = "POST") => {
    const body = method === "POST" ? '{"client_name":"Nobody"}' : undefined;
    const { status } = await portal.ask(path, { method, headers: { ...ours, ...more }, body });
    assert.ok(status >= 400 && status < 500, `${method} ${path} ${JSON.stringify(more)}: ${status}`);
  };
  await refused("/api/clients", {}, "GET");
  await refused("/api/clients?page=1", {}, "GET");
  for (const method of ["PATCH", "DELETE", "PUT"]) await refused("/api/clients/abc", {}, method);
  for (const path of ["/api/", "/api/clients/", "/api/clients/a/b", "/api/clients/a%2fb", "/api/users", "/api/1_12/clients"]) {
    await refused(path, {}, "GET");
  }
  await refused("/api/clients", { "x-roosted-form": [] });
  await refused("/api/clients", { "sec-fetch-site": "cross-site" });
  await refused("/api/clients", { "sec-fetch-site": "same-site" });
  await refused("/api/clients", { "sec-fetch-site": [], origin: "https://elsewhere.example" });
  await refused("/api/clients", { "sec-fetch-site": [] });
  await refused("/api/clients", { cookie: "" });
  assert.deepEqual(await sandbox.requests(), []);

  // It is not the request that was wrong; a browser that says no more than the origin is let in.
  const headers = { ...ours, "sec-fetch-site": [], origin: portal.origin };
  const { status } = await portal.ask("/api/clients", { method: "POST", headers, body: '{"client_name":"Ada"}' });
  assert.equal(status, 201);
});

test("the page and the answers carry the headers that our proxy sends", async ({ portal, proxy }) => {
  const cookie = portal.signIn.session(ADA);
  const { hostname: host, port } = new URL(proxy.origin);
  const file = (await portal.ask("/", { headers: { cookie } })).body.toString().match(/[\w-]+_bg\.wasm/)[0];
  for (const path of ["/", "/roosted-client-form.js", `/${file}`, "/api/nothing"]) {
    const ours = await send(request, { host, port }, { path, method: "GET", headers: { host: `${NAME}:${portal.port}` } });
    const theirs = await portal.ask(path, { headers: { cookie } });
    assert.equal(theirs.status, ours.status, path);
    const names = Object.keys(ours.headers).filter((it) => !["date", "etag", "content-length", "x-request-id"].includes(it));
    for (const name of names.filter((it) => path !== "/api/nothing" || it !== "content-type")) {
      assert.equal(theirs.headers[name]?.toLowerCase(), ours.headers[name].toLowerCase(), `${path}: ${name}`);
    }
    if (path !== "/api/nothing") assert.ok(theirs.body.equals(ours.body), path);
    assert.match(theirs.headers["strict-transport-security"], /max-age/, path);
    assert.equal(theirs.headers["server"], "nginx");
  }
  const packed = await portal.ask(`/${file}`, { headers: { cookie, "accept-encoding": "gzip" } });
  assert.equal(packed.headers["content-encoding"], "gzip");
  const nobody = await portal.ask("/");
  assert.equal(nobody.status, 302);
});

test("no cookie, no redirect and no CORS header of Roosted's comes through", async ({ portal, sandbox }) => {
  const cookie = portal.signIn.session(ADA);
  const headers = { cookie, "x-roosted-form": "1", "sec-fetch-site": "same-origin", "content-type": "application/json" };
  const ask = () => portal.ask("/api/clients", { method: "POST", headers, body: '{"client_name":"Ada"}' });
  const created = await ask();
  assert.equal(created.status, 201);
  assert.equal(created.headers["cache-control"], "no-store");
  await sandbox.plan("create", { kind: "redirect", location: "https://elsewhere.example/" });
  const redirected = await ask();
  assert.deepEqual([redirected.status, redirected.headers.location], [502, undefined]);
  for (const answer of [created, redirected]) {
    assert.equal(answer.headers["set-cookie"], undefined);
    for (const name of Object.keys(answer.headers)) assert.ok(!name.startsWith("access-control-"), name);
  }
  await eventually(async () => assert.equal((await sandbox.creates()).length, 2));
});
