// What a page does at a keystroke: its own handlers, and the style and layout that they bring about.
//
// The keys are real ones. The clock runs from when an event reaches the page until it has left it, with the
// microtasks and, at the end, the layout; what the browser does by itself, such as putting the letter into
// its field, is before or after that.

import { teach, words } from "./page.mjs";

const FIELDS = [
  { name: "client_name", at: "name", length: 0 },
  { name: "client_address", at: "address of 65,535", length: 65_535 },
];

// So many keys are one sample: the clock has steps of 5 µs.
const KEYS = 20;
const SAMPLES = 5;

const listen = () => {
  let begun;
  window.spent = 0;
  const settle = () => document.documentElement.getBoundingClientRect();
  const begin = () => {
    settle();
    begun = performance.now();
  };
  const end = () => {
    settle();
    window.spent += performance.now() - begun;
  };
  for (const event of ["keydown", "keypress", "beforeinput", "input", "keyup"]) {
    addEventListener(event, begin, { capture: true });
    addEventListener(event, end);
  }
};

export const keys = async (browser, origin) => {
  const context = await browser.newContext();
  try {
    await context.addInitScript(teach);
    await context.addInitScript(listen);
    const page = await context.newPage();
    await page.goto(origin);
    await page.evaluate(() => live);
    const isPrecise = await page.evaluate(() => crossOriginIsolated);
    if (!isPrecise) throw new Error("the clock is too coarse: the page is not isolated");
    const samples = [];
    for (const { name, at, length } of FIELDS) {
      const typed = KEYS * (SAMPLES + 1);
      const field = page.locator(`[name=${name}]`);
      const text = words(Math.max(0, length - typed));
      await field.evaluate((field, text) => type(field, text), text);
      await field.focus();
      await field.press("Control+End");
      // The first ones are for the compiler.
      for (let sample = 0; sample <= SAMPLES; sample += 1) {
        await page.evaluate(() => (window.spent = 0));
        await page.keyboard.type("a".repeat(KEYS));
        const spent = await page.evaluate(() => window.spent);
        if (sample > 0) samples.push({ what: "keystroke, µs", at, value: (spent * 1000) / KEYS });
      }
    }
    return samples;
  } finally {
    await context.close();
  }
};
