// Waiting for what a person would see, with a deadline, and never for a while.

import assert from "node:assert/strict";

import { PATIENCE } from "./settings.mjs";

export const sees = (locator) => locator.waitFor({ state: "visible", timeout: PATIENCE });

export const seesNot = (locator) => locator.waitFor({ state: "hidden", timeout: PATIENCE });

// Asks until the assertion holds; its own failure is what is told at the deadline.
export const eventually = async (assertion) => {
  const deadline = Date.now() + PATIENCE;
  for (;;) {
    try {
      return await assertion();
    } catch (failure) {
      if (Date.now() > deadline) throw failure;
      await new Promise((resolve) => setTimeout(resolve, 20));
    }
  }
};

export const seesText = (locator, pattern) =>
  eventually(async () => assert.match((await locator.textContent({ timeout: PATIENCE })) ?? "", pattern));
