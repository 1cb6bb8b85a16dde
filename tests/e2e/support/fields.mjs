// The eight fields as a person reads them, and the eighteen of a created client.

export const LABELS = {
  client_name: "Client name",
  client_contact_name: "Contact name",
  client_contact_email: "Contact e-mail",
  client_invoice_customer_id: "Customer ID in your billing system",
  client_address: "Street address",
  client_city: "City",
  client_state: "State or region",
  client_postal_code: "Postal code",
};

export const NAMES = Object.keys(LABELS);

export const limitOf = (name) => (name === "client_address" ? 65_535 : 255);

// Something plausible in every field, another client for each call.
let clients = 0;
export const everything = () => {
  clients += 1;
  return {
    client_name: `Möwe & Søn Catering №${clients}`,
    client_contact_name: "Ada Lovelace-Quimby",
    client_contact_email: `ada.${clients}@moewe.example`,
    client_invoice_customer_id: `QB-00${clients}-77`,
    client_address: "Unit 5, Harbour Mills\n12 Quayside Road",
    client_city: "Kingston upon Hull",
    client_state: "East Yorkshire",
    client_postal_code: "HU1 2AB",
  };
};

// In the order of the vendor's page.
export const RECORD = [
  "id",
  "client_name",
  "client_contact_name",
  "client_contact_phone",
  "client_contact_email",
  "client_contact_title",
  "default_comments_for_workers",
  "client_invoice_customer_id",
  "client_address",
  "client_city",
  "client_state",
  "client_postal_code",
  "company_name",
  "client_portal_connection_status",
  "client_portal_connection_datetime",
  "client_portal_invite_datetime",
  "client_portal_invite_email",
  "pending",
];
