// Every language, chosen by `lang`, here and above, at any time.

import assert from "node:assert/strict";

import { sees, seesText } from "./support/see.mjs";
import { suite } from "./support/suite.mjs";

const test = suite();

const TITLES = {
  ar: ["إضافة عميل", "أدخل اسم العميل", "تم إنشاء العميل", "rtl"],
  de: ["Kunden hinzufügen", "Geben Sie den Namen des Kunden ein", "Kunde angelegt", "ltr"],
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
