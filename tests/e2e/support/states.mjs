// Every state of the form that a person can meet, one after the other.

import { answerCreates, answerLooks, found, html, loseAnswers, problem, submission } from "./answers.mjs";
import { everything } from "./fields.mjs";
import { sees, seesNot, seesText } from "./see.mjs";

const LONG = "Quayside Road, Harbour Mills, ".repeat(200);

// Brings an opened form into each state and hands its name to `visit`.
export const walk = async ({ page, form, card, sandbox }, visit) => {
  const { button, host } = form;
  await visit("empty");

  await form.fill({ client_city: "x".repeat(300), client_invoice_customer_id: "x".repeat(300) });
  await form.create();
  await sees(form.summary);
  await visit("mistakes");
  await form.fill({ client_name: "Put Right", client_city: "Hull" });
  await visit("mistakes partly put right");

  await form.fill({ ...everything(), client_contact_email: "call the office", client_contact_name: "x".repeat(240) });
  await form.field("client_name").focus();
  await sees(form.doubt("client_contact_email"));
  await visit("doubt and counter");

  const client = everything();
  await form.fill(client);
  await answerCreates(page, problem(401, "unauthenticated"));
  await form.create();
  await sees(form.banner("error"));
  await visit("failed");

  await sandbox.plan("create", { kind: "latency", ms: 1_500 });
  await page.route("**/api/submissions/*", (route) => route.fulfill({ status: 503, body: "" }));
  await loseAnswers(page);
  await form.create();
  await sees(host.getByRole("button", { name: /Creating/ }));
  await visit("sending");
  await sees(form.banner("checking"));
  await visit("checking");

  await page.unroute("**/api/submissions/*");
  await page.route("**/api/submissions/*", (route) => route.fulfill(html(404, "no such thing")));
  await sees(host.getByRole("button", { name: "Look again" }));
  await visit("open");
  await page.unroute("**/api/submissions/*");

  const candidates = [found("uLu8K", client), found("x9Pq2", { client_city: "Leeds" })];
  await answerLooks(page, (key) => submission(key, "unconfirmed", { candidates, may_send_again: true }));
  await form.choice("Look again").click();
  await sees(form.choice("This is the one").first());
  await visit("candidates");
  await form.choice("Send again…").click();
  await sees(form.choice("Send it a second time"));
  await visit("warned");
  await form.choice("Don’t send it").click();
  await page.unroute("**/api/submissions/*");

  await host.getByRole("button", { name: "Look again" }).click();
  await card.comes();
  await visit("card");
  await card.invitation.send("nobody");
  await sees(card.invitation.mistake);
  await visit("invitation mistake");
  await sandbox.plan("invite", { kind: "status", status: 404 });
  await card.invitation.send(client.client_contact_email);
  await sees(card.invitation.banner("error"));
  await visit("invitation failed");
  await sandbox.plan("invite", { kind: "reset" });
  await card.invitation.send();
  await sees(card.invitation.banner("checking"));
  await visit("invitation not confirmed");
  await card.invitation.send();
  await sees(card.invitation.again);
  await visit("invited");
  await card.invitation.again.click();
  await sees(card.invitation.decline);
  await visit("asked whether to invite again");

  await card.another.click();
  await seesNot(card.root);
  await form.fill({ client_name: `Unbroken${"w".repeat(200)}`, client_address: LONG });
  await sees(button);
  await form.create();
  await card.comes();
  await seesText(card.value("client_address"), /Quayside/);
  await visit("card with long texts");
};
