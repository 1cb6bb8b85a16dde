//! Sixty texts that would be something else if anything took them for more than text. The browser's
//! side of it is in `tests/e2e/injection.test.mjs`, with the same texts.

use roosted_contract::{ClientField, Field, Shape};
use roosted_sandbox::Route;
use serde_json::{Map, Value, json};

use crate::stage::{Answer, Stage, creating, get};

const PAYLOADS: &str = include_str!("../../../tests/e2e/support/payloads.json");

fn payloads() -> Vec<(String, String)> {
    let payloads: Vec<String> = serde_json::from_str(PAYLOADS).unwrap();
    assert_eq!(payloads.len(), 60);
    let key = |place| format!("6f1f9f0a-8d1b-4c77-9d6b-0e4f1c2a{place:04}");
    payloads.into_iter().enumerate().map(|(place, text)| (key(place), text)).collect()
}

/// A body that no browser takes for a page.
#[track_caller]
fn is_data(answer: &Answer, payload: &str) {
    let media = answer.header("content-type").unwrap();
    assert!(["application/json", "application/problem+json"].contains(&media), "{media}");
    assert_eq!(answer.header("x-content-type-options"), Some("nosniff"));
    for value in answer.headers.values() {
        assert!(!value.as_bytes().windows(payload.len()).any(|it| it == payload.as_bytes()));
    }
    answer.json();
}

#[tokio::test]
async fn what_is_typed_stays_text() {
    let stage = Stage::open().await;
    for (key, payload) in payloads() {
        let draft: Map<_, _> =
            Field::ALL.iter().map(|it| (it.name().to_owned(), json!(payload))).collect();
        let answer = stage.create(&key, &Value::from(draft.clone()).to_string()).await;
        assert_eq!(answer.status, 201);
        is_data(&answer, &payload);
        let sent: Value = serde_json::from_str(&stage.arrived().pop().unwrap().body).unwrap();
        assert_eq!(sent, Value::from(draft));
        for field in Field::ALL {
            assert_eq!(answer.json()[field.name()], payload);
        }
        is_data(&stage.get(&format!("/api/submissions/{key}")).await, &payload);

        let odd = stage.create(&key, &json!({ &payload: payload }).to_string()).await;
        assert_eq!(odd.problem(), (400, "malformed".into()));
        is_data(&odd, &payload);
        let address = json!({ "email": payload }).to_string();
        let invited = stage.invite("uLu8K", &address).await;
        assert_eq!(invited.problem(), (422, "invalid".into()), "{payload}");
        is_data(&invited, &payload);
        assert!(!invited.json().to_string().contains(&payload));
    }
}

#[tokio::test]
async fn what_the_upstream_says_stays_text_or_is_not_said() {
    let stage = Stage::open().await;
    let texts = ClientField::ALL.into_iter().filter(|it| it.shape() == Shape::Text);
    let texts: Vec<_> = texts.map(ClientField::name).collect();
    for (key, payload) in payloads() {
        let client: Map<_, _> = texts.iter().map(|it| ((*it).to_owned(), json!(payload))).collect();
        let body = Value::from(client).to_string();
        stage.plan(Route::Create, json!({ "kind": "status", "status": 201, "body": body }));
        let answer = stage.create(&key, r#"{"client_name":"Ada"}"#).await;
        assert_eq!(answer.status, 201);
        is_data(&answer, &payload);
        for text in &texts {
            assert_eq!(answer.json()[text], payload);
        }
        // An id like that has no route, so it makes no address either.
        assert_eq!(answer.header("location"), None);

        let headers = json!([["content-type", "text/html"]]);
        let said = json!({
            "kind": "status", "status": 422, "body": payload, "headers": headers,
        });
        stage.plan(Route::Get, said);
        let refused = stage.get("/api/clients/uLu8K").await;
        assert_eq!(refused.problem(), (422, "upstream-rejected".into()));
        is_data(&refused, &payload);
        assert!(!refused.json().to_string().contains(&payload));
    }
}

#[tokio::test]
async fn what_is_asked_for_is_not_said_back() {
    let stage = Stage::open().await;
    for (_, payload) in payloads() {
        let mut request = creating("6f1f9f0a-8d1b-4c77-9d6b-0e4f1c2a3b4d", "{}");
        let Ok(value) = axum::http::HeaderValue::from_bytes(payload.as_bytes()) else { continue };
        for name in ["idempotency-key", "traceparent", "host", "origin"] {
            request.headers_mut().insert(name, value.clone());
            let copy = {
                let mut copy = get("/");
                *copy.headers_mut() = request.headers().clone();
                *copy.method_mut() = request.method().clone();
                *copy.uri_mut() = request.uri().clone();
                copy
            };
            let answer = stage.ask(copy).await;
            assert!(answer.status.is_client_error());
            is_data(&answer, &payload);
            assert!(!str::from_utf8(&answer.body).unwrap().contains(&payload));
        }
    }
    stage.nothing_arrived();
}
