// Every language, chosen by `lang`, here and above, at any time.

import assert from "node:assert/strict";

import { answerCreates, answerLooks, html, submission } from "./support/answers.mjs";
import { Form } from "./support/form.mjs";
import { hold } from "./support/hold.mjs";
import { speakFromTheStart } from "./support/looks.mjs";
import { sees, seesText } from "./support/see.mjs";
import { suite } from "./support/suite.mjs";

const test = suite({ pages: true });

const TITLES = {
  ar: ["إضافة عميل", "أدخل اسم العميل", "تم إنشاء العميل", "rtl"],
  de: ["Kunden hinzufügen", "Geben Sie den Kundennamen ein", "Kunde angelegt", "ltr"],
  es: ["Añadir un cliente", "Escriba el nombre del cliente", "Cliente creado", "ltr"],
  fr: ["Ajouter un client", "Saisissez le nom du client", "Client créé", "ltr"],
};

const FILE = /roosted-client-form-([a-z]+)-[0-9a-f]{16}\.json$/;

const title = (form) => form.host.locator("h2").first();

const reads = (locator, text) => seesText(locator, new RegExp(text));

const speak = (page, lang) => page.evaluate((lang) => (document.documentElement.lang = lang), lang);

for (const [lang, [heading, mistake, created, dir]] of Object.entries(TITLES)) {
  test(`a client is created in ${lang}, and no other language is loaded`, async ({ form, card, page }) => {
    const asked = [];
    page.on("request", (request) => {
      const file = request.url().match(FILE);
      if (file) asked.push(file[1]);
    });
    await form.open();
    await form.field("client_city").fill("Hull");
    await form.field("client_name").focus();
    await speak(page, `${lang}-x-portal`);
    await reads(title(form), heading);
    await sees(form.host.locator(`.widget[lang=${lang}][dir=${dir}]`));
    assert.deepEqual(asked, [lang]);
    assert.equal(await form.host.evaluate((it) => it.shadowRoot.activeElement.name), "client_name");
    assert.equal(await form.host.evaluate((it) => it.values.client_city), "Hull");

    await form.button.click();
    await reads(form.mistake("client_name"), mistake);
    await form.host.locator("[name=client_name]").fill("Ada & Sons");
    await form.button.click();
    await sees(card.root);
    await reads(card.root, created);
  });
}

test("a region has the words of its language, an unknown language is English", async ({ form, page }) => {
  await form.open();
  await speak(page, "es-MX");
  await reads(title(form), "Añadir un cliente");
  await speak(page, "tlh");
  await reads(title(form), "Add a client");
});

test("a language that does not come is English, and is asked for again", {
  expects: [/json/, /Failed to load resource/],
}, async ({ form, page }) => {
  await form.open();
  await page.route(FILE, (route) => route.abort());
  const lost = page.waitForEvent("requestfailed");
  await speak(page, "de");
  await lost;
  await reads(title(form), "Add a client");
  await page.unroute(FILE);
  await speak(page, "en");
  await speak(page, "de");
  await reads(title(form), "Kunden hinzufügen");
});

test("a language that is cut short is English from the start, and the form works", {
  expects: [/integrity/, /Failed to load resource/],
}, async ({ form, card, page }) => {
  await speakFromTheStart(page, "de");
  await page.route(FILE, async (route) => {
    const response = await route.fetch();
    await route.fulfill({ response, body: (await response.text()).slice(0, -1) });
  });
  await form.open();
  await reads(title(form), "Add a client");
  await sees(form.host.locator(".widget[lang=en][dir=ltr]"));
  await form.fill({ client_name: "Ada & Sons" });
  await form.create();
  await card.comes();
});

test("a language that is long in coming holds nobody up, and is spoken when it comes", async ({ form, page }) => {
  await speakFromTheStart(page, "ar");
  const letGo = await hold(page, FILE);
  await form.open();
  await form.host.evaluate((host) => host.ready);
  await reads(title(form), "Add a client");
  await form.input("client_name").fill("Ada & Sons");
  letGo();
  await reads(title(form), "إضافة عميل");
  await sees(form.host.locator(".widget[lang=ar][dir=rtl]"));
  assert.equal(await form.host.evaluate((it) => it.shadowRoot.activeElement.value), "Ada & Sons");
});

test("the language of an ancestor holds through every shadow root, and so does its change", async ({ page }) => {
  await page.goto("/pages/plain.html");
  await page.evaluate(() => {
    const nest = (id, ...inside) => {
      const host = Object.assign(document.createElement("div"), { id });
      host.attachShadow({ mode: "open" }).append(...inside);
      return host;
    };
    const section = document.createElement("section");
    section.append(document.createElement("roosted-client-form"));
    document.querySelector("main").append(nest("outer", nest("inner", section)));
    window.say = (path, lang) => {
      const inner = document.querySelector("#outer").shadowRoot.querySelector("#inner");
      const at = { page: document.documentElement, outer: inner.getRootNode().host, inner, section: inner.shadowRoot.querySelector("section") }[path];
      if (lang === null) at.removeAttribute("lang");
      else at.setAttribute("lang", lang);
    };
  });
  const form = new Form(page);
  // The nearest one wins, and what is taken away leaves room for the next one above.
  for (const [place, lang, heading] of [
    ["page", "de", "Kunden hinzufügen"],
    ["outer", "fr", "Ajouter un client"],
    ["page", "es", "Ajouter un client"],
    ["inner", "ar", "إضافة عميل"],
    ["section", "es-MX", "Añadir un cliente"],
    ["section", null, "إضافة عميل"],
    ["inner", "", "Ajouter un client"],
    ["outer", null, "Añadir un cliente"],
  ]) {
    await page.evaluate((said) => window.say(...said), [place, lang]);
    await reads(title(form), heading);
  }
});

test("what is being checked is told in Arabic, in the form for each number", {
  expects: [/status of 502/],
}, async ({ form, page }) => {
  await speakFromTheStart(page, "ar-EG");
  await answerLooks(page, (key) => submission(key, "unconfirmed"));
  await answerCreates(page, html(502, "cut off"));
  await form.open();
  await form.put({ client_name: "Harbour Mills" });
  await form.button.click();
  const progress = form.host.locator(".banner__progress");
  await reads(form.banner("checking"), "جارٍ التحقق");
  // A time in the digits of Egypt, and two seconds by a word of their own.
  await reads(progress, "أُرسل في [٠-٩]{1,2}:[٠-٩]{2}");
  await reads(progress, "قبل ثانيتين");
});
