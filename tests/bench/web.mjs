// Measures pages that do the same, in turns: `cargo xtask bench web` starts it and makes the table.
//
// `node web.mjs <file>` writes every sample into that file, as one JSON array. `BENCH_PAGES` has the address of
// each page by its name, `BENCH_FLOOR` that of fields without a form, `BENCH_SANDBOX` that of the sandbox
// behind them, `BENCH_RUNS` how often each page has its turn.

import { writeFile } from "node:fs/promises";

import { launch } from "../e2e/support/browser.mjs";
import { keys } from "./keys.mjs";
import { load, PROFILES } from "./load.mjs";
import { CREATED, memory } from "./memory.mjs";

const { BENCH_PAGES, BENCH_FLOOR, BENCH_SANDBOX, BENCH_RUNS } = process.env;
const pages = Object.entries(JSON.parse(BENCH_PAGES));
const floor = ["floor", BENCH_FLOOR];
const runs = Number(BENCH_RUNS);

// Longer ones need fewer runs: they have many samples in each.
const LONG = { keys: Math.ceil(runs / 3), memory: Math.ceil(runs / 5) };

const all = [];

// Who comes after whom changes from turn to turn.
const turns = async (runs, what, pages, measure) => {
  for (let run = 0; run < runs; run += 1) {
    console.log(`    ${what}, turn ${run + 1} of ${runs} …`);
    for (let turn = 0; turn < pages.length; turn += 1) {
      const [page, origin] = pages[(run + turn) % pages.length];
      const samples = await measure(origin);
      all.push(...samples.map((sample) => ({ page, ...sample })));
    }
  }
};

const stored = async () => (await (await fetch(`${BENCH_SANDBOX}/_clients`)).json()).length;

const browser = await launch();
try {
  for (const profile of PROFILES) {
    await turns(runs, profile.name, pages, (origin) => load(browser, origin, profile));
  }
  await turns(LONG.keys, "keystrokes", [...pages, floor], (origin) => keys(browser, origin));
  await turns(LONG.memory, "memory", pages, (origin) => memory(browser, origin));
  const [expected, found] = [LONG.memory * pages.length * CREATED, await stored()];
  if (found !== expected) throw new Error(`${expected} clients were created, the sandbox holds ${found}`);
  await writeFile(process.argv[2], JSON.stringify({ browser: browser.version(), samples: all }));
} finally {
  await browser.close();
}
