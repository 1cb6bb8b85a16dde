// The stand-in for the Roosted API: what arrives there is the truth about what was sent.

import { SANDBOX } from "./settings.mjs";
import { Program } from "./program.mjs";

// Part of every error body of the sandbox. Nobody outside may ever read it.
export const INTERNAL_TEXT = "SQLSTATE[22001]";

const API = "/api/1_12";

export class Sandbox {
  static async start(key) {
    const sandbox = new Sandbox();
    sandbox.program = await Program.start(SANDBOX, ["--listen", "127.0.0.1:0", "--api-key", key]);
    sandbox.url = sandbox.program.announced.url;
    sandbox.origin = new URL(sandbox.url).origin;
    return sandbox;
  }

  // What the next requests on a route run into.
  async plan(route, fault, times = 1) {
    const body = JSON.stringify({ route, times, fault });
    const headers = { "content-type": "application/json" };
    await this.#control("/_faults", { method: "POST", headers, body });
  }

  // Forgets faults and requests; clients stay.
  async forget() {
    await this.#control("/_faults", { method: "DELETE" });
    await this.#control("/_log", { method: "DELETE" });
  }

  // Every request that asked for a client to be created.
  async creates() {
    return (await this.requests()).filter((it) => it.method === "POST" && it.path === `${API}/clients`);
  }

  // Every request that asked for an invitation.
  async invites() {
    return (await this.requests()).filter((it) => it.path.endsWith("/invite"));
  }

  async requests() {
    return (await this.#control("/_log")).json();
  }

  async clients() {
    return (await this.#control("/_clients")).json();
  }

  stop() {
    return this.program.stop();
  }

  async #control(path, options) {
    const response = await fetch(`${this.origin}${path}`, options);
    if (!response.ok) throw new Error(`${path}: ${response.status} ${await response.text()}`);
    return response;
  }
}
