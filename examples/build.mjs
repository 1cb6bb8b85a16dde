// Puts the portals into a folder, as a server would have them beside the form:
//
//     node build.mjs ../target/npm ../target/examples
//
// The first folder is the built package (`cargo xtask package`), the second one what is written.

import { cp, mkdir, readFile, rm, writeFile } from "node:fs/promises";
import { basename, join, resolve } from "node:path";
import { fileURLToPath } from "node:url";

import { build } from "esbuild";
import { compileScript, parse } from "vue/compiler-sfc";

const [npm, out] = process.argv.slice(2, 4).map((folder) => resolve(folder));
const here = fileURLToPath(new URL(".", import.meta.url));
const PORTALS = ["plain", "react", "vue", "strict-csp", "hostile-css"];
const MARK = /^.*<!-- roosted-client-form: .*-->$/m;

// What Vite's plugin does for templates of Vue, where scripts may use types and nothing has a style.
const vue = {
  name: "vue",
  setup(build) {
    build.onLoad({ filter: /\.vue$/ }, async ({ path }) => {
      const { descriptor, errors } = parse(await readFile(path, "utf8"), { filename: path });
      if (errors.length) throw errors[0];
      const isCustomElement = (tag) => tag === "roosted-client-form";
      const { content } = compileScript(descriptor, {
        id: basename(path),
        inlineTemplate: true,
        templateOptions: { compilerOptions: { isCustomElement } },
      });
      return { contents: content, loader: "ts" };
    });
  },
};

const bundle = (entry) =>
  build({
    entryPoints: [join(here, entry)],
    outdir: join(out, "examples", entry, ".."),
    bundle: true,
    minify: true,
    format: "esm",
    target: "es2022",
    jsx: "automatic",
    plugins: [vue],
    logLevel: "warning",
    define: {
      "process.env.NODE_ENV": '"production"',
      __VUE_OPTIONS_API__: "false",
      __VUE_PROD_DEVTOOLS__: "false",
      __VUE_PROD_HYDRATION_MISMATCH_DETAILS__: "false",
      // Vue asks for a Trusted Types policy named `vue`, for `v-html`. Nobody needs it here, and the
      // page's policy allows none.
      "window.trustedTypes": "undefined",
    },
  });

await rm(out, { recursive: true, force: true });
await mkdir(join(out, "examples"), { recursive: true });
for (const name of PORTALS) await cp(join(here, name), join(out, "examples", name), { recursive: true });
await bundle("react/portal.tsx");
await bundle("vue/portal.ts");

// As a server that renders pages would: the lines that load the form come out of the package, and its
// files lie under its version.
const { version } = JSON.parse(await readFile(join(npm, "package.json"), "utf8"));
await cp(join(npm, "dist"), join(out, "roosted-client-form", version), { recursive: true });
const page = join(out, "examples/strict-csp/index.html");
const html = await readFile(page, "utf8");
if (!MARK.test(html)) throw new Error(`${page} has no place for the lines of embed.html`);
const lines = await readFile(join(npm, "embed.html"), "utf8");
await writeFile(page, html.replace(MARK, () => lines.trimEnd().replace(/^/gm, "    ")));
