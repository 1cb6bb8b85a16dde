// How it looks in a page: its own style stays inside, the page's outside, and the theme is live.

import assert from "node:assert/strict";

import { sees, seesNot } from "./support/see.mjs";
import { suite } from "./support/suite.mjs";

const test = suite({ pages: true });

// What a person sees of some elements, as numbers and words. The font is the page's on purpose.
const looks = (form) =>
  form.host.evaluate((element) => {
    const looks = {};
    const selectors = ["h2", "legend", "label", ".field__hint", "input", "textarea", "button", ".form__note"];
    for (const selector of selectors) {
      const style = getComputedStyle(element.shadowRoot.querySelector(selector));
      for (const name of style) {
        if (/^(font-family|width|height|inline-size|block-size|perspective-origin|transform-origin)$/.test(name)) continue;
        looks[`${selector} ${name}`] = style.getPropertyValue(name);
      }
    }
    return looks;
  });

test("a hostile page changes nothing inside", async ({ form }) => {
  await form.open("/pages/early.html");
  const before = await looks(form);
  await form.open("/pages/hostile.html");
  const after = await looks(form);
  const changed = Object.keys(before).filter((name) => before[name] !== after[name]);
  assert.deepEqual(changed.map((name) => `${name}: ${before[name]} → ${after[name]}`), []);
});

test("nothing inside changes the page", async ({ form, page }) => {
  await form.open("/pages/early.html");
  const own = await page.evaluate(() => {
    const probe = document.createElement("p");
    probe.className = "card banner field form button";
    document.body.append(probe);
    const { padding, borderWidth, display, color } = getComputedStyle(probe);
    return { padding, borderWidth, display, color, sheets: document.adoptedStyleSheets.length };
  });
  assert.deepEqual(own, {
    padding: "0px",
    borderWidth: "0px",
    display: "block",
    color: "rgb(0, 0, 0)",
    sheets: 0,
  });
});

const schemeOf = (form) =>
  form.host.evaluate((element) => {
    const paper = getComputedStyle(element.shadowRoot.querySelector("[part~=form]")).backgroundColor;
    // Lightness, whatever the notation: the canvas knows all of them.
    const canvas = document.createElement("canvas").getContext("2d");
    canvas.fillStyle = paper;
    canvas.fillRect(0, 0, 1, 1);
    const [red, green, blue] = canvas.getImageData(0, 0, 1, 1).data;
    return { scheme: getComputedStyle(element).colorScheme, light: red + green + blue > 382 };
  });

test("the theme can be set and changed at any time", { colorScheme: "light" }, async ({ form }) => {
  await form.open();
  assert.equal((await schemeOf(form)).light, true);
  await form.host.evaluate((element) => element.setAttribute("theme", "dark"));
  assert.deepEqual(await schemeOf(form), { scheme: "dark", light: false });
  await form.host.evaluate((element) => element.setAttribute("theme", "light"));
  assert.deepEqual(await schemeOf(form), { scheme: "light", light: true });
  await form.host.evaluate((element) => element.setAttribute("theme", "auto"));
  assert.equal((await schemeOf(form)).light, true);
});

test("left alone, it follows the page, which follows the person", { colorScheme: "dark" }, async ({ form }) => {
  await form.open();
  assert.equal((await schemeOf(form)).light, false);
});

test("a page can restyle parts and set its own colors", async ({ form, page }) => {
  await form.open("/pages/early.html");
  const color = await page.evaluate(() => {
    const sheet = new CSSStyleSheet();
    sheet.replaceSync(`
      roosted-client-form { --roosted-accent: rgb(1, 2, 3); }
      roosted-client-form::part(label) { color: rgb(4, 5, 6); }
    `);
    document.adoptedStyleSheets = [sheet];
    const root = document.querySelector("roosted-client-form").shadowRoot;
    const button = root.querySelector("[part~=submit]");
    button.style.setProperty("transition", "none");
    return {
      button: getComputedStyle(button).backgroundColor,
      label: getComputedStyle(root.querySelector("[part~=label]")).color,
    };
  });
  assert.deepEqual(color, { button: "rgb(1, 2, 3)", label: "rgb(4, 5, 6)" });
});

test("a hidden element is not seen", async ({ form }) => {
  await form.open();
  await form.host.evaluate((element) => element.setAttribute("hidden", ""));
  await seesNot(form.button);
  await form.host.evaluate((element) => element.removeAttribute("hidden"));
  await sees(form.button);
});
