//! Faults that still end in an answer.

use std::time::{Duration, Instant};

use reqwest::Method;
use reqwest::header::{CONTENT_TYPE, LOCATION, RETRY_AFTER};
use roosted_contract::{Client, Decoded, PortalStatus};
use roosted_sandbox::{Fault, INTERNAL_TEXT, Route};
use serde_json::{Value, json};

use crate::stage::{Stage, body};

/// The body of a create.
fn ada() -> Value {
    json!({ "client_name": "Ada" })
}

/// How many clients a fault leaves behind: what `created` is for.
async fn stored_by(mut fault: Value, created: bool) -> usize {
    let stage = Stage::open().await;
    fault["created"] = json!(created);
    stage.fault("create", fault).await;
    // Whether there is an answer does not matter here.
    if let Ok(answer) = stage.creating(&ada()).send().await {
        let _ = answer.bytes().await;
    }
    let log = stage.sandbox.log();
    assert_eq!(log.len(), 1, "it arrived once");
    assert_eq!(log[0].stored.is_some(), created);
    stage.names().len()
}

#[tokio::test]
async fn every_fault_does_the_work_first_or_never() {
    for fault in [
        json!({ "kind": "status", "status": 502 }),
        json!({ "kind": "reset" }),
        json!({ "kind": "close" }),
        json!({ "kind": "cut" }),
        json!({ "kind": "malformed" }),
        json!({ "kind": "huge", "bytes": 100_000 }),
        json!({ "kind": "redirect", "location": "http://127.0.0.1:9/" }),
        json!({ "kind": "html", "status": 502 }),
        json!({ "kind": "no-id" }),
        json!({ "kind": "echo" }),
        json!({ "kind": "drift", "extra": true }),
    ] {
        assert_eq!(stored_by(fault.clone(), true).await, 1, "{fault}");
        assert_eq!(stored_by(fault.clone(), false).await, 0, "{fault}");
    }
}

#[tokio::test]
async fn a_fault_happens_as_often_as_planned_on_its_route_only() {
    let stage = Stage::open().await;
    let unavailable =
        Fault::Status { status: 503, headers: Vec::new(), body: None, created: false };
    stage.sandbox.plan(Route::Create, 2, unavailable);
    let answered = async || stage.creating(&ada()).send().await.unwrap().status().as_u16();

    assert_eq!(stage.call(Method::GET, "/clients").send().await.unwrap().status(), 200);
    assert_eq!([answered().await, answered().await, answered().await], [503, 503, 201]);
    assert_eq!(stage.names(), ["Ada"]);
}

#[tokio::test]
async fn faults_of_one_route_happen_in_the_order_they_were_planned() {
    let stage = Stage::open().await;
    for status in [500, 502, 503] {
        stage.fault("list", json!({ "kind": "status", "status": status })).await;
    }
    let listed =
        async || stage.call(Method::GET, "/clients").send().await.unwrap().status().as_u16();
    assert_eq!([listed().await, listed().await, listed().await], [500, 502, 503]);
    assert_eq!(listed().await, 200);
}

#[tokio::test]
async fn each_route_has_its_faults() {
    let stage = Stage::open().await;
    let id = stage.created("Ada").await;
    let one = format!("/clients/{id}");
    for (route, method, path, fields) in [
        ("create", Method::POST, "/clients", ada()),
        ("get", Method::GET, one.as_str(), Value::Null),
        ("list", Method::GET, "/clients", Value::Null),
        ("invite", Method::POST, &format!("{one}/invite"), json!({ "email": "a@b.example" })),
        ("edit", Method::PATCH, &one, json!({ "client_city": "Zürich" })),
    ] {
        stage.fault(route, json!({ "kind": "status", "status": 418 })).await;
        let answer = stage.call(method, path).json(&fields).send().await.unwrap();
        assert_eq!(answer.status(), 418, "{route}");
    }
    let [client] = &stage.sandbox.clients()[..] else { panic!("no second client") };
    assert_eq!(client.portal_status(), PortalStatus::NotConnected);
    assert_eq!(client.text(roosted_contract::ClientField::City), None);
}

#[tokio::test]
async fn cleared_faults_never_happen() {
    let stage = Stage::open().await;
    stage.fault("create", json!({ "kind": "hang" })).await;
    stage.control(Method::DELETE, "/_faults").send().await.unwrap();
    stage.created("Ada").await;
}

#[tokio::test]
async fn a_caller_without_the_key_uses_no_fault_up() {
    let stage = Stage::locked("s3cret").await;
    stage.fault("create", json!({ "kind": "status", "status": 503 })).await;
    assert_eq!(stage.creating(&ada()).send().await.unwrap().status(), 401);
    let call = stage.creating(&ada()).header("x-api-key", "s3cret");
    assert_eq!(call.send().await.unwrap().status(), 503);
}

#[tokio::test]
async fn latency_delays_the_usual_answer() {
    for created in [false, true] {
        let stage = Stage::open().await;
        stage.fault("create", json!({ "kind": "latency", "ms": 150, "created": created })).await;
        let start = Instant::now();
        stage.created("Ada").await;
        assert!(start.elapsed() >= Duration::from_millis(150));
    }
}

#[tokio::test]
async fn a_late_create_happens_even_when_the_caller_has_hung_up() {
    let stage = Stage::open().await;
    stage.fault("create", json!({ "kind": "latency", "ms": 500 })).await;
    let call = tokio::spawn(stage.creating(&ada()).send());
    stage.until(|sandbox| sandbox.log().iter().any(|it| !it.body.is_empty())).await;
    call.abort();
    assert!(call.await.unwrap_err().is_cancelled());
    assert!(stage.names().is_empty(), "not yet");

    stage.until(|sandbox| !sandbox.clients().is_empty()).await;
    assert!(stage.sandbox.log()[0].stored.is_some());
}

