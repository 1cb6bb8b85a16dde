// What arrives of what was typed: the ends cleaned, nothing inside changed, nothing empty sent.

import assert from "node:assert/strict";

import { NAMES } from "./support/fields.mjs";
import { suite } from "./support/suite.mjs";

const test = suite();

const bodyOf = async (sandbox) => {
  const creates = await sandbox.creates();
  assert.equal(creates.length, 1);
  return JSON.parse(creates[0].body);
};

test("a name alone is enough, and nothing else is sent", async ({ form, card, sandbox }) => {
  await form.open();
  await form.fill({ client_name: "Only a Name" });
  await form.create();
  await card.comes();

  assert.deepEqual(await bodyOf(sandbox), { client_name: "Only a Name" });
});

test("a field of white space only is left out", async ({ form, card, sandbox }) => {
  await form.open();
  const blank = Object.fromEntries(NAMES.map((name) => [name, " \t\u200B\u2060 "]));
  await form.fill({ ...blank, client_name: "Blank Fields", client_city: "Hull" });
  await form.create();
  await card.comes();

  assert.deepEqual(await bodyOf(sandbox), { client_name: "Blank Fields", client_city: "Hull" });
});

test("invisible marks at the ends are dropped, those inside stay", async ({ form, card, sandbox }) => {
  await form.open();
  await form.fill({ client_name: "\uFEFF \u200E\u202AInner\u200B \u00A0Marks\u202C\u3000\u2060" });
  await form.create();
  await card.comes();

  assert.deepEqual(await bodyOf(sandbox), { client_name: "Inner\u200B \u00A0Marks" });
});

test("lines of an address survive, whatever ends them", async ({ form, card, page, sandbox }) => {
  await form.open();
  await form.fill({ client_name: "Line Ends" });
  // The setter of the element takes what no keyboard types.
  await form.host.evaluate((element) => {
    element.values = { client_address: "\r\n1 Main St\r\nSuite 2\rFloor 3\n\nRear  entrance\r\n" };
  });
  await form.create();
  await card.comes();

  const lines = "1 Main St\nSuite 2\nFloor 3\n\nRear  entrance";
  assert.equal((await bodyOf(sandbox)).client_address, lines);
  assert.equal(await card.value("client_address").textContent(), lines);
  assert.equal(await card.value("client_address").evaluate((it) => getComputedStyle(it).whiteSpace), "pre-wrap");
  assert.equal(await page.locator("roosted-client-form").count(), 1);
});

test("a pasted address keeps its lines, a pasted name becomes one line", {
  permissions: ["clipboard-read", "clipboard-write"],
}, async ({ form, card, page, sandbox }) => {
  await form.open();
  for (const [name, text] of [
    ["client_name", "Pasted\tName"],
    ["client_address", "1 Main St\r\nSuite 2"],
  ]) {
    await page.evaluate((text) => navigator.clipboard.writeText(text), text);
    await form.field(name).focus();
    await page.keyboard.press("ControlOrMeta+V");
  }
  await form.create();
  await card.comes();

  assert.deepEqual(await bodyOf(sandbox), {
    client_name: "Pasted\tName",
    client_address: "1 Main St\nSuite 2",
  });
});

// Code points that must not be normalized, joined or split.
const NAMES_OF_THE_WORLD = [
  ["emoji joined by ZWJ", "👩\u200D🔧 & 👨\u200D👩\u200D👧\u200D👦 Ltd"],
  ["flags and skin tones", "🇩🇪 👍🏽 Catering"],
  ["Hebrew with a number", "שלום 24 בע״מ"],
  ["Arabic with a mark inside", "شركة\u200F ABC\u200E التموين"],
  ["an override inside", "abc\u202Edef\u202Cghi"],
  ["Devanagari with a joiner", "क\u094Dष\u200Cत्रिय"],
  ["combining marks, not composed", "Ame\u0301lie & Zoe\u0308"],
  ["characters beyond the first plane", "𠮷野家 𝔘𝔫𝔦𝔠𝔬𝔡𝔢"],
  ["quotes, slashes and entities", "O'Neil \"&\" \\Söhne/ &amp; 100 %"],
];

for (const [what, name] of NAMES_OF_THE_WORLD) {
  test(`${what} arrive and come back byte for byte`, async ({ form, card, sandbox }) => {
    await form.open();
    await form.fill({ client_name: name });
    await form.create();
    await card.comes();

    assert.equal((await bodyOf(sandbox)).client_name, name);
    assert.equal(await card.value("client_name").textContent(), name);
  });
}
