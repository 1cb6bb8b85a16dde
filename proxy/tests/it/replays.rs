//! The same submission twice, and callers who do not wait for the first.

use std::time::Duration;

use axum::http::HeaderName;
use roosted_proxy::config::{Access, Allowed, Timeouts};
use roosted_sandbox::Route;
use serde_json::json;

use crate::stage::{ADA, Answer, KEY, OTHER_KEY, Setup, Stage, creating, peer, within_reason};

#[tokio::test]
async fn the_same_submission_again_is_answered_alike() {
    let stage = Stage::open().await;

    let first = stage.create(KEY, ADA).await;
    // What is cleaned alike is the same payload.
    let again = stage.create(KEY, r#"{"client_city":" ","client_name":"Ada & Sons\n"}"#).await;

    assert_eq!(again.status, 201);
    assert_eq!(again.body, first.body);
    assert_eq!(again.header("location"), first.header("location"));
    assert_eq!(again.header("idempotency-replayed"), Some("true"));
    assert_eq!(stage.arrived().len(), 1);
    let submission = stage.get(&format!("/api/submissions/{KEY}")).await.json();
    assert_eq!((&submission["state"], &submission["client"]), (&json!("created"), &first.json()));
}

#[tokio::test]
async fn a_key_belongs_to_its_payload() {
    let stage = Stage::open().await;
    assert_eq!(stage.create(KEY, ADA).await.status, 201);

    let other = stage.create(KEY, r#"{"client_name":"Ada & Daughters"}"#).await;

    assert_eq!(other.problem(), (422, "key-reused".into()));
    assert_eq!(stage.arrived().len(), 1);
}

#[tokio::test]
async fn a_submission_under_way_is_not_sent_twice() {
    let stage = Stage::open().await;
    stage.plan(Route::Create, json!({ "kind": "hang" }));
    let first = tokio::spawn(stage.begin(creating(KEY, ADA)));
    stage.until_arrived(1).await;

    assert_eq!(stage.create(KEY, ADA).await.problem(), (409, "still-running".into()));
    let other = stage.create(KEY, r#"{"client_name":"Bob"}"#).await;
    assert_eq!(other.problem(), (422, "key-reused".into()));
    let submission = stage.get(&format!("/api/submissions/{KEY}")).await.json();
    assert_eq!(submission["state"], "sending");

    assert_eq!(stage.arrived().len(), 1);
    first.abort();
}

#[tokio::test]
async fn fifty_at_once_send_one() {
    let stage = Stage::open().await;
    stage.plan(Route::Create, json!({ "kind": "latency", "ms": 50 }));
    let calls: Vec<_> = (0..50).map(|_| tokio::spawn(stage.begin(creating(KEY, ADA)))).collect();

    let (mut created, mut running) = (0, 0);
    for call in calls {
        let answer = Answer::read(call.await.unwrap()).await;
        match answer.status.as_u16() {
            201 => created += 1,
            409 => running += 1,
            other => panic!("{other}"),
        }
    }

    assert_eq!(created + running, 50);
    assert!(created >= 1);
    assert_eq!(stage.arrived().len(), 1);
    assert_eq!(stage.sandbox.clients().len(), 1);
}

#[tokio::test]
async fn the_outcome_is_kept_when_the_caller_hangs_up() {
    let stage = Stage::open().await;
    stage.plan(Route::Create, json!({ "kind": "latency", "ms": 50 }));
    let call = tokio::spawn(stage.begin(creating(KEY, ADA)));
    stage.until_arrived(1).await;
    call.abort();
    assert!(call.await.unwrap_err().is_cancelled());

    let submission = stage.until_submission(KEY, "created").await;

    assert_eq!(submission["client"]["client_name"], "Ada & Sons");
    let again = stage.create(KEY, ADA).await;
    assert_eq!((again.status.as_u16(), again.json()), (201, submission["client"].clone()));
    assert_eq!(stage.arrived().len(), 1);
}

#[tokio::test]
async fn an_answer_that_takes_too_long_is_promised() {
    let timeouts = Timeouts { answer: Duration::from_millis(500), ..Timeouts::default() };
    let stage = Stage::with(Setup { timeouts, ..Setup::default() }).await;
    stage.plan(Route::Create, json!({ "kind": "latency", "ms": 2000 }));

    let answer = stage.create(KEY, ADA).await;

    assert_eq!(answer.status, 202);
    assert_eq!(answer.json()["state"], "sending");
    assert_eq!(answer.header("location"), Some(format!("submissions/{KEY}").as_str()));
    assert!(answer.header("retry-after").is_some());
    stage.until_submission(KEY, "created").await;
    assert_eq!(stage.create(KEY, ADA).await.status, 201);
    assert_eq!(stage.arrived().len(), 1);
}

#[tokio::test]
async fn work_under_way_is_waited_for_at_the_end() {
    let stage = Stage::open().await;
    stage.plan(Route::Create, json!({ "kind": "latency", "ms": 50 }));
    let call = tokio::spawn(stage.begin(creating(KEY, ADA)));
    stage.until_arrived(1).await;
    call.abort();

    stage.tasks.close();
    within_reason(stage.tasks.done()).await;

    let submission = stage.get(&format!("/api/submissions/{KEY}")).await.json();
    assert_eq!(submission["state"], "created");
}

#[tokio::test]
async fn a_key_of_another_user_says_nothing() {
    let access = Access::Named {
        header: HeaderName::from_static("x-user"),
        trusted: vec!["127.0.0.1/32".parse().unwrap()],
        groups: None,
        allowed: Allowed::everybody(),
    };
    let stage = Stage::with(Setup { access, ..Setup::default() }).await;
    let by = |user: &str, mut request: axum::http::Request<axum::body::Body>| {
        request.extensions_mut().insert(peer("127.0.0.1:40000"));
        request.headers_mut().insert("x-user", user.parse().unwrap());
        stage.begin(request)
    };
    assert_eq!(by("ada", creating(KEY, ADA)).await.status(), 201);

    let look = crate::stage::get(&format!("/api/submissions/{KEY}"));
    let answer = Answer::read(by("bob", look).await).await;
    assert_eq!(answer.problem(), (404, "unknown-submission".into()));
    let other = by("bob", creating(KEY, r#"{"client_name":"Bob"}"#)).await;
    assert_eq!(other.status(), 201);
    assert_eq!(other.headers().get("idempotency-replayed"), None);
    assert_eq!(stage.sandbox.clients().len(), 2);
}

#[tokio::test]
async fn what_was_never_claimed_is_unknown() {
    let stage = Stage::open().await;
    for key in [KEY, OTHER_KEY, "nothing", "6f1f9f0a"] {
        let answer = stage.get(&format!("/api/submissions/{key}")).await;
        assert_eq!(answer.problem(), (404, "unknown-submission".into()));
    }
    stage.nothing_arrived();
}
