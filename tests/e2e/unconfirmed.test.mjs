// Roosted took the request and gave no answer to rely on: it may exist, so nothing is sent again.

import assert from "node:assert/strict";

import { hurry } from "./support/clock.mjs";
import { heard } from "./support/events.mjs";
import { DISTINCTIVE, failsAs } from "./support/failing.mjs";
import { everything } from "./support/fields.mjs";
import { sees, seesText } from "./support/see.mjs";
import { suite } from "./support/suite.mjs";

const test = suite();

const OPEN = { kind: "unconfirmed", banner: "checking", status: 202, code: null, words: /nothing is sent twice/i };

const doubts = [
  { kind: "status", status: 500, body: DISTINCTIVE },
  { kind: "status", status: 503, body: DISTINCTIVE },
  { kind: "html", status: 502 },
  { kind: "html", status: 200 },
  { kind: "redirect", location: "http://127.0.0.1:1/elsewhere" },
  { kind: "redirect", location: "/elsewhere", status: 302 },
  { kind: "reset" },
  { kind: "reset", created: true },
  { kind: "close" },
  { kind: "cut", created: true },
  { kind: "malformed", body: `{ "id": "${DISTINCTIVE}", ` },
  { kind: "huge", bytes: 3_000_000, created: true },
  { kind: "huge", bytes: 3_000_000, chunked: true, created: true },
  { kind: "no-id", created: true },
  { kind: "echo" },
  { kind: "hang" },
  { kind: "hang", created: true },
];

const inWords = ({ kind, ...rest }) => {
  const details = Object.entries(rest).filter(([, value]) => !String(value).includes(DISTINCTIVE));
  return [kind, ...details.map(([name, value]) => `${name} ${value}`)].join(", ");
};

for (const fault of doubts) {
  test(`what is not known is being checked, and sent once: ${inWords(fault)}`, async (stage) => {
    const { form, sandbox } = stage;
    const client = everything();
    await sandbox.plan("create", fault);
    await form.open();
    await form.fill(client);
    await form.create();
    await failsAs(stage, client, OPEN);

    assert.equal(await form.button.getAttribute("aria-disabled"), "true");
    await form.createAnyway();
    await form.field("client_name").press("Enter");
    assert.equal(form.sent.length, 1);
    assert.equal((await sandbox.creates()).length, 1);
  });
}

test("when looking comes to nothing, the person decides", async ({
  context,
  form,
  card,
  page,
  sandbox,
}) => {
  const client = everything();
  const lookAgain = form.host.getByRole("button", { name: "Look again" });
  await hurry(context);
  await sandbox.plan("create", { kind: "reset" });
  await form.open();
  await form.fill(client);
  await form.create();
  await sees(lookAgain);

  await seesText(form.banner("checking"), /not confirmed/i);
  assert.deepEqual(await form.values(), client);
  await form.createAnyway();
  assert.equal((await sandbox.creates()).length, 1);

  await lookAgain.click();
  await seesText(form.banner("checking"), /checking/i);
  await sees(lookAgain);
  assert.equal((await sandbox.creates()).length, 1);

  await form.host.getByRole("button", { name: /back to the form/ }).click();
  assert.deepEqual(await form.values(), client);
  await form.create();
  // The same payload under the same key: the proxy answers from what it knows.
  await sees(form.banner("checking"));
  assert.equal(form.sent[1].key, form.sent[0].key);
  assert.equal((await sandbox.creates()).length, 1);

  await sees(lookAgain);
  await form.host.getByRole("button", { name: /back to the form/ }).click();
  await form.fill({ client_city: "Somewhere else" });
  await form.create();
  await card.comes();
  assert.equal((await sandbox.creates()).length, 2);
  assert.notEqual(form.sent[2].key, form.sent[0].key);
  assert.equal((await heard(page, "roosted-error")).length, 1);
  assert.equal((await heard(page, "roosted-created")).length, 1);
});
