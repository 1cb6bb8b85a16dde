// The programs in front of the proxy, each with its recipe.

import { writeFile } from "node:fs/promises";
import { join } from "node:path";

import { freePort, listens } from "./portal.mjs";
import { Program } from "./program.mjs";
import { fill, put, recipe } from "./recipe.mjs";
import { CADDY, DIST, ENVOY, NGINX } from "./settings.mjs";

const address = (proxy) => new URL(proxy.origin).host;

// nginx with `deploy/nginx/portal.conf`.
export const nginx = async (portal, { proxy }) => {
  const { folder, signIn } = portal;
  await put("nginx/roosted-identity.conf", {}, folder, "roosted-identity.conf");
  await put("nginx/portal.conf", {
    ...shared(portal),
    "127.0.0.1:8080": address(proxy),
    "127.0.0.1:4180": `127.0.0.1:${signIn.port}`,
  }, folder, "site.conf");
  return startNginx(portal);
};

// nginx with `deploy/nginx/without-proxy.conf`, and with nothing of ours behind it: it speaks TLS
// with what it takes for Roosted.
export const withoutProxy = (more = {}) => async (portal, { key, sandbox }) => {
  const { folder, signIn, certificate } = portal;
  const roosted = await freePort();
  await put("nginx/roosted-headers.conf", {}, folder, "roosted-headers.conf");
  await put("nginx/roosted-call.conf", {
    "/etc/nginx/": `${folder}/`,
    "/etc/ssl/certs/ca-certificates.crt": certificate.chain,
  }, folder, "roosted-call.conf");
  await writeFile(join(folder, "roosted-api-key.conf"), `proxy_set_header X-API-KEY "${more.key ?? key}";\n`);
  await put("nginx/without-proxy.conf", {
    ...shared(portal),
    "server api.roostedhr.com:443": `server 127.0.0.1:${roosted}`,
    "127.0.0.1:4180": `127.0.0.1:${signIn.port}`,
    // As a browser names it, with the port.
    "|https://portal.example.com": `|${portal.origin}`,
    "/srv/roosted/dist": DIST,
    ...more.own,
  }, folder, "site.conf");
  const api = `
    server {
      listen 127.0.0.1:${roosted} ssl;
      server_name api.roostedhr.com;
      ssl_certificate ${certificate.chain};
      ssl_certificate_key ${certificate.key};
      location / {
        client_max_body_size 2m;
        proxy_pass ${sandbox.origin};
        proxy_http_version 1.1;
      }
    }`;
  return startNginx(portal, api);
};

const shared = ({ certificate, folder, plainPort, port }) => ({
  "listen 80;": `listen 127.0.0.1:${plainPort};`,
  "listen 443 ssl http2;": `listen 127.0.0.1:${port} ssl http2;`,
  "/etc/ssl/portal/fullchain.pem": certificate.chain,
  "/etc/ssl/portal/privkey.pem": certificate.key,
  "/etc/nginx/": `${folder}/`,
});

// What lies around a site on Debian, and everything that is written in a folder of ours.
const startNginx = async ({ folder, port }, more = "") => {
  const temporary = ["client_body", "proxy", "fastcgi", "uwsgi", "scgi"].map((it) => `${it}_temp_path ${folder}/${it};`);
  const file = join(folder, "nginx.conf");
  await writeFile(file, `
    daemon off;
    worker_processes 1;
    pid ${folder}/nginx.pid;
    error_log stderr notice;
    ${process.getuid() === 0 ? "user root;" : ""}
    events {}
    http {
      ${temporary.join("\n")}
      access_log off;
      include ${folder}/site.conf;
      ${more}
    }`);
  return Program.start(NGINX, ["-p", folder, "-c", file, "-e", "stderr"], {}, listens(port));
};

// Caddy with `deploy/caddy/Caddyfile`.
export const caddy = async ({ certificate, folder, plainPort, port, signIn }, { proxy }) => {
  const site = fill(await recipe("caddy/Caddyfile"), {
    "/etc/ssl/portal/fullchain.pem": certificate.chain,
    "/etc/ssl/portal/privkey.pem": certificate.key,
    "127.0.0.1:8080": address(proxy),
    "127.0.0.1:4180": `127.0.0.1:${signIn.port}`,
  });
  const file = join(folder, "Caddyfile");
  const own = `{\n\tadmin off\n\thttp_port ${plainPort}\n\thttps_port ${port}\n\tdefault_bind 127.0.0.1\n}\n`;
  await writeFile(file, own + site);
  return Program.start(CADDY, ["run", "--config", file, "--adapter", "caddyfile"], { HOME: folder }, listens(port));
};

// Envoy with `deploy/envoy/envoy.yaml`.
export const envoy = async ({ certificate, folder, port, signIn }, { proxy }) => {
  const file = await put("envoy/envoy.yaml", {
    "address: 0.0.0.0, port_value: 443": `address: 127.0.0.1, port_value: ${port}`,
    "domains: [portal.example.com]": `domains: ["portal.example.com:${port}"]`,
    "/etc/ssl/portal/fullchain.pem": certificate.chain,
    "/etc/ssl/portal/privkey.pem": certificate.key,
    "address: 127.0.0.1, port_value: 8080": `address: 127.0.0.1, port_value: ${new URL(proxy.origin).port}`,
    "address: 127.0.0.1, port_value: 4180": `address: 127.0.0.1, port_value: ${signIn.port}`,
  }, folder, "envoy.yaml");
  const quiet = ["--disable-hot-restart", "--concurrency", "1", "--log-level", "warning"];
  return Program.start(ENVOY, ["--config-path", file, ...quiet], {}, listens(port));
};
