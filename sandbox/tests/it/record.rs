//! What the stand-in tells a test about what arrived.

use reqwest::Method;
use roosted_sandbox::LoggedRequest;
use serde_json::{Value, json};

use crate::stage::{Stage, body};

#[tokio::test]
async fn every_request_is_logged_as_it_came() {
    let stage = Stage::locked("s3cret").await;
    let call = stage.creating(&json!({ "client_name": "Zoë" }));
    let call = call.header("x-api-key", "s3cret").header("x-twice", "1").header("x-twice", "2");
    let id = body(call.send().await.unwrap()).await["id"].clone();
    stage.call(Method::GET, "/clients?page=1").send().await.unwrap();

    let log = stage.control(Method::GET, "/_log").send().await.unwrap();
    let log: Vec<LoggedRequest> = log.json().await.unwrap();
    assert_eq!(log, stage.sandbox.log());
    let [create, list] = &log[..] else { panic!("two requests, not {}", log.len()) };

    assert_eq!((create.number, create.method.as_str()), (1, "POST"));
    assert_eq!(create.path, "/api/1_12/clients");
    assert_eq!(create.body, r#"{"client_name":"Zoë"}"#);
    assert_eq!(create.header("x-api-key").collect::<Vec<_>>(), ["s3cret"]);
    assert_eq!(create.header("x-twice").collect::<Vec<_>>(), ["1", "2"]);
    assert_eq!(create.stored.as_deref(), id.as_str());
    assert_eq!((list.number, list.path.as_str()), (2, "/api/1_12/clients?page=1"));
    assert_eq!(list.stored, None);
}

#[tokio::test]
async fn unknown_routes_and_refusals_are_logged_too() {
    let stage = Stage::open().await;
    stage.call(Method::GET, "/nowhere").send().await.unwrap();
    stage.control(Method::GET, "/").send().await.unwrap();
    stage.creating(&json!({})).send().await.unwrap();
    let paths: Vec<_> = stage.sandbox.log().into_iter().map(|it| it.path).collect();
    assert_eq!(paths, ["/api/1_12/nowhere", "/", "/api/1_12/clients"]);
}

#[tokio::test]
async fn the_routes_of_the_test_need_no_key_and_leave_no_trace() {
    let stage = Stage::locked("s3cret").await;
    for (method, path) in [
        (Method::GET, "/_log"),
        (Method::GET, "/_clients"),
        (Method::DELETE, "/_log"),
        (Method::DELETE, "/_faults"),
    ] {
        assert!(stage.control(method, path).send().await.unwrap().status().is_success(), "{path}");
    }
    let unknown = stage.control(Method::GET, "/_unknown").send().await.unwrap();
    assert_eq!(unknown.status(), 404);
    assert!(stage.sandbox.log().is_empty());
}

#[tokio::test]
async fn a_cleared_log_goes_on_counting() {
    let stage = Stage::open().await;
    stage.created("Ada").await;
    stage.control(Method::DELETE, "/_log").send().await.unwrap();
    assert!(stage.sandbox.log().is_empty());

    stage.created("Grace").await;
    assert_eq!(stage.sandbox.log()[0].number, 2);
    assert_eq!(stage.names(), ["Ada", "Grace"]);
}

#[tokio::test]
async fn every_stored_client_is_shown_oldest_first() {
    let stage = Stage::open().await;
    for number in 0..120 {
        stage.created(&format!("Client {number}")).await;
    }
    let shown = body(stage.control(Method::GET, "/_clients").send().await.unwrap()).await;
    let shown: Vec<_> = shown.as_array().unwrap().iter().map(|it| &it["client_name"]).collect();
    assert_eq!(shown.len(), 120);
    assert_eq!(shown, stage.names().iter().collect::<Vec<_>>());
}

#[tokio::test]
async fn forgotten_clients_are_gone_and_others_can_come() {
    let stage = Stage::open().await;
    let gone = stage.created("Ada").await;
    let clear = stage.control(Method::DELETE, "/_clients").send().await.unwrap();
    assert_eq!(clear.status(), 204);
    assert!(stage.names().is_empty());
    let path = format!("/clients/{gone}");
    assert_eq!(stage.call(Method::GET, &path).send().await.unwrap().status(), 404);

    stage.created("Grace").await;
    assert_eq!(stage.names(), ["Grace"]);
}

#[tokio::test]
async fn a_plan_that_makes_no_sense_is_refused() {
    let stage = Stage::open().await;
    for plan in [
        json!({ "route": "create", "times": 1 }),
        json!({ "route": "delete", "times": 1, "fault": { "kind": "hang" } }),
        json!({ "route": "create", "times": -1, "fault": { "kind": "hang" } }),
        json!({ "route": "create", "times": 1, "fault": { "kind": "earthquake" } }),
        json!({ "route": "create", "times": 1, "fault": { "kind": "hang", "stored": true } }),
        json!({ "route": "create", "times": 1, "fault": { "kind": "reset", "created": "yes" } }),
    ] {
        let answer = stage.control(Method::POST, "/_faults").json(&plan).send().await.unwrap();
        assert_eq!(answer.status(), 422, "{plan}");
    }
    stage.created("Ada").await;
}

#[tokio::test]
async fn a_body_that_is_no_text_is_logged_as_far_as_it_can_be_read() {
    let stage = Stage::open().await;
    let call = stage.call(Method::POST, "/clients").header("content-type", "application/json");
    let answer = call.body(b"{\"client_name\":\"\xFF\"}".to_vec()).send().await.unwrap();
    assert_eq!(answer.status(), 400);
    assert_eq!(stage.sandbox.log()[0].body, "{\"client_name\":\"\u{FFFD}\"}");
    assert_eq!(body(answer).await["error"]["details"], Value::Array(Vec::new()));
}
