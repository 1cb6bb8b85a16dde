// What a page does at a keystroke: its own handlers, and the style and layout that they bring about.
//
// The keys are real ones. The clock runs from when an event reaches the page until it has left it, with the
// microtasks and, at the end, the layout; what the browser does by itself, such as putting the letter into
// its field, is before or after that.
//
// "All of it" is what the main thread spent on scripts, style and layout meanwhile: also what a page puts off,
// and what the browser does by itself.

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

// Time of the main thread for scripts, style and layout since the page was opened, in µs.
const used = async (session) => {
  const { metrics } = await session.send("Performance.getMetrics");
  const parts = ["ScriptDuration", "RecalcStyleDuration", "LayoutDuration"];
  return metrics.filter(({ name }) => parts.includes(name)).reduce((sum, { value }) => sum + value * 1e6, 0);
};

// Types some keys, and waits until what they put off is done as well.
const press = async (page) => {
  await page.keyboard.type("a".repeat(KEYS));
  return page.evaluate(async () => {
    await new Promise((resolve) => requestAnimationFrame(() => setTimeout(resolve)));
    const { spent } = window;
    window.spent = 0;
    return spent * 1000;
  });
};

export const keys = async (browser, origin) => {
  const context = await browser.newContext();
  try {
    await context.addInitScript(teach);
    await context.addInitScript(listen);
    const page = await context.newPage();
    const session = await context.newCDPSession(page);
    await session.send("Performance.enable", { timeDomain: "threadTicks" });
    await page.goto(origin);
    await page.evaluate(() => live);
    const isPrecise = await page.evaluate(() => crossOriginIsolated);
    if (!isPrecise) throw new Error("the clock is too coarse: the page is not isolated");
    const samples = [];
    for (const { name, at, length } of FIELDS) {
      const field = page.locator(`[name=${name}]`);
      const text = words(Math.max(0, length - KEYS * (SAMPLES + 1)));
      await field.evaluate((field, text) => type(field, text), text);
      await field.focus();
      await field.press("Control+End");
      // For the compiler.
      await press(page);
      for (let sample = 0; sample < SAMPLES; sample += 1) {
        const before = await used(session);
        const event = (await press(page)) / KEYS;
        const all = ((await used(session)) - before) / KEYS;
        samples.push({ what: "keystroke, µs", at, value: event });
        samples.push({ what: "all of it, µs", at, value: all });
      }
    }
    return samples;
  } finally {
    await context.close();
  }
};
