// What a person who listens is told in every state: the tree that a screen reader walks, compared with the
// one in `trees/`, where focus is, and what was read out on the way. `ROOSTED_ACCEPT=1` writes the trees anew.

import assert from "node:assert/strict";
import { mkdir, readFile, writeFile } from "node:fs/promises";
import { dirname } from "node:path";
import { fileURLToPath } from "node:url";

import { focused } from "./support/focus.mjs";
import { hearAloud, heardAloud } from "./support/heard-aloud.mjs";
import { LANGUAGES, speak, speakFromTheStart } from "./support/looks.mjs";
import { eventually } from "./support/see.mjs";
import { STATES } from "./support/states.mjs";
import { suite } from "./support/suite.mjs";
import { treeOf } from "./support/tree.mjs";

const test = suite();

const TREES = fileURLToPath(new URL("trees/", import.meta.url));

const polite = (words) => ["polite", words];
const assertive = (words) => ["assertive", words];
const CREATED = { focus: /^Client created/ };
const CREATING = polite(/^Creating the client/);

// Where focus is, as text, and everything that was read out since the form was opened.
const TOLD = {
  empty: {},
  environment: {},
  typing: { focus: /^$/ },
  "counter and doubt": { focus: /^$/ },
  "paste offered": { focus: /^$/, aloud: [polite(/^Fill 7 fields from what you pasted\?/)] },
  pasted: { focus: /^$/, aloud: [polite(/^7 fields filled/)] },
  mistake: { focus: /^$/ },
  summary: { focus: /^There are 2 things to correct/ },
  "summary partly put right": { focus: /^$/ },
  busy: { focus: /^Creating the client/, aloud: [CREATING] },
  checking: { focus: /^Create client/, aloud: [CREATING, assertive(/^Checking whether/)] },
  "not confirmed": { focus: /^Create client/, aloud: [CREATING, assertive(/not confirmed/)] },
  candidates: { focus: /^Create client/, aloud: [CREATING, assertive(/clients that could be this one/)] },
  warned: { focus: /create the client a second time/, aloud: [CREATING, assertive(/a second time/)] },
  refused: { focus: /^There is/, aloud: [CREATING] },
  failed: { focus: /^Create client/, aloud: [CREATING, assertive(/nothing was created/i)] },
  offline: { focus: /^Create client/, aloud: [assertive(/offline/)] },
  // It is there when the page is, above the first field, and so it is read with the page.
  "draft restored": {},
  card: CREATED,
  "card with long texts": CREATED,
  "invitation mistake": { focus: /^$/ },
  inviting: { focus: /^Sending/, aloud: [polite(/^Sending/)] },
  "invitation failed": { focus: /^Send invitation/, aloud: [assertive(/was not sent/)] },
  "invitation not confirmed": { focus: /^Send another invitation/, aloud: [assertive(/not (confirmed|known)/)] },
  invited: { focus: /^Client portal/, aloud: [polite(/sent|Invited/i)] },
  "asked whether to invite again": { focus: /^Client portal/ },
  "not live yet": {},
  "no module": { aloud: [assertive(/cannot run in this browser/)] },
  stopped: { aloud: [assertive(/has stopped working/)] },
};

// Each of the expected comes, in their order; in between may be what else was said.
const inOrder = (heard, expected) => {
  let at = 0;
  for (const [how, words] of expected) {
    const found = heard.findIndex((it, place) => place >= at && it[0] === how && words.test(it[1]));
    assert.ok(found >= 0, `${how} ${words} in ${JSON.stringify(heard)}`);
    at = found + 1;
  }
};

const compare = async (name, tree) => {
  const file = `${TREES}${name.replaceAll(" ", "-")}.txt`;
  if (process.env.ROOSTED_ACCEPT) {
    await mkdir(dirname(file), { recursive: true });
    await writeFile(file, tree);
  }
  assert.equal(tree, await readFile(file, "utf8"));
};

const OTHERS = LANGUAGES.filter((it) => it !== "en");
// In these states the other languages are there from the first word on, and what is read out is compared as well: to
// the letter, below the tree. In all others the language changes in the middle.
const TRANSLATED = ["empty", "summary", "paste offered", "checking", "card", "invited"];

test("every state has its words here", () => {
  assert.deepEqual(Object.keys(TOLD), STATES.map((it) => it.name));
});

for (const { name, reach, expects } of STATES) {
  test(`${name}, to a person who listens`, { expects }, async (stage) => {
    const { focus, aloud = [] } = TOLD[name];
    await hearAloud(stage.context);
    await reach(stage);
    await eventually(async () => inOrder(await heardAloud(stage.page), aloud));
    if (focus) await eventually(async () => assert.match((await focused(stage.page))?.text ?? "nowhere", focus));
    await eventually(async () => compare(name, await treeOf(stage.page)));
    if (TRANSLATED.includes(name)) return;
    for (const language of OTHERS) {
      await speak(stage.form, language);
      await eventually(async () => compare(`${language}/${name}`, await treeOf(stage.page)));
    }
  });
}

for (const language of OTHERS) {
  for (const { name, reach, expects } of STATES.filter((it) => TRANSLATED.includes(it.name))) {
    test(`${name}, to a person who listens, ${language}`, { expects }, async (stage) => {
      await hearAloud(stage.context);
      await speakFromTheStart(stage.page, language);
      await reach(stage);
      await eventually(async () => {
        const aloud = (await heardAloud(stage.page)).map((it) => `${it.join(": ")}\n`);
        await compare(`${language}/${name}`, [await treeOf(stage.page), ...aloud].join("\n"));
      });
    });
  }
}
