// The pictures of the documentation, from the real thing: `cargo xtask shots`.
//
// A proxy with `--demo`, a real browser, and nothing drawn by hand. Each picture is a state that a
// person meets, made by the same steps.

import { mkdir, stat } from "node:fs/promises";
import { join } from "node:path";

import { answerCreates, loseAnswers, problem } from "./support/answers.mjs";
import { launch } from "./support/browser.mjs";
import { Card } from "./support/card.mjs";
import { Form } from "./support/form.mjs";
import { Program } from "./support/program.mjs";
import { sees } from "./support/see.mjs";
import { DIST, PROXY } from "./support/settings.mjs";

// What a repository can carry, in bytes.
const MOST = 250_000;

const DESK = { viewport: { width: 1280, height: 800 }, colorScheme: "light" };
const NIGHT = { ...DESK, colorScheme: "dark" };
const PHONE = { ...DESK, viewport: { width: 320, height: 640 } };

const CLIENT = {
  client_name: "Harbour Mills Catering",
  client_contact_name: "Ada Quimby",
  client_contact_email: "ada@harbourmills.example",
  client_invoice_customer_id: "QB-1077",
  client_address: "Unit 5, Harbour Mills\n12 Quayside Road",
  client_city: "Kingston upon Hull",
  client_state: "East Yorkshire",
  client_postal_code: "HU1 2AB",
};

const begun = async ({ form }) => {
  const { client_name, client_contact_name, client_contact_email } = CLIENT;
  await form.fill({ client_name, client_contact_name, client_contact_email });
};

const mistaken = async ({ form }) => {
  await form.fill({ client_contact_name: CLIENT.client_contact_name, client_city: "Hull ".repeat(52) });
  await form.create();
  await sees(form.summary);
};

const counted = async ({ form }) => {
  await begun({ form });
  await form.fill({ client_city: "Kingston upon Hull, ".repeat(12), client_contact_email: "call the office" });
  await form.field("client_city").focus();
  await sees(form.doubt("client_contact_email"));
};

const failed = async ({ form, page }) => {
  await answerCreates(page, problem(503, "upstream-busy"));
  await form.fill(CLIENT);
  await form.create();
  await sees(form.banner("error"));
};

const checking = async ({ form, page }) => {
  await page.route("**/api/submissions/*", () => {});
  await loseAnswers(page);
  await form.fill(CLIENT);
  await form.create();
  await sees(form.banner("checking"));
};

const created = async ({ form, card }) => {
  await form.fill(CLIENT);
  await form.create();
  await card.comes();
};

const invited = async (stage) => {
  await created(stage);
  await stage.card.invitation.send();
  await sees(stage.card.invitation.again);
};

const PICTURES = [
  ["form.png", DESK, begun],
  ["form-dark.png", NIGHT, begun],
  ["form-320.png", PHONE, begun],
  ["mistakes.png", DESK, mistaken],
  ["mistakes-320.png", PHONE, mistaken],
  ["counter.png", DESK, counted],
  ["failure.png", DESK, failed],
  ["checking.png", DESK, checking],
  ["card.png", DESK, created],
  ["card-dark.png", NIGHT, created],
  ["card-320.png", PHONE, created],
  ["invited.png", DESK, invited],
];

const take = async (browser, baseURL, path, profile, prepare) => {
  const context = await browser.newContext({ baseURL, deviceScaleFactor: 1.5, reducedMotion: "reduce", ...profile });
  const page = await context.newPage();
  const form = new Form(page);
  await form.open();
  await prepare({ page, form, card: new Card(form.host) });
  // No text cursor, which would be there in every second picture.
  await page.screenshot({ path, fullPage: true, caret: "hide" });
  await context.close();
  const { size } = await stat(path);
  if (size > MOST) throw new Error(`${path} has ${size} bytes, more than ${MOST}`);
  console.log(`${path}  ${Math.round(size / 1000)} kB`);
};

const folder = process.argv[2] ?? "docs/images";
await mkdir(folder, { recursive: true });
const proxy = await Program.start(PROXY, ["--demo"], {
  ROOSTED_LISTEN: "127.0.0.1:0",
  ROOSTED_ADMIN_LISTEN: "127.0.0.1:0",
  ROOSTED_STATIC_DIR: DIST,
});
const browser = await launch();
try {
  const origin = `http://${proxy.announced.public}`;
  for (const [name, profile, prepare] of PICTURES) {
    await take(browser, origin, join(folder, name), profile, prepare);
  }
} finally {
  await browser.close();
  await proxy.stop();
}
