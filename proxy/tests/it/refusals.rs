//! What a caller can get wrong, and that none of it reaches the upstream.

use std::io;

use axum::body::Body;
use axum::http::HeaderValue;
use serde_json::json;

use crate::stage::{ADA, KEY, Stage, creating, posting};

#[tokio::test]
async fn a_create_needs_exactly_one_key() {
    let stage = Stage::open().await;

    let none = stage.ask(posting("/api/clients", ADA)).await;
    assert_eq!(none.problem(), (400, "missing-key".into()));

    let mut twice = creating(KEY, ADA);
    twice.headers_mut().append("idempotency-key", HeaderValue::from_static(KEY));
    assert_eq!(stage.ask(twice).await.problem(), (400, "bad-key".into()));

    for key in ["", "1", "6f1f9f0a8d1b4c779d6b0e4f1c2a3b4d", "'quoted'", &format!("{KEY}, {KEY}")] {
        assert_eq!(stage.create(key, ADA).await.problem(), (400, "bad-key".into()), "{key}");
    }
    stage.nothing_arrived();
}

#[tokio::test]
async fn what_is_no_object_of_strings_is_malformed() {
    let stage = Stage::open().await;
    for body in [
        "",
        "{",
        "null",
        "[]",
        "\"Ada Lovelace\"",
        "7",
        "client_name=Ada",
        "\u{FEFF}{}",
        "{\"client_name\":\"\\ud800\"}",
        "{\"client_name\":\"Ada\"}{}",
        "{\"client_name\":\"Ada\"} x",
        "{\"client_name\":NaN}",
        &"[".repeat(200_000),
    ] {
        let answer = stage.create(KEY, body).await;
        assert_eq!(answer.problem(), (400, "malformed".into()), "{body}");
        assert_eq!(answer.errors(), [], "{body}");
        assert!(!String::from_utf8_lossy(&answer.body).contains("Ada"));
    }
    // Deep, but as one value: it is read without going in.
    let deep = format!("{{\"client_name\":{}{}}}", "[".repeat(100_000), "]".repeat(100_000));
    let answer = stage.create(KEY, &deep).await;
    assert_eq!(answer.errors(), [("client_name".to_owned(), "wrong-type".to_owned())]);
    let mut latin = creating(KEY, "");
    *latin.body_mut() = Body::from(&b"{\"client_name\":\"Z\xFCrich\"}"[..]);
    assert_eq!(stage.ask(latin).await.problem(), (400, "malformed".into()));
    stage.nothing_arrived();
}

#[tokio::test]
async fn every_member_that_does_not_belong_is_named() {
    let stage = Stage::open().await;
    let body =
        r#"{"client_name":1,"client_city":"A","client_city":"B","id":"x","client_state":null}"#;

    let answer = stage.create(KEY, body).await;

    assert_eq!(answer.problem(), (400, "malformed".into()));
    let errors = answer.errors();
    let errors: Vec<_> = errors.iter().map(|it| (it.0.as_str(), it.1.as_str())).collect();
    assert_eq!(
        errors,
        [
            ("client_name", "wrong-type"),
            ("client_city", "duplicate-field"),
            ("id", "unknown-field"),
            ("client_state", "wrong-type"),
        ]
    );
    stage.nothing_arrived();
}

#[tokio::test]
async fn every_mistake_is_told_at_its_field() {
    let stage = Stage::open().await;
    let draft = json!({
        "client_name": " \u{200B} ", "client_city": "x".repeat(256),
        "client_address": "🔧".repeat(65_536), "client_state": "x".repeat(255),
    });

    let answer = stage.create(KEY, &draft.to_string()).await;

    assert_eq!(answer.problem(), (422, "invalid".into()));
    let errors = answer.errors();
    let errors: Vec<_> = errors.iter().map(|it| (it.0.as_str(), it.1.as_str())).collect();
    let expected =
        [("client_name", "required"), ("client_address", "too-long"), ("client_city", "too-long")];
    assert_eq!(errors, expected);
    stage.nothing_arrived();
    // Nothing was claimed: the same key takes the corrected draft.
    assert_eq!(stage.create(KEY, ADA).await.status, 201);
}

#[tokio::test]
async fn a_body_is_too_large_by_its_word_or_by_its_bytes() {
    let stage = Stage::open().await;
    let limit = 1024 * 1024;
    let large = format!("{ADA}{}", " ".repeat(limit));

    let mut announced = creating(KEY, "");
    announced.headers_mut().insert("content-length", (limit + 1).into());
    assert_eq!(stage.ask(announced).await.problem(), (413, "too-large".into()));
    // Without a length, as a chunked body comes.
    assert_eq!(stage.create(KEY, &large).await.problem(), (413, "too-large".into()));
    stage.nothing_arrived();

    let fits = format!("{ADA}{}", " ".repeat(limit - ADA.len()));
    assert_eq!(stage.create(KEY, &fits).await.status, 201);
}

#[tokio::test]
async fn a_body_that_breaks_off_is_malformed() {
    let stage = Stage::open().await;
    let mut request = creating(KEY, "");
    let pieces = futures_util::stream::iter([Ok(ADA), Err(io::Error::other("cut"))]);
    *request.body_mut() = Body::from_stream(pieces);

    assert_eq!(stage.ask(request).await.problem(), (400, "malformed".into()));
    stage.nothing_arrived();
}

#[tokio::test]
async fn nothing_new_is_taken_while_shutting_down() {
    let stage = Stage::open().await;
    let id = stage.created().await;
    stage.sandbox.clear_log();
    stage.tasks.close();

    for answer in [stage.create(KEY, ADA).await, stage.invite(&id, r#"{"email":"a@b.ch"}"#).await] {
        assert_eq!(answer.problem(), (503, "shutting-down".into()));
        assert!(answer.header("retry-after").is_some());
    }
    assert_eq!(stage.arrived(), []);
}
