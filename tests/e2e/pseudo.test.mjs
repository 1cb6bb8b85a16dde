// No word outside the tables: the form speaks a language that nobody speaks, in every state, and whatever can
// be read or heard is of that language, or is what somebody typed or Roosted answered.

import assert from "node:assert/strict";
import { readFileSync } from "node:fs";

import { answerCreates, answerInvitations, answerLooks, html, problem } from "./support/answers.mjs";
import { hurry } from "./support/clock.mjs";
import { heard } from "./support/events.mjs";
import { BLOCK, TAKEN_APART } from "./support/pasted.mjs";
import { escaped, speakPseudo, texts, typed, written } from "./support/pseudo.mjs";
import { eventually, sees } from "./support/see.mjs";
import { CLIENT, STATES, answerEnvironment, reachState } from "./support/states.mjs";
import { suite } from "./support/suite.mjs";
import { spoken } from "./support/tree.mjs";

const test = suite({ pages: true });

// A page without a word of its own.
const PATH = "/pages/plain.html";

// What is no word of ours: the values of a record, and where it lands.
const DATA = /^(id|client_.+|company_name|default_comments_for_workers|upstream_host|email)$/;

// Speaks the language from the start, and collects what page and proxy say to each other of that, and no more of it.
const begin = async ({ page }) => {
  await speakPseudo(page, "main");
  const data = [BLOCK, ...Object.values(TAKEN_APART)];
  const read = (json) => JSON.parse(json, (key, it) => (DATA.test(key) && data.push(it), it));
  page.on("request", (request) => request.postData() && read(request.postData()));
  page.on("response", async (response) => {
    if (/json/.test(response.headers()["content-type"]) && response.url().includes("/api/")) read(await response.text());
  });
  return data;
};

// Longest first: one may be a part of another.
const pieces = (data) =>
  [...data, ...data.flatMap((it) => String(it).split("\n"))]
    .map((it) => String(it).trim())
    .filter((it) => it)
    .sort((one, other) => other.length - one.length);

// Every text that escaped, and where it stands.
const complaints = async ({ page, form }, data) => {
  const known = pieces([...data, ...(await written(form, data)), ...(await typed(form))]);
  const said = [...(await texts(form)), ...(await spoken(page))];
  assert.ok(said.some(([, it]) => it.includes("⟦")), "nothing of it is spoken");
  const found = said.map(([where, text]) => [where, escaped(text, known)]);
  return found.filter(([, it]) => it).map((it) => it.join(": "));
};

const hasOnlyWords = (stage, data) => eventually(async () => assert.deepEqual(await complaints(stage, data), []));

test("a word that is in no table is found, wherever it is", async (stage) => {
  const { form } = stage;
  const data = await begin(stage);
  await empty(stage);
  await hasOnlyWords(stage, data);
  const heading = form.host.locator("h2");
  for (const [add, remove] of [
    [(it) => it.append("Escaped"), (it) => it.lastChild.remove()],
    [(it) => (it.firstChild.data = "⟦Escaped⟧"), (it) => (it.firstChild.data = "⟦⟧")],
    [(it) => (it.title = "Escaped"), (it) => it.removeAttribute("title")],
    [(it) => (it.ariaLabel = "Escaped"), (it) => (it.ariaLabel = null)],
  ]) {
    await heading.evaluate(add);
    assert.match((await complaints(stage, data)).join("\n"), /Escaped/);
    await heading.evaluate(remove);
    await hasOnlyWords(stage, data);
  }
});

for (const { name, reach, expects } of STATES) {
  test(`${name} has no word outside the tables`, { expects }, async (stage) => {
    const data = await begin(stage);
    await reach({ ...stage, path: PATH });
    await hasOnlyWords(stage, data);
  });
}

// Every problem that our description promises for a route, as status and code.
const { paths } = JSON.parse(readFileSync(new URL("../../docs/openapi.json", import.meta.url), "utf8"));
const problemsOf = (path, method) =>
  Object.entries(paths[path][method].responses).flatMap(([status, { content }]) => {
    const codes = content?.["application/problem+json"]?.schema.properties.code.enum ?? [];
    return codes.map((code) => [Number(status), code]);
  });

