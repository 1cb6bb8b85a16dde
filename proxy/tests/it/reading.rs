//! Reading a client, and where it will land.

use roosted_sandbox::Route;
use serde_json::json;
use tokio::net::TcpListener;

use crate::stage::{Setup, Stage, patience_with};

#[tokio::test]
async fn a_client_is_read_by_its_id() {
    let stage = Stage::open().await;
    let id = stage.created().await;

    let answer = stage.get(&format!("/api/clients/{id}")).await;

    assert_eq!(answer.status, 200);
    assert_eq!(answer.header("content-type"), Some("application/json"));
    assert_eq!(answer.json()["id"], id);
    assert_eq!(stage.arrived()[1].path, format!("/api/1_12/clients/{id}"));
}

#[tokio::test]
async fn an_id_that_nobody_has_is_not_found() {
    let stage = Stage::open().await;

    let answer = stage.get("/api/clients/nobody1").await;

    assert_eq!(answer.problem(), (404, "client-not-found".into()));
    assert_eq!(stage.arrived().len(), 1);
}

#[tokio::test]
async fn what_is_no_id_is_not_asked_for() {
    let stage = Stage::open().await;
    for id in ["a-b", "a.b", "a_b", "~", &"a".repeat(65)] {
        let answer = stage.get(&format!("/api/clients/{id}")).await;
        assert_eq!(answer.problem(), (404, "client-not-found".into()), "{id}");
    }
    stage.nothing_arrived();
}

#[tokio::test]
async fn every_failure_of_a_read_has_its_name() {
    let status = |status: u16| json!({ "kind": "status", "status": status });
    for (fault, ours, code) in [
        (status(401), 502, "upstream-unauthorized"),
        (status(403), 502, "upstream-forbidden"),
        (status(405), 502, "upstream-not-found"),
        (status(404), 404, "client-not-found"),
        (status(422), 422, "upstream-rejected"),
        (status(429), 503, "upstream-busy"),
        (status(500), 502, "upstream-failed"),
        (status(503), 502, "upstream-failed"),
        (json!({ "kind": "html" }), 502, "upstream-failed"),
        (json!({ "kind": "malformed" }), 502, "upstream-failed"),
        (json!({ "kind": "no-id" }), 502, "upstream-failed"),
        (json!({ "kind": "cut", "created": true }), 502, "upstream-failed"),
        (json!({ "kind": "reset" }), 502, "upstream-failed"),
        (json!({ "kind": "huge", "bytes": 3_000_000 }), 502, "upstream-failed"),
        (json!({ "kind": "redirect", "location": "/" }), 502, "upstream-failed"),
        (json!({ "kind": "echo" }), 502, "upstream-failed"),
        (json!({ "kind": "hang" }), 504, "upstream-timeout"),
    ] {
        let stage =
            Stage::with(Setup { timeouts: patience_with(&fault), ..Setup::default() }).await;
        let id = stage.created().await;
        // What breaks the connection before there is an answer is asked once more.
        let asked = if fault["kind"] == "reset" { 2 } else { 1 };
        (0..asked).for_each(|_| stage.plan(Route::Get, fault.clone()));

        let answer = stage.get(&format!("/api/clients/{id}")).await;

        assert_eq!(answer.problem(), (ours, code.into()), "{fault}");
        assert_eq!(answer.header("retry-after").is_some(), code == "upstream-busy");
        assert!(!String::from_utf8_lossy(&answer.body).contains("SQLSTATE"));
        assert_eq!(stage.arrived().len(), 1 + asked);
    }
}

#[tokio::test]
async fn an_upstream_that_is_away_is_a_failure() {
    let closed = TcpListener::bind("127.0.0.1:0").await.unwrap();
    let upstream = Some(format!("http://{}/api", closed.local_addr().unwrap()));
    drop(closed);
    let stage = Stage::with(Setup { upstream, ..Setup::default() }).await;

    let answer = stage.get("/api/clients/abc").await;

    assert_eq!(answer.problem(), (502, "upstream-failed".into()));
}

#[tokio::test]
async fn the_environment_is_told_without_asking() {
    let stage = Stage::open().await;

    let answer = stage.get("/api/environment").await;

    assert_eq!(answer.status, 200);
    let expected =
        json!({ "name": "custom", "upstream_host": "127.0.0.1", "proxy_version": "1.2.3" });
    assert_eq!(answer.json(), expected);
    stage.nothing_arrived();
}
