//! What goes in and out, as JSON Schema: every name, limit and word from the contract.

use std::ops::RangeInclusive;

use roosted_contract::{
    ClientField, ClientId, Code, EnvironmentName, Field, FieldCode, Invitation, Shape,
    SubmissionState, text,
};
use serde_json::{Map, Value, json};

/// The schemas that others refer to.
pub(super) fn all() -> Value {
    json!({
        "NewClient": new_client(),
        "Client": client(),
        "Invitation": invitation(),
        "OpenInvitation": open_invitation(),
        "Submission": submission(),
        "Environment": environment(),
        "Problem": problem(),
        "FieldError": field_error(),
    })
}

/// A reference to one of them.
pub(super) fn of(name: &str) -> Value {
    json!({ "$ref": format!("#/components/schemas/{name}") })
}

/// An id of a client, where it is part of an address.
pub(super) fn client_id() -> Value {
    json!({ "type": "string", "pattern": format!("^[A-Za-z0-9]{{1,{}}}$", ClientId::MOST) })
}

fn new_client() -> Value {
    let properties = Field::ALL.map(|field| {
        let mut schema = json!({ "type": "string", "maxLength": field.limit() });
        if field.required() {
            schema["minLength"] = json!(1);
            schema["pattern"] = json!(something_that_stays());
        }
        (field.name().to_owned(), schema)
    });
    let required = Field::ALL.into_iter().filter(|it| it.required()).map(Field::name);
    json!({
        "type": "object",
        "properties": Map::from_iter(properties),
        "required": required.collect::<Vec<_>>(),
        "additionalProperties": false,
        "description": "What a person typed. A field that is empty once it is cleaned is left out.",
    })
}

/// At least one character that is not dropped at the ends.
fn something_that_stays() -> String {
    let escape = |c: char| format!("\\u{:04x}", u32::from(c));
    let range = |it: RangeInclusive<char>| [escape(*it.start()), escape(*it.end())].join("-");
    let dropped: Vec<_> = text::dropped_at_the_ends().into_iter().map(range).collect();
    format!("[^{}]", dropped.concat())
}

fn client() -> Value {
    let properties = ClientField::ALL.map(|field| {
        let schema = match (field, field.shape()) {
            (ClientField::Id | ClientField::Name, _) => json!({ "type": "string", "minLength": 1 }),
            (_, Shape::Text) => json!({ "type": ["string", "null"] }),
            (_, Shape::Status) => json!({
                "type": ["integer", "null"],
                "description": "0: invited, 2: connected, null: neither; no other is documented.",
            }),
            (_, Shape::Flag) => json!({ "type": ["boolean", "null"] }),
        };
        (field.name().to_owned(), schema)
    });
    json!({
        "type": "object",
        "properties": Map::from_iter(properties),
        "required": ClientField::ALL.map(ClientField::name),
        "description": "A client as Roosted has it. Every field is there; what is not known is null.",
    })
}

fn invitation() -> Value {
    json!({
        "type": "object",
        "properties": {
            Invitation::EMAIL: {
                "type": "string",
                "format": "idn-email",
                "minLength": 1,
                "maxLength": Field::ContactEmail.limit(),
                "description": "One address, with a dot in its domain.",
            },
        },
        "required": [Invitation::EMAIL],
        "additionalProperties": false,
    })
}

fn open_invitation() -> Value {
    json!({
        "type": "object",
        "properties": { "state": { "const": SubmissionState::Unconfirmed.as_str() } },
        "required": ["state"],
    })
}

fn submission() -> Value {
    json!({
        "type": "object",
        "properties": {
            "key": { "type": "string", "format": "uuid" },
            "state": {
                "enum": words(SubmissionState::ALL, SubmissionState::as_str),
                "description": "`created` and `rejected` are final; `unconfirmed` can become `created`.",
            },
            "since": { "type": "string", "format": "date-time" },
            "client": of("Client"),
            "problem": of("Problem"),
            "candidates": {
                "type": "array",
                "items": of("Client"),
                "minItems": 1,
                "description": "Clients that could be the one, for a person to pick from.",
            },
            "may_send_again": {
                "const": true,
                "description": "Nobody looks for it any more: a person may send it again under a \
                    new key, knowing that it might then exist twice.",
            },
        },
        "required": ["key", "state", "since"],
    })
}

fn environment() -> Value {
    json!({
        "type": "object",
        "properties": {
            "name": { "enum": words(EnvironmentName::ALL, EnvironmentName::as_str) },
            "upstream_host": { "type": "string", "minLength": 1 },
            "proxy_version": { "type": "string", "minLength": 1 },
        },
        "required": ["name", "upstream_host", "proxy_version"],
    })
}

fn problem() -> Value {
    json!({
        "type": "object",
        "properties": {
            "type": { "type": "string", "format": "uri" },
            "title": { "type": "string", "minLength": 1 },
            "status": { "type": "integer", "minimum": 400, "maximum": 599 },
            "detail": { "type": "string", "minLength": 1 },
            "code": { "enum": words(Code::ALL, Code::as_str) },
            "request_id": request_id(),
            "errors": { "type": "array", "items": of("FieldError"), "minItems": 1 },
        },
        "required": ["type", "title", "status", "detail", "code", "request_id"],
    })
}

/// The name of a request in the log.
pub(super) fn request_id() -> Value {
    json!({ "type": "string", "pattern": "^[0-9a-f]{32}$" })
}

fn field_error() -> Value {
    json!({
        "type": "object",
        "properties": {
            "field": { "type": "string" },
            "code": { "enum": words(FieldCode::ALL, FieldCode::as_str) },
            "message": { "type": "string", "description": "For a log, in English." },
        },
        "required": ["field", "code", "message"],
    })
}

fn words<T: Copy>(all: &[T], word: impl Fn(T) -> &'static str) -> Vec<&'static str> {
    all.iter().map(|it| word(*it)).collect()
}
