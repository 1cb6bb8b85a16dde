// The manifest is the one list of what the element offers: everything else is compared with it.

import assert from "node:assert/strict";
import { spawnSync } from "node:child_process";
import { mkdtempSync, readFileSync, readdirSync, rmSync, writeFileSync } from "node:fs";
import { createRequire } from "node:module";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { test } from "node:test";
import { fileURLToPath } from "node:url";

import Ajv from "ajv";

const root = fileURLToPath(new URL("../..", import.meta.url));
const examples = join(root, "examples");
const read = (path) => readFileSync(join(root, path), "utf8");

const manifest = JSON.parse(read("npm/custom-elements.json"));
const [element] = manifest.modules[0].declarations;
const names = (list) => list.map((it) => it.name);
const fields = element.members.filter((it) => it.kind === "field");
const methods = element.members.filter((it) => it.kind === "method");

// Everything that a list has, whatever the order.
const same = (actual, expected) => assert.deepEqual([...new Set(actual)].sort(), [...expected].sort());
const all = (text, pattern) => Array.from(text.matchAll(pattern), (it) => it[1]);

const below = (folder) =>
  readdirSync(join(root, folder), { withFileTypes: true }).flatMap((it) => {
    const path = `${folder}/${it.name}`;
    return it.isDirectory() ? below(path) : [path];
  });
const sources = below("src").filter((path) => /\.(rs|js)$/.test(path));
const source = sources.map(read).join("\n");
const script = read("src/element.js");
const readme = read("README.md");

test("it is what the schema of such manifests asks for", () => {
  const schema = createRequire(import.meta.url)("custom-elements-manifest/schema.json");
  // The schema says `nullable` and formats for its own generator, which are no words of JSON schema.
  const validate = new Ajv({ strict: false }).compile(schema);
  assert.ok(validate(manifest), JSON.stringify(validate.errors, null, 2));
  assert.equal(validate({ ...manifest, modules: [{ kind: "javascript-module" }] }), false);
});

