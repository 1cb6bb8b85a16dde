// Nothing typed is lost: what stands in the form survives a reload, in this tab only, and not for ever.

import assert from "node:assert/strict";

import { answerCreates, answerLooks, loseAnswers, problem, submission } from "./support/answers.mjs";
import { NAMES, everything } from "./support/fields.mjs";
import { focusIs } from "./support/focus.mjs";
import { Form } from "./support/form.mjs";
import { eventually, sees, seesNot, seesText } from "./support/see.mjs";
import { suite } from "./support/suite.mjs";
import { remembered } from "./support/tabs.mjs";

const test = suite({ pages: true });

const EMPTY = Object.fromEntries(NAMES.map((name) => [name, ""]));

// The texts that are kept of a form.
const kept = async (page) => Object.values(await remembered(page)).map((text) => JSON.parse(text));

const keeps = (page, fields) =>
  eventually(async () => {
    const [texts, ...more] = await kept(page);
    assert.deepEqual(more, []);
    for (const [name, text] of Object.entries(fields)) assert.equal(texts?.[name], text);
  });

test("a reload right after the last letter loses nothing, and says what came back", async ({ form, page }) => {
  const client = { ...everything(), client_contact_name: " as typed ", client_address: "1 Main St\n\nSuite 2 " };
  await form.open();
  assert.equal(await form.banner("draft").count(), 0);
  await form.fill(client);
  await page.reload();
  await seesText(form.banner("draft"), /Draft restored/);
  assert.deepEqual(await form.values(), client);
  assert.equal(form.sent.length, 0);
});

test("half a second after the last letter it is kept, whatever becomes of the page", async ({ form, page }) => {
  await form.open();
  await form.fill({ client_name: "Half a second" });
  const typed = Date.now();
  await keeps(page, { client_name: "Half a second" });
  assert.ok(Date.now() - typed < 1_000, "at most a second of typing is lost");
  await page.evaluate(() => {
    // Nothing is written any more: as when the page is killed.
    Storage.prototype.setItem = () => {};
    Storage.prototype.removeItem = () => {};
  });
  await form.fill({ client_city: "Too late" });
  await page.reload();
  await sees(form.banner("draft"));
  assert.deepEqual(await form.values(), { ...EMPTY, client_name: "Half a second" });
});

test("it is written half a second after a letter, and at once when the page is hidden", async ({ form, page }) => {
  await page.addInitScript(() => {
    const real = window.setTimeout;
    window.pauses = [];
    window.setTimeout = (work, delay, ...rest) => {
      if (delay === 500) return window.pauses.push(work);
      return real(work, delay, ...rest);
    };
  });
  await form.open();
  await form.fill({ client_name: "Hidden", client_city: "Hull" });
  assert.ok((await page.evaluate(() => window.pauses.length)) >= 2, "each letter starts it anew");
  assert.deepEqual(await kept(page), []);
  await page.evaluate(() => {
    Object.defineProperty(document, "visibilityState", { value: "hidden", configurable: true });
    document.dispatchEvent(new Event("visibilitychange"));
  });
  const [texts] = await kept(page);
  assert.deepEqual([texts.client_name, texts.client_city], ["Hidden", "Hull"]);
});

test("it is erased within a second of success", async ({ form, card, page }) => {
  await form.open();
  await form.fill(everything());
  await form.create();
  await card.comes();
  await eventually(async () => assert.deepEqual(await remembered(page), {}));
  await page.reload();
  await sees(form.banner("environment"));
  assert.deepEqual(await form.values(), EMPTY);
  assert.equal(await form.banner("draft").count(), 0);
});

test("discarded, it is gone, and focus is in the first field", async ({ form, page }) => {
  await form.open();
  await form.fill({ client_name: "Discarded", client_city: "x".repeat(300) });
  await page.reload();
  await form.banner("draft").getByRole("button", { name: "Discard" }).click();
  await seesNot(form.banner("draft"));
  assert.deepEqual(await form.values(), EMPTY);
  await seesNot(form.gauge("client_city"));
  await focusIs(page, { name: "client_name", inside: true });
  assert.deepEqual(await remembered(page), {});
  await page.reload();
  await sees(form.banner("environment"));
  assert.deepEqual(await form.values(), EMPTY);
});

test("reset() throws it away as well", async ({ form, page }) => {
  await form.open();
  await form.fill({ client_name: "Reset" });
  await keeps(page, { client_name: "Reset" });
  await page.evaluate(() => document.querySelector("roosted-client-form").reset());
  assert.deepEqual(await remembered(page), {});
  assert.deepEqual(await form.values(), EMPTY);
});

