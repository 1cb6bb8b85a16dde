//! Which route takes what, and in which problems it can end.

use roosted_contract::{Code, Code as C, wire};
use serde_json::{Value, json};

use super::answers::Answers;
use super::schemas;

/// Of every route: what is refused at the door, who may not, what breaks.
const ANY: &[Code] = &[
    C::Malformed,
    C::Unauthenticated,
    C::NotAllowed,
    C::NotFound,
    C::UriTooLong,
    C::WrongHost,
    C::HeadersTooLarge,
    C::Internal,
    C::Overloaded,
];

/// Of every route that changes something.
const CHANGES: &[Code] = &[
    C::CrossOrigin,
    C::MissingHeader,
    C::TooLarge,
    C::UnsupportedMediaType,
    C::Invalid,
    C::StillRunning,
    C::LedgerUnavailable,
    C::ShuttingDown,
];

/// Of every route that asks the upstream.
const ASKS: &[Code] = &[
    C::UpstreamRejected,
    C::UpstreamConflict,
    C::UpstreamUnauthorized,
    C::UpstreamForbidden,
    C::UpstreamFailed,
    C::UpstreamBusy,
    C::UpstreamTimeout,
];

const CREATE: &[Code] =
    &[C::MissingKey, C::BadKey, C::KeyReused, C::TooManyRequests, C::UpstreamNotFound];

/// The problems that belong to a key, once told.
const FINAL: &[Code] = &[C::UpstreamRejected, C::UpstreamConflict];

const INVITE: &[Code] = &[C::ClientNotFound, C::InviteNotConfigured];

const READ: &[Code] = &[C::ClientNotFound, C::UpstreamNotFound];

const SUBMISSION: &[Code] = &[C::UnknownSubmission, C::LedgerUnavailable];

/// The routes under `/api`.
pub(super) fn paths() -> Value {
    json!({
        "/clients": { "post": create() },
        "/clients/{id}": { "parameters": [parameter("Id")], "get": read_client() },
        "/clients/{id}/invite": { "parameters": [parameter("Id")], "post": invite() },
        "/submissions/{key}": { "parameters": [parameter("Key")], "get": read_submission() },
        "/environment": { "get": read_environment() },
    })
}

/// The parameters that they refer to.
pub(super) fn parameters() -> Value {
    json!({
        "Id": { "name": "id", "in": "path", "required": true, "schema": schemas::client_id() },
        "Key": {
            "name": "key",
            "in": "path",
            "required": true,
            "description": "The idempotency key that it was sent under.",
            "schema": { "type": "string", "format": "uuid" },
        },
        "IdempotencyKey": {
            "name": "Idempotency-Key",
            "in": "header",
            "required": true,
            "description": "One for each payload: sent again with the same one, a create happens \
                once. It may be quoted, as in the IETF draft.",
            "schema": { "type": "string", "format": "uuid" },
        },
        "Form": {
            "name": "X-Roosted-Form",
            "in": "header",
            "required": true,
            "description": "What a page of another origin cannot send without being asked first.",
            "schema": { "type": "string", "const": wire::FORM_VALUE },
        },
        "Site": {
            "name": "Sec-Fetch-Site",
            "in": "header",
            "description": "A browser says it by itself. A program says it, or an `Origin` that is \
                listed.",
            "schema": { "type": "string", "const": "same-origin" },
        },
    })
}

fn create() -> Value {
    let answers = Answers::problems(&[ANY, CHANGES, ASKS, CREATE], FINAL)
        .with(201, "It was created.", "Client", &["Location", "Replayed"])
        .with(
            202,
            "It may have been created, and is being looked for: ask for the submission.",
            "Submission",
            &["Location", "RetryAfter", "Replayed"],
        )
        .leading_to(
            201,
            json!({
                "client": {
                    "operationId": "readClient",
                    "parameters": { "id": "$response.body#/id" },
                },
                "invite": {
                    "operationId": "inviteClient",
                    "parameters": { "id": "$response.body#/id" },
                },
                "submission": {
                    "operationId": "readSubmission",
                    "parameters": { "key": "$request.header.Idempotency-Key" },
                },
            }),
        )
        .leading_to(
            202,
            json!({
                "submission": {
                    "operationId": "readSubmission",
                    "parameters": { "key": "$response.body#/key" },
                },
            }),
        );
    json!({
        "operationId": "createClient",
        "summary": "Creates a client, once for each key",
        "description": "A problem means that nothing was created, but for `still-running` and \
            `internal`: then ask for the submission.",
        "parameters": [parameter("IdempotencyKey"), parameter("Form"), parameter("Site")],
        "requestBody": body("NewClient"),
        "responses": answers.into_json(),
    })
}

fn read_client() -> Value {
    let answers = Answers::problems(&[ANY, ASKS, READ], &[]).with(
        200,
        "The client, as Roosted has it now.",
        "Client",
        &[],
    );
    json!({
        "operationId": "readClient",
        "summary": "Reads a client",
        "responses": answers.into_json(),
    })
}

fn invite() -> Value {
    let answers = Answers::problems(&[ANY, CHANGES, ASKS, INVITE], &[])
        .with(200, "The invitation went out.", "Client", &[])
        .with(202, "It is not known whether it went out.", "OpenInvitation", &[]);
    json!({
        "operationId": "inviteClient",
        "summary": "Invites a client to the portal, by e-mail",
        "parameters": [parameter("Form"), parameter("Site")],
        "requestBody": body("Invitation"),
        "responses": answers.into_json(),
    })
}

fn read_submission() -> Value {
    let answers = Answers::problems(&[ANY, SUBMISSION], &[]).with(
        200,
        "How far it has come.",
        "Submission",
        &[],
    );
    json!({
        "operationId": "readSubmission",
        "summary": "Tells what became of a create",
        "description": "Answered from the ledger. `unknown-submission`: nothing was sent under this key.",
        "responses": answers.into_json(),
    })
}

fn read_environment() -> Value {
    let answers =
        Answers::problems(&[ANY], &[]).with(200, "Where records land.", "Environment", &[]);
    json!({
        "operationId": "readEnvironment",
        "summary": "Tells where records land",
        "responses": answers.into_json(),
    })
}

fn parameter(name: &str) -> Value {
    json!({ "$ref": format!("#/components/parameters/{name}") })
}

fn body(schema: &str) -> Value {
    json!({
        "required": true,
        "description": format!("At most {} bytes.", wire::MAX_REQUEST_BYTES),
        "content": { wire::JSON: { "schema": schemas::of(schema) } },
    })
}
