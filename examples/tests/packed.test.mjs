// The archive as npm would install it: `cargo xtask test package` says where it is.

import assert from "node:assert/strict";
import { execFileSync, spawnSync } from "node:child_process";
import { createHash } from "node:crypto";
import { cpSync, existsSync, mkdirSync, mkdtempSync, readFileSync, readdirSync, rmSync, symlinkSync, writeFileSync } from "node:fs";
import { createRequire } from "node:module";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { after, test } from "node:test";
import { fileURLToPath } from "node:url";

const examples = fileURLToPath(new URL("..", import.meta.url));
const archive = process.env.ROOSTED_PACKAGE;
if (!archive) throw new Error("ROOSTED_PACKAGE is not set: run `cargo xtask test package`");

// A project that has installed it, and nothing else.
const project = mkdtempSync(join(tmpdir(), "roosted-package-"));
after(() => rmSync(project, { recursive: true }));
const folder = join(project, "node_modules/roosted-client-form");
mkdirSync(folder, { recursive: true });
execFileSync("tar", ["-xzf", archive, "-C", folder, "--strip-components=1"]);
const read = (path) => readFileSync(join(folder, path), "utf8");

const digest = (algorithm, bytes) => `${algorithm}-${createHash(algorithm).update(bytes).digest("base64")}`;

const compile = (options, files) => {
  const strict = ["--noEmit", "--strict", "--target", "es2022", "--lib", "es2022,dom", ...options];
  const compiler = join(examples, "node_modules/typescript/bin/tsc");
  return spawnSync(process.execPath, [compiler, ...strict, ...files], { cwd: project, encoding: "utf8" });
};

test("it has what a portal needs, and nothing of how it was made", () => {
  const names = readdirSync(folder).sort();
  const expected = [
    ...["LICENSE-APACHE", "LICENSE-MIT", "README.md", "custom-elements.json", "dist", "embed.html"],
    ...["integrity.json", "package.json", "react.d.ts", "roosted-client-form.d.ts", "vue.d.ts"],
  ];
  assert.deepEqual(names, expected);
  const served = readdirSync(join(folder, "dist")).filter((it) => !/\.(br|gz)$/.test(it));
  const kinds = served.map((it) => it.replace(/[0-9a-f]{12,16}/, "…")).sort();
  const languages = ["ar", "de", "es", "fr"].map((it) => `roosted-client-form-${it}-….json`);
  const loaded = ["roosted-client-form-….js", "roosted-client-form-…_bg.wasm", "roosted-client-form.js"];
  assert.deepEqual(kinds, [...languages, ...loaded, "paste-….js"].sort());
});

test("every file of the element is what integrity.json and embed.html say", () => {
  const { version, files } = JSON.parse(read("integrity.json"));
  assert.equal(version, JSON.parse(read("package.json")).version);
  const served = readdirSync(join(folder, "dist")).filter((it) => !/\.(br|gz)$/.test(it));
  assert.deepEqual(Object.keys(files).sort(), served.sort());
  const script = read("dist/roosted-client-form.js");
  for (const [name, integrity] of Object.entries(files)) {
    const bytes = readFileSync(join(folder, "dist", name));
    assert.equal(integrity, digest("sha384", bytes), name);
    // What is asked for later is checked by the script, as data is.
    if (!/^roosted-client-form(-[0-9a-f]+(_bg)?)?\.(js|wasm)$/.test(name)) {
      assert.ok(script.includes(digest("sha256", bytes)), name);
      continue;
    }
    const line = read("embed.html").split("\n").find((it) => it.includes(`/${version}/${name}"`));
    assert.ok(line, name);
    // No browser checks a hint for data; the script knows what its module has to be.
    if (name.endsWith(".wasm")) assert.ok(["sha256", "sha384"].some((it) => script.includes(digest(it, bytes))), name);
    else assert.ok(line?.includes(` integrity="${integrity}"`), name);
  }
});

test("the script names the hashed files that lie beside it", () => {
  const script = read("dist/roosted-client-form.js");
  const named = script.match(/\.\/[a-z-]+-[0-9a-f]{12,16}(_bg\.wasm|\.json|\.js)/g);
  assert.equal(new Set(named).size, 7);
  for (const name of named) assert.ok(existsSync(join(folder, "dist", name)), name);
});

test("a program finds the script, the manifest and the licences by the package's name", () => {
  const { resolve } = createRequire(join(project, "index.js"));
  assert.equal(resolve("roosted-client-form"), join(folder, "dist/roosted-client-form.js"));
  assert.equal(resolve("roosted-client-form/custom-elements.json"), join(folder, "custom-elements.json"));
  assert.equal(resolve("roosted-client-form/integrity.json"), join(folder, "integrity.json"));
  assert.throws(() => resolve("roosted-client-form/react"));
});

test("the types are found where neither React nor Vue is installed", () => {
  cpSync(join(examples, "tests/types/page.ts"), join(project, "page.ts"));
  for (const resolution of [
    ["--module", "nodenext"],
    ["--module", "esnext", "--moduleResolution", "bundler"],
  ]) {
    const said = compile(resolution, ["page.ts"]);
    assert.equal(said.status, 0, said.stdout);
  }
  writeFileSync(join(project, "wrong.ts"), `document.createElement("roosted-client-form").clear();`);
  writeFileSync(join(project, "types.ts"), `import type {} from "roosted-client-form";`);
  assert.match(compile(["--module", "nodenext"], ["types.ts", "wrong.ts"]).stdout, /wrong\.ts.*'clear'/);
});

test("the types for React and for Vue are found beside them", () => {
  for (const name of ["@types", "csstype", "vue", "@vue"]) {
    symlinkSync(join(examples, "node_modules", name), join(project, "node_modules", name));
  }
  cpSync(join(examples, "tests/types/react.tsx"), join(project, "react.tsx"));
  const template = `import type { GlobalComponents } from "vue";
    import type {} from "roosted-client-form/vue";
    type Props = InstanceType<GlobalComponents["roosted-client-form"]>["$props"];
    export const props: Props = { theme: "dark", onRoostedCreated: ({ detail }) => detail.client.id.trim() };
    // @ts-expect-error: no such theme
    export const wrong: Props = { theme: "sepia" };`;
  writeFileSync(join(project, "template.ts"), template);
  const options = ["--module", "esnext", "--moduleResolution", "bundler", "--jsx", "react-jsx", "--types", "react"];
  const said = compile(options, ["react.tsx", "template.ts"]);
  assert.equal(said.status, 0, said.stdout);
});
