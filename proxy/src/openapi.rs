//! Our own routes as an `OpenAPI` 3.1 document, for programs that call them and programs that test
//! them.
//!
//! Names, limits, statuses and words are the contract's; only which of them belong to which route
//! is said here. `docs/openapi.json` is this document, and a test compares the two.

mod answers;
mod routes;
mod schemas;

use serde_json::{Value, json};

/// The document.
pub fn openapi() -> Value {
    json!({
        "openapi": "3.1.1",
        "info": {
            "title": "roosted-proxy",
            "version": env!("CARGO_PKG_VERSION"),
            "summary": "Creates and invites clients in Roosted, for a form on the same origin.",
            "description": INTRODUCTION,
            "license": { "name": env!("CARGO_PKG_LICENSE"), "identifier": env!("CARGO_PKG_LICENSE") },
        },
        "servers": [{ "url": "/api", "description": "On the public side." }],
        // Whether a token is asked for is a setting, and so is a front that signs people in.
        "security": [{}, { "token": [] }],
        "paths": routes::paths(),
        "components": {
            "schemas": schemas::all(),
            "parameters": routes::parameters(),
            "headers": answers::headers(),
            "securitySchemes": {
                "token": {
                    "type": "http",
                    "scheme": "bearer",
                    "bearerFormat": "JWT",
                    "description": "With `ROOSTED_AUTH=jwt:…`. With `header:…` the front says who is asking.",
                },
            },
        },
    })
}

/// The document as it is served and checked in.
pub(crate) fn text() -> String {
    format!("{:#}\n", openapi())
}

const INTRODUCTION: &str = "\
Every answer that is no success is a problem (RFC 9457); its `code` says what happened, and whether something was created.

Texts are cleaned before they are counted: white space and invisible marks are dropped at both ends, CR LF and CR become LF. \
Lengths are in Unicode code points. A member that is there twice, a lone surrogate and anything after the object are `malformed`.

A request is refused unless it comes from a page of the same origin, or says so as one: by `Sec-Fetch-Site: same-origin` or by an \
`Origin` that is listed. There is no CORS.";

#[cfg(test)]
mod tests {
    use std::collections::BTreeSet;

    use roosted_contract::{Code, Field};

    use super::*;

    /// Every object and array in a value, and what is in those.
    fn walk<'v>(value: &'v Value, see: &mut impl FnMut(&'v str, &'v Value)) {
        match value {
            Value::Object(members) => members.iter().for_each(|(name, value)| {
                see(name, value);
                walk(value, see);
            }),
            Value::Array(values) => values.iter().for_each(|it| walk(it, see)),
            _ => {}
        }
    }

    #[test]
    fn the_checked_in_document_is_this_one() {
        let file = include_str!("../../docs/openapi.json");
        let file: Value = serde_json::from_str(file).unwrap();
        assert!(
            file == openapi(),
            "write it anew: cargo run --package roosted-proxy --example openapi > docs/openapi.json"
        );
    }

    #[test]
    fn every_reference_leads_somewhere() {
        let document = openapi();
        let mut count = 0;
        walk(&document, &mut |name, value| {
            if name == "$ref" {
                let pointer = value.as_str().unwrap().strip_prefix('#').unwrap();
                assert!(document.pointer(pointer).is_some(), "{pointer}");
                count += 1;
            }
        });
        assert!(count > 50, "{count}");
    }

    #[test]
    fn every_code_is_in_the_answer_of_its_status() {
        let document = openapi();
        let mut told = BTreeSet::new();
        for route in document["paths"].as_object().unwrap().values() {
            for operation in ["get", "post"].iter().filter_map(|it| route.get(it)) {
                for (status, answer) in operation["responses"].as_object().unwrap() {
                    let codes = "/content/application~1problem+json/schema/properties/code/enum";
                    for code in answer.pointer(codes).iter().flat_map(|it| it.as_array().unwrap()) {
                        let code = Code::named(code.as_str().unwrap());
                        assert_eq!(code.status().to_string(), *status, "{code:?}");
                        told.insert(code.as_str());
                    }
                }
            }
        }
        // A method that a route does not take is no operation of it.
        let all: BTreeSet<_> = Code::ALL.iter().map(|it| it.as_str()).collect();
        assert_eq!(all.difference(&told).collect::<Vec<_>>(), [&"method-not-allowed"]);
    }

    #[test]
    fn fields_and_limits_are_those_of_the_contract() {
        let schema = &openapi()["components"]["schemas"]["NewClient"];
        assert_eq!(schema["additionalProperties"], false);
        assert_eq!(schema["properties"].as_object().unwrap().len(), Field::COUNT);
        for field in Field::ALL {
            assert_eq!(schema["properties"][field.name()]["maxLength"], field.limit());
        }
        assert_eq!(schema["required"], json!(["client_name"]));
    }
}
