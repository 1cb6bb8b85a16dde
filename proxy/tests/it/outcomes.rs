//! Every way a create can end at the upstream, and what the caller is told.

use std::sync::Arc;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::time::Duration;

use futures_util::future::join_all;
use roosted_proxy::config::Timeouts;
use roosted_sandbox::{INTERNAL_TEXT, Route};
use serde_json::{Value, json};
use tokio::net::TcpListener;

use crate::stage::{ADA, Answer, CANARY, KEY, OTHER_KEY, Setup, Stage, patience_with};

/// Nothing of the upstream's words, and nothing of its key.
#[track_caller]
fn keeps_it_to_itself(answer: &Answer) {
    let all = format!("{:?} {}", answer.headers, String::from_utf8_lossy(&answer.body));
    for secret in [INTERNAL_TEXT, "SQLSTATE", CANARY, "x-api-key", "Sign in", "html"] {
        assert!(!all.contains(secret), "{secret}: {all}");
    }
}

async fn create_against(fault: &Value) -> (Stage, Answer) {
    let stage = Stage::with(Setup { timeouts: patience_with(fault), ..Setup::default() }).await;
    stage.plan(Route::Create, fault.clone());
    let answer = stage.create(KEY, ADA).await;
    keeps_it_to_itself(&answer);
    assert_eq!(stage.arrived().len(), 1, "{fault}");
    (stage, answer)
}

#[tokio::test]
async fn a_refusal_of_the_data_is_final() {
    for (status, code, ours) in [
        (400, "upstream-rejected", 422),
        (413, "upstream-rejected", 422),
        (415, "upstream-rejected", 422),
        (422, "upstream-rejected", 422),
        (409, "upstream-conflict", 409),
    ] {
        let (stage, answer) = create_against(&json!({ "kind": "status", "status": status })).await;
        assert_eq!(answer.problem(), (ours, code.into()), "{status}");

        // The same payload would be refused again, so nobody is asked again.
        let again = stage.create(KEY, ADA).await;
        assert_eq!(again.problem(), (ours, code.into()));
        assert_eq!(again.header("idempotency-replayed"), Some("true"));
        let submission = stage.get(&format!("/api/submissions/{KEY}")).await.json();
        assert_eq!(submission["state"], "rejected");
        assert_eq!(submission["problem"]["code"], code);
        assert_eq!(submission["problem"]["request_id"], answer.header("x-request-id").unwrap());
        assert_eq!(stage.arrived().len(), 1);

        assert_eq!(stage.create(OTHER_KEY, ADA).await.status, 201);
    }
}

#[tokio::test]
async fn a_wrong_set_up_leaves_the_key_free_for_when_it_is_mended() {
    for (status, code) in [
        (401, "upstream-unauthorized"),
        (403, "upstream-forbidden"),
        (404, "upstream-not-found"),
        (405, "upstream-not-found"),
    ] {
        let (stage, answer) = create_against(&json!({ "kind": "status", "status": status })).await;
        assert_eq!(answer.problem(), (502, code.into()), "{status}");

        let submission = stage.get(&format!("/api/submissions/{KEY}")).await;
        assert_eq!(submission.problem(), (404, "unknown-submission".into()));
        assert_eq!(stage.create(KEY, ADA).await.status, 201);
        assert_eq!(stage.sandbox.clients().len(), 1);
    }
}

