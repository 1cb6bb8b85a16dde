// How long a page takes to be seen and to be live, on a good machine and on a poor one.

import { watch } from "./watch.mjs";

const MBIT = 1_000_000 / 8;

// What a phone on the road has.
const NETWORK = {
  offline: false,
  latency: 165,
  downloadThroughput: 9 * MBIT,
  uploadThroughput: 1.5 * MBIT,
};

export const PROFILES = [
  { name: "as it is", cpu: 1 },
  { name: "CPU x4", cpu: 4 },
  { name: "CPU x4, 9 Mbit/s, 165 ms", cpu: 4, network: NETWORK },
];

// Opens a page with an empty cache, and once more with what is in it then.
export const load = async (browser, origin, { name, cpu, network }) => {
  const context = await browser.newContext();
  try {
    await context.addInitScript(watch);
    const page = await context.newPage();
    const session = await context.newCDPSession(page);
    await session.send("Emulation.setCPUThrottlingRate", { rate: cpu });
    if (network) {
      await session.send("Network.enable");
      await session.send("Network.emulateNetworkConditions", network);
    }
    const samples = [];
    for (const visit of ["cold", "warm"]) {
      await page.goto(origin);
      const { bytes, ...times } = await page.evaluate(() => noted);
      if (visit === "cold" && cpu === 1) samples.push({ what: "bytes", at: "with brotli", value: bytes });
      const at = `${name}, ${visit}`;
      samples.push(...Object.entries(times).map(([what, value]) => ({ what: `${what}, ms`, at, value })));
      // Else the same address would count as a reload.
      await page.goto("about:blank");
    }
    return samples;
  } finally {
    await context.close();
  }
};
