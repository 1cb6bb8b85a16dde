// The real browser.

import { chromium } from "playwright-core";

import { CHROMIUM, HEADLESS_SHELL } from "./settings.mjs";

// `whole` is one that asks before it leaves a page and keeps those it left, as a person's does: the other one is
// quicker, and knows neither.
export const launch = (more = [], { whole = false } = {}) =>
  chromium.launch({
    executablePath: whole ? CHROMIUM : HEADLESS_SHELL,
    ignoreDefaultArgs: whole ? ["--headless", "--disable-back-forward-cache"] : [],
    // Nothing on its own account: a request that is seen is a request of the page.
    args: [
      "--no-sandbox",
      "--disable-gpu",
      "--disable-background-networking",
      "--disable-component-update",
      "--disable-sync",
      "--no-first-run",
      "--disable-quic",
      // The other one cannot tell a module that reads beyond its memory by the processor's signal.
      whole ? "--headless=new" : "--js-flags=--wasm-enforce-bounds-checks",
      ...more,
    ],
  });
