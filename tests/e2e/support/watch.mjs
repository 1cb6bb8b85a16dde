// What must not happen in any test, whatever it is about: it is watched in all of them.

import assert from "node:assert/strict";

export class Watch {
  #complaints = [];
  #expected = [];
  #reading = [];

  // `seen` keeps which files were searched already: hashed ones never change.
  constructor(origin, secrets, seen) {
    this.origin = origin;
    this.secrets = secrets;
    this.seen = seen;
  }

  async join(context) {
    context.on("console", (message) => this.#console(message));
    context.on("weberror", (error) => this.#complain(`page error: ${error.error()}`));
    context.on("dialog", (dialog) => {
      // Who expects it answers it.
      if (this.#complain(`dialog: ${dialog.type()} ${dialog.message()}`)) return dialog.dismiss();
    });
    context.on("request", (request) => this.#request(request));
    context.on("response", (response) => this.#reading.push(this.#read(response)));
    await context.exposeBinding("reportViolation", (_, violation) => {
      this.#complain(`policy violation: ${violation}`);
    });
    await context.addInitScript(() => {
      document.addEventListener("securitypolicyviolation", (event) => {
        window.reportViolation(`${event.violatedDirective} ${event.blockedURI} ${event.sample}`);
      });
    });
  }

  // What a test brings about itself is no surprise: the browser writes a line for every answer
  // that is not a success.
  expect(...patterns) {
    this.#expected.push(...patterns);
  }

  // Fails with everything that happened and must not.
  async verdict(lines) {
    await Promise.all(this.#reading);
    for (const line of lines) {
      if (this.#tellsSecret(line)) this.#complain(`a secret in the log: ${line}`);
      if (line.includes("panicked at")) this.#complain(`a panic: ${line}`);
    }
    assert.ok(this.#complaints.length === 0, this.#complaints.join("\n"));
  }

  // Returns whether it is a surprise.
  #complain(complaint) {
    if (this.#expected.some((pattern) => pattern.test(complaint))) return false;
    this.#complaints.push(complaint);
    return true;
  }

  #console(message) {
    if (!["error", "warning"].includes(message.type())) return;
    const { url } = message.location();
    this.#complain(`console ${message.type()}: ${message.text()} (${url})`);
  }

  #request(request) {
    const { protocol, origin } = new URL(request.url());
    if (protocol !== "data:" && origin !== this.origin) {
      this.#complain(`a request to a third party: ${request.url()}`);
    }
  }

  async #read(response) {
    const url = response.url();
    if (url.startsWith("data:")) return;
    const headers = await response.allHeaders().catch(() => ({}));
    if (this.#tellsSecret(JSON.stringify(headers))) this.#complain(`a secret in headers of ${url}`);
    if (this.seen.has(url)) return;
    if (/-[0-9a-f]{12,16}[._]/.test(url)) this.seen.add(url);
    // There is none where a test cut the connection, or went on to another page.
    const body = await response.text().catch(() => "");
    if (this.#tellsSecret(body)) this.#complain(`a secret in the body of ${url}`);
  }

  #tellsSecret(text) {
    return this.secrets.some((secret) => text.includes(secret));
  }
}
