// A block of text that a person pastes, and what is in it.

export const BLOCK = `Blue Door Catering LLC
Attn: Ada Lovelace
12 Main St
Suite 4
Springfield, IL 62704
Tel. +1 217 555 0134
ada@bluedoor.example
`;

export const TAKEN_APART = {
  client_name: "Blue Door Catering LLC",
  client_contact_name: "Ada Lovelace",
  client_contact_email: "ada@bluedoor.example",
  client_invoice_customer_id: "",
  client_address: "12 Main St\nSuite 4",
  client_city: "Springfield",
  client_state: "IL",
  client_postal_code: "62704",
};

// Who pastes lets the page read the clipboard.
export const CLIPBOARD = ["clipboard-read", "clipboard-write"];

// Pastes as a person does: by the keyboard, from the clipboard.
export const paste = async (page, field, text) => {
  await field.focus();
  await page.evaluate((text) => navigator.clipboard.writeText(text), text);
  await page.keyboard.press("Control+V");
};
