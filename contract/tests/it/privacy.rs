//! What a careless log line would show: never what a person typed.

use std::fmt::Debug;

use roosted_contract::{Client, ClientField, Decoded, Field, Invitation, Shape, Submission};
use serde_json::{Map, Value, json};

use crate::support::draft;

const CANARY: &str = "canary@example.org";

#[track_caller]
fn prints(value: &impl Debug, expected: &str) {
    assert_eq!(format!("{value:?}"), expected);
    assert!(!format!("{value:#?}").contains("canary"));
}

fn record() -> Value {
    let texts = ClientField::ALL.into_iter().filter(|it| it.shape() == Shape::Text);
    let mut record: Map<_, _> = texts.map(|it| (it.name().to_owned(), json!(CANARY))).collect();
    record["id"] = json!("uLu8K");
    record.into()
}

#[test]
fn a_draft_prints_its_name() {
    let typed = draft(Field::ALL.map(|it| (it, CANARY)));
    prints(&typed, "Draft { .. }");
    prints(&typed.check().unwrap(), "NewClient { .. }");
    prints(&Invitation::check(CANARY).unwrap(), "Invitation { .. }");
}

#[test]
fn a_client_prints_its_id() {
    let client: Client = serde_json::from_value(record()).unwrap();
    prints(&client, "Client { id: \"uLu8K\", .. }");
    let decoded: Decoded = serde_json::from_value(record()).unwrap();
    prints(&decoded, "Decoded { client: Client { id: \"uLu8K\", .. }, drift: 1 }");
}

#[test]
fn a_submission_prints_no_more_of_its_clients() {
    let submission: Submission = serde_json::from_value(json!({
        "key": "6f1f9f0a-8d1b-4c77-9d6b-0e4f1c2a3b4d",
        "state": "created",
        "since": "2026-11-24T14:34:37Z",
        "client": record(),
        "candidates": [record()],
    }))
    .unwrap();
    assert!(!format!("{submission:?}").contains("canary"));
}

#[test]
fn an_unreadable_body_is_not_quoted() {
    let body = format!(r#"{{"client_name":{{"{CANARY}":"{CANARY}"}},"client_city":["{CANARY}"]}}"#);
    let error = serde_json::from_str::<roosted_contract::Draft>(&body).unwrap_err();
    assert!(!error.to_string().contains("canary"), "{error}");
    let body = format!(r#"{{"id":"{CANARY}","client_name":["{CANARY}"]}}"#);
    let error = serde_json::from_str::<Client>(&body).unwrap_err();
    assert!(!error.to_string().contains("canary"), "{error}");
}
