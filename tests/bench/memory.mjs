// What a page holds after it was loaded, and after it has created clients.

import { countModules } from "../e2e/support/module-memory.mjs";
import { teach } from "./page.mjs";

// What is made once and kept is no growth: it is there after these.
const FIRST = 20;
const CREATES = 200;

// How many clients one measurement creates.
export const CREATED = FIRST + CREATES;

const MIB = 1024 * 1024;

const create = (page, from, to) =>
  page.evaluate(
    async ([from, to]) => {
      for (let number = from; number < to; number += 1) await create(number);
    },
    [from, to],
  );

// So often garbage is collected: what is given back in one round is swept in the next.
const ROUNDS = 5;

const measure = async (page, session) => {
  // What the browser tells of requests is not the page's.
  await page.evaluate(() => performance.clearResourceTimings());
  const rounds = [];
  for (let round = 0; round < ROUNDS; round += 1) {
    await session.send("HeapProfiler.collectGarbage");
    await page.evaluate(() => new Promise((resolve) => requestIdleCallback(resolve, { timeout: 500 })));
    const { usedSize, embedderHeapUsedSize = 0 } = await session.send("Runtime.getHeapUsage");
    rounds.push(usedSize + embedderHeapUsedSize);
  }
  const { nodes } = await session.send("Memory.getDOMCounters");
  const module = await page.evaluate(() => moduleBytes());
  return { bytes: Math.min(...rounds) + module, nodes };
};

export const memory = async (browser, origin) => {
  const context = await browser.newContext();
  try {
    await context.addInitScript(teach);
    await context.addInitScript(countModules);
    const page = await context.newPage();
    const session = await context.newCDPSession(page);
    await page.goto(origin);
    await page.evaluate(() => live);
    const loaded = await measure(page, session);
    await create(page, 0, FIRST);
    const before = await measure(page, session);
    await create(page, FIRST, CREATED);
    const after = await measure(page, session);
    return [
      { what: "memory, MiB", at: "loaded", value: loaded.bytes / MIB },
      { what: "memory, MiB", at: `${CREATES} creates`, value: after.bytes / MIB },
      { what: "growth", at: "bytes a create", value: (after.bytes - before.bytes) / CREATES },
      { what: "growth", at: "nodes", value: after.nodes - before.nodes },
    ];
  } finally {
    await context.close();
  }
};
