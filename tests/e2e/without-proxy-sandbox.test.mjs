// Without our proxy, in front of Roosted's sandbox, with deploy/nginx/without-proxy.conf: the form
// still says where clients land, and does without being told.

import { everything } from "./support/fields.mjs";
import { withoutProxy } from "./support/fronts.mjs";
import { seesText } from "./support/see.mjs";
import { suite } from "./support/suite.mjs";

const test = suite({
  front: withoutProxy({ own: { '"name":"production"': '"name":"sandbox"' } }),
});

test("what nginx says of the environment stands above the form", async ({ form, card }) => {
  await form.open();
  await seesText(form.banner("environment"), /sandbox/i);
  await form.fill(everything());
  await form.create();
  await card.comes();
});
