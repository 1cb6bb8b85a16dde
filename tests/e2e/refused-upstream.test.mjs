// Roosted says no, or wait: nothing was created, and everybody knows it.

import { DISTINCTIVE, failsAs, worksTheNextTime } from "./support/failing.mjs";
import { everything } from "./support/fields.mjs";
import { suite } from "./support/suite.mjs";

const test = suite();

const REJECTED = { kind: "rejected", status: 422, code: "upstream-rejected", words: /did not accept|refused/i };
const CONFLICT = { kind: "rejected", status: 409, code: "upstream-conflict", words: /conflict/i };
const KEY = { kind: "misconfigured", status: 502, code: "upstream-unauthorized", words: /administrator/ };
const RIGHT = { kind: "misconfigured", status: 502, code: "upstream-forbidden", words: /administrator/ };
const PLACE = { kind: "misconfigured", status: 502, code: "upstream-not-found", words: /administrator/ };
const BUSY = { kind: "unavailable", status: 503, code: "upstream-busy", words: /wait/i };

const refusals = [
  [400, REJECTED],
  [413, REJECTED],
  [415, REJECTED],
  [422, REJECTED],
  [409, CONFLICT],
  [401, KEY],
  [403, RIGHT],
  [404, PLACE],
  [405, PLACE],
  [429, BUSY],
];

for (const [status, failure] of refusals) {
  test(`a ${status} of Roosted is ${failure.kind}: ${failure.code}`, {
    expects: [new RegExp(`status of ${failure.status} .*/api/clients`)],
  }, async (stage) => {
    const { form, sandbox } = stage;
    const client = everything();
    const body = JSON.stringify({ message: DISTINCTIVE, errors: { client_name: [DISTINCTIVE] } });
    // Longer than anybody waits, so that the proxy passes the wish on.
    const headers = status === 429 ? [["retry-after", "3600"]] : [];
    await sandbox.plan("create", { kind: "status", status, headers, body });
    await form.open();
    await form.fill(client);
    await form.create();
    await failsAs(stage, client, failure);

    await sandbox.forget();
    // A rejected payload is another one before it is sent again.
    const rejected = failure.kind === "rejected";
    if (rejected) await form.fill({ client_city: "Put Right" });
    await worksTheNextTime(stage, { sameKey: !rejected });
  });
}

test("the sandbox's own error text is shown to nobody", {
  expects: [/status of 502 .*\/api\/clients/],
}, async (stage) => {
  const { form, sandbox } = stage;
  const client = everything();
  await sandbox.plan("create", { kind: "status", status: 403 });
  await form.open();
  await form.fill(client);
  await form.create();
  await failsAs(stage, client, RIGHT);
});
