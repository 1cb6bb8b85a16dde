// The real browser.

import { chromium } from "playwright-core";

import { CHROMIUM } from "./settings.mjs";

export const launch = (more = []) =>
  chromium.launch({
    executablePath: CHROMIUM,
    // Nothing on its own account: a request that is seen is a request of the page.
    args: [
      "--no-sandbox",
      "--disable-gpu",
      "--disable-background-networking",
      "--disable-component-update",
      "--disable-sync",
      "--no-first-run",
      "--disable-quic",
      ...more,
    ],
  });
