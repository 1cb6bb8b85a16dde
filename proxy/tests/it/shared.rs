//! Several proxies on one PostgreSQL: they act as one.

use std::collections::HashSet;

use roosted_proxy::Place;
use roosted_proxy::config::RateLimit;
use roosted_sandbox::Route;
use secrecy::SecretString;
use serde_json::json;

use crate::program::Program;
use crate::server::Server;
use crate::stage::{ADA, Answer, CANARY, KEY, OTHER_KEY, Setup, Stage, creating, within_reason};

async fn proxy(server: &Server, beside: Option<&Stage>) -> Stage {
    let sandbox = beside.map(|it| it.sandbox.clone());
    let reconcile = "50ms,500ms,2s";
    // Fifty requests with one key are one create, and eight creates are less than ten.
    let rate_limit = Some(RateLimit::default());
    let ledger = Place::Postgres(SecretString::from(server.url.as_str()), server.key.clone());
    Stage::with(Setup { rate_limit, ledger, reconcile, sandbox, ..Setup::default() }).await
}

#[tokio::test(flavor = "multi_thread")]
async fn fifty_at_once_over_two_send_one() {
    let server = Server::start().await;
    let one = proxy(&server, None).await;
    let two = proxy(&server, Some(&one)).await;
    one.plan(Route::Create, json!({ "kind": "latency", "ms": 200 }));
    let calls: Vec<_> = (0..50)
        .map(|it| if it % 2 == 0 { &one } else { &two })
        .map(|it| tokio::spawn(it.begin(creating(KEY, ADA))))
        .collect();

    let mut statuses = Vec::new();
    for call in calls {
        statuses.push(Answer::read(call.await.unwrap()).await.status.as_u16());
    }

    assert!(statuses.contains(&201) && statuses.iter().all(|it| [201, 409].contains(it)));
    assert_eq!((one.posts(), one.sandbox.clients().len()), (1, 1));
    let (first, second) = (one.create(KEY, ADA).await, two.create(KEY, ADA).await);
    assert_eq!((first.status.as_u16(), &first.body), (201, &second.body));
    assert_eq!(second.header("idempotency-replayed"), Some("true"));
    assert!(one.ready().await && two.ready().await);
}

#[tokio::test(flavor = "multi_thread")]
async fn what_one_of_them_lost_is_found_once() {
    let server = Server::start().await;
    let one = proxy(&server, None).await;
    let two = proxy(&server, Some(&one)).await;
    let keys: Vec<_> = (0..8).map(|it| format!("{it:08x}-8d1b-4c77-9d6b-0e4f1c2a3b4d")).collect();
    for (number, key) in keys.iter().enumerate() {
        one.plan(Route::Create, json!({ "kind": "reset", "created": true }));
        let draft = json!({ "client_name": format!("Ada {number}") }).to_string();
        let proxy = if number % 2 == 0 { &one } else { &two };
        assert_eq!(proxy.create(key, &draft).await.status, 202);
    }

    let mut found = HashSet::new();
    for (number, key) in keys.iter().enumerate() {
        let submission = two.until_submission(key, "created").await;
        assert_eq!(submission["client"]["client_name"], format!("Ada {number}"));
        found.insert(submission["client"]["id"].as_str().unwrap().to_owned());
    }
    assert_eq!((found.len(), one.posts(), one.sandbox.clients().len()), (8, 8, 8));
}

#[tokio::test(flavor = "multi_thread")]
async fn what_a_dead_one_left_behind_is_taken_on_by_the_other() {
    let server = Server::start().await;
    let one = proxy(&server, None).await;
    let url = one.upstream_url().to_string();
    let key = server.key.to_str().unwrap();
    tokio::task::block_in_place(|| {
        for (step, submission) in [("answered", KEY), ("claimed", OTHER_KEY)] {
            let environment = [
                ("ROOSTED_API_URL", url.as_str()),
                ("ROOSTED_ALLOW_HTTP_UPSTREAM", "true"),
                ("ROOSTED_API_KEY", CANARY),
                ("ROOSTED_LEDGER", server.url.as_str()),
                ("ROOSTED_LEDGER_KEY_FILE", key),
                ("ROOSTED_FAILPOINT", step),
            ];
            let program = Program::start(&[], &environment);
            assert_eq!(program.create(submission, ADA).status, 0, "{step}");
            program.end();
        }
    });

    // As long as it could still be alive nothing is sent for it.
    assert_eq!(one.create(KEY, ADA).await.problem(), (409, "still-running".into()));
    assert_eq!(one.create(OTHER_KEY, ADA).await.problem(), (409, "still-running".into()));
    let submission = one.until_submission(KEY, "created").await;
    assert_eq!(submission["client"]["id"], one.sandbox.clients()[0].id());
    assert_eq!(one.posts(), 1);
    // That one died later.
    within_reason(async { while one.create(OTHER_KEY, ADA).await.status != 201 {} }).await;
    assert_eq!((one.posts(), one.sandbox.clients().len()), (2, 2));
}