const NAME = { client_name: CLIENT.client_name };
const NOISE = { expects: [/status of \d{3}/, /ERR_INTERNET_DISCONNECTED/] };
const empty = (stage) => reachState("empty", { ...stage, path: PATH });
const card = (stage) => reachState("card", { ...stage, path: PATH });

// Neither `title` nor `detail` of a problem is for people, and no sentence about a field that a server wrote.
test("whatever the proxy answers to a create, its words are not shown", NOISE, async (stage) => {
  const { form, page } = stage;
  const data = await begin(stage);
  await answerLooks(page, () => problem(404, "not-found"));
  await empty(stage);
  const problems = problemsOf("/clients", "post");
  assert.ok(problems.length > 20, `${problems.length}`);
  for (const [status, code] of problems) {
    await page.evaluate((id) => window.putForm(id), code);
    await form.put(NAME);
    const errors = status === 422 ? [{ field: "client_city", code: "refused", message: "Unread" }] : undefined;
    await answerCreates(page, problem(status, code, { errors, headers: { "Retry-After": "90" } }));
    await form.button.click();
    await sees(form.host.locator("[data-kind=error], [data-kind=checking], [part~=error-summary]").first());
    await hasOnlyWords(stage, data);
  }
});

test("whatever the proxy answers to an invitation, its words are not shown", NOISE, async (stage) => {
  const data = await begin(stage);
  await card(stage);
  const { invitation } = stage.card;
  let failures = 0;
  for (const [status, code] of problemsOf("/clients/{id}/invite", "post")) {
    await answerInvitations(stage.page, problem(status, code));
    await invitation.button.click();
    failures += 1;
    await eventually(async () => assert.equal((await heard(stage.page, "roosted-error")).length, failures, code));
    await hasOnlyWords(stage, data);
  }
});

test("whatever the proxy answers to a look, its words are not shown", NOISE, async (stage) => {
  const { form, page } = stage;
  const data = await begin(stage);
  await hurry(stage.context);
  let answer;
  let asked = 0;
  await answerLooks(page, () => (asked += 1, problem(...answer)));
  await empty(stage);
  for (answer of problemsOf("/submissions/{key}", "get")) {
    const before = asked;
    await page.evaluate((id) => window.putForm(id), answer[1]);
    await form.put(NAME);
    await answerCreates(page, html(502, "cut off"));
    await form.button.click();
    await eventually(async () => assert.ok(asked > before));
    await hasOnlyWords(stage, data);
  }
});

test("neither has what comes from outside: the environment, the page, the network, a card that is gone", NOISE, async (stage) => {
  const { context, form, page } = stage;
  const data = await begin(stage);
  for (const name of ["demo", "custom"]) {
    await answerEnvironment(page, name, "crm.harbourmills.example");
    await page.goto(PATH);
    await sees(form.banner("environment"));
    await hasOnlyWords(stage, data);
  }
  await page.evaluate(() => {
    const refuse = ({ detail }) => detail.waitUntil(Promise.reject({}));
    document.addEventListener("roosted-before-create", refuse, { once: true });
  });
  await form.put(NAME);
  await form.button.click();
  await sees(form.summary);
  await hasOnlyWords(stage, data);

  await context.setOffline(true);
  await form.button.click();
  await sees(form.banner("error"));
  await context.setOffline(false);
  await hasOnlyWords(stage, data);

  await card(stage);
  let answer;
  await page.route("**/api/clients/*/invite", (route) => (answer = () => route.fulfill(problem(502, "upstream-failed"))));
  await stage.card.invitation.button.click();
  await eventually(async () => assert.ok(answer));
  await stage.card.root.locator("[part~=create-another]").click();
  await sees(form.button);
  await answer();
  await sees(form.banner("error"));
  await hasOnlyWords(stage, data);
});
