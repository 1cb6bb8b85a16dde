//! The answers of a route: its successes, and the problems that it can end in.

use std::collections::BTreeMap;

use roosted_contract::{Code, wire};
use serde_json::{Map, Value, json};

use super::schemas;

/// The headers that others refer to.
pub(super) fn headers() -> Value {
    json!({
        "RequestId": {
            "description": "The name of the request in the log.",
            "required": true,
            "schema": schemas::request_id(),
        },
        "Location": {
            "description": "Relative to the address of the API.",
            "schema": { "type": "string", "format": "uri-reference" },
        },
        "RetryAfter": {
            "description": "After how many seconds asking again makes sense.",
            "required": true,
            "schema": { "type": "integer", "minimum": 1 },
        },
        "Replayed": {
            "description": "The key was answered before: this is that answer.",
            "schema": { "const": "true" },
        },
        "Authenticate": {
            "description": "Where a token is missing.",
            "schema": { "type": "string" },
        },
    })
}

/// The answers of one route.
pub(super) struct Answers(Map<String, Value>);

impl Answers {
    /// The problems, by status. `replayed` are those that belong to a key, once told.
    pub(super) fn problems(codes: &[&[Code]], replayed: &[Code]) -> Self {
        let mut statuses = BTreeMap::<u16, Vec<Code>>::new();
        for code in Code::ALL.iter().filter(|code| codes.iter().any(|some| some.contains(code))) {
            statuses.entry(code.status()).or_default().push(*code);
        }
        let answers = statuses.into_iter().map(|(status, codes)| {
            let mut headers = vec!["RequestId"];
            if matches!(status, 429 | 503) {
                headers.push("RetryAfter");
            }
            if status == 401 {
                headers.push("Authenticate");
            }
            if codes.iter().any(|it| replayed.contains(it)) {
                headers.push("Replayed");
            }
            (status.to_string(), problem(&codes, &headers))
        });
        Self(answers.collect())
    }

    /// A success, with a body of that schema.
    pub(super) fn with(mut self, status: u16, what: &str, schema: &str, headers: &[&str]) -> Self {
        let headers: Vec<_> = ["RequestId"].into_iter().chain(headers.iter().copied()).collect();
        let answer = json!({
            "description": what,
            "headers": references(&headers),
            "content": { wire::JSON: { "schema": schemas::of(schema) } },
        });
        self.0.insert(status.to_string(), answer);
        self
    }

    /// What a success leads to.
    pub(super) fn leading_to(mut self, status: u16, links: Value) -> Self {
        self.0[&status.to_string()]["links"] = links;
        self
    }

    pub(super) fn into_json(self) -> Value {
        Value::Object(self.0)
    }
}

fn problem(codes: &[Code], headers: &[&str]) -> Value {
    let lines = codes.iter().map(|it| format!("`{}`: {}.", it.as_str(), it.title()));
    let words: Vec<_> = codes.iter().map(|it| it.as_str()).collect();
    let statuses: Vec<_> = codes.iter().take(1).map(|it| it.status()).collect();
    json!({
        "description": lines.collect::<Vec<_>>().join("\n"),
        "headers": references(headers),
        "content": {
            wire::PROBLEM_JSON: {
                "schema": {
                    "allOf": [schemas::of("Problem")],
                    "properties": { "code": { "enum": words }, "status": { "enum": statuses } },
                },
            },
        },
    })
}

fn references(headers: &[&str]) -> Map<String, Value> {
    let reference =
        |it: &&str| (name(it).to_owned(), json!({ "$ref": format!("#/components/headers/{it}") }));
    headers.iter().map(reference).collect()
}

/// What a header is called where it is sent.
fn name(header: &str) -> &str {
    match header {
        "RequestId" => "X-Request-Id",
        "RetryAfter" => "Retry-After",
        "Replayed" => "Idempotency-Replayed",
        "Authenticate" => "WWW-Authenticate",
        other => other,
    }
}
