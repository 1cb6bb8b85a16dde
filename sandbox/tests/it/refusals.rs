//! What the stand-in does not take, and that it stores nothing then.

use reqwest::Method;
use reqwest::header::{AUTHORIZATION, CONTENT_TYPE};
use roosted_contract::Field;
use roosted_sandbox::INTERNAL_TEXT;
use serde_json::{Value, json};

use crate::stage::{Stage, body};

#[tokio::test]
async fn without_the_right_key_nothing_happens() {
    let stage = Stage::locked("s3cret").await;
    let create = || stage.creating(&json!({ "client_name": "Ada" }));
    let refused = [
        create(),
        create().header("x-api-key", "wrong"),
        create().header("x-api-key", ""),
        create().header(AUTHORIZATION, "s3cret"),
        create().header(AUTHORIZATION, "Bearer wrong"),
        stage.call(Method::GET, "/clients"),
        stage.call(Method::GET, "/nowhere"),
    ];
    for call in refused {
        assert_eq!(call.send().await.unwrap().status(), 401);
    }
    assert!(stage.names().is_empty());
    assert!(stage.sandbox.log().iter().all(|it| it.stored.is_none()));
}

#[tokio::test]
async fn the_key_is_taken_from_either_header() {
    let stage = Stage::locked("s3cret").await;
    for (name, value) in [("x-api-key", "s3cret"), ("authorization", "Bearer s3cret")] {
        let call = stage.creating(&json!({ "client_name": name })).header(name, value);
        assert_eq!(call.send().await.unwrap().status(), 201);
    }
    assert_eq!(stage.names(), ["x-api-key", "authorization"]);
}

#[tokio::test]
async fn limits_are_counted_in_code_points() {
    let stage = Stage::open().await;
    for field in Field::ALL {
        for unit in ["x", "😀", "\u{301}"] {
            for (length, status) in [(field.limit(), 201), (field.limit() + 1, 422)] {
                let mut fields = json!({ "client_name": "Ada" });
                fields[field.name()] = json!(unit.repeat(length));
                let answer = stage.creating(&fields).send().await.unwrap();
                assert_eq!(answer.status(), status, "{field:?} of {length}");
            }
        }
    }
    assert_eq!(stage.names().len(), Field::COUNT * 3);
}

#[tokio::test]
async fn each_broken_rule_is_named() {
    let stage = Stage::open().await;
    let table = [
        (json!({}), "client_name", "missing"),
        (json!({ "client_name": "" }), "client_name", "too short"),
        (json!({ "client_name": null }), "client_name", "not a string"),
        (json!({ "client_name": 7 }), "client_name", "not a string"),
        (json!({ "client_name": "Ada", "client_city": null }), "client_city", "not a string"),
        (json!({ "client_name": "Ada", "pending": "x" }), "pending", "unknown parameter"),
    ];
    for (fields, field, issue) in table {
        let answer = stage.creating(&fields).send().await.unwrap();
        assert_eq!(answer.status(), 422, "{fields}");
        let body = body(answer).await;
        assert_eq!(body["error"]["details"], json!([{ "field": field, "issue": issue }]));
        assert_eq!(body["error"]["message"], INTERNAL_TEXT);
    }
    assert!(stage.names().is_empty());
}

#[tokio::test]
async fn a_body_must_be_a_json_object_that_says_so() {
    let stage = Stage::open().await;
    let json_type = "application/json";
    let table = [
        (json_type, "", 400),
        (json_type, "{\"client_name\":\"Ada\"", 400),
        (json_type, "[]", 400),
        (json_type, "null", 400),
        (json_type, "{\"client_name\":\"\\ud800\"}", 400),
        ("text/plain", "{\"client_name\":\"Ada\"}", 415),
        ("application/x-www-form-urlencoded", "client_name=Ada", 415),
        ("application/json; charset=utf-8", "{\"client_name\":\"Ada\"}", 201),
    ];
    for (media_type, text, status) in table {
        let call = stage.call(Method::POST, "/clients").header(CONTENT_TYPE, media_type);
        assert_eq!(call.body(text).send().await.unwrap().status(), status, "{media_type} {text}");
    }
    assert_eq!(stage.names(), ["Ada"]);
}

#[tokio::test]
async fn a_page_out_of_range_is_refused() {
    let stage = Stage::open().await;
    for query in ["items_per_page=0", "items_per_page=101", "page=0", "page=-1", "page=x"] {
        let answer = stage.call(Method::GET, &format!("/clients?{query}")).send().await.unwrap();
        assert_eq!(answer.status(), 422, "{query}");
    }
    for query in ["items_per_page=1", "items_per_page=100&page=18446744073709551615"] {
        let answer = stage.call(Method::GET, &format!("/clients?{query}")).send().await.unwrap();
        assert_eq!(answer.status(), 200, "{query}");
    }
}

#[tokio::test]
async fn an_invitation_needs_a_client_and_an_address() {
    let stage = Stage::open().await;
    let id = stage.created("Ada").await;
    let invite = |id: &str, fields: Value| {
        stage.call(Method::POST, &format!("/clients/{id}/invite")).json(&fields).send()
    };
    assert_eq!(invite(&id, json!({})).await.unwrap().status(), 422);
    assert_eq!(invite(&id, json!({ "email": "" })).await.unwrap().status(), 422);
    let nobody = invite("nobody", json!({ "email": "ada@example.org" })).await.unwrap();
    assert_eq!(nobody.status(), 404);
    assert_eq!(stage.sandbox.clients()[0].text(roosted_contract::ClientField::PortalInvited), None);
}

#[tokio::test]
async fn an_edit_cannot_take_the_name_away() {
    let stage = Stage::open().await;
    let id = stage.created("Ada").await;
    let edit =
        |fields: Value| stage.call(Method::PATCH, &format!("/clients/{id}")).json(&fields).send();
    assert_eq!(edit(json!({ "client_name": "" })).await.unwrap().status(), 422);
    assert_eq!(edit(json!({ "id": "other" })).await.unwrap().status(), 422);
    assert_eq!(edit(json!({})).await.unwrap().status(), 200);
    assert_eq!(stage.names(), ["Ada"]);
}

#[tokio::test]
async fn other_paths_and_methods_are_refused_in_the_same_shape() {
    let stage = Stage::open().await;
    for (method, path, status) in [
        (Method::GET, "/workers", 404),
        (Method::DELETE, "/clients", 405),
        (Method::PUT, "/clients/abcde", 405),
        (Method::GET, "/clients/abcde/invite", 405),
    ] {
        let answer = stage.call(method, path).send().await.unwrap();
        assert_eq!(answer.status(), status, "{path}");
        assert_eq!(body(answer).await["error"]["message"], INTERNAL_TEXT);
    }
}
