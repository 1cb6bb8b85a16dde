// Where the things under test are: `cargo xtask test e2e` says it.

import { resolve } from "node:path";

// As a whole path: the programs run in folders of their own.
export const said = (name) => {
  const value = process.env[name];
  if (!value) throw new Error(`${name} is not set: run \`cargo xtask test e2e\``);
  return resolve(value);
};

export const PROXY = said("ROOSTED_PROXY_BIN");
export const SANDBOX = said("ROOSTED_SANDBOX_BIN");
export const DIST = said("ROOSTED_DIST");
// Where pictures go that somebody wants to look at.
export const PICTURES = process.env.ROOSTED_PICTURES && resolve(process.env.ROOSTED_PICTURES);
export const CHROMIUM = process.env.CHROMIUM_BIN || "/usr/bin/chromium";
// The same without windows, where it is there.
export const HEADLESS_SHELL = process.env.HEADLESS_SHELL_BIN || CHROMIUM;

// How long anything that a person would see may take, in milliseconds.
export const PATIENCE = 10_000;

// The programs that stand in front, where a test asks for one.
export const NGINX = process.env.NGINX_BIN || "/usr/sbin/nginx";
export const CADDY = process.env.CADDY_BIN || "/usr/bin/caddy";
export const ENVOY = process.env.ENVOY_BIN || "envoy";

// The schemas of Kubernetes, a folder for each version.
export const SCHEMAS = process.env.KUBERNETES_SCHEMAS || "kubernetes-json-schema";