test("what is older than a day is not restored", async ({ form, page }) => {
  await form.open();
  await form.fill({ client_name: "Yesterday" });
  await keeps(page, { client_name: "Yesterday" });
  await page.addInitScript(() => {
    for (const [place, text] of Object.entries(sessionStorage)) {
      const texts = JSON.parse(text);
      sessionStorage.setItem(place, JSON.stringify({ ...texts, saved: `${texts.saved - 24 * 3600_000 - 1}` }));
    }
  });
  await page.reload();
  await sees(form.banner("environment"));
  assert.deepEqual(await form.values(), EMPTY);
  assert.equal(await form.banner("draft").count(), 0);
});

test("another tab and another page know nothing of it", async ({ context, form, page }) => {
  await form.open();
  await form.fill({ client_name: "Mine" });
  await keeps(page, { client_name: "Mine" });
  const other = await context.newPage();
  const there = new Form(other);
  await there.open();
  assert.deepEqual(await there.values(), EMPTY);
  await form.open("/pages/early.html");
  assert.equal(await form.field("client_name").inputValue(), "Set Early");
  await form.open("/");
  assert.equal(await form.field("client_name").inputValue(), "Mine");
});

test("forms are told apart by their ids, else by their positions", async ({ page }) => {
  const forms = () => ["#first", "#second"].map((id) => new Form(page, page.locator(id)));
  await page.goto("/pages/two.html");
  let [first, second] = forms();
  await sees(second.banner("environment"));
  await first.fill({ client_name: "The First" });
  await second.fill({ client_name: "The Second" });
  await page.reload();
  [first, second] = forms();
  await sees(second.banner("draft"));
  assert.equal(await first.field("client_name").inputValue(), "The First");
  assert.equal(await second.field("client_name").inputValue(), "The Second");

  await page.goto("/pages/plain.html");
  const make = () =>
    page.evaluate(() => {
      for (const place of ["main", "aside"]) {
        const host = document.createElement("div");
        document.querySelector(place).append(host, document.createElement("roosted-client-form"));
        host.attachShadow({ mode: "open" }).append(document.createElement("roosted-client-form"));
      }
    });
  const field = (at) => page.locator("roosted-client-form").nth(at).getByLabel("Client name");
  await make();
  for (const at of [0, 1, 2, 3]) await field(at).fill(`Number ${at}`);
  await page.reload();
  await make();
  for (const at of [0, 1, 2, 3]) {
    await eventually(async () => assert.equal(await field(at).inputValue(), `Number ${at}`));
  }
});

test("a form that comes in before another does not take what is its own", async ({ page }) => {
  await page.goto("/pages/plain.html");
  await page.evaluate(() => document.querySelector("main").append(document.createElement("roosted-client-form")));
  const form = (at) => new Form(page, page.locator("roosted-client-form").nth(at));
  await sees(form(0).banner("environment"));
  await form(0).fill({ client_name: "Was first" });
  await keeps(page, { client_name: "Was first" });
  await page.evaluate(() => document.querySelector("main").prepend(document.createElement("roosted-client-form")));
  await sees(form(0).banner("environment"));
  assert.equal(await form(0).field("client_name").inputValue(), "");
  assert.equal(await form(1).field("client_name").inputValue(), "Was first");
});

test("an element that is made anew at the same place goes on with it", async ({ page }) => {
  await page.goto("/pages/plain.html");
  const make = () =>
    page.evaluate(() => document.querySelector("main").replaceChildren(document.createElement("roosted-client-form")));
  await make();
  const form = new Form(page);
  await sees(form.banner("environment"));
  await form.fill({ client_name: "By a framework" });
  await make();
  await sees(form.banner("draft"));
  assert.equal(await form.field("client_name").inputValue(), "By a framework");
});

test("what the page fills in is no draft, and gives way to one", async ({ form, page }) => {
  await form.open("/pages/early.html");
  await page.reload();
  await sees(form.banner("environment"));
  assert.equal(await form.banner("draft").count(), 0);
  assert.deepEqual(await remembered(page), {});
  await form.fill({ client_name: "Typed over" });
  await page.reload();
  await sees(form.banner("draft"));
  assert.deepEqual(await form.values(), { ...EMPTY, client_name: "Typed over", client_city: "Hull" });
});

