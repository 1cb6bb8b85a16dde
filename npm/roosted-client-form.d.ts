// What a page can say to `<roosted-client-form>`, and what it hears.
//
// Nothing is exported but types: the script defines the element and has no names of its own. For JSX
// there is `roosted-client-form/react`, for templates `roosted-client-form/vue`.

/** A field that a person fills in, by its name in the API. */
export type FieldName =
  | "client_name"
  | "client_contact_name"
  | "client_contact_email"
  | "client_invoice_customer_id"
  | "client_address"
  | "client_city"
  | "client_state"
  | "client_postal_code";

/** What stands in the form: every field, empty or not. */
export type Values = Record<FieldName, string>;

/** What a page puts into the form: what is left out stays, null empties a field. */
export type SomeValues = Partial<Record<FieldName, string | null>>;

/** A created client, as the API answers it. */
export interface Client {
  id: string;
  client_name: string | null;
  client_contact_name: string | null;
  client_contact_phone: string | null;
  client_contact_email: string | null;
  client_contact_title: string | null;
  default_comments_for_workers: string | null;
  client_invoice_customer_id: string | null;
  client_address: string | null;
  client_city: string | null;
  client_state: string | null;
  client_postal_code: string | null;
  company_name: string | null;
  client_portal_connection_status: number | null;
  client_portal_connection_datetime: string | null;
  client_portal_invite_datetime: string | null;
  client_portal_invite_email: string | null;
  pending: boolean | null;
}

/** What a failure means to the person and to the page. */
export type ProblemKind =
  | "rejected"
  | "unauthorized"
  | "forbidden"
  | "rate-limited"
  | "unavailable"
  | "misconfigured"
  | "offline"
  | "unconfirmed"
  | "unsupported";

/** A word for programs, where the proxy said one. What only a newer proxy says is `unknown`. */
export type ProblemCode =
  | "malformed"
  | "missing-key"
  | "bad-key"
  | "unauthenticated"
  | "not-allowed"
  | "cross-origin"
  | "missing-header"
  | "not-found"
  | "client-not-found"
  | "unknown-submission"
  | "method-not-allowed"
  | "still-running"
  | "upstream-conflict"
  | "too-large"
  | "uri-too-long"
  | "unsupported-media-type"
  | "wrong-host"
  | "invalid"
  | "upstream-rejected"
  | "key-reused"
  | "too-many-requests"
  | "headers-too-large"
  | "internal"
  | "upstream-unauthorized"
  | "upstream-forbidden"
  | "upstream-not-found"
  | "invite-not-configured"
  | "upstream-failed"
  | "upstream-busy"
  | "overloaded"
  | "ledger-unavailable"
  | "shutting-down"
  | "upstream-timeout"
  | "unknown";

/** What was wrong with one field. */
export interface FieldProblem {
  field: string;
  code: string;
  message: string;
}

/** What the page may reject the promise with that it gave to `waitUntil`. */
export interface Refusal {
  /** Shown above the form. */
  message?: string;
  /** Shown at the fields. */
  fields?: { field: FieldName; message: string }[];
}

/** The `detail` of `roosted-ready`, and what `ready` resolves with. */
export interface ReadyDetail {
  version: string;
}

/** The `detail` of `roosted-before-create`. */
export interface BeforeCreateDetail {
  /** What is about to be sent. What is changed in it is checked again, sent, and shown. */
  values: Partial<Values>;
  /**
   * Has the form wait. Resolved, the create goes on; rejected with a {@link Refusal}, it does not, and
   * the person reads why.
   */
  waitUntil(promise: Promise<unknown>): void;
}

/** The `detail` of `roosted-created`. */
export interface CreatedDetail {
  client: Client;
  /** The idempotency key that the client was created under. */
  submission: string;
}

/** The `detail` of `roosted-invited`. */
export interface InvitedDetail {
  client: Client;
}

/** The `detail` of `roosted-error`. */
export interface ErrorDetail {
  kind: ProblemKind;
  /** The HTTP status; null where there was no answer. */
  status: number | null;
  code: ProblemCode | null;
  /** What the person reads. */
  message: string;
  fields: FieldProblem[];
}

/** Every event by its name. All of them bubble and leave shadow roots. */
export interface RoostedClientFormEventMap {
  /** The form works. */
  "roosted-ready": CustomEvent<ReadyDetail>;
  /** What was typed is right, and nothing is sent yet. `preventDefault()` stops it. */
  "roosted-before-create": CustomEvent<BeforeCreateDetail>;
  /** Once for each client. */
  "roosted-created": CustomEvent<CreatedDetail>;
  /** Once for each invitation that was sent. */
  "roosted-invited": CustomEvent<InvitedDetail>;
  /** Once for each attempt to create or invite that failed. */
  "roosted-error": CustomEvent<ErrorDetail>;
}

/** Every attribute, as it stands in markup. All of them may change at any time. */
export interface RoostedClientFormAttributes {
  /** The path of the proxy on this origin. Default: `/api`. */
  "api-base"?: string;
  /** The language of every word: `en`, `es`, `fr`, `de` or `ar`, with a region or without; any other is English. Default: the nearest ancestor's, then the browser's, then `en`. */
  lang?: string;
  /** Default: `auto`, as the page. */
  theme?: "auto" | "light" | "dark";
  /** `submit`, the default, is silent until the first refused submit; `blur` also checks what is left. */
  validate?: "submit" | "blur";
  /** `session`, the default, keeps what is typed over a reload, in this tab only. */
  draft?: "session" | "off";
  /** `off` hides the invitation. Default: `on`. */
  invite?: "on" | "off";
}

/** The element. */
export interface RoostedClientForm extends HTMLElement {
  /** The fields. What is set leaves the others; it may be set before the element is defined. */
  get values(): Values;
  set values(values: SomeValues);
  /** The last created client, or null. */
  readonly client: Client | null;
  /** Replaces any word, by the keys of the documentation; null brings ours back. */
  messages: Readonly<Record<string, string>> | null;
  /** Resolves when handlers are live; rejects where the form cannot run. */
  readonly ready: Promise<ReadyDetail>;
  /** As if the person had pressed the button. */
  submit(): void;
  /** Empties the form and discards its draft. */
  reset(): void;
  /** Puts focus where the work is. */
  focus(options?: FocusOptions): void;
}

declare global {
  interface HTMLElementTagNameMap {
    "roosted-client-form": RoostedClientForm;
  }

  // Heard by the element, by everything around it, and by the document and the window.
  interface GlobalEventHandlersEventMap extends RoostedClientFormEventMap {}
}
