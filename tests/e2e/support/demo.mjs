// A proxy with its sandbox and a browser, for what is no test.

import { Card } from "./card.mjs";
import { Form } from "./form.mjs";
import { launch } from "./browser.mjs";
import { Program } from "./program.mjs";
import { DIST, PROXY } from "./settings.mjs";

// Hands `work` a function that opens a stage: a page of a fresh profile, with the form in it.
export const perform = async (work) => {
  const proxy = await Program.start(PROXY, ["--demo"], {
    ROOSTED_LISTEN: "127.0.0.1:0",
    ROOSTED_ADMIN_LISTEN: "127.0.0.1:0",
    ROOSTED_STATIC_DIR: DIST,
  });
  const browser = await launch();
  const stage = async (profile) => {
    const baseURL = `http://${proxy.announced.public}`;
    const context = await browser.newContext({ baseURL, reducedMotion: "reduce", ...profile });
    const page = await context.newPage();
    const form = new Form(page);
    return { context, page, form, card: new Card(form.host) };
  };
  try {
    return await work(stage);
  } finally {
    await browser.close();
    await proxy.stop();
  }
};
