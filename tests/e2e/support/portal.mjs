// A portal around the form: a name, a certificate, a sign-in, and a program in front of it all.

import { execFile } from "node:child_process";
import { mkdtemp, readFile, rm } from "node:fs/promises";
import { request } from "node:https";
import { createServer } from "node:net";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { promisify } from "node:util";

import { SignIn } from "./sign-in.mjs";

// As the recipes have it.
export const NAME = "portal.example.com";

export class Portal {
  static async prepare() {
    const portal = new Portal();
    portal.folder = await mkdtemp(join(tmpdir(), "roosted-e2e-portal-"));
    portal.port = await freePort();
    portal.plainPort = await freePort();
    portal.origin = `https://${NAME}:${portal.port}`;
    portal.certificate = await certificate(portal.folder);
    portal.signIn = await SignIn.start();
    return portal;
  }

  // What the proxy is told: its word of who may come in is that of the front, on this address alone.
  get settings() {
    return {
      ROOSTED_PUBLIC_ORIGIN: this.origin,
      ROOSTED_AUTH: "header:X-Auth-Request-Email",
      ROOSTED_TRUSTED_PROXIES: "127.0.0.1",
      ROOSTED_ALLOW_USERS: `${ADA},${BEA}`,
      // Nothing hangs here, and a megabyte takes its time on a busy machine.
      ROOSTED_TIMEOUTS: "connect=2s,upstream=15s,answer=20s",
    };
  }

  // The browser finds it by its name, and takes its certificate.
  flags = [`--host-resolver-rules=MAP ${NAME} 127.0.0.1`];
  profile = { ignoreHTTPSErrors: true };

  async open(front, stage) {
    this.front = await front(this, stage);
  }

  get lines() {
    return this.front.lines;
  }

  // A request as it goes over the wire, without a browser that would add or refuse anything.
  async ask(path, { method = "GET", headers = {}, body } = {}) {
    return send(request, { host: "127.0.0.1", port: this.port, servername: NAME, ca: this.certificate.text }, {
      path,
      method,
      headers: { host: `${NAME}:${this.port}`, ...headers },
      body,
    });
  }

  async close() {
    await this.front?.stop();
    await this.signIn.stop();
    await rm(this.folder, { recursive: true });
  }
}

// Who may come in, and who may not.
export const ADA = "ada@example.com";
export const BEA = "bea@example.com";
export const EVE = "eve@example.com";

// Sends one request and reads its whole answer.
export const send = (request, where, { path, method, headers, body }) =>
  new Promise((resolve, reject) => {
    const sent = request({ ...where, path, method, headers, agent: false }, (response) => {
      const parts = [];
      response.on("data", (part) => parts.push(part));
      response.on("end", () => {
        const body = Buffer.concat(parts);
        resolve({ status: response.statusCode, headers: response.headers, body });
      });
      response.on("error", reject);
    });
    sent.on("error", reject);
    sent.end(body);
  });

// Nobody has it now; whoever takes it in between makes the program say so.
export const freePort = () =>
  new Promise((resolve, reject) => {
    const server = createServer().on("error", reject);
    server.listen(0, "127.0.0.1", () => {
      const { port } = server.address();
      server.close(() => resolve(port));
    });
  });

// Whether somebody listens there.
export const listens = (port) => () =>
  new Promise((resolve) => {
    const server = createServer();
    server.on("error", () => resolve(true));
    server.listen(port, "127.0.0.1", () => server.close(() => resolve(false)));
  });

// Signed by itself, for this run alone.
const certificate = async (folder) => {
  const [key, chain] = [join(folder, "privkey.pem"), join(folder, "fullchain.pem")];
  await promisify(execFile)("openssl", [
    ...["req", "-x509", "-newkey", "ec", "-pkeyopt", "ec_paramgen_curve:prime256v1", "-nodes"],
    ...["-days", "2", "-subj", `/CN=${NAME}`],
    ...["-addext", `subjectAltName=DNS:${NAME},DNS:api.roostedhr.com`],
    ...["-keyout", key, "-out", chain],
  ]);
  return { key, chain, text: await readFile(chain) };
};
