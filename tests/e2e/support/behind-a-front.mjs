// What holds behind every front that we have a recipe for: the same journeys, whatever it is.

import assert from "node:assert/strict";
import { randomUUID } from "node:crypto";
import { once } from "node:events";
import { createServer, request } from "node:http";

import { heard } from "./events.mjs";
import { failsAs, worksTheNextTime } from "./failing.mjs";
import { everything } from "./fields.mjs";
import { ADA, BEA, EVE, NAME, Portal, send } from "./portal.mjs";
import { sees } from "./see.mjs";
import { suite } from "./suite.mjs";

const SIGNED_OUT = { kind: "unauthorized", status: 401, words: /signed out.*Sign in in another tab/is };

// What the form sends to create a client, less who is asking.
const create = (portal, headers = {}, client = everything()) => ({
  method: "POST",
  headers: {
    "content-type": "application/json",
    "idempotency-key": randomUUID(),
    "x-roosted-form": "1",
    origin: portal.origin,
    "sec-fetch-site": "same-origin",
    ...headers,
  },
  body: typeof client === "string" ? client : JSON.stringify(client),
});

const code = ({ body }) => {
  try {
    return JSON.parse(body.toString()).code;
  } catch {
    return undefined;
  }
};

export const journeys = (front) => {
  const test = suite({ front });

  test("who is not signed in does so first, then creates a client and invites its contact", async ({
    form,
    card,
    page,
    portal,
    sandbox,
  }) => {
    const client = everything();
    await form.open();
    assert.equal(portal.signIn.asked.filter((it) => it.path === "/oauth2/start").length, 1);
    await form.fill(client);
    await form.create();
    await card.comes();
    await card.invitation.send("office@moewe.example");
    await sees(card.invitation.again);

    const [sent, ...more] = await sandbox.creates();
    assert.deepEqual(more, []);
    assert.deepEqual(JSON.parse(sent.body), client);
    assert.equal((await sandbox.invites()).length, 1);
    assert.equal((await heard(page, "roosted-created")).length, 1);
    assert.equal((await heard(page, "roosted-invited")).length, 1);
    assert.deepEqual(await heard(page, "roosted-error"), []);
  });

  test("a session that has ended: everything is kept, and the same key goes out afterwards", {
    expects: [/status of 401/],
  }, async (stage) => {
    const { context, form, portal, sandbox } = stage;
    const client = everything();
    await form.open();
    await form.fill(client);
    portal.signIn.end();
    await form.create();
    await failsAs(stage, client, { ...SIGNED_OUT, code: null });
    assert.deepEqual(await sandbox.creates(), []);

    // Signing in in another tab, as the form asks for.
    const tab = await context.newPage();
    await tab.goto("/");
    await sees(tab.locator("roosted-client-form [part~=form]"));
    await worksTheNextTime(stage, { sameKey: true });
  });

  test("sign-in says who somebody is, and not whoever is asking", async ({ portal, sandbox }) => {
    const { signIn } = portal;
    const as = (cookie, headers) => portal.ask("/api/clients", create(portal, { cookie, ...headers }));
    const brought = { "x-auth-request-email": ADA };

    const stranger = await as(signIn.session(EVE), brought);
    assert.deepEqual([stranger.status, code(stranger)], [403, "not-allowed"]);
    const twice = await as(signIn.session(EVE), { "x-auth-request-email": [ADA, ADA] });
    assert.deepEqual([twice.status, code(twice)], [403, "not-allowed"]);
    const nobody = await as("", brought);
    assert.equal(nobody.status, 401);
    signIn.nameless = true;
    const nameless = await as(signIn.session(EVE), brought);
    assert.equal(nameless.status, 401);
    signIn.nameless = false;
    assert.deepEqual(await sandbox.requests(), []);

    // It is not the request that was wrong.
    const known = await as(signIn.session(ADA), { "x-auth-request-email": EVE });
    assert.equal(known.status, 201, known.body.toString());
    assert.equal((await sandbox.creates()).length, 1);
  });

  test("what one person has sent is nobody else's", async ({ portal, sandbox }) => {
    const { signIn } = portal;
    const sent = create(portal, { cookie: signIn.session(ADA) });
    const first = await portal.ask("/api/clients", sent);
    assert.equal(first.status, 201);

    const path = `/api/submissions/${sent.headers["idempotency-key"]}`;
    const look = (person) => portal.ask(path, { headers: { cookie: signIn.session(person) } });
    assert.equal(JSON.parse((await look(ADA)).body.toString()).state, "created");
    const other = await look(BEA);
    assert.deepEqual([other.status, code(other)], [404, "unknown-submission"]);
    assert.equal((await sandbox.creates()).length, 1);
  });

  test("past the front nobody is believed", async ({ portal, proxy, sandbox }) => {
    const { hostname: host, port } = new URL(proxy.origin);
    const { method, headers, body } = create(portal, { host: `${NAME}:${portal.port}` });
    const direct = (localAddress, more) =>
      send(request, { host, port, localAddress }, { path: "/api/clients", method, headers: { ...headers, ...more }, body });

    // From elsewhere, saying to be somebody; and from the front's machine, saying nothing.
    for (const [from, more] of [["127.0.0.9", { "x-auth-request-email": ADA }], ["127.0.0.1", {}]]) {
      const answer = await direct(from, more);
      assert.deepEqual([answer.status, code(answer)], [401, "unauthenticated"], from);
    }
    assert.deepEqual(await sandbox.requests(), []);
  });

  test("where a request comes from is what the browser says", async ({ portal, sandbox }) => {
    const cookie = portal.signIn.session(ADA);
    const ask = (headers) => portal.ask("/api/clients", create(portal, { cookie, ...headers }));
    for (const headers of [
      { "sec-fetch-site": "cross-site" },
      { "sec-fetch-site": [], origin: "https://elsewhere.example" },
      { origin: portal.origin.replace("https:", "http:") },
    ]) {
      const answer = await ask(headers);
      assert.deepEqual([answer.status, code(answer)], [403, "cross-origin"], JSON.stringify(headers));
    }
    const plain = await ask({ "x-roosted-form": [] });
    assert.deepEqual([plain.status, code(plain)], [403, "missing-header"]);
    // The front may know by itself that this is nobody's portal.
    const elsewhere = await ask({ host: "elsewhere.example" }).catch(() => ({ status: 0 }));
    assert.ok(elsewhere.status === 0 || elsewhere.status >= 400 || elsewhere.body.length === 0, `${elsewhere.status}`);
    assert.deepEqual(await sandbox.requests(), []);
  });

  test("the largest client fits through, and nothing larger", async ({ portal, sandbox }) => {
    const cookie = portal.signIn.session(ADA);
    const escaped = (length) => `{"client_name":"Large","client_address":"${"\\ud83e\\udd86".repeat(length)}"}`;
    const fits = await portal.ask("/api/clients", create(portal, { cookie }, escaped(65_535)));
    assert.equal(fits.status, 201, fits.body.toString().slice(0, 300));
    // The proxy answers and hangs up in the middle of it, which a front may pass on as a failure of its
    // own. Never as 503, by which the form would know that nothing has happened.
    const larger = await portal
      .ask("/api/clients", create(portal, { cookie }, escaped(100_000)))
      .catch(() => ({ status: 413 }));
    assert.ok([413, 502].includes(larger.status), `${larger.status}`);
    assert.equal((await sandbox.creates()).length, 1);
  });

  test("the page comes as the proxy sends it", async ({ portal, proxy }) => {
    const cookie = portal.signIn.session(ADA);
    for (const path of ["/", "/roosted-client-form.js"]) {
      const { hostname: host, port } = new URL(proxy.origin);
      const headers = { "accept-encoding": "br" };
      const ours = await send(request, { host, port }, {
        path,
        method: "GET",
        headers: { host: `${NAME}:${portal.port}`, ...headers },
      });
      const through = await portal.ask(path, { headers: { cookie, ...headers } });
      assert.equal(through.status, 200);
      assert.ok(through.body.equals(ours.body), path);
      for (const name of [
        "content-security-policy",
        "content-encoding",
        "content-type",
        "cache-control",
        "cross-origin-opener-policy",
        "cross-origin-resource-policy",
        "referrer-policy",
        "x-content-type-options",
      ]) {
        assert.equal(through.headers[name], ours.headers[name], `${path}: ${name}`);
      }
      assert.match(through.headers["strict-transport-security"], /max-age=\d{8}/, path);
    }
  });

  test("what reaches the proxy is what the browser said, and who sign-in says it is", async () => {
    const { asked, portal } = await inFrontOf(front, (request, response) => response.writeHead(204).end());
    try {
      const cookie = `${portal.signIn.session(ADA)}; other=zebrafink`;
      const sent = create(portal, { cookie, authorization: "Bearer zebrafink", "x-auth-request-email": EVE });
      assert.equal((await portal.ask("/api/clients", sent)).status, 204);

      const [{ headers, raw, body }, ...more] = asked;
      assert.deepEqual(more, []);
      assert.equal(body, sent.body);
      for (const name of ["origin", "sec-fetch-site", "idempotency-key", "x-roosted-form", "content-type"]) {
        assert.equal(headers[name], sent.headers[name], name);
      }
      assert.equal(headers.host, `${NAME}:${portal.port}`);
      assert.deepEqual(raw.filter(([name]) => /^x.auth.request.email$/i.test(name)).map(([, value]) => value), [ADA]);
      // The session and other credentials stay in front.
      assert.deepEqual([headers.cookie, headers.authorization], [undefined, undefined]);
      assert.ok(!JSON.stringify(raw).includes("zebrafink"));
      // And the question who somebody is carries no body.
      const question = portal.signIn.asked.at(-1);
      assert.ok(["0", undefined].includes(question.headers["content-length"]), JSON.stringify(question));
    } finally {
      await portal.close();
    }
  });

  // A 503 would tell the form that nothing has happened.
  test("an answer that is cut off is sent once, and is not called unavailable", async () => {
    const { asked, portal } = await inFrontOf(front, (request) => request.socket.destroy());
    try {
      const cookie = portal.signIn.session(ADA);
      const answer = await portal.ask("/api/clients", create(portal, { cookie }));
      assert.equal(answer.status, 502);
      assert.equal(asked.length, 1);
    } finally {
      await portal.close();
    }
  });
};

// Another front of the same kind, in front of somebody who writes down what reaches it.
const inFrontOf = async (front, answer) => {
  const asked = [];
  const server = createServer(async (request, response) => {
    const parts = await request.toArray();
    const names = request.rawHeaders;
    const raw = names.flatMap((name, index) => (index % 2 ? [] : [[name, names[index + 1]]]));
    asked.push({ headers: request.headers, raw, body: Buffer.concat(parts).toString() });
    answer(request, response);
  });
  server.listen(0, "127.0.0.1");
  await once(server, "listening");
  const portal = await Portal.prepare();
  await portal.open(front, { proxy: { origin: `http://127.0.0.1:${server.address().port}` } });
  const close = portal.close.bind(portal);
  portal.close = async () => {
    await close();
    server.close();
    server.closeAllConnections();
  };
  return { asked, portal };
};
