// Every state of the form that a person can meet, each reached by what brings a person there.
//
// What the proxy would say is said in its place, so that a state is the same every time: no id, no
// time and no port that changes. Nothing here reads a word, so that it holds in every language.

import assert from "node:assert/strict";

import { answerCreates, answerInvitations, answerLooks, found, html, problem, submission } from "./answers.mjs";
import { LANGUAGES, speak } from "./looks.mjs";
import { BLOCK, CLIPBOARD, paste } from "./pasted.mjs";
import { eventually, sees } from "./see.mjs";
import { trap } from "./trap.mjs";

export const CLIENT = {
  client_name: "Harbour Mills Catering",
  client_contact_name: "Ada Quimby",
  client_contact_email: "ada@harbourmills.example",
  client_invoice_customer_id: "QB-1077",
  client_address: "Unit 5, Harbour Mills\n12 Quayside Road",
  client_city: "Kingston upon Hull",
  client_state: "East Yorkshire",
  client_postal_code: "HU1 2AB",
};

const CREATED = found("uLu8K", { ...CLIENT, pending: true });
const INVITED = found("uLu8K", {
  ...CLIENT,
  client_portal_connection_status: 0,
  client_portal_invite_datetime: "2026-11-25T14:05:00",
  client_portal_invite_email: CLIENT.client_contact_email,
});
const LONG = "Quayside Road, Harbour Mills, ".repeat(200);

// What the proxy says of itself.
export const answerEnvironment = (page, name, upstream_host) =>
  page.route("**/api/environment", (route) =>
    route.fulfill({ json: { name, upstream_host, proxy_version: "0.1.0" } }),
  );

// Opens the form, in production unless told otherwise, where no banner says where clients land.
const open = async ({ page, form }, name = "production", path = "/") => {
  await answerEnvironment(page, name, "sandbox.roostedhr.com");
  await page.goto(path);
  await sees(form.button);
  await form.host.evaluate((element) => element.ready);
};

const submit = async (stage, client = CLIENT) => {
  await open(stage, "production", stage.path);
  await stage.form.put(client);
  await stage.form.button.click();
};

const create = async (stage, client = CREATED) => {
  await answerCreates(stage.page, { status: 201, json: client });
  await submit(stage);
  await sees(stage.card.root);
};

const doubt = async (stage) => {
  await answerLooks(stage.page, () => html(404, "no such thing"));
  await answerCreates(stage.page, html(502, "cut off"));
  await submit(stage);
};

const choices = ({ form }) => form.banner("checking").locator(".banner__actions button");

const suspect = async (stage) => {
  const candidates = [CREATED, found("x9Pq2", { ...CLIENT, client_city: "Leeds", client_state: "", client_postal_code: "LS1 4AP" })];
  const tell = (key) => submission(key, "unconfirmed", { candidates, may_send_again: true });
  await answerLooks(stage.page, tell);
  await answerCreates(stage.page, html(502, "cut off"));
  await submit(stage);
  await sees(stage.form.host.locator(".candidate").first());
  await sees(choices(stage).first());
};

const invite = async (stage, answer) => {
  await create(stage);
  await answerInvitations(stage.page, answer);
  await stage.card.invitation.button.click();
};

const invited = async (stage) => {
  await invite(stage, { status: 200, json: INVITED });
  await sees(stage.card.invitation.root.locator(".invite__done"));
};

const pasted = async (stage) => {
  await open(stage, "production", stage.path);
  await stage.page.context().grantPermissions(CLIPBOARD);
  await paste(stage.page, stage.form.input("client_name"), BLOCK);
  await sees(stage.form.host.locator(".fill__preview"));
};

// What the browser itself writes to the console about an answer.
const NOISE = [/status of \d{3}/, /ERR_INTERNET_DISCONNECTED/];

const state = (name, reach, expects = NOISE) => ({ name, reach, expects });