#[tokio::test]
async fn a_busy_upstream_leaves_the_key_free_and_says_for_how_long() {
    let cases = [
        (Some("3600"), "3600", 1),
        (Some("100000"), "3600", 1),
        (Some("Fri, 01 Jan 2100 00:00:00 GMT"), "3600", 1),
        (Some("soon"), "30", 1),
        (Some("-1"), "30", 1),
        (None, "30", 1),
        (Some("20"), "20", 2),
        // Short enough to be waited for, twice.
        (Some("1"), "1", 3),
        (Some("0"), "1", 3),
        (Some("Mon, 01 Jan 2001 00:00:00 GMT"), "1", 3),
    ];
    let cases = cases.into_iter().map(async |(header, seconds, attempts)| {
        let stage = Stage::open().await;
        let headers: Vec<_> = header.into_iter().map(|it| ["retry-after", it]).collect();
        let fault = json!({ "kind": "status", "status": 429, "headers": headers });
        for _ in 0..3 {
            stage.plan(Route::Create, fault.clone());
        }

        let answer = stage.create(KEY, ADA).await;

        keeps_it_to_itself(&answer);
        assert_eq!(answer.problem(), (503, "upstream-busy".into()));
        assert_eq!(answer.header("retry-after"), Some(seconds), "{header:?}");
        assert_eq!(stage.posts(), attempts, "{header:?}");
        stage.sandbox.clear_faults();
        assert_eq!(stage.create(KEY, ADA).await.status, 201);
        assert_eq!(stage.sandbox.clients().len(), 1);
    });
    join_all(cases).await;
}

#[tokio::test]
async fn a_moment_of_being_busy_is_waited_for() {
    let stage = Stage::open().await;
    let headers = json!([["retry-after", "1"]]);
    stage.plan(Route::Create, json!({ "kind": "status", "status": 429, "headers": headers }));

    assert_eq!(stage.create(KEY, ADA).await.status, 201);

    assert_eq!((stage.posts(), stage.sandbox.clients().len()), (2, 1));
}

