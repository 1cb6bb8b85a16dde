// Where things stand, and that they stay there while somebody works.

import assert from "node:assert/strict";

import { NAMES } from "./support/fields.mjs";
import { sees, seesText } from "./support/see.mjs";
import { reachState } from "./support/states.mjs";
import { suite } from "./support/suite.mjs";

const test = suite();

const NARROW = { viewport: { width: 320, height: 900 } };
const WIDE = { viewport: { width: 1280, height: 900 } };

// Where fields and the button are, from the corner of the form.
const places = (form) =>
  form.host.evaluate((element, names) => {
    const root = element.shadowRoot.querySelector("[part~=form]");
    const corner = root.getBoundingClientRect();
    const place = (it) => {
      const { x, y } = it.getBoundingClientRect();
      return { x: Math.round(x - corner.x), y: Math.round(y - corner.y) };
    };
    const fields = names.map((name) => [name, place(root.elements[name])]);
    return Object.fromEntries([...fields, ["button", place(root.querySelector("[type=submit]"))]]);
  }, NAMES);

test("a narrow form has one column", NARROW, async ({ form }) => {
  await form.open();
  const columns = new Set(Object.values(await places(form)).map((it) => it.x));
  assert.equal(columns.size, 1);
});

test("a wide form has two columns", WIDE, async ({ form }) => {
  await form.open();
  const { client_contact_name: name, client_contact_email: email } = await places(form);
  assert.equal(name.y, email.y);
  assert.ok(email.x > name.x);
});

test("its own width decides, not the window's", WIDE, async ({ form, page }) => {
  await form.open();
  await page.evaluate(() => document.querySelector("main").style.setProperty("width", "20rem"));
  const columns = new Set(Object.values(await places(form)).map((it) => it.x));
  assert.equal(columns.size, 1);
});

for (const [width, profile] of [["narrow", NARROW], ["wide", WIDE]]) {
  test(`nothing jumps when a message comes, ${width}`, profile, async ({ form }) => {
    await form.open();
    await form.host.evaluate((element) => element.setAttribute("validate", "blur"));
    const before = await places(form);

    await form.field("client_name").focus();
    await form.field("client_contact_email").focus();
    await sees(form.mistake("client_name"));
    assert.deepEqual(await places(form), before, "a mistake");

    await form.field("client_contact_email").fill("call the office");
    await form.field("client_city").focus();
    await sees(form.doubt("client_contact_email"));
    assert.deepEqual(await places(form), before, "a doubt");

    await form.field("client_city").fill("x".repeat(250));
    await sees(form.gauge("client_city"));
    assert.deepEqual(await places(form), before, "a counter");

    await form.field("client_city").fill("x".repeat(256));
    await form.field("client_state").focus();
    await sees(form.mistake("client_city"));
    assert.deepEqual(await places(form), before, "a mistake beside a counter");
  });

  test(`one click creates, whatever is said when a field is left for it, ${width}`, profile, async ({
    form,
    card,
  }) => {
    await form.open();
    await form.host.evaluate((element) => element.setAttribute("validate", "blur"));
    await form.fill({ client_name: "One Click" });
    // Nearly full and odd: as much as can be said about a field at once.
    await form.field("client_contact_email").fill(`call the office ${"x".repeat(235)}`);
    await form.create();
    await card.comes();
  });
}

const widths = (form, within) =>
  form.host.locator(`${within} .button`).evaluateAll((all) => all.map((it) => it.getBoundingClientRect().width));

test("in a narrow form all buttons that lead on are as wide as each other", {
  ...NARROW,
  expects: [/status of 502/],
}, async (stage) => {
  await reachState("candidates", stage);
  const [wide, ...others] = await widths(stage.form, ".banner__actions");
  assert.ok(others.length > 0);
  assert.deepEqual(new Set(others), new Set([wide]));
});

test("in a narrow form a button keeps its size while it works", NARROW, async (stage) => {
  await reachState("empty", stage);
  const before = await widths(stage.form, ".form__actions");
  await reachState("busy", stage);
  assert.deepEqual(await widths(stage.form, ".form__actions"), before);
});

test("nothing moves while the form is loaded", WIDE, async ({ form, page }) => {
  await page.addInitScript(() => {
    window.shift = 0;
    new PerformanceObserver((list) => {
      for (const entry of list.getEntries()) window.shift += entry.value;
    }).observe({ type: "layout-shift", buffered: true });
  });
  await form.open();
  await sees(form.banner("environment"));
  assert.ok((await page.evaluate(() => window.shift)) < 0.01);
});

test("the address grows with its text, and the page does not scroll sideways", NARROW, async ({ form, page }) => {
  await form.open();
  const { height: before } = await form.field("client_address").boundingBox();
  await form.field("client_address").fill("One Line\n".repeat(9));
  const { height: after } = await form.field("client_address").boundingBox();
  assert.ok(after > before + 60, `${before} → ${after}`);
  await seesText(form.host.locator("h2"), /Add a client/);
  assert.ok(await page.evaluate(() => document.scrollingElement.scrollWidth <= innerWidth));
});
