// The real browser.

import { chromium } from "playwright-core";

import { CHROMIUM } from "./settings.mjs";

// `whole` is one that asks before it leaves a page and keeps those it left, as a person's does: the other one is
// quicker, and knows neither.
export const launch = (more = [], { whole = false } = {}) =>
  chromium.launch({
    executablePath: CHROMIUM,
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
      ...(whole ? ["--headless=new"] : []),
      ...more,
    ],
  });
