// Roosted cannot be reached at all: nothing can have been created.

import { failsAs } from "./support/failing.mjs";
import { everything } from "./support/fields.mjs";
import { sees } from "./support/see.mjs";
import { suite } from "./support/suite.mjs";

// Nobody listens on the port of `tcpmux`.
const test = suite({ upstream: "http://127.0.0.1:1/api/1_12" });

test("where nothing could be sent, it says that nothing was created", {
  expects: [/status of 50[234] .*\/api\/clients/],
}, async (stage) => {
  const { form } = stage;
  const client = everything();
  await form.open();
  await form.fill(client);
  await form.create();
  await failsAs(stage, client, {
    kind: "unavailable",
    status: 502,
    code: "upstream-failed",
    words: /nothing was created/i,
  });
});

test("the page itself comes all the same", async ({ form }) => {
  await form.open();
  await sees(form.button);
});
