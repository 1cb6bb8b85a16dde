// One sandbox, one proxy and one browser for a file of tests; a fresh profile for each test.

import { randomUUID } from "node:crypto";
import { after, before, test as define } from "node:test";

import { launch } from "./browser.mjs";
import { Card } from "./card.mjs";
import { listen } from "./events.mjs";
import { Form } from "./form.mjs";
import { Portal } from "./portal.mjs";
import { Proxy } from "./proxy.mjs";
import { Sandbox } from "./sandbox.mjs";
import { DIST, PATIENCE } from "./settings.mjs";
import { Site } from "./site.mjs";
import { Watch } from "./watch.mjs";

// Returns `test(name, options?, body)`. The options are those of a browser profile, and `expects`,
// what a test brings about itself. With `pages`, the pages of `pages/` are served as well, with
// `examples` what lies in that folder; with `upstream`, the proxy stands in front of something else than
// the sandbox; with `front`, people come by way of a portal: through that program, over TLS, signed in; with `whole`,
// in a browser that asks before it leaves and goes back to what it kept.
export const suite = ({ pages = false, examples, upstream, front, whole } = {}) => {
  const stage = { seen: new Set(), key: `canary-${randomUUID()}` };

  before(async () => {
    const { key } = stage;
    stage.sandbox = await Sandbox.start(key);
    stage.site = pages || examples ? await Site.build(examples) : null;
    const folder = stage.site?.folder ?? DIST;
    stage.portal = front ? await Portal.prepare() : null;
    stage.proxy = await Proxy.start(upstream ?? stage.sandbox.url, key, folder, stage.portal?.settings);
    await stage.portal?.open(front, stage);
    stage.origin = stage.portal?.origin ?? stage.proxy.origin;
    stage.browser = await launch(stage.portal?.flags, { whole });
  });

  after(async () => {
    await stage.browser?.close();
    await stage.portal?.close();
    await stage.proxy?.stop();
    await stage.sandbox?.stop();
    await stage.site?.remove();
  });

  return (name, ...rest) => {
    const body = rest.pop();
    const { expects = [], ...profile } = rest.pop() ?? {};
    define(name, { timeout: 60_000 }, (t) => perform({ ...stage, t }, expects, profile, body));
  };
};

const perform = async (stage, expects, profile, body) => {
  const { browser, key, origin, portal, proxy, sandbox, seen, t } = stage;
  await sandbox.forget();
  portal?.signIn.forget();
  const said = proxy.lines.length;
  const context = await browser.newContext({ baseURL: origin, ...portal?.profile, ...profile });
  context.setDefaultTimeout(PATIENCE);
  const watch = new Watch(origin, [key], seen);
  watch.expect(...expects);
  try {
    await watch.join(context);
    await listen(context);
    const page = await context.newPage();
    const form = new Form(page);
    const skip = (why) => t.skip(why);
    await body({ context, page, form, card: new Card(form.host), sandbox, proxy, portal, watch, key, skip });
    await watch.verdict([...proxy.lines.slice(said), ...(portal?.lines ?? [])]);
  } finally {
    await context.close();
  }
};
