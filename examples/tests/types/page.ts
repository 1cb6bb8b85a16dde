// What a page without a framework may write, and what its compiler refuses.

import type { Client, ErrorDetail, ProblemKind, RoostedClientForm, Values } from "roosted-client-form";

const form: RoostedClientForm = document.createElement("roosted-client-form");
const found: RoostedClientForm | null = document.querySelector("roosted-client-form");
found?.focus({ preventScroll: true });

form.values = { client_name: "Möwe", client_city: null };
const values: Values = form.values;
values.client_name.trim();
form.messages = { "field.name": "Kunde" };
form.messages = null;
form.submit();
form.reset();
form.ready.then(({ version }) => version.toUpperCase());
const client: Client | null = form.client;
const status: number | null | undefined = client?.client_portal_connection_status;

form.addEventListener("roosted-ready", ({ detail }) => detail.version.trim());
form.addEventListener(
  "roosted-before-create",
  (event) => {
    event.detail.values.client_name = "Möwe & Co";
    event.detail.waitUntil(fetch("/allowed"));
    event.preventDefault();
  },
  { once: true },
);
form.addEventListener("roosted-created", ({ detail: { client, submission } }) => [client.id, submission].join());
document.addEventListener("roosted-invited", ({ detail }) => detail.client.client_portal_invite_email?.trim());
window.addEventListener("roosted-error", ({ detail }) => tell(detail));
form.addEventListener("click", (event) => event.clientX);

// A switch over every kind needs no default.
function tell({ kind, status, code, fields }: ErrorDetail): string {
  const words: Record<ProblemKind, string> = {
    rejected: "correct it",
    unauthorized: "sign in",
    forbidden: "ask",
    "rate-limited": "wait",
    unavailable: "again",
    misconfigured: "call us",
    offline: "plug in",
    unconfirmed: "wait",
    unsupported: "elsewhere",
  };
  return [words[kind], status?.toFixed(), code, ...fields.map((it) => it.message)].join();
}

// @ts-expect-error: no such field
form.values = { client_nam: "x" };
// @ts-expect-error: a field is text
form.values = { client_name: 1 };
// @ts-expect-error: it is told, not set
form.client = null;
// @ts-expect-error: it is told, not set
form.ready = Promise.resolve({ version: "1" });
// @ts-expect-error: a word is text
form.messages = { "field.name": 1 };
// @ts-expect-error: there may be no client yet
form.client.id;
// @ts-expect-error: what a client is called may be null
form.client?.client_name.trim();
// @ts-expect-error: it takes nothing
form.submit(true);
// @ts-expect-error: no such method
form.clear();
// @ts-expect-error: nothing of that name is told
form.addEventListener("roosted-created", ({ detail }) => detail.clients);
// @ts-expect-error: an error has no client
form.addEventListener("roosted-error", ({ detail }) => detail.client);
// @ts-expect-error: another event's detail
form.addEventListener("roosted-created", (event: CustomEvent<ErrorDetail>) => event.detail.kind);
// @ts-expect-error: a promise, not what it would bring
form.addEventListener("roosted-before-create", ({ detail }) => detail.waitUntil(true));
// @ts-expect-error: no such field
form.addEventListener("roosted-before-create", ({ detail }) => (detail.values.id = "x"));
// @ts-expect-error: no such kind
const kind: ProblemKind = "timeout";
// @ts-expect-error: every kind
const some: Record<ProblemKind, string> = { rejected: "correct it" };

export { kind, some, status, values };
