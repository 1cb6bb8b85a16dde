//! Several proxies on one PostgreSQL: they act as one.

use std::collections::HashSet;
use std::time::Duration;

use roosted_proxy::config::RateLimit;
use roosted_proxy::{Ledger, LedgerError, Place};
use roosted_sandbox::Route;
use secrecy::SecretString;
use serde_json::json;
use sqlx::{AnyConnection, Connection as _, Row as _};
use tokio::task::block_in_place;

use crate::program::{Program, begin, finish, until, until_within};
use crate::server::Server;
use crate::site::{Counters, Sent, Site, outcomes};
use crate::stage::{ADA, Answer, CANARY, KEY, OTHER_KEY, Setup, Stage, creating, within_reason};

fn place(server: &Server, url: &str) -> Place {
    Place::Postgres(SecretString::from(url), server.key.clone())
}

async fn proxy(server: &Server, beside: Option<&Stage>) -> Stage {
    let sandbox = beside.map(|it| it.sandbox.clone());
    let reconcile = "50ms,500ms,2s";
    // Fifty requests with one key are one create, and eight creates are less than ten.
    let rate_limit = Some(RateLimit::default());
    let ledger = place(server, &server.url);
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
    block_in_place(|| {
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

/// Whether a process has the right to look.
async fn somebody_looks(server: &Server) -> bool {
    let mut session = AnyConnection::connect(&server.url).await.unwrap();
    let locks = "SELECT count(*) AS number FROM pg_locks WHERE locktype = 'advisory' AND granted";
    let row = sqlx::query(locks).fetch_one(&mut session).await.unwrap();
    row.get::<i64, _>("number") == 1
}

#[tokio::test(flavor = "multi_thread")]
async fn one_that_is_killed_while_it_looks_is_followed_by_the_other() {
    let server = Server::start().await;
    let site = Site::on(&server).await;
    let sent = [Sent::number(1)];
    // The first one leaves something to look for, and nobody gets to see the list.
    let short = [("ROOSTED_TIMEOUTS", "connect=500ms,upstream=1s,answer=25s")];
    let mut first = block_in_place(|| site.start(&short));
    site.plan(Route::Create, 1, json!({ "kind": "hang", "created": true }));
    block_in_place(|| {
        let call = begin(&first.public, &first.creating(&sent[0].key, &sent[0].draft()));
        until(|| site.creates().len() == 1);
        site.plan(Route::List, 1000, json!({ "kind": "hang" }));
        assert_eq!(finish(call).status, 202);
        first.kill();
    });

    // The second looks, and waits for the list when it is killed.
    let lists = site.lists();
    let mut second = block_in_place(|| site.start(&[]));
    block_in_place(|| until(|| site.lists() > lists));
    assert!(somebody_looks(&server).await);
    let third = block_in_place(|| site.start(&[]));
    second.kill();
    site.sandbox.clear_faults();

    let outcome = block_in_place(|| outcomes(&third, &sent)).pop().unwrap();
    assert_eq!(outcome["state"], "created");
    assert_eq!(site.counters(&[], &[(sent[0].clone(), outcome)]), Counters::default());
    assert_eq!(site.creates().len(), 1);
}

#[tokio::test(flavor = "multi_thread")]
async fn one_that_is_killed_with_creates_under_way_leaves_them_to_the_other() {
    let server = Server::start().await;
    let site = Site::on(&server).await;
    let sent: Vec<_> = (0..32).map(Sent::number).collect();
    let (mut one, two) = block_in_place(|| (site.start(&[]), site.start(&[])));
    site.plan(Route::Create, 32, json!({ "kind": "latency", "ms": 1000 }));
    let call = |program: &Program, it: &Sent| {
        begin(&program.public, &program.creating(&it.key, &it.draft()))
    };

    let told: Vec<_> = block_in_place(|| {
        let calls: Vec<_> =
            sent.chunks(2).flat_map(|it| [call(&one, &it[0]), call(&two, &it[1])]).collect();
        until(|| site.creates().len() == 32);
        one.kill();
        let answers: Vec<_> = calls.into_iter().map(finish).map(|it| it.status).collect();
        assert!(answers.chunks(2).all(|it| it == [0, 201]), "{answers:?}");
        // As long as it could still be alive nothing is sent for it.
        assert_eq!(two.create(&sent[0].key, &sent[0].draft()).status, 409);
        // Its lease ends, and the other looks.
        let state = |it: &Sent| two.get(&format!("/api/submissions/{}", it.key)).json();
        until_within(Duration::from_mins(1), || {
            sent.iter().all(|it| state(it)["state"] == "created")
        });
        let outcomes = outcomes(&two, &sent);
        sent.into_iter().zip(outcomes).collect()
    });

    assert_eq!(site.counters(&[], &told), Counters::default());
    assert_eq!((site.creates().len(), site.sandbox.clients().len()), (32, 32));
}

#[tokio::test(flavor = "multi_thread")]
async fn one_that_works_slowly_is_not_taken_for_dead() {
    let server = Server::start().await;
    let one = proxy(&server, None).await;
    let two = proxy(&server, Some(&one)).await;
    // Longer than the lease of one that says nothing, and the other asks every five seconds.
    one.plan(Route::Create, json!({ "kind": "latency", "ms": 19_000 }));
    let mut call = tokio::spawn(one.begin(creating(KEY, ADA)));
    one.until_arrived(1).await;

    let answer = loop {
        let tick = tokio::time::sleep(Duration::from_millis(100));
        tokio::select! {
            answer = &mut call => break answer.unwrap(),
            () = tick => {
                let submission = two.get(&format!("/api/submissions/{KEY}")).await.json();
                assert!(["sending", "created"].iter().any(|it| submission["state"] == *it));
            }
        }
    };

    assert_eq!(answer.status(), 201);
    assert_eq!((one.posts(), one.sandbox.clients().len()), (1, 1));
}

#[tokio::test(flavor = "multi_thread")]
async fn it_is_the_same_by_tcp_and_with_a_password() {
    let server = Server::start().await;
    let by_tcp = place(&server, &server.url_by_tcp(Server::PASSWORD));
    assert!(!format!("{by_tcp:?}").contains(Server::PASSWORD));
    let refused = Ledger::open(&place(&server, &server.url_by_tcp("another"))).await;
    assert!(matches!(refused, Err(LedgerError::Database(_))));
    let one = Stage::with(Setup { ledger: by_tcp, ..Setup::default() }).await;
    let two = proxy(&server, Some(&one)).await;

    let first = one.create(KEY, ADA).await;
    let again = two.create(KEY, ADA).await;

    assert_eq!((first.status.as_u16(), again.status.as_u16()), (201, 201));
    assert_eq!((&again.body, again.header("idempotency-replayed")), (&first.body, Some("true")));
    assert_eq!((one.posts(), one.sandbox.clients().len()), (1, 1));
}

#[tokio::test(flavor = "multi_thread")]
async fn a_database_that_is_away_sends_nothing_and_comes_back() {
    let mut server = Server::start().await;
    let one = proxy(&server, None).await;
    assert_eq!(one.create(OTHER_KEY, ADA).await.status, 201);
    server.stop();

    let answer = one.create(KEY, ADA).await;
    assert_eq!(answer.problem(), (503, "ledger-unavailable".into()));
    assert!(answer.header("retry-after").is_some());
    assert!(!one.ready().await);
    assert_eq!(one.posts(), 1);

    server.go_on().await;
    one.until_ready().await;
    assert_eq!(one.create(KEY, ADA).await.status, 201);
    assert_eq!(one.create(OTHER_KEY, ADA).await.header("idempotency-replayed"), Some("true"));
    assert_eq!((one.posts(), one.sandbox.clients().len()), (2, 2));
}
