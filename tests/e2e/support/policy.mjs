// The policy of the page: what it may do, and the styles that stand in it by their hashes.

import { createHash } from "node:crypto";

// Every style element of a page, as a policy names it.
export const styles = (html) =>
  Array.from(html.matchAll(/<style>(.*?)<\/style>/gs), ([, style]) => {
    return `'sha256-${createHash("sha256").update(style).digest("base64")}'`;
  }).sort();

export const policy = (html) =>
  `default-src 'none'; script-src 'self' 'wasm-unsafe-eval'; style-src ${["'self'", ...styles(html)].join(" ")}; ` +
  "connect-src 'self'; img-src 'self' data:; base-uri 'none'; form-action 'self'; frame-ancestors 'self'; " +
  "require-trusted-types-for 'script'; trusted-types 'none'";
