// The files of `deploy/` that no test can run here: they are what their readers expect, and the proxy
// takes every setting that they make.

import assert from "node:assert/strict";
import { execFile } from "node:child_process";
import { mkdtemp, readdir, readFile, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { after, before, test } from "node:test";
import { fileURLToPath } from "node:url";
import { promisify } from "node:util";

import { parse } from "yaml";

import { kubernetes } from "./support/kubernetes.mjs";
import { policy } from "./support/policy.mjs";
import { DEPLOY, fill, recipe } from "./support/recipe.mjs";
import { DIST, PROXY } from "./support/settings.mjs";

const run = promisify(execFile);

let folder;
before(async () => {
  folder = await mkdtemp(join(tmpdir(), "roosted-e2e-recipes-"));
  await writeFile(join(folder, "api-key"), "a-key\n");
});
after(() => rm(folder, { recursive: true }));

// Whether the proxy would start with these settings and no others; what it says otherwise.
const check = (settings) =>
  run(PROXY, ["--check"], { cwd: folder, env: { ROOSTED_STATIC_DIR: DIST, ...settings } }).then(
    () => "",
    (error) => error.stderr,
  );

const manifests = async () => {
  const files = (await readdir(join(DEPLOY, "kubernetes"))).filter((it) => it.endsWith(".yaml"));
  const read = async (file) => [file, parse(await recipe(`kubernetes/${file}`))];
  return Object.fromEntries(await Promise.all(files.map(read)));
};

test("nginx without our proxy names the styles of the page in its policy", async () => {
  const path = "nginx/without-proxy.conf";
  const given = /(?<=add_header Content-Security-Policy ")[^"]+/;
  const right = policy(await readFile(join(DIST, "index.html"), "utf8"));
  const config = await recipe(path);
  if (process.env.ROOSTED_ACCEPT) await writeFile(join(DEPLOY, path), config.replace(given, right));
  assert.equal((await recipe(path)).match(given)?.[0], right);
});

for (const version of ["1.30", "1.37"]) {
  test(`the manifests are such as Kubernetes ${version} takes`, async () => {
    const validate = await kubernetes(version);
    const { "kustomization.yaml": list, ...all } = await manifests();
    assert.deepEqual(list.resources.toSorted(), Object.keys(all).toSorted());
    for (const [file, manifest] of Object.entries(all)) assert.deepEqual(validate(manifest), [], file);

    // It would say so.
    const wrong = structuredClone(all["deployment.yaml"]);
    wrong.spec.template.spec.containers[0].readinesProbe = {};
    wrong.spec.replicas = "two";
    assert.equal(validate(wrong).length, 2, validate(wrong).join("\n"));
  });
}

test("what the manifests name in one place is there in another", async () => {
  const {
    "deployment.yaml": deployment,
    "network-policy.yaml": policy,
    "pod-disruption-budget.yaml": budget,
    "service.yaml": service,
  } = await manifests();
  const { containers: [container], ...pod } = deployment.spec.template.spec;
  const labels = deployment.spec.template.metadata.labels;
  assert.ok(deployment.spec.replicas >= 2 && budget.spec.minAvailable < deployment.spec.replicas);
  for (const selector of [
    deployment.spec.selector.matchLabels,
    service.spec.selector,
    budget.spec.selector.matchLabels,
    policy.spec.podSelector.matchLabels,
  ]) {
    assert.deepEqual(selector, labels);
  }
  const ports = Object.fromEntries(container.ports.map((it) => [it.name, it.containerPort]));
  assert.ok(ports[service.spec.ports[0].targetPort]);
  for (const probe of ["startupProbe", "livenessProbe", "readinessProbe"]) {
    assert.equal(ports[container[probe].httpGet.port], 9090, probe);
  }
  // Only the readiness asks for more than being alive: a ledger that is away is no reason to start anew.
  assert.equal(container.readinessProbe.httpGet.path, "/readyz");
  assert.equal(container.livenessProbe.httpGet.path, "/healthz");
  assert.ok(pod.terminationGracePeriodSeconds >= container.lifecycle.preStop.sleep.seconds + 25 + 5);
  assert.ok(pod.securityContext.runAsNonRoot && pod.securityContext.runAsUser > 0);
  assert.deepEqual(container.securityContext, {
    allowPrivilegeEscalation: false,
    readOnlyRootFilesystem: true,
    capabilities: { drop: ["ALL"] },
  });
  // No secret stands in a manifest.
  const known = new Set(container.env.filter((it) => it.valueFrom).map((it) => it.name));
  assert.ok(known.has("ROOSTED_LEDGER"));
  assert.ok(!container.env.some((it) => it.name === "ROOSTED_API_KEY"));
});

test("the proxy takes the settings of the Deployment", async () => {
  const { "deployment.yaml": deployment } = await manifests();
  const [container] = deployment.spec.template.spec.containers;
  const [mount] = container.volumeMounts;
  await writeFile(join(folder, "ledger-key"), Buffer.alloc(32, 7).toString("base64"));
  const value = ({ value }) => value?.replace(mount.mountPath, folder) ?? "postgres://roosted@postgresql/roosted";
  const settings = Object.fromEntries(container.env.map((it) => [it.name, value(it)]));
  assert.equal(await check(settings), "");
  // It says what is missing: the manifest sets nothing that could be left out of it.
  for (const name of ["ROOSTED_PUBLIC_ORIGIN", "ROOSTED_AUTH", "ROOSTED_TRUSTED_PROXIES", "ROOSTED_API_KEY_FILE", "ROOSTED_LEDGER_KEY_FILE"]) {
    const { [name]: _, ...less } = settings;
    assert.notEqual(await check(less), "", name);
  }
});

test("systemd understands the unit, and finds nothing to object to", async () => {
  const unit = join(folder, "roosted-proxy.service");
  await writeFile(join(folder, "environment"), await recipe("systemd/environment"));
  await writeFile(unit, fill(await recipe("systemd/roosted-proxy.service"), {
    "/usr/local/bin/roosted-proxy": PROXY,
    "/etc/roosted-proxy/environment": join(folder, "environment"),
    "/etc/roosted-proxy/api-key": join(folder, "api-key"),
  }));
  const { stdout, stderr } = await run("systemd-analyze", ["verify", "--man=no", unit]);
  assert.deepEqual((stdout + stderr).split("\n").filter((line) => line.includes("roosted-proxy.service")), []);
  // Exposure in tenths, from 0 to 100; above the threshold it fails.
  await run("systemd-analyze", ["security", "--offline=true", "--threshold=15", unit]);
});

test("the proxy takes the settings of the unit and its file", async () => {
  const unit = await recipe("systemd/roosted-proxy.service");
  const file = await recipe("systemd/environment");
  const inUnit = [...unit.matchAll(/^Environment=(\w+)=(.*)$/gm)];
  const inFile = [...file.matchAll(/^(ROOSTED_\w+)=(.*)$/gm)];
  assert.ok(inUnit.length >= 2 && inFile.length >= 4);
  const value = (text) => text.replace("%d", folder).replace("%S/roosted-proxy", folder);
  const settings = Object.fromEntries([...inUnit, ...inFile].map(([, name, text]) => [name, value(text)]));
  assert.equal(await check(settings), "");
});

test("the container is one file and a number", async () => {
  const text = await recipe("Containerfile");
  const lines = text.replaceAll("\\\n", " ").split("\n").filter((it) => it && !it.startsWith("#"));
  const said = (word) => lines.filter((it) => it.startsWith(`${word} `)).map((it) => it.slice(word.length + 1));
  assert.deepEqual(said("RUN"), []);
  const copied = said("COPY").map((it) => it.split(/\s+/).filter((word) => !word.startsWith("--")));
  assert.deepEqual(copied.map(([from]) => from), ["target/dist/roosted-proxy", "deploy/container/ledger"]);
  assert.match(said("USER")[0], /^[1-9]\d*:[1-9]\d*$/);
  assert.deepEqual(said("ENTRYPOINT"), ['["/roosted-proxy"]']);
  assert.deepEqual(said("VOLUME"), ["/ledger"]);
  const words = said("ENV").join(" ").split(/\s+/).map((it) => it.split(/=(.*)/));
  // What is said at its head about starting it.
  const started = [...text.matchAll(/--env (ROOSTED_\w+)=(\S+)/g)].map(([, name, value]) => [name, value]);
  assert.ok(started.length >= 3);
  const settings = Object.fromEntries([...words, ...started]);
  assert.equal(await check({
    ...settings,
    ROOSTED_API_KEY_FILE: settings.ROOSTED_API_KEY_FILE.replace("/run/secrets/roosted-api-key", join(folder, "api-key")),
    ROOSTED_LEDGER: settings.ROOSTED_LEDGER.replace("/ledger", folder),
  }), "");
});

test("oauth2-proxy is told what the fronts count on", async () => {
  const text = await recipe("oauth2-proxy/oauth2-proxy.cfg");
  const lines = text.split("\n").filter((it) => it && !it.startsWith("#"));
  const settings = Object.fromEntries(lines.map((line) => {
    const [, name, value] = line.match(/^(\w+) = (.+)$/) ?? assert.fail(line);
    return [name, JSON.parse(value)];
  }));
  assert.equal(settings.set_xauthrequest, true);
  // Envoy asks by the path of the page, and takes a 200 alone for a yes.
  assert.deepEqual(settings.upstreams, ["static://200"]);
  assert.ok("/api/clients".match(settings.api_routes[0]) && !"/index.html".match(settings.api_routes[0]));
  assert.ok(settings.cookie_secure && settings.cookie_httponly && settings.cookie_samesite === "lax");
  assert.ok(settings.cookie_name.startsWith("__Host-"));
  assert.equal(settings.redirect_url, "https://portal.example.com/oauth2/callback");
  for (const name of Object.keys(settings)) assert.doesNotMatch(name, /^(client_secret|cookie_secret)$/);
  for (const front of ["nginx/portal.conf", "nginx/without-proxy.conf", "caddy/Caddyfile", "envoy/envoy.yaml"]) {
    const said = await recipe(front);
    assert.ok(said.includes(settings.http_address) || said.includes("address: 127.0.0.1, port_value: 4180"), front);
  }
});

test("every recipe is told of in the documentation, and nothing else is", async () => {
  const docs = await readFile(fileURLToPath(new URL("../../docs/operations.md", import.meta.url)), "utf8");
  const named = new Set([...docs.matchAll(/\.\.\/deploy\/([\w./-]+)/g)].map(([, path]) => path.replace(/\/$/, "")));
  const files = (await readdir(DEPLOY, { recursive: true, withFileTypes: true }))
    .filter((it) => it.isFile())
    .map((it) => join(it.parentPath ?? it.path, it.name).slice(DEPLOY.length + 1));
  for (const file of files) {
    const folders = file.split("/").map((_, index, parts) => parts.slice(0, index + 1).join("/"));
    assert.ok(folders.some((it) => named.has(it)), `${file} is not in docs/operations.md`);
  }
  for (const path of named) assert.ok(files.some((it) => it === path || it.startsWith(`${path}/`)), path);
});
