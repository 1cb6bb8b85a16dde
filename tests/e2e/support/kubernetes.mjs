// What Kubernetes says its manifests have to look like, version by version.

import { readdir, readFile } from "node:fs/promises";
import { join } from "node:path";

import Ajv from "ajv/dist/2020.js";

import { SCHEMAS } from "./settings.mjs";

// Returns what is wrong with a manifest, as sentences. A field that it does not know is wrong, too.
export const kubernetes = async (version) => {
  const [folder] = (await readdir(SCHEMAS)).filter((it) => it.startsWith(`v${version}.`) && it.endsWith("-strict"));
  const read = async (name) => JSON.parse(await readFile(join(SCHEMAS, folder, name), "utf8"));
  const ajv = new Ajv({ strict: false, validateFormats: false, allErrors: true });
  ajv.addSchema(await read("_definitions.json"), "/api/_definitions.json");

  const { $defs } = ajv.getSchema("/api/_definitions.json").schema;
  const kinds = Object.entries($defs).flatMap(([name, { "x-kubernetes-group-version-kind": kinds = [] }]) =>
    kinds.map(({ group, version, kind }) => [`${[group, version].filter(Boolean).join("/")} ${kind}`, name]),
  );
  const definitions = new Map(kinds);
  return (manifest) => {
    const name = definitions.get(`${manifest.apiVersion} ${manifest.kind}`);
    if (!name) return [`there is no ${manifest.kind} in ${manifest.apiVersion}`];
    const validate = ajv.getSchema(`/api/_definitions.json#/$defs/${name}`);
    if (validate(manifest)) return [];
    return validate.errors.map(({ instancePath, message, params }) => `${instancePath} ${message} ${JSON.stringify(params)}`);
  };
};
