//! An upstream that is not there: left alone for a moment, and no longer.

use std::time::{Duration, Instant};

use roosted_proxy::Reach;
use roosted_proxy::config::Timeouts;
use roosted_sandbox::{API_PATH, Sandbox};
use serde_json::json;
use tokio::net::TcpListener;

use crate::stage::{ADA, CANARY, KEY, Setup, Stage, within_reason};

fn key(number: usize) -> String {
    format!("{number:08x}-8d1b-4c77-9d6b-0e4f1c2a3b4d")
}

/// An address on which nobody listens.
async fn nobody() -> std::net::SocketAddr {
    TcpListener::bind("127.0.0.1:0").await.unwrap().local_addr().unwrap()
}

async fn in_front_of(address: std::net::SocketAddr) -> Stage {
    let upstream = Some(format!("http://{address}{API_PATH}"));
    Stage::with(Setup { upstream, ..Setup::default() }).await
}

/// Creates until the upstream is left alone.
async fn give_up(stage: &Stage) {
    for number in 0..2 {
        let answer = stage.create(&key(number), ADA).await;
        assert_eq!(answer.problem(), (502, "upstream-failed".into()));
    }
    assert!(stage.spoken_to.is_left_alone());
}

#[tokio::test]
async fn it_is_left_alone_until_it_is_back() {
    let address = nobody().await;
    let stage = in_front_of(address).await;
    assert!(!stage.spoken_to.is_left_alone());
    give_up(&stage).await;

    // Three attempts with their pauses would take longer.
    let begun = Instant::now();
    for number in 2..12 {
        let answer = stage.create(&key(number), ADA).await;
        assert_eq!(answer.problem(), (502, "upstream-failed".into()));
        let submission = stage.get(&format!("/api/submissions/{}", key(number))).await;
        assert_eq!(submission.problem(), (404, "unknown-submission".into()));
    }
    assert!(begun.elapsed() < Duration::from_millis(2500), "{:?}", begun.elapsed());

    let sandbox = Sandbox::new(Some(CANARY.to_owned()));
    let listener = TcpListener::bind(address).await.unwrap();
    tokio::spawn(sandbox.clone().serve(listener));
    // The person who presses the button again gets through.
    within_reason(async { while stage.create(KEY, ADA).await.status != 201 {} }).await;

    assert!(!stage.spoken_to.is_left_alone());
    for number in 0..12 {
        assert_eq!(stage.create(&key(number), ADA).await.status, 201);
    }
    assert_eq!(sandbox.clients().len(), 13);
}

#[tokio::test]
async fn a_name_that_leads_into_this_network_gets_nothing() {
    let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
    let port = listener.local_addr().unwrap().port();
    let sandbox = Sandbox::new(Some(CANARY.to_owned()));
    tokio::spawn(sandbox.clone().serve(listener));
    let at = async |reach| {
        let upstream = Some(format!("http://localhost:{port}{API_PATH}"));
        Stage::with(Setup { reach, upstream, ..Setup::default() }).await
    };
    // As if the name were the API's.
    let stage = at(Reach::Public).await;
    assert_eq!(stage.create(KEY, ADA).await.problem(), (502, "upstream-failed".into()));
    assert_eq!(stage.get("/api/clients/abc").await.problem(), (502, "upstream-failed".into()));
    let submission = stage.get(&format!("/api/submissions/{KEY}")).await;
    assert_eq!(submission.problem(), (404, "unknown-submission".into()));
    assert!(sandbox.log().is_empty());

    for reach in [Reach::Private, Reach::ThisMachine] {
        assert_eq!(at(reach).await.create(KEY, ADA).await.status, 201);
    }
    assert_eq!(sandbox.clients().len(), 2);
}

#[tokio::test]
async fn what_failed_slowly_before_fails_at_once_with_the_same_answer() {
    // It takes the connection and never answers the handshake.
    let silent = TcpListener::bind("127.0.0.1:0").await.unwrap();
    let upstream = Some(format!("https://{}/api", silent.local_addr().unwrap()));
    let timeouts = Timeouts { connect: Duration::from_millis(300), ..Timeouts::default() };
    let stage = Stage::with(Setup { timeouts, upstream, ..Setup::default() }).await;
    for number in 0..2 {
        let answer = stage.create(&key(number), ADA).await;
        assert_eq!(answer.problem(), (504, "upstream-timeout".into()));
    }
    assert!(stage.spoken_to.is_left_alone());

    let begun = Instant::now();
    let answer = stage.get("/api/clients/abc").await;
    assert_eq!(answer.problem(), (504, "upstream-timeout".into()));
    assert!(begun.elapsed() < Duration::from_millis(300), "{:?}", begun.elapsed());
}

#[tokio::test]
async fn an_answer_of_any_kind_is_a_sign_of_life() {
    let stage = Stage::open().await;
    for status in [400, 401, 404, 422, 429, 500, 503] {
        for _ in 0..6 {
            let fault = json!({ "kind": "status", "status": status });
            stage.plan(roosted_sandbox::Route::Get, fault);
            assert_ne!(stage.get("/api/clients/abc").await.status, 200);
        }
    }
    for fault in ["reset", "close"] {
        for _ in 0..6 {
            // The read is asked once more on a new connection.
            (0..2).for_each(|_| stage.plan(roosted_sandbox::Route::Get, json!({ "kind": fault })));
            assert_eq!(stage.get("/api/clients/abc").await.status, 502);
        }
    }
    assert!(!stage.spoken_to.is_left_alone());
    assert_eq!(stage.create(KEY, ADA).await.status, 201);
}