#[tokio::test]
async fn a_status_comes_with_its_headers_and_body() {
    let stage = Stage::open().await;
    let fault = json!({
        "kind": "status", "status": 429, "body": "slow down",
        "headers": [["Retry-After", "3600"], ["content-type", "text/plain"]],
    });
    stage.fault("create", fault).await;
    let answer = stage.creating(&ada()).send().await.unwrap();
    assert_eq!(answer.status(), 429);
    assert_eq!(answer.headers()[RETRY_AFTER], "3600");
    assert_eq!(answer.headers()[CONTENT_TYPE], "text/plain");
    assert_eq!(answer.text().await.unwrap(), "slow down");

    stage.fault("create", json!({ "kind": "status", "status": 409 })).await;
    let answer = stage.creating(&ada()).send().await.unwrap();
    assert_eq!(body(answer).await["error"]["message"], INTERNAL_TEXT);
}

#[tokio::test]
async fn an_answer_http_cannot_carry_says_so() {
    let stage = Stage::open().await;
    let fault = json!({ "kind": "status", "status": 503, "headers": [["a b", "c"]] });
    stage.fault("create", fault).await;
    let answer = stage.creating(&ada()).send().await.unwrap();
    assert_eq!(answer.status(), 500);
    assert!(answer.text().await.unwrap().starts_with("no such answer"));
}

#[tokio::test]
async fn a_malformed_body_keeps_its_status() {
    let stage = Stage::open().await;
    stage.fault("create", json!({ "kind": "malformed", "created": true })).await;
    let answer = stage.creating(&ada()).send().await.unwrap();
    assert_eq!(answer.status(), 201);
    let text = answer.text().await.unwrap();
    assert!(text.starts_with("{\"id\":") && serde_json::from_str::<Value>(&text).is_err());

    stage.fault("create", json!({ "kind": "malformed", "body": "\u{FEFF}NaN" })).await;
    let answer = stage.creating(&ada()).send().await.unwrap();
    assert_eq!(answer.bytes().await.unwrap(), "\u{FEFF}NaN");
}

#[tokio::test]
async fn a_huge_body_makes_sense_at_its_end() {
    for chunked in [false, true] {
        let stage = Stage::open().await;
        let fault =
            json!({ "kind": "huge", "bytes": 3_000_000, "chunked": chunked, "created": true });
        stage.fault("create", fault).await;
        let answer = stage.creating(&ada()).send().await.unwrap();
        assert_eq!(answer.content_length(), (!chunked).then_some(3_000_000));
        let bytes = answer.bytes().await.unwrap();
        assert_eq!(bytes.len(), 3_000_000);
        assert_eq!(serde_json::from_slice::<Client>(&bytes).unwrap().name(), "Ada");
    }
}

#[tokio::test]
async fn a_redirect_points_elsewhere() {
    let stage = Stage::open().await;
    for (fault, status) in [
        (json!({ "kind": "redirect", "location": "https://elsewhere.example/" }), 307),
        (
            json!({ "kind": "redirect", "location": "https://elsewhere.example/", "status": 302 }),
            302,
        ),
    ] {
        stage.fault("create", fault).await;
        let answer = stage.creating(&ada()).send().await.unwrap();
        assert_eq!(answer.status(), status);
        assert_eq!(answer.headers()[LOCATION], "https://elsewhere.example/");
    }
}

#[tokio::test]
async fn a_page_comes_as_html() {
    let stage = Stage::open().await;
    stage.fault("create", json!({ "kind": "html" })).await;
    let answer = stage.creating(&ada()).send().await.unwrap();
    assert_eq!(answer.status(), 200);
    assert_eq!(answer.headers()[CONTENT_TYPE], "text/html; charset=utf-8");
    assert!(answer.text().await.unwrap().starts_with("<!doctype html>"));
}

#[tokio::test]
async fn an_answer_without_an_id_has_everything_else() {
    let stage = Stage::open().await;
    stage.fault("create", json!({ "kind": "no-id", "created": true })).await;
    let client = body(stage.creating(&ada()).send().await.unwrap()).await;
    assert_eq!(client.get("id"), None);
    assert_eq!(client["client_name"], "Ada");
    assert_eq!(client.as_object().unwrap().len(), 17);
}

#[tokio::test]
async fn an_echo_brings_the_key_back() {
    let stage = Stage::locked("s3cret").await;
    stage.fault("create", json!({ "kind": "echo" })).await;
    let call = stage.creating(&ada()).header("x-api-key", "s3cret");
    let answer = call.send().await.unwrap();
    assert_eq!(answer.status(), 500);
    assert_eq!(answer.headers()["x-api-key"], "s3cret");
    assert!(answer.text().await.unwrap().contains(r#"["x-api-key","s3cret"]"#));
}

#[tokio::test]
async fn drift_is_what_a_later_version_would_answer() {
    let stage = Stage::open().await;
    let fault = json!({
        "kind": "drift", "extra": true, "numeric_id": true, "portal_status": 7, "created": true,
    });
    stage.fault("create", fault.clone()).await;
    let client = body(stage.creating(&ada()).send().await.unwrap()).await;
    assert!(client["id"].is_number());
    let read: Decoded = serde_json::from_value(client).unwrap();
    assert_eq!(read.client.portal_status(), PortalStatus::Unknown(7));
    assert_eq!(read.drift, 3, "two fields nobody knows, and the id");

    stage.fault("list", fault).await;
    let list = body(stage.call(Method::GET, "/clients").send().await.unwrap()).await;
    assert_eq!(list["clients"][0]["client_portal_connection_status"], 7);
}
