// "Created, invitation not sent" is a state of its own, with its own retry.

import assert from "node:assert/strict";

import { heard } from "./support/events.mjs";
import { DISTINCTIVE, showsNothingOf } from "./support/failing.mjs";
import { everything } from "./support/fields.mjs";
import { focusIs } from "./support/focus.mjs";
import { eventually, sees, seesNot, seesText } from "./support/see.mjs";
import { suite } from "./support/suite.mjs";

const test = suite();

const created = async ({ form, card }, client = everything()) => {
  await form.open();
  await form.fill(client);
  await form.create();
  await card.comes();
  return client;
};

const told = async (page, expected) =>
  eventually(async () => {
    const errors = await heard(page, "roosted-error");
    assert.deepEqual(
      errors.map(({ detail: { kind, status, code } }) => ({ kind, status, code })),
      [expected],
    );
  });

const body = DISTINCTIVE;
const NOT_SET_UP = { kind: "misconfigured", status: 502, code: "invite-not-configured" };
const failures = [
  [{ kind: "status", status: 404, body }, NOT_SET_UP, /not set up/i],
  [{ kind: "status", status: 405, body }, NOT_SET_UP, /not set up/i],
  [{ kind: "status", status: 401, body }, { kind: "misconfigured", status: 502, code: "upstream-unauthorized" }, /administrator/i],
  [{ kind: "status", status: 403, body }, { kind: "misconfigured", status: 502, code: "upstream-forbidden" }, /administrator/i],
  [{ kind: "status", status: 422, body }, { kind: "rejected", status: 422, code: "upstream-rejected" }, /did not accept|check/i],
  [{ kind: "status", status: 409, body }, { kind: "rejected", status: 409, code: "upstream-conflict" }, /did not accept|check/i],
  [{ kind: "status", status: 429, headers: [["retry-after", "3600"]], body }, { kind: "unavailable", status: 503, code: "upstream-busy" }, /try again|wait/i],
];

for (const [fault, failure, words] of failures) {
  test(`a ${fault.status} of the invitation leaves the client created: ${failure.code}`, {
    expects: [new RegExp(`status of ${failure.status} .*/invite`)],
  }, async (stage) => {
    const { form, card, page, sandbox } = stage;
    await created(stage);
    await sandbox.plan("invite", fault);
    await card.invitation.send("office@moewe.example");
    await seesText(card.invitation.banner("error"), words);
    await seesText(card.invitation.banner("error"), /client is created/i);
    await told(page, failure);
    await showsNothingOf(page, form);
    assert.equal(await card.status.getAttribute("data-value"), "null");
    assert.equal(await card.invitation.address.inputValue(), "office@moewe.example");

    // Only the invitation is tried again.
    await sandbox.forget();
    await card.invitation.send();
    await sees(card.invitation.again);
    assert.equal((await sandbox.invites()).length, 1);
    assert.deepEqual(await sandbox.creates(), []);
    assert.equal((await heard(page, "roosted-invited")).length, 1);
  });
}

for (const fault of [
  { kind: "status", status: 500, body },
  { kind: "reset" },
  { kind: "hang" },
  { kind: "redirect", location: "/elsewhere" },
]) {
  test(`an invitation without an answer is not confirmed: ${fault.kind} ${fault.status ?? ""}`, async (stage) => {
    const { form, card, page, sandbox } = stage;
    await created(stage);
    await sandbox.plan("invite", fault);
    await card.invitation.send();
    await seesText(card.invitation.banner("checking"), /not confirmed/i);
    await told(page, { kind: "unconfirmed", status: 202, code: null });
    await showsNothingOf(page, form);
    assert.equal((await sandbox.invites()).length, 1);
    assert.deepEqual(await heard(page, "roosted-invited"), []);
  });
}

test("an answer without a client is followed by a look at the client", async (stage) => {
  const { card, sandbox } = stage;
  const client = await created(stage);
  await sandbox.plan("invite", { kind: "status", status: 204, body: "", created: true });
  await card.invitation.send();
  await sees(card.invitation.again);
  assert.equal(await card.value("client_portal_invite_email").textContent(), client.client_contact_email);
  assert.equal((await sandbox.invites()).length, 1);
});

const addresses = [
  ["", /enter an e-mail address/i],
  ["  \u200B ", /enter an e-mail address/i],
  ["call the office", /like name@example\.com/i],
  ["ada@example", /like name@example\.com/i],
  ["a@example.org, b@example.org", /like name@example\.com/i],
  [`${"x".repeat(250)}@a.example`, /at most 255/i],
];

for (const [address, words] of addresses) {
  test(`no invitation goes to ${JSON.stringify(address.slice(0, 30))}`, async (stage) => {
    const { card, page, sandbox } = stage;
    await created(stage);
    await card.invitation.send(address);
    await seesText(card.invitation.mistake, words);
    await focusIs(page, { name: "invite_email", inside: true });
    assert.equal(await card.invitation.address.getAttribute("aria-invalid"), "true");
    assert.deepEqual(await sandbox.invites(), []);
    assert.deepEqual(await heard(page, "roosted-error"), []);

    await card.invitation.address.fill("ada@example.org");
    await seesNot(card.invitation.mistake);
    await card.invitation.send();
    await sees(card.invitation.again);
  });
}

test("a client without an address has an empty field to fill", async (stage) => {
  const { card, sandbox } = stage;
  await created(stage, { client_name: "No Address" });
  assert.equal(await card.invitation.address.inputValue(), "");
  await card.invitation.send("new@example.org");
  await sees(card.invitation.again);
  const [{ body }] = await sandbox.invites();
  assert.deepEqual(JSON.parse(body), { email: "new@example.org" });
});

// The badge has a word for each status, and one for those that nobody knows yet.
for (const [number, word] of [
  [0, "Invited"],
  [2, "Connected"],
  [7, "Unknown (7)"],
  [-1, "Unknown (-1)"],
]) {
  test(`a portal status of ${number} is shown as ${word}`, async (stage) => {
    const { card, form, sandbox } = stage;
    await sandbox.plan("create", { kind: "drift", portal_status: number, created: true });
    await form.open();
    await form.fill({ client_name: "Status" });
    await form.create();
    await card.comes();
    assert.equal(await card.status.getAttribute("data-value"), String(number));
    assert.equal(await card.value("client_portal_connection_status").getAttribute("data-value"), String(number));
    assert.equal((await card.status.textContent()).trim(), word);
  });
}

test("a pending client is marked as such", async ({ card, form, sandbox }) => {
  const client = { id: "pEnd1", client_name: "Pending Ltd", pending: true };
  await sandbox.plan("create", { kind: "status", status: 201, body: JSON.stringify(client) });
  await form.open();
  await form.fill({ client_name: "Pending Ltd" });
  await form.create();
  await card.comes();
  await seesText(card.status, /Pending/);
  assert.equal(await card.value("pending").textContent(), "Yes");
});
