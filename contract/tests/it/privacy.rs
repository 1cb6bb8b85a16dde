//! What a careless log line would show: never what a person typed.

use std::fmt::{Debug, Display};
use std::marker::PhantomData;

use roosted_contract::{
    Client, ClientField, Code, Decoded, Draft, Field, FieldError, Invitation, Malformed, NewClient,
    Problem, ReadError, Shape, Submission,
};
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
    let error = serde_json::from_str::<Draft>(&body).unwrap_err();
    assert!(!error.to_string().contains("canary"), "{error}");
    let body = format!(r#"{{"id":"{CANARY}","client_name":["{CANARY}"]}}"#);
    let error = serde_json::from_str::<Client>(&body).unwrap_err();
    assert!(!error.to_string().contains("canary"), "{error}");
    let body = format!(r#"{{"{CANARY}":"","client_name":""}}"#);
    let error = serde_json::from_str::<Draft>(&body).unwrap_err();
    assert!(!error.to_string().contains("canary"), "{error}");
}

#[test]
fn what_a_stranger_calls_a_member_is_not_printed() {
    let body = format!(r#"{{"{CANARY}":"","client_name":7}}"#);
    let mut json = serde_json::Deserializer::from_str(&body);
    let error = Draft::read(&mut json).unwrap_err();
    prints(
        &error,
        "Malformed([Malformed { flaw: Unknown, .. }, Malformed { flaw: WrongType, .. }])",
    );
    let ReadError::Malformed(members) = error else { panic!("{error:?}") };
    let errors = members.into_iter().map(FieldError::from).collect();
    let problem = Problem::new(Code::Malformed, "").with_errors(errors);
    let printed = format!("{problem:?}");
    assert!(!printed.contains("canary"));
    assert!(printed.contains(r#"FieldError { field: "client_name", code: WrongType, .. }"#));
}

#[test]
fn the_words_of_a_parser_are_not_printed() {
    let mut json = serde_json::Deserializer::from_str(r#""canary@example.org""#);
    let error = Draft::read(&mut json).unwrap_err();
    let ReadError::Syntax(words) = &error else { panic!("{error:?}") };
    assert!(words.to_string().contains("canary"));
    prints(&error, "Syntax(..)");
}

/// Whether a type has words for people, which would end up in a log line without a second thought.
struct Words<T>(PhantomData<T>);

impl<T: Display> Words<T> {
    const ARE_THERE: bool = true;
}

trait Otherwise {
    const ARE_THERE: bool = false;
}

impl<T> Otherwise for Words<T> {}

#[test]
fn what_holds_personal_data_has_no_words_for_a_log() {
    let with_words = [
        Words::<Draft>::ARE_THERE,
        Words::<NewClient>::ARE_THERE,
        Words::<Client>::ARE_THERE,
        Words::<Decoded>::ARE_THERE,
        Words::<roosted_contract::Value>::ARE_THERE,
        Words::<Invitation>::ARE_THERE,
        Words::<Submission>::ARE_THERE,
        Words::<Problem>::ARE_THERE,
        Words::<FieldError>::ARE_THERE,
        Words::<Malformed>::ARE_THERE,
        Words::<ReadError<String>>::ARE_THERE,
    ];
    assert_eq!(with_words, [false; 11]);
    // The test can tell.
    let can_tell = Words::<String>::ARE_THERE;
    assert!(can_tell);
}