#[tokio::test]
async fn what_may_have_created_is_unconfirmed() {
    let redirect = |status| json!({ "kind": "redirect", "location": "/stolen", "status": status });
    let mut faults = vec![
        redirect(301),
        redirect(302),
        redirect(303),
        redirect(307),
        redirect(308),
        json!({ "kind": "hang" }),
        json!({ "kind": "reset" }),
        json!({ "kind": "close" }),
        json!({ "kind": "cut" }),
        json!({ "kind": "malformed" }),
        json!({ "kind": "malformed", "body": "" }),
        json!({ "kind": "malformed", "body": "\u{FEFF}{}" }),
        json!({ "kind": "malformed", "body": r#"{"id":"a","id":"b","client_name":"Ada"}"# }),
        json!({ "kind": "malformed", "body": "[".repeat(200) }),
        json!({ "kind": "huge", "bytes": 2 * 1024 * 1024 + 1 }),
        json!({ "kind": "huge", "bytes": 2 * 1024 * 1024 + 1, "chunked": true }),
        json!({ "kind": "html" }),
        json!({ "kind": "html", "status": 502 }),
        json!({ "kind": "no-id" }),
        json!({ "kind": "echo" }),
        json!({ "kind": "echo", "status": 200 }),
        json!({ "kind": "status", "status": 204, "body": "" }),
        json!({ "kind": "status", "status": 200,
            "headers": [["content-encoding", "gzip"]], "body": "\u{1f}" }),
    ];
    for status in [402, 408, 410, 418, 425, 451, 500, 501, 502, 503, 504, 599] {
        faults.push(json!({ "kind": "status", "status": status }));
    }
    for mut fault in faults {
        for created in [false, true] {
            fault["created"] = created.into();
            let (stage, answer) = create_against(&fault).await;

            assert_eq!(answer.status, 202, "{fault}");
            let submission = answer.json();
            assert_eq!(
                (&submission["key"], &submission["state"]),
                (&json!(KEY), &json!("unconfirmed"))
            );
            assert!(submission["since"].as_str().unwrap().ends_with('Z'));
            let location = format!("submissions/{KEY}");
            assert_eq!(answer.header("location"), Some(location.as_str()));
            // When somebody will have looked: in ten minutes, here.
            let seconds: u64 = answer.header("retry-after").unwrap().parse().unwrap();
            assert!((500..=600).contains(&seconds), "{seconds}");
            assert_eq!(stage.get(&format!("/api/{location}")).await.json(), submission);

            // Never sent again: neither by itself nor when asked to.
            let again = stage.create(KEY, ADA).await;
            assert_eq!((again.status.as_u16(), again.json()), (202, submission));
            assert_eq!(again.header("idempotency-replayed"), Some("true"));
            assert_eq!(stage.arrived().len(), 1, "{fault}");
            assert_eq!(stage.sandbox.clients().len(), usize::from(created), "{fault}");
        }
    }
}

#[tokio::test]
async fn a_client_of_the_largest_size_is_read() {
    let fault = json!({ "kind": "huge", "bytes": 2 * 1024 * 1024, "created": true });
    let patient = Stage::open().await;
    patient.plan(Route::Create, fault);
    assert_eq!(patient.create(KEY, ADA).await.status, 201);
}

#[tokio::test]
async fn what_was_never_sent_leaves_the_key_free() {
    let closed = TcpListener::bind("127.0.0.1:0").await.unwrap();
    let refused = format!("http://{}/api", closed.local_addr().unwrap());
    drop(closed);
    for (upstream, what) in [
        (refused, "the connection is refused"),
        ("https://roosted.invalid/api".to_owned(), "the name is unknown"),
    ] {
        let stage = Stage::with(Setup { upstream: Some(upstream), ..Setup::default() }).await;
        for _ in 0..2 {
            let answer = stage.create(KEY, ADA).await;
            assert_eq!(answer.problem(), (502, "upstream-failed".into()), "{what}");
        }
        let submission = stage.get(&format!("/api/submissions/{KEY}")).await;
        assert_eq!(submission.problem(), (404, "unknown-submission".into()));
    }
}

#[tokio::test]
async fn what_cannot_be_sent_is_tried_three_times() {
    // It takes the connection and hangs up before the handshake.
    let gone = TcpListener::bind("127.0.0.1:0").await.unwrap();
    let upstream = Some(format!("https://{}/api", gone.local_addr().unwrap()));
    let calls = Arc::new(AtomicUsize::new(0));
    let counted = calls.clone();
    tokio::spawn(async move {
        while let Ok((stream, _)) = gone.accept().await {
            counted.fetch_add(1, Ordering::Relaxed);
            drop(stream);
        }
    });
    let stage = Stage::with(Setup { upstream, ..Setup::default() }).await;

    assert_eq!(stage.create(KEY, ADA).await.problem(), (502, "upstream-failed".into()));

    // The list before, and three attempts.
    assert_eq!(calls.load(Ordering::Relaxed), 1 + 3);
}

#[tokio::test]
async fn a_failed_handshake_means_that_nothing_was_sent() {
    let plain = Stage::open().await;
    assert_eq!(plain.create(KEY, ADA).await.status, 201);
    let host = plain.arrived()[0].header("host").next().unwrap().to_owned();
    plain.sandbox.clear_log();
    // It does not speak TLS.
    let upstream = Some(format!("https://{host}/api/1_12"));
    let stage = Stage::with(Setup { upstream, ..Setup::default() }).await;

    assert_eq!(stage.create(KEY, ADA).await.problem(), (502, "upstream-failed".into()));
    assert_eq!(plain.arrived(), []);
}

#[tokio::test]
async fn a_connection_that_does_not_come_about_in_time_is_a_timeout() {
    // It takes the connection and never answers the handshake.
    let silent = TcpListener::bind("127.0.0.1:0").await.unwrap();
    let upstream = Some(format!("https://{}/api", silent.local_addr().unwrap()));
    let timeouts = Timeouts { connect: Duration::from_millis(100), ..Timeouts::default() };
    let stage = Stage::with(Setup { timeouts, upstream, ..Setup::default() }).await;

    for _ in 0..2 {
        assert_eq!(stage.create(KEY, ADA).await.problem(), (504, "upstream-timeout".into()));
    }
}

#[tokio::test]
async fn a_redirect_is_not_followed() {
    let elsewhere = Stage::open().await;
    assert_eq!(elsewhere.create(OTHER_KEY, ADA).await.status, 201);
    let host = elsewhere.arrived()[0].header("host").next().unwrap().to_owned();
    elsewhere.sandbox.clear_log();
    for status in [301, 302, 303, 307, 308] {
        let location = format!("http://{host}/api/1_12/clients");
        let fault = json!({ "kind": "redirect", "location": location, "status": status });
        let (_, answer) = create_against(&fault).await;
        assert_eq!(answer.status, 202);
        assert_eq!(elsewhere.arrived(), [], "{status}");
    }
}
