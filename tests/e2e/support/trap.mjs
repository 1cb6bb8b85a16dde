// A real trap in the module, which takes every form of the page with it.

import { readdirSync } from "node:fs";

import { DIST } from "./settings.mjs";

// The script of the module.
export const GLUE = readdirSync(DIST).find((name) => /^roosted-client-form-[0-9a-f]+\.js$/.test(name));

// Outside of any submission: a handle that points nowhere.
export const trap = (page) =>
  page.evaluate(async (glue) => {
    const { Widget } = await import(glue);
    const lost = Object.create(Widget.prototype);
    lost.__wbg_ptr = 0xffff_fff0;
    setTimeout(() => lost.values);
  }, `/${GLUE}`);
