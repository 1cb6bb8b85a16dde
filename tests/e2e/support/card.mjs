// The card of a created client, and its invitation.

import { sees } from "./see.mjs";

export class Card {
  constructor(host) {
    this.root = host.locator("[part~=card]");
    this.heading = this.root.getByRole("heading", { name: "Client created" });
    this.status = this.root.locator("[part~=status]");
    this.another = this.root.getByRole("button", { name: "Create another client" });
    this.invitation = new Invitation(this.root.locator("[part~=invite]"));
  }

  async comes() {
    await sees(this.heading);
  }

  value(name) {
    return this.root.locator(`dd[data-field=${name}]`);
  }

  // What stands in the record, by field.
  async record() {
    return this.root.locator("dl dd").evaluateAll((values) =>
      values.map((it) => [it.dataset.field, it.hasAttribute("data-null") ? null : it.textContent]),
    );
  }
}

export class Invitation {
  constructor(root) {
    this.root = root;
    this.address = root.getByLabel("Send the invitation to");
    this.email = root.locator("[name=invite_email]");
    this.button = root.locator("button[type=submit]");
    this.again = root.getByRole("button", { name: "Invite again" });
    this.decline = root.getByRole("button", { name: "Don’t send another" });
    this.mistake = root.locator("[part~=error]");
  }

  banner(kind) {
    return this.root.locator(`[part~=banner][data-kind=${kind}]`);
  }

  async send(address) {
    if (address !== undefined) await this.address.fill(address);
    await this.button.click();
  }
}
