//! What is counted: on the admin side, in few series, and with nothing of anybody in them.

#![expect(clippy::float_cmp, reason = "what is counted is a whole number")]

use std::collections::BTreeMap;
use std::net::TcpListener;

use axum::body::Body;
use axum::http::{Method, Request};
use roosted_proxy::config::{Access, Allowed};
use roosted_sandbox::Route;
use serde_json::json;
use sqlx::{AnyConnection, Connection as _, Executor as _};

use crate::stage::{
    ADA, KEY, ORIGIN, OTHER_KEY, Setup, Stage, creating, get, in_folder, ledger_file,
    patience_with, posting, within_reason,
};

/// Every series, with its labels as they are written, and its value.
pub(crate) type Samples = BTreeMap<String, f64>;

pub(crate) async fn scrape(stage: &Stage) -> Samples {
    let answer = stage.admin("/metrics").await;
    assert_eq!(answer.status, 200);
    assert_eq!(answer.header("content-type"), Some("text/plain; version=0.0.4; charset=utf-8"));
    read(str::from_utf8(&answer.body).unwrap())
}

pub(crate) fn read(text: &str) -> Samples {
    let lines: Vec<_> = text.lines().filter(|it| !it.starts_with('#')).collect();
    let samples: Samples = lines
        .iter()
        .map(|line| line.rsplit_once(' ').unwrap())
        .map(|(series, value)| (series.to_owned(), value.parse().unwrap()))
        .collect();
    assert_eq!(samples.len(), lines.len(), "a series is there twice: {text}");
    samples
}

/// What has changed, and by how much.
fn changes(before: &Samples, after: &Samples) -> Vec<(String, f64)> {
    let time = |it: &str| it.contains("_duration_") || it.contains("_seconds");
    after
        .iter()
        .map(|(series, value)| (series.clone(), value - before[series]))
        .filter(|(series, by)| *by != 0.0 && !time(series))
        .collect()
}

fn so(expected: &[(&str, f64)]) -> Vec<(String, f64)> {
    expected.iter().map(|(series, by)| ((*series).to_owned(), *by)).collect()
}

fn with_method(method: &str, path: &str) -> Request<Body> {
    let mut request = get(path);
    *request.method_mut() = Method::from_bytes(method.as_bytes()).unwrap();
    request
}