test("the code has its attributes, members, events, parts and properties, and no others", () => {
  const [, attributes] = script.match(/^const ATTRIBUTES = (\[.*\]);$/m);
  same(JSON.parse(attributes), names(element.attributes));
  assert.match(script, /static observedAttributes = ATTRIBUTES;/);

  const callbacks = ["constructor", "connectedCallback", "disconnectedCallback", "attributeChangedCallback"];
  const inside = script.slice(script.indexOf("class RoostedClientForm"));
  const offered = [
    ...all(inside, /^ {2}(?:get |set |async )?(\w+)\(.*\) \{$/gm),
    ...all(inside, /^ {4}this\.(\w+) = new Promise/gm),
  ];
  same(offered.filter((it) => !callbacks.includes(it)), names(element.members));
  const writable = all(inside, /^ {2}set (\w+)\(/gm);
  same(writable, names(fields.filter((it) => !it.readonly)));

  same(all(source, /"(roosted-(?!client-form)[a-z-]+)"/g), names(element.events));
  const parts = all(source, /(?:\.part\(|"part",[^"\n]*)"([a-z -]+)"/g).flatMap((it) => it.split(" "));
  same(parts, names(element.cssParts));
  same(all(read("style/tokens.css"), /var\((--roosted-[a-z-]+)/g), names(element.cssProperties));
});

// The first column of the table whose head begins with these words.
const rows = (head) => {
  const lines = readme.split("\n");
  const start = lines.findIndex((it) => it.startsWith(`| ${head}`));
  assert.notEqual(start, -1, `README.md has no table of ${head}`);
  const table = lines.slice(start + 2);
  const end = table.findIndex((it) => !it.startsWith("|"));
  return table.slice(0, end).map((it) => it.split("|").slice(1, -1).map((cell) => cell.trim()));
};
const quoted = (text) => all(text, /`([^`]+)`/g);

test("the README has its attributes, members, events, parts and properties, and no others", () => {
  const attributes = rows("attribute");
  same(attributes.flatMap(([name]) => quoted(name)), names(element.attributes));
  for (const [name, value] of attributes) {
    const { default: expected } = element.attributes.find((it) => `\`${it.name}\`` === name);
    if (expected) assert.equal(value, `\`${expected}\``, name);
  }
  same(rows("property or method").flatMap(([name]) => quoted(name)).map((it) => it.replace(/\(.*/, "")), names(element.members));
  same(rows("event").flatMap(([name]) => quoted(name)), names(element.events));

  const [, parts] = readme.match(/The parts are (.*?)\.\n/s);
  same(quoted(parts), names(element.cssParts));
  const [, properties] = readme.match(/`--roosted-` followed by (.*?)\(/s);
  same(quoted(properties).map((it) => `--roosted-${it}`), names(element.cssProperties));
});

// What the types say, asked of their compiler: each line is a type error if the two differ.
const questions = () => {
  const union = (list) => list.map((it) => JSON.stringify(it)).join(" | ");
  const lines = [
    `import type * as it from "roosted-client-form";`,
    // The manifest names them as they are called.
    `import type { ${[...new Set(all(read("npm/roosted-client-form.d.ts"), /^export (?:type|interface) (\w+)/gm))].join(", ")} } from "roosted-client-form";`,
    `type Same<A, B> = (<T>() => T extends A ? 1 : 2) extends <T>() => T extends B ? 1 : 2 ? true : false;`,
    `type Own = Exclude<keyof it.RoostedClientForm, keyof HTMLElement> | "focus";`,
    `export const attributes: Same<keyof it.RoostedClientFormAttributes, ${union(names(element.attributes))}> = true;`,
    `export const members: Same<Own, ${union(names(element.members))}> = true;`,
    `export const events: Same<keyof it.RoostedClientFormEventMap, ${union(names(element.events))}> = true;`,
    `export const tag: Same<HTMLElementTagNameMap["${element.tagName}"], it.RoostedClientForm> = true;`,
    `type Written<T, K extends keyof T> = Same<{ [P in K]: T[P] }, { -readonly [P in K]: T[P] }>;`,
  ];
  element.attributes.forEach(({ name, type }, i) =>
    lines.push(`export const attribute${i}: Same<Required<it.RoostedClientFormAttributes>["${name}"], ${type.text}> = true;`),
  );
  fields.forEach(({ name, type, readonly = false }, i) => {
    lines.push(`export const field${i}: Same<it.RoostedClientForm["${name}"], ${type.text}> = true;`);
    lines.push(`export const written${i}: Written<it.RoostedClientForm, "${name}"> = ${!readonly};`);
  });
  methods.forEach(({ name, parameters = [], return: returns }, i) => {
    const takes = parameters.map((it) => `${it.name}${it.optional ? "?" : ""}: ${it.type.text}`).join(", ");
    const type = `(${takes}) => ${returns.type.text}`;
    lines.push(`export const method${i}: Same<Parameters<it.RoostedClientForm["${name}"]>, Parameters<${type}>> = true;`);
    lines.push(`export const returned${i}: Same<ReturnType<it.RoostedClientForm["${name}"]>, ReturnType<${type}>> = true;`);
  });
  element.events.forEach(({ name, type }, i) =>
    lines.push(`export const event${i}: Same<it.RoostedClientFormEventMap["${name}"], ${type.text}> = true;`),
  );
  return lines.join("\n");
};

test("the types have its attributes, members and events with their types, and no others", () => {
  const folder = mkdtempSync(join(tmpdir(), "roosted-types-"));
  try {
    writeFileSync(join(folder, "questions.ts"), questions());
    const config = { extends: join(examples, "tsconfig.json"), include: [join(folder, "questions.ts")] };
    writeFileSync(join(folder, "tsconfig.json"), JSON.stringify(config));
    const compiler = join(examples, "node_modules/typescript/bin/tsc");
    const said = spawnSync(process.execPath, [compiler, "-p", folder], { encoding: "utf8" });
    assert.equal(said.status, 0, said.stdout + said.stderr);
  } finally {
    rmSync(folder, { recursive: true });
  }
});