export const STATES = [
  state("empty", (stage) => open(stage, "production", stage.path)),
  state("environment", async (stage) => {
    await open(stage, "sandbox", stage.path);
    await sees(stage.form.banner("environment"));
  }),
  state("typing", async (stage) => {
    await open(stage, "production", stage.path);
    const { client_name, client_contact_name, client_contact_email } = CLIENT;
    await stage.form.put({ client_name, client_contact_name, client_contact_email });
  }),
  state("counter and doubt", async (stage) => {
    const { form } = stage;
    await open(stage, "production", stage.path);
    await form.put({ client_name: CLIENT.client_name, client_contact_email: "call the office" });
    await form.put({ client_city: "Kingston upon Hull, ".repeat(12) });
    await sees(form.doubt("client_contact_email"));
    await sees(form.gauge("client_city"));
  }),
  state("paste offered", pasted),
  state("pasted", async (stage) => {
    await pasted(stage);
    await stage.form.host.locator(".fill__actions button").first().click();
    await sees(stage.form.host.locator(".fill__actions button:only-child"));
  }),
  state("mistake", async (stage) => {
    const { form } = stage;
    await open(stage, "production", stage.path);
    await form.host.evaluate((element) => element.setAttribute("validate", "blur"));
    await form.input("client_name").focus();
    await form.input("client_contact_name").focus();
    await sees(form.mistake("client_name"));
  }),
  state("summary", async (stage) => {
    await submit(stage, { client_contact_name: CLIENT.client_contact_name, client_city: "Hull ".repeat(52) });
    await sees(stage.form.summary);
  }),
  state("summary partly put right", async (stage) => {
    await submit(stage, { client_city: "Hull ".repeat(52) });
    await sees(stage.form.summary);
    await stage.form.put({ client_name: CLIENT.client_name });
    await sees(stage.form.host.locator(".summary__item[data-fixed]"));
  }),
  state("busy", async (stage) => {
    await stage.page.route("**/api/clients", () => {});
    await submit(stage);
    await sees(stage.form.host.locator("[part~=form] [type=submit][aria-disabled]"));
  }),
  state("checking", async (stage) => {
    await stage.page.route("**/api/submissions/*", () => {});
    await answerCreates(stage.page, html(502, "cut off"));
    await submit(stage);
    await sees(stage.form.banner("checking"));
  }),
  state("not confirmed", async (stage) => {
    await doubt(stage);
    await sees(choices(stage).first());
  }),
  state("candidates", suspect),
  state("warned", async (stage) => {
    await suspect(stage);
    await choices(stage).nth(1).click();
    await sees(choices(stage).nth(1));
  }),
  state("refused", async (stage) => {
    const errors = [{ field: "client_postal_code", code: "too-long", message: "unread" }];
    await answerCreates(stage.page, problem(422, "upstream-rejected", { errors }));
    await submit(stage);
    await sees(stage.form.mistake("client_postal_code"));
  }),
  state("failed", async (stage) => {
    await answerCreates(stage.page, problem(503, "upstream-busy", { headers: { "Retry-After": "20" } }));
    await submit(stage);
    await sees(stage.form.banner("error"));
  }),
  state("offline", async (stage) => {
    await open(stage, "production", stage.path);
    await stage.form.put(CLIENT);
    // No other language comes then, but for those that are there.
    for (const language of LANGUAGES) await speak(stage.form, language);
    await stage.form.host.evaluate((element) => element.removeAttribute("lang"));
    await stage.page.context().setOffline(true);
    await stage.form.button.click();
    await sees(stage.form.banner("error"));
  }),
  state("draft restored", async (stage) => {
    await open(stage, "production", stage.path);
    await stage.form.put(CLIENT);
    await stage.page.reload();
    await sees(stage.form.banner("draft"));
  }),
  state("card", create),
  state("card with long texts", (stage) =>
    create(stage, { ...CREATED, client_name: `Unbroken${"w".repeat(200)}`, client_address: LONG }),
  ),
  state("invitation mistake", async (stage) => {
    await create(stage);
    await stage.card.invitation.email.fill("nobody");
    await stage.card.invitation.button.click();
    await sees(stage.card.invitation.mistake);
  }),
  state("inviting", async (stage) => {
    await create(stage);
    await stage.page.route("**/api/clients/*/invite", () => {});
    await stage.card.invitation.button.click();
    await sees(stage.card.invitation.root.locator("[type=submit][aria-disabled]"));
  }),
  state("invitation failed", async (stage) => {
    await invite(stage, problem(502, "upstream-failed"));
    await sees(stage.card.invitation.banner("error"));
  }),
  state("invitation not confirmed", async (stage) => {
    await invite(stage, { status: 202, json: CREATED });
    await sees(stage.card.invitation.banner("checking"));
  }),
  state("invited", invited),
  state("asked whether to invite again", async (stage) => {
    await invited(stage);
    await stage.card.invitation.root.locator(".invite__done button").click();
    await sees(stage.card.invitation.root.locator(".invite__question"));
  }),
  state("not live yet", async ({ page, form, path = "/" }) => {
    await page.route("**/*_bg.wasm", () => {});
    await page.goto(path, { waitUntil: "commit" });
    await sees(form.button);
    await form.host.evaluate(() => customElements.whenDefined("roosted-client-form"));
    // After a while it shows.
    await eventually(async () => assert.ok((await form.button.evaluate((it) => getComputedStyle(it).opacity)) < 1));
  }),
  state("no module", async ({ page, form, path = "/" }) => {
    await page.route("**/*_bg.wasm", (route) => route.fulfill({ status: 404, body: "" }));
    await page.goto(path);
    await sees(form.host.locator("[part~=error]"));
  }, [/status of 404/, /WebAssembly/, /wasm/i, /integrity/]),
  state("stopped", async (stage) => {
    const { form, page } = stage;
    await open(stage, "production", stage.path);
    await form.put(CLIENT);
    await trap(page);
    await sees(form.host.locator(".unsupported button"));
  }, [/RuntimeError/, /unreachable/, /memory access/]),
];

// Brings a stage into the state of that name.
export const reachState = (name, stage) => STATES.find((it) => it.name === name).reach(stage);