/// Everything that can be provoked from outside, behind us and in front.
async fn provoke_everything(stage: &Stage) {
    let id = stage.created().await;
    for (place, fault) in [
        json!({ "kind": "drift", "extra": true }),
        json!({ "kind": "status", "status": 401 }),
        json!({ "kind": "status", "status": 403 }),
        json!({ "kind": "status", "status": 404 }),
        json!({ "kind": "status", "status": 409 }),
        json!({ "kind": "status", "status": 422 }),
        json!({ "kind": "status", "status": 429 }),
        json!({ "kind": "status", "status": 500 }),
        json!({ "kind": "html" }),
        json!({ "kind": "no-id" }),
        json!({ "kind": "reset" }),
        json!({ "kind": "huge", "bytes": 3_000_000 }),
    ]
    .into_iter()
    .enumerate()
    {
        for route in [Route::Create, Route::Get, Route::Invite, Route::List] {
            stage.plan(route, fault.clone());
        }
        stage.create(&format!("6f1f9f0a-8d1b-4c77-9d6b-0e4f1c2a{place:04}"), ADA).await;
        stage.get(&format!("/api/clients/{id}")).await;
        stage.invite(&id, r#"{"email":"ada@example.org"}"#).await;
        stage.sandbox.clear_faults();
    }
    for path in [
        "/",
        "/nothing",
        "/Wilhelmine",
        "/api",
        "/api/nothing",
        "/api/environment",
        "/api/clients/none",
        "/api/clients/a-b",
        "/api/clients/%2e",
        "/api/clients/uLu8K/invite",
        &format!("/api/submissions/{KEY}"),
        "/api/submissions/none",
    ] {
        for method in ["GET", "HEAD", "POST", "PUT", "DELETE", "OPTIONS", "TRACE", "WILHELMINE"] {
            stage.ask(with_method(method, path)).await;
        }
    }
    for body in ["", "{", "[]", "{}", r#"{"Wilhelmine":1}"#, &"x".repeat(1 << 21)] {
        stage.create(OTHER_KEY, body).await;
        stage.invite(&id, body).await;
    }
    for header in ["idempotency-key", "x-roosted-form", "content-type", "host", "origin"] {
        for value in [None, Some("Wilhelmine")] {
            let mut request = creating(KEY, ADA);
            request.headers_mut().remove(header);
            if let Some(value) = value {
                request.headers_mut().insert(header, value.parse().unwrap());
            }
            stage.ask(request).await;
        }
    }
    let mut other = creating(OTHER_KEY, r#"{"client_name":"Wilhelmine"}"#);
    other.headers_mut().insert("traceparent", "Wilhelmine".parse().unwrap());
    assert_eq!(stage.ask(other).await.problem().1, "key-reused");
    let long = format!("/{}", "a".repeat(3000));
    stage.get(&long).await;
    stage.tasks.close();
    assert_eq!(stage.create(KEY, ADA).await.problem().1, "shutting-down");
}

#[tokio::test]
async fn there_are_at_most_fifty_series_whatever_happens() {
    let stage = Stage::with(Setup { reconcile: "50ms", ..Setup::default() }).await;
    let before = scrape(&stage).await;
    assert!(before.len() <= 50, "{} series: {before:#?}", before.len());

    provoke_everything(&stage).await;

    let after = scrape(&stage).await;
    assert!(before.keys().eq(after.keys()), "{before:#?} {after:#?}");
    let text = stage.admin("/metrics").await.body;
    let text = str::from_utf8(&text).unwrap().to_lowercase();
    for secret in ["wilhelmine", "ada", "example.org", "ulu8k", KEY, crate::stage::CANARY] {
        assert!(!text.contains(secret), "{secret} in {text}");
    }
    for series in [
        "roosted_upstream_key_refused_total",
        "roosted_upstream_drift_total",
        r#"roosted_creates_total{outcome="unconfirmed"}"#,
        r#"roosted_creates_total{outcome="rejected"}"#,
        r#"roosted_creates_total{outcome="released"}"#,
        r#"roosted_invitations_total{outcome="unconfirmed"}"#,
        r#"roosted_invitations_total{outcome="failed"}"#,
        r#"roosted_problems_total{kind="misconfigured"}"#,
        r#"roosted_problems_total{kind="forbidden"}"#,
        r#"roosted_problems_total{kind="unavailable"}"#,
    ] {
        assert!(after[series] > 0.0, "{series}");
    }
    assert!(after.values().all(|it| it.is_finite()));
}

#[tokio::test]
async fn a_create_is_counted_once_and_so_is_its_replay() {
    let stage = Stage::open().await;
    let before = scrape(&stage).await;
    assert_eq!(stage.create(KEY, ADA).await.status, 201);
    let after = scrape(&stage).await;
    assert_eq!(
        changes(&before, &after),
        so(&[
            (r#"roosted_creates_total{outcome="created"}"#, 1.0),
            (r#"roosted_requests_total{route="/api/clients",class="ok"}"#, 1.0),
            (r#"roosted_upstream_calls_total{access="read",outcome="done"}"#, 1.0),
            (r#"roosted_upstream_calls_total{access="write",outcome="done"}"#, 1.0),
        ])
    );
    let count = "roosted_create_duration_seconds_count";
    assert_eq!(after[count] - before[count], 1.0);
    assert!(after["roosted_upstream_seconds_total"] > 0.0);

    assert_eq!(stage.create(KEY, ADA).await.status, 201);
    let replayed = scrape(&stage).await;
    let request = r#"roosted_requests_total{route="/api/clients",class="ok"}"#;
    assert_eq!(changes(&after, &replayed), so(&[(request, 1.0)]));
}

#[tokio::test]
async fn what_came_of_creates_and_invitations_is_told_apart() {
    let refused = r#"roosted_requests_total{route="/api/clients",class="4xx"}"#;
    let failed = r#"roosted_requests_total{route="/api/clients",class="5xx"}"#;
    let list = r#"roosted_upstream_calls_total{access="read",outcome="done"}"#;
    let call = |outcome| format!(r#"roosted_upstream_calls_total{{access="write",{outcome}}}"#);
    let create = |outcome| format!(r#"roosted_creates_total{{outcome="{outcome}"}}"#);
    let problem = |kind| format!(r#"roosted_problems_total{{kind="{kind}"}}"#);
    let (no, doubt) = (call(r#"outcome="failed""#), call(r#"outcome="unknown""#));
    for (fault, expected) in [
        (
            json!({ "kind": "status", "status": 422 }),
            vec![&create("rejected"), &problem("rejected"), refused, list, &no],
        ),
        (
            json!({ "kind": "status", "status": 403 }),
            vec![
                &create("released"),
                &problem("misconfigured"),
                failed,
                list,
                &no,
                "roosted_upstream_key_refused_total",
            ],
        ),
        (
            json!({ "kind": "reset" }),
            vec![
                &create("unconfirmed"),
                r#"roosted_requests_total{route="/api/clients",class="ok"}"#,
                list,
                &doubt,
                "roosted_upstream_up",
            ],
        ),
        (
            json!({ "kind": "drift", "numeric_id": true }),
            vec![
                &create("created"),
                r#"roosted_requests_total{route="/api/clients",class="ok"}"#,
                list,
                &call(r#"outcome="done""#),
                "roosted_upstream_drift_total",
            ],
        ),
    ] {
        let stage = Stage::open().await;
        let before = scrape(&stage).await;
        stage.plan(Route::Create, fault.clone());
        stage.create(KEY, ADA).await;
        let after = scrape(&stage).await;
        let names: Vec<_> = changes(&before, &after).into_iter().map(|it| it.0).collect();
        assert_eq!(names, expected, "{fault}");
    }

    let stage = Stage::open().await;
    let id = stage.created().await;
    let invited = |outcome: &str| format!(r#"roosted_invitations_total{{outcome="{outcome}"}}"#);
    for (fault, outcome) in [
        (json!({ "kind": "status", "status": 404 }), "failed"),
        (json!({ "kind": "status", "status": 500 }), "unconfirmed"),
        (json!({ "kind": "latency", "ms": 0 }), "sent"),
    ] {
        let before = scrape(&stage).await;
        stage.plan(Route::Invite, fault);
        stage.invite(&id, r#"{"email":"ada@example.org"}"#).await;
        let after = scrape(&stage).await;
        let changed = changes(&before, &after);
        let changed: Vec<_> = changed.iter().filter(|it| it.0.contains("invitations")).collect();
        assert_eq!(changed, [&(invited(outcome), 1.0)]);
    }
}

#[tokio::test]
async fn a_refused_key_is_counted_whatever_was_asked() {
    let stage = Stage::open().await;
    let id = stage.created().await;
    let count = async || scrape(&stage).await["roosted_upstream_key_refused_total"];
    for status in [401, 403] {
        let fault = json!({ "kind": "status", "status": status });
        for route in [Route::Get, Route::Invite, Route::List, Route::Create] {
            let before = count().await;
            stage.plan(route, fault.clone());
            match route {
                Route::Get => drop(stage.get(&format!("/api/clients/{id}")).await),
                Route::Invite => drop(stage.invite(&id, r#"{"email":"a@b.ch"}"#).await),
                _ => drop(
                    stage.create(&format!("{}{status:03}{}", &KEY[..32], route as u8), ADA).await,
                ),
            }
            assert_eq!(count().await - before, 1.0, "{route:?} {status}");
        }
    }
}

#[tokio::test]
async fn open_outcomes_are_counted_until_the_last_look() {
    let fault = json!({ "kind": "hang" });
    let timeouts = patience_with(&fault);
    for (created, outcome) in [(true, "found"), (false, "not-found")] {
        let setup = Setup { timeouts, reconcile: "50ms,100ms", ..Setup::default() };
        let stage = Stage::with(setup).await;
        stage.plan(Route::Create, json!({ "kind": "hang", "created": created }));
        assert_eq!(stage.create(KEY, ADA).await.status, 202);
        let series = format!(r#"roosted_creates_total{{outcome="{outcome}"}}"#);
        within_reason(async {
            while scrape(&stage).await[&series] == 0.0 {
                tokio::task::yield_now().await;
            }
        })
        .await;
        let after = scrape(&stage).await;
        assert_eq!(after[r#"roosted_creates_total{outcome="unconfirmed"}"#], 1.0);
    }
}

#[tokio::test]
async fn the_ledger_tells_how_much_is_open_and_since_when() {
    let fault = json!({ "kind": "reset" });
    let stage = Stage::open().await;
    stage.plan(Route::Create, fault);
    assert_eq!(stage.create(KEY, ADA).await.status, 202);
    assert_eq!(stage.create(OTHER_KEY, ADA).await.status, 201);

    let samples = scrape(&stage).await;

    let rows = |state: &str| samples[&format!(r#"roosted_ledger_rows{{state="{state}"}}"#)];
    let counts = ["sending", "created", "rejected", "unconfirmed"].map(rows);
    assert_eq!(counts, [0.0, 1.0, 0.0, 1.0]);
    let age = samples["roosted_ledger_oldest_unconfirmed_seconds"];
    assert!(age > 0.0 && age < 60.0, "{age}");
}

#[tokio::test]
async fn a_ledger_that_cannot_be_read_leaves_the_rest() {
    let folder = tempfile::tempdir().unwrap();
    let stage = Stage::with(Setup { ledger: in_folder(&folder), ..Setup::default() }).await;
    sqlx::any::install_default_drivers();
    let url = format!("sqlite:{}", ledger_file(&folder).display());
    let mut other = AnyConnection::connect(&url).await.unwrap();
    other.execute("ALTER TABLE submissions RENAME TO gone").await.unwrap();

    let samples = scrape(&stage).await;

    assert!(samples.keys().all(|it| !it.contains("ledger")), "{samples:#?}");
    assert_eq!(samples["roosted_upstream_up"], 1.0);
}

#[tokio::test]
async fn an_upstream_that_is_down_is_told_and_the_door_stays_ready() {
    let closed = TcpListener::bind("127.0.0.1:0").unwrap();
    let url = format!("http://{}/api", closed.local_addr().unwrap());
    drop(closed);
    let stage = Stage::with(Setup { upstream: Some(url), ..Setup::default() }).await;
    assert_eq!(scrape(&stage).await["roosted_upstream_up"], 1.0);

    assert_eq!(stage.get("/api/clients/uLu8K").await.status, 502);

    let samples = scrape(&stage).await;
    assert_eq!(samples["roosted_upstream_up"], 0.0);
    assert_eq!(samples[r#"roosted_upstream_calls_total{access="read",outcome="failed"}"#], 1.0);
    assert!(stage.ready().await);
    assert_eq!(stage.admin("/healthz").await.status, 200);
}

#[tokio::test]
async fn what_is_under_way_is_counted_and_so_is_who_hangs_up() {
    let stage = Stage::open().await;
    let in_flight = "roosted_requests_in_flight";
    stage.plan(Route::Create, json!({ "kind": "hang" }));
    let call = tokio::spawn(stage.begin(creating(KEY, ADA)));
    stage.until_arrived(1).await;
    assert_eq!(scrape(&stage).await[in_flight], 1.0);

    call.abort();
    let _ = call.await;

    assert_eq!(scrape(&stage).await[in_flight], 0.0);
}

#[tokio::test]
async fn who_may_not_come_in_is_counted_without_a_name() {
    let access = Access::Named {
        header: "x-forwarded-user".parse().unwrap(),
        trusted: vec!["127.0.0.0/8".parse().unwrap()],
        groups: None,
        allowed: Allowed::everybody().with_users(["ada"]),
    };
    let stage = Stage::with(Setup { access, ..Setup::default() }).await;
    let mut stranger = get("/api/environment");
    stranger.headers_mut().insert("x-forwarded-user", "wilhelmine".parse().unwrap());
    assert_eq!(stage.ask(stranger).await.status, 403);
    assert_eq!(stage.get("/api/environment").await.status, 401);
    let mut elsewhere = posting("/api/clients", ADA);
    elsewhere.headers_mut().insert("origin", format!("{ORIGIN}1").parse().unwrap());
    assert_eq!(stage.ask(elsewhere).await.status, 403);

    let samples = scrape(&stage).await;

    assert_eq!(samples[r#"roosted_problems_total{kind="forbidden"}"#], 2.0);
    assert_eq!(samples[r#"roosted_problems_total{kind="unauthorized"}"#], 1.0);
    assert!(samples.keys().all(|it| !it.contains("wilhelmine")));
    stage.nothing_arrived();
}
