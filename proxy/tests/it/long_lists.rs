//! Lists of many pages, and lists that change while they are read: what is there is found, and
//! nobody who was there before is taken for it.

use std::time::Duration;

use axum::body::Body;
use axum::http::Request;
use roosted_contract::Client;
use roosted_sandbox::{API_PATH, Route};
use serde_json::{Value, json};
use sqlx::{AnyConnection, Row as _};
use tokio::time::timeout;
use tower::ServiceExt as _;

use crate::reconciling::{given_up, stage_against};
use crate::stage::{
    ADA, CANARY, KEY, OTHER_KEY, Setup, Stage, in_folder, ledger_file, within_reason,
};
use crate::unusable::connect;

/// A client that somebody makes past every door.
async fn add(stage: &Stage, name: &str) {
    let request = Request::post(format!("{API_PATH}/clients"))
        .header("x-api-key", CANARY)
        .header("content-type", "application/json")
        .body(Body::from(json!({ "client_name": name }).to_string()))
        .unwrap();
    assert_eq!(stage.sandbox.router().oneshot(request).await.unwrap().status(), 201);
}

/// How often that client was sent, by whomever.
fn sent(stage: &Stage, draft: &str) -> usize {
    stage.sandbox.log().iter().filter(|it| it.body == draft).count()
}

/// Clients that were there before.
async fn crowd(stage: &Stage, count: usize) {
    for number in 0..count {
        add(stage, &format!("Ada {}", number % 7)).await;
    }
    stage.sandbox.clear_log();
}

fn lists(stage: &Stage) -> usize {
    stage.sandbox.log().iter().filter(|it| it.path.contains("/clients?")).count()
}

async fn until_lists(stage: &Stage, count: usize) {
    within_reason(async {
        while lists(stage) < count {
            tokio::task::yield_now().await;
        }
    })
    .await;
}

/// Waits until nobody reads the list any more.
async fn until_quiet(stage: &Stage) {
    let mut before = 0;
    while lists(stage) > before {
        before = lists(stage);
        tokio::time::sleep(Duration::from_millis(500)).await;
    }
}

/// Creates until it is known who is there, so that a create asks for the ends of the list only.
async fn until_known(stage: &Stage) {
    let known = async {
        for number in 0x9000.. {
            stage.sandbox.clear_log();
            let key = format!("{number:08x}-8d1b-4c77-9d6b-0e4f1c2a3b4d");
            assert_eq!(stage.create(&key, ADA).await.status, 201);
            if lists(stage) == 2 {
                return;
            }
            until_quiet(stage).await;
        }
    };
    timeout(Duration::from_mins(4), known).await.unwrap();
    stage.sandbox.clear_log();
}

