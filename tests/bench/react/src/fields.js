// The eight fields: the same names, words and limits as in the measured form.

const field = (name, label, noun, more = {}) => ({ name, label, noun, limit: 255, ...more });

export const GROUPS = [
  {
    legend: "Client",
    fields: [
      field("client_name", "Client name", "client name", {
        required: true,
        hint: "As it appears on schedules and invoices",
        capitals: "words",
      }),
    ],
  },
  {
    legend: "Primary contact",
    fields: [
      field("client_contact_name", "Contact name", "contact name", { capitals: "words" }),
      field("client_contact_email", "Contact e-mail", "contact e-mail", { keyboard: "email" }),
    ],
  },
  {
    legend: "Billing",
    fields: [
      field("client_invoice_customer_id", "Customer ID in your billing system", "customer ID", {
        hint: "For example the number in QuickBooks",
      }),
    ],
  },
  {
    legend: "Address",
    fields: [
      field("client_address", "Street address", "street address", { limit: 65_535, capitals: "words" }),
      field("client_city", "City", "city", { capitals: "words" }),
      field("client_state", "State or region", "state or region", { capitals: "words" }),
      field("client_postal_code", "Postal code", "postal code", { capitals: "characters" }),
    ],
  },
];

export const FIELDS = GROUPS.flatMap((group) => group.fields);

export const EMPTY = Object.fromEntries(FIELDS.map(({ name }) => [name, ""]));