test("with draft=off nothing is kept, from the moment on that it is said", async ({ form, page }) => {
  await form.open();
  await form.fill({ client_name: "Not kept" });
  await keeps(page, { client_name: "Not kept" });
  const say = (value) =>
    page.evaluate((value) => document.querySelector("roosted-client-form").setAttribute("draft", value), value);
  await say("off");
  assert.deepEqual(await remembered(page), {});
  await form.fill({ client_city: "Hull" });
  await say("session");
  await keeps(page, { client_name: "Not kept", client_city: "Hull" });
});

const FULL = () => {
  Storage.prototype.setItem = () => {
    throw new DOMException("It is full.", "QuotaExceededError");
  };
};
const OFF = () => {
  Object.defineProperty(window, "sessionStorage", {
    get() {
      throw new DOMException("The operation is insecure.", "SecurityError");
    },
  });
};

// Whether the browser would ask before it leaves. The event is the browser's own but for its sender: this
// one crashes when its question is dismissed without a screen.
const asksBeforeLeaving = (page) =>
  page.evaluate(() => !dispatchEvent(new Event("beforeunload", { cancelable: true })));

for (const [name, breaks] of Object.entries({ full: FULL, "switched off": OFF })) {
  test(`a storage that is ${name} is told, the form works, and leaving is asked about`, async ({ form, page }) => {
    await page.addInitScript(breaks);
    await form.open();
    assert.equal(await form.banner("draft").count(), 0);
    assert.equal(await asksBeforeLeaving(page), false);
    await form.fill({ client_name: "Nowhere to keep it" });
    await seesText(form.banner("draft"), /No draft can be kept/);
    assert.equal(await asksBeforeLeaving(page), true);
    await page.evaluate(() => document.querySelector("roosted-client-form").reset());
    assert.equal(await asksBeforeLeaving(page), false);
  });
}

test("who has typed nothing, or whose typing is safe, leaves without a question", async ({ form, page }) => {
  await form.open();
  assert.equal(await asksBeforeLeaving(page), false);
  await form.fill({ client_name: "Safe" });
  await keeps(page, { client_name: "Safe" });
  assert.equal(await asksBeforeLeaving(page), false);
});

test("with draft=off unsent typing is asked about, until it is sent", async ({ form, card, page }) => {
  await form.open();
  await page.evaluate(() => document.querySelector("roosted-client-form").setAttribute("draft", "off"));
  await form.fill({ client_name: "Unsent" });
  await eventually(async () => assert.equal(await asksBeforeLeaving(page), true));
  await form.create();
  await card.comes();
  assert.equal(await asksBeforeLeaving(page), false);
});

test("what was sent is not unsent, and what was refused is", {
  expects: [/status of 422/, /ERR_CONNECTION_RESET/, /ERR_FAILED/, /status of 404/],
}, async ({ form, page }) => {
  await form.open();
  await page.evaluate(() => document.querySelector("roosted-client-form").setAttribute("draft", "off"));
  await answerCreates(page, problem(422, "upstream-rejected"));
  await form.fill({ client_name: "Refused" });
  await form.create();
  await sees(form.banner("error"));
  assert.equal(await asksBeforeLeaving(page), true);
  await answerLooks(page, (key) => submission(key, "unconfirmed"));
  await loseAnswers(page);
  await form.create();
  await sees(form.banner("checking"));
  assert.equal(await asksBeforeLeaving(page), false);
});

test("a page that comes back from the cache goes on with what its tab did meanwhile", async ({ form, page }) => {
  const comesBack = () => page.evaluate(() => dispatchEvent(new PageTransitionEvent("pageshow", { persisted: true })));
  await form.open();
  await form.fill({ client_name: "As it was left" });
  await keeps(page, { client_name: "As it was left" });
  await comesBack();
  assert.equal(await form.field("client_name").inputValue(), "As it was left");
  assert.equal(await form.banner("draft").count(), 0);

  // Another page at the same place went on with it, and then it was sent.
  await page.evaluate(() => {
    const [[place, text]] = Object.entries(sessionStorage);
    sessionStorage.setItem(place, JSON.stringify({ ...JSON.parse(text), client_city: "Hull" }));
  });
  await comesBack();
  await sees(form.banner("draft"));
  assert.equal(await form.field("client_city").inputValue(), "Hull");
  await page.evaluate(() => sessionStorage.clear());
  await comesBack();
  await seesNot(form.banner("draft"));
  assert.deepEqual(await form.values(), EMPTY);
});
