// Builds the page into `built`: one script, one style sheet, both minified and named by their hash.

import { mkdir, readFile, rm, writeFile } from "node:fs/promises";
import { basename, join } from "node:path";

import { build } from "esbuild";

const BUILT = new URL("built/", import.meta.url).pathname;

await rm(BUILT, { recursive: true, force: true });
await mkdir(BUILT, { recursive: true });
const { metafile } = await build({
  entryPoints: { react: "src/main.jsx", form: "src/form.css" },
  absWorkingDir: new URL(".", import.meta.url).pathname,
  bundle: true,
  minify: true,
  format: "esm",
  target: "es2022",
  jsx: "automatic",
  define: { "process.env.NODE_ENV": '"production"' },
  legalComments: "external",
  charset: "utf8",
  entryNames: "[name]-[hash]",
  outdir: BUILT,
  metafile: true,
});
const files = Object.keys(metafile.outputs).map((file) => basename(file));
const named = (end) => files.find((file) => file.endsWith(end));
const page = await readFile(new URL("index.html", import.meta.url), "utf8");
await writeFile(
  join(BUILT, "index.html"),
  page.replace("@STYLE@", named(".css")).replace("@SCRIPT@", named(".js")),
);