#[tokio::test]
async fn one_among_many_is_found() {
    for count in [0, 1, 99, 100, 101, 250] {
        let stage = stage_against(&Value::Null).await;
        crowd(&stage, count).await;
        stage.plan(Route::Create, json!({ "kind": "reset", "created": true }));

        assert_eq!(stage.create(KEY, r#"{"client_name":" Ada 3 "}"#).await.status, 202);

        let submission = stage.until_submission(KEY, "created").await;
        let newest: Option<Client> = stage.sandbox.clients().pop();
        assert_eq!(submission["client"]["id"], newest.unwrap().id(), "{count}");
        assert_eq!(stage.posts(), 1);
        // What was created through here is not asked for again, page by page: the ends tell.
        assert_eq!(stage.create(OTHER_KEY, ADA).await.status, 201);
        let before = lists(&stage);
        assert_eq!(stage.create("11111111-8d1b-4c77-9d6b-0e4f1c2a3b4d", ADA).await.status, 201);
        let ends = if count + 2 > 100 { 2 } else { 1 };
        assert_eq!(lists(&stage) - before, ends, "{count}");
    }
}

#[tokio::test]
async fn a_short_list_is_read_once() {
    let stage = Stage::open().await;
    for count in 1..=2 {
        let key = if count == 1 { KEY } else { OTHER_KEY };
        assert_eq!(stage.create(key, ADA).await.status, 201);
        assert_eq!(lists(&stage), count);
    }
}

#[tokio::test]
async fn a_list_that_holds_still_is_walked_through_once() {
    let stage = Stage::open().await;
    crowd(&stage, 250).await;

    assert_eq!(stage.create(KEY, ADA).await.status, 201);

    // The first page, to see whether there are more, and all of them.
    assert_eq!(lists(&stage), 1 + 3);
}

#[tokio::test]
async fn a_first_page_that_contradicts_its_number_is_no_baseline() {
    let stage = stage_against(&Value::Null).await;
    // The first look, and each walk.
    let body = json!({ "clients": [], "total_count": 3 }).to_string();
    let fault = json!({ "kind": "status", "status": 200, "body": body });
    stage.sandbox.plan(Route::List, 1 + 3, serde_json::from_value(fault).unwrap());
    stage.plan(Route::Create, json!({ "kind": "reset", "created": true }));
    let (answer, before) = tokio::join!(stage.create(KEY, ADA), async {
        stage.until_arrived(1).await;
        lists(&stage)
    });
    assert_eq!((answer.status.as_u16(), before), (202, 1 + 3));

    let submission = given_up(&stage, KEY).await;

    assert_eq!(submission["candidates"][0]["id"], stage.sandbox.clients()[0].id());
}

#[tokio::test]
async fn a_full_page_may_be_followed_by_another_whatever_its_number_says() {
    let stage = stage_against(&Value::Null).await;
    for number in 0..=100 {
        add(&stage, &format!("Ada {number}")).await;
    }
    let page = stage.sandbox.clients()[..100].to_vec();
    let body = json!({ "clients": page, "total_count": 100 }).to_string();
    stage.plan(Route::List, json!({ "kind": "status", "status": 200, "body": body }));
    stage.plan(Route::Create, json!({ "kind": "reset" }));
    assert_eq!(stage.create(KEY, r#"{"client_name":"Ada 100"}"#).await.status, 202);

    let submission = given_up(&stage, KEY).await;

    // It was there before, on the second page.
    assert_eq!((&submission["state"], submission.get("client")), (&json!("unconfirmed"), None));
}

#[tokio::test]
async fn who_goes_by_unseen_while_the_list_moves_is_not_taken_for_ours() {
    let stage = stage_against(&Value::Null).await;
    for number in 0..250 {
        add(&stage, &format!("Ada {number}")).await;
    }
    stage.sandbox.clear_log();
    // The first page twice, to see whether it is the only one; then the second, which comes late.
    for ms in [0, 0, 1000] {
        stage.plan(Route::List, json!({ "kind": "latency", "ms": ms }));
    }
    let draft = r#"{"client_name":"Ada 100"}"#;
    let (answer, ()) = tokio::join!(stage.create(KEY, draft), async {
        until_lists(&stage, 3).await;
        // The second page now begins with the client after: as many as before, and one unseen.
        for _ in 0..2 {
            let first = stage.sandbox.clients()[0].id().to_owned();
            stage.sandbox.remove(&first).unwrap();
            add(&stage, "Bob").await;
        }
        stage.plan(Route::Create, json!({ "kind": "reset" }));
    });
    assert_eq!(answer.status, 202);

    let submission = given_up(&stage, KEY).await;

    // It was there before. Whether that could be told in time or not, it is not claimed.
    assert_eq!((&submission["state"], submission.get("client")), (&json!("unconfirmed"), None));
    assert_eq!(sent(&stage, draft), 1);
}

#[tokio::test]
async fn who_came_when_another_went_is_known_before_the_next_create() {
    let stage = stage_against(&Value::Null).await;
    crowd(&stage, 250).await;
    until_known(&stage).await;
    let one = stage.sandbox.clients()[120].id().to_owned();
    stage.sandbox.remove(&one).unwrap();
    add(&stage, "Zoe").await;
    stage.plan(Route::Create, json!({ "kind": "reset" }));

    // Hers came from elsewhere, and ours was not made.
    assert_eq!(stage.create(KEY, r#"{"client_name":"Zoe"}"#).await.status, 202);

    let submission = given_up(&stage, KEY).await;
    assert_eq!((&submission["state"], submission.get("client")), (&json!("unconfirmed"), None));
    assert_eq!(stage.sandbox.clients().iter().filter(|it| it.name() == "Zoe").count(), 1);
}

#[tokio::test]
async fn a_walk_that_takes_longer_than_a_create_waits_is_of_use_to_the_next() {
    let folder = tempfile::tempdir().unwrap();
    let ledger = in_folder(&folder);
    let stage = Stage::with(Setup { ledger, reconcile: "50ms,1s,2s", ..Setup::default() }).await;
    crowd(&stage, 250).await;
    let fault = serde_json::from_value(json!({ "kind": "latency", "ms": 900 })).unwrap();
    stage.sandbox.plan(Route::List, 1000, fault);
    // It is sent in the middle of the walk, which then has not seen everybody.
    assert_eq!(stage.create(OTHER_KEY, ADA).await.status, 201);
    // Another walk follows, and sees everybody.
    let mut other = connect(&ledger_file(&folder)).await;
    within_reason(async {
        let count = "SELECT count(*) AS number FROM known_clients";
        let known = async |it: &mut AnyConnection| -> i64 {
            sqlx::query(count).fetch_one(it).await.unwrap().get("number")
        };
        while known(&mut other).await < 250 + 1 {
            tokio::task::yield_now().await;
        }
    })
    .await;

    stage.plan(Route::Create, json!({ "kind": "reset", "created": true }));
    assert_eq!(stage.create(KEY, r#"{"client_name":"Ada 3"}"#).await.status, 202);

    stage.sandbox.clear_faults();
    let submission = stage.until_submission(KEY, "created").await;
    assert_eq!(submission["client"]["id"], stage.sandbox.clients().last().unwrap().id());
    assert_eq!(stage.posts(), 2);
}

#[tokio::test(flavor = "multi_thread")]
async fn among_ten_thousand_that_come_and_go_ours_is_found_and_no_other() {
    let reconcile = "50ms,3s,8s,15s,20s";
    let stage = Stage::with(Setup { reconcile, ..Setup::default() }).await;
    crowd(&stage, 10_000).await;
    until_known(&stage).await;
    let older: Vec<_> = stage.sandbox.clients().iter().map(|it| it.id().to_owned()).collect();
    let [draft, other_draft] = [r#"{"client_name":"Ada 3"}"#, r#"{"client_name":"Ada 5"}"#];
    // One that was never created, and of which there are many that are alike.
    stage.plan(Route::Create, json!({ "kind": "reset" }));
    assert_eq!(stage.create(OTHER_KEY, other_draft).await.status, 202);
    stage.plan(Route::Create, json!({ "kind": "reset", "created": true }));
    assert_eq!(stage.create(KEY, draft).await.status, 202);

    // While it is read, some go and as many come.
    let begun = lists(&stage);
    for step in 1..=20 {
        until_lists(&stage, begun + 3 * step).await;
        stage.sandbox.remove(&older[step * 5]).unwrap();
        add(&stage, "Bob").await;
    }

    let looks = async {
        loop {
            let ours = stage.get(&format!("/api/submissions/{KEY}")).await.json();
            let other = stage.get(&format!("/api/submissions/{OTHER_KEY}")).await.json();
            assert_ne!(other["state"], "created");
            if ours["state"] == "created" && other["may_send_again"] == true {
                return (ours, other);
            }
            tokio::time::sleep(Duration::from_millis(50)).await;
        }
    };
    let (ours, other) = timeout(Duration::from_mins(2), looks).await.unwrap();
    let stored = stage.sandbox.clients();
    let new = |it: &&Client| it.name() == "Ada 3" && older.iter().all(|id| id != it.id());
    let new: Vec<_> = stored.iter().filter(new).collect();
    assert_eq!((new.len(), &ours["client"]["id"]), (1, &json!(new[0].id())));
    assert!(other.get("client").is_none() && other.get("candidates").is_none());
    assert_eq!((sent(&stage, draft), sent(&stage, other_draft)), (1, 1));
}
