// The form as a person meets it: by what stands on it.

import { LABELS, NAMES } from "./fields.mjs";
import { sees } from "./see.mjs";

export class Form {
  // What was sent to create a client, in order: `key`, `fields` and `headers` of each.
  sent = [];

  constructor(page, host = page.locator("roosted-client-form")) {
    this.page = page;
    this.host = host;
    page.on("request", (request) => {
      if (request.method() !== "POST" || !request.url().endsWith("/clients")) return;
      const headers = request.headers();
      this.sent.push({
        key: headers["idempotency-key"],
        fields: JSON.parse(request.postData()),
        headers,
      });
    });
  }

  // Everything has come: nothing will move by itself any more.
  async open(path = "/") {
    await this.page.goto(path);
    await sees(this.banner("environment"));
  }

  field(name) {
    return this.host.getByLabel(LABELS[name]);
  }

  // The same by the name that it has in every language.
  input(name) {
    return this.host.locator(`[part~=form] [name=${name}]`);
  }

  async put(values) {
    for (const [name, value] of Object.entries(values)) await this.input(name).fill(value);
  }

  async fill(values) {
    for (const [name, value] of Object.entries(values)) await this.field(name).fill(value);
  }

  async values() {
    const values = {};
    for (const name of NAMES) values[name] = await this.field(name).inputValue();
    return values;
  }

  // The button says something else while it works.
  get button() {
    return this.host.locator("[part~=form] button[type=submit]");
  }

  async create() {
    await this.host.getByRole("button", { name: "Create client", exact: true }).click();
  }

  // Also when it takes no click: as a person who does not look.
  async createAnyway() {
    await this.button.click({ force: true });
  }

  banner(kind) {
    return this.host.locator(`[part~=banner][data-kind=${kind}]`);
  }

  // A button of a banner.
  choice(name) {
    return this.host.locator("[part~=banner]").getByRole("button", { name });
  }

  get summary() {
    return this.host.locator("[part~=error-summary]");
  }

  mistake(name) {
    return this.host.locator(`[part~=error][data-field=${name}]`);
  }

  get mistakes() {
    return this.host.locator("[part~=form] [part~=error]");
  }

  gauge(name) {
    return this.host.locator(`#${name}-gauge`);
  }

  doubt(name) {
    return this.host.locator(`#${name}-doubt`);
  }

  // Everything that stands in the element, as text.
  async text() {
    return this.host.evaluate((host) => host.shadowRoot.textContent);
  }

  // What a screen reader adds to the label.
  async description(name) {
    return this.field(name).evaluate((input) => {
      const ids = input.getAttribute("aria-describedby")?.split(" ") ?? [];
      return ids.map((id) => input.getRootNode().getElementById(id)?.textContent.trim() ?? `#${id}?`);
    });
  }
}
