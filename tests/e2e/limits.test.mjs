// The lengths, counted in characters as people count them: at the limit, one over, and nearly there.

import assert from "node:assert/strict";

import { LABELS, NAMES, limitOf } from "./support/fields.mjs";
import { sees, seesNot, seesText } from "./support/see.mjs";
import { suite } from "./support/suite.mjs";

const test = suite();

// One code point, two UTF-16 units, four bytes.
const EMOJI = "🧑";

for (const name of NAMES) {
  const limit = limitOf(name);
  const spelled = limit.toLocaleString("en");

  test(`${LABELS[name]} takes ${spelled} characters and refuses one more`, async ({
    form,
    card,
    sandbox,
  }) => {
    await form.open();
    await form.fill({ client_name: "At the limit", [name]: "x".repeat(limit + 1) });
    await seesText(form.gauge(name), /^\s*1 character too many\s*$/);
    await form.create();
    await seesText(form.mistake(name), /^Shorten the .+ by 1 character$/);
    assert.deepEqual(await sandbox.creates(), []);

    await form.field(name).fill("x".repeat(limit));
    await seesNot(form.mistake(name));
    await seesText(form.gauge(name), /^\s*0 characters left\s*$/);
    await form.create();
    await card.comes();
    const [{ body }] = await sandbox.creates();
    assert.equal(JSON.parse(body)[name].length, limit);
  });
}

for (const name of ["client_name", "client_address"]) {
  const limit = limitOf(name);

  test(`${LABELS[name]} counts an emoji as one character`, async ({ form, card, sandbox }) => {
    await form.open();
    await form.fill({ client_name: "Emoji", [name]: EMOJI.repeat(limit + 1) });
    await form.create();
    await seesText(form.mistake(name), /by 1 character$/);
    assert.deepEqual(await sandbox.creates(), []);

    await form.field(name).fill(EMOJI.repeat(limit));
    await form.create();
    await card.comes();
    const [{ body }] = await sandbox.creates();
    assert.equal(JSON.parse(body)[name], EMOJI.repeat(limit));
  });
}

test("white space at the ends does not count", async ({ form, card, sandbox }) => {
  await form.open();
  await form.fill({ client_name: `  ${"x".repeat(255)}\u200B ` });
  await form.create();
  await card.comes();
  const [{ body }] = await sandbox.creates();
  assert.equal(JSON.parse(body).client_name, "x".repeat(255));
});

test("a counter comes at nine tenths of a limit, and goes below", async ({ form }) => {
  await form.open();
  const name = form.field("client_name");
  const gauge = form.gauge("client_name");
  await name.fill("x".repeat(229));
  await seesNot(gauge);
  await name.fill("x".repeat(230));
  await seesText(gauge, /25 characters left/);
  await sees(gauge);
  assert.match((await form.description("client_name")).join(" "), /25 characters left/);
  await name.press("x");
  await seesText(gauge, /24 characters left/);
  await name.fill("short");
  await seesNot(gauge);
});

test("over the limit a person may go on typing and is told by how much", async ({ form }) => {
  await form.open();
  await form.field("client_city").fill("x".repeat(255));
  await form.field("client_city").pressSequentially("yz");
  await seesText(form.gauge("client_city"), /2 characters too many/);
  assert.equal((await form.field("client_city").inputValue()).length, 257);
  assert.equal(await form.field("client_city").getAttribute("maxlength"), null);
});

test("thousands are written so that they can be read", async ({ form }) => {
  await form.open();
  await form.field("client_address").fill("x".repeat(60_000));
  await seesText(form.gauge("client_address"), /5,535 characters left/);
});

test("a long text on the card can be read, and reached by keyboard", async ({ form, card }) => {
  await form.open();
  await form.fill({ client_name: "Long", client_address: "Quayside ".repeat(2_000) });
  await form.create();
  await card.comes();
  const address = card.value("client_address");
  assert.equal(await address.getAttribute("tabindex"), "0");
  const { height, scrolls } = await address.evaluate((it) => ({
    height: it.clientHeight,
    scrolls: it.scrollHeight > it.clientHeight,
  }));
  assert.ok(height < 400 && scrolls, `${height} px`);
});
