// Where the colors are the person's, everything that color said is said by something else.

import assert from "node:assert/strict";

import { LOOKS, put } from "./support/looks.mjs";
import { focused } from "./support/focus.mjs";
import { reachState } from "./support/states.mjs";
import { suite } from "./support/suite.mjs";

const test = suite();

const reached = async (name, stage) => {
  await reachState(name, stage);
  await put(stage.page, LOOKS.forced);
};

// Some of how a piece looks, and two of the person's colors.
const looks = (form, selector, ...names) =>
  form.host.evaluate(
    (element, [selector, names]) => {
      const style = getComputedStyle(element.shadowRoot.querySelector(selector));
      return names.map((name) => style.getPropertyValue(name));
    },
    [selector, names],
  );

const color = (page, name) =>
  page.evaluate((name) => {
    const probe = document.createElement("p");
    probe.style.setProperty("color", name);
    document.body.append(probe);
    const { color } = getComputedStyle(probe);
    probe.remove();
    return color;
  }, name);

test("a field that is wrong has a thicker edge, and everything stays where it is", async (stage) => {
  const { form } = stage;
  await reached("summary", stage);
  const [wrong] = await looks(form, "#client_name", "border-bottom-width");
  const [right] = await looks(form, "#client_state", "border-bottom-width");
  assert.deepEqual([wrong, right], ["3px", "1px"]);
  const box = (name) => form.input(name).boundingBox();
  assert.equal((await box("client_city")).height, (await box("client_state")).height);
});

test("what cannot be changed or pressed now is gray", async (stage) => {
  const { form, page } = stage;
  await reached("busy", stage);
  const gray = await color(page, "GrayText");
  assert.notEqual(gray, await color(page, "CanvasText"));
  assert.deepEqual(await looks(form, "#client_name", "color", "border-bottom-color"), [gray, gray]);
  assert.deepEqual(await looks(form, "[type=submit]", "color", "border-bottom-color", "opacity"), [gray, gray, "1"]);
});

for (const [name, selector] of [["busy", "[type=submit]"], ["checking", ".banner__title"]]) {
  test(`the ring that turns has a gap, so that it is seen to turn: ${name}`, { expects: [/status of 502/] }, async (stage) => {
    await reached(name, stage);
    const [gap, ring] = await stage.form.host.evaluate((element, selector) => {
      const style = getComputedStyle(element.shadowRoot.querySelector(selector), "::before");
      return [style.borderBlockStartColor, style.borderBlockEndColor];
    }, selector);
    assert.notEqual(gap, ring);
  });
}

test("buttons, boxes and the tick have an edge", { expects: [/status of 502/] }, async (stage) => {
  const { form } = stage;
  await reached("invitation failed", stage);
  const [paper] = await looks(form, "[part~=card]", "background-color");
  for (const selector of ["[part~=card]", "[part~=invite]", "[part~=banner]", "[type=submit]", "[part~=create-another]", ".badge"]) {
    const [width, edge] = await looks(form, selector, "border-bottom-width", "border-bottom-color");
    assert.ok(parseFloat(width) >= 1 && edge !== paper, `${selector}: ${width} ${edge} on ${paper}`);
  }
});

test("what one came for is filled, and nothing else is", { expects: [/status of 502/] }, async (stage) => {
  const { form, page } = stage;
  await reached("invitation failed", stage);
  const [ink, paper] = [await color(page, "ButtonText"), await color(page, "ButtonFace")];
  assert.deepEqual(await looks(form, "[type=submit]", "background-color", "color"), [ink, paper]);
  const [ground, words] = await looks(form, "[part~=create-another]", "background-color", "color");
  assert.equal(words, ink);
  assert.notEqual(ground, ink);
});

test("focus has a ring that is seen, at every stop", async (stage) => {
  const { page } = stage;
  await reached("summary", stage);
  for (let stops = 0; stops < 11; stops += 1) {
    await page.keyboard.press("Tab");
    const found = await focused(page);
    assert.ok(found.ring, JSON.stringify(found));
  }
});
