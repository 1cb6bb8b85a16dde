//! Outcomes that nobody knows: looked up in the list, and found only where there is no doubt.

use roosted_sandbox::Route;
use serde_json::{Value, json};

use crate::stage::{ADA, KEY, OTHER_KEY, Setup, Stage, patience_with, within_reason};

const SOON: &str = "50ms,200ms,400ms,600ms";

pub(crate) async fn stage_against(fault: &Value) -> Stage {
    let timeouts = patience_with(fault);
    Stage::with(Setup { timeouts, reconcile: SOON, ..Setup::default() }).await
}

/// Waits until nobody looks any more.
pub(crate) async fn given_up(stage: &Stage, key: &str) -> Value {
    within_reason(async {
        loop {
            let submission = stage.get(&format!("/api/submissions/{key}")).await.json();
            if submission["may_send_again"] == true {
                return submission;
            }
            tokio::task::yield_now().await;
        }
    })
    .await
}

/// A client that somebody makes past this door.
async fn made_elsewhere(stage: &Stage, draft: &str) -> String {
    let other =
        Stage::with(Setup { sandbox: Some(stage.sandbox.clone()), ..Setup::default() }).await;
    let answer = other.create(OTHER_KEY, draft).await;
    assert_eq!(answer.status, 201);
    answer.json()["id"].as_str().unwrap().to_owned()
}

#[tokio::test]
async fn a_client_whose_answer_was_lost_is_found() {
    for mut fault in [
        json!({ "kind": "hang" }),
        json!({ "kind": "reset" }),
        json!({ "kind": "close" }),
        json!({ "kind": "cut" }),
        json!({ "kind": "no-id" }),
        json!({ "kind": "html", "status": 502 }),
        json!({ "kind": "huge", "bytes": 3_000_000 }),
        json!({ "kind": "status", "status": 500 }),
    ] {
        fault["created"] = true.into();
        let stage = stage_against(&fault).await;
        // It has the same data, and was there before.
        let older = made_elsewhere(&stage, ADA).await;
        stage.plan(Route::Create, fault.clone());
        let before = stage.posts();

        let answer = stage.create(KEY, ADA).await;

        assert_eq!(answer.status, 202, "{fault}");
        let seconds: u64 = answer.header("retry-after").unwrap().parse().unwrap();
        assert_eq!(seconds, 1);
        let submission = stage.until_submission(KEY, "created").await;
        assert_ne!(submission["client"]["id"], older, "{fault}");
        let replay = stage.create(KEY, ADA).await;
        assert_eq!((replay.status.as_u16(), replay.json()), (201, submission["client"].clone()));
        assert_eq!(replay.header("idempotency-replayed"), Some("true"));
        assert_eq!((stage.posts() - before, stage.sandbox.clients().len()), (1, 2));
    }
}

#[tokio::test]
async fn what_was_never_created_is_not_found_and_not_sent_again() {
    let fault = json!({ "kind": "hang" });
    let stage = stage_against(&fault).await;
    made_elsewhere(&stage, ADA).await;
    stage.plan(Route::Create, fault);
    let before = stage.posts();
    let open = stage.create(KEY, ADA).await;
    assert_eq!((open.status.as_u16(), open.json().get("may_send_again")), (202, None));

    let submission = given_up(&stage, KEY).await;

    assert_eq!(submission["state"], "unconfirmed");
    assert_eq!((submission.get("candidates"), submission.get("client")), (None, None));
    let again = stage.create(KEY, ADA).await;
    assert_eq!((again.status.as_u16(), again.json()), (202, submission));
    assert!(again.header("retry-after").is_some());
    assert_eq!(stage.posts() - before, 1);
}

#[tokio::test]
async fn a_page_of_the_list_may_be_much_larger_than_a_client() {
    let stage = stage_against(&Value::Null).await;
    // Every page of it; a client of this size would be refused.
    let large = json!({ "kind": "huge", "bytes": 3_000_000 });
    stage.sandbox.plan(Route::List, 100, serde_json::from_value(large).unwrap());
    stage.plan(Route::Create, json!({ "kind": "reset", "created": true }));

    assert_eq!(stage.create(KEY, ADA).await.status, 202);

    let submission = stage.until_submission(KEY, "created").await;
    assert_eq!(submission["client"]["id"], stage.sandbox.clients()[0].id());
}

#[tokio::test]
async fn a_page_without_an_end_is_no_look() {
    let stage = stage_against(&Value::Null).await;
    let endless = json!({ "kind": "huge", "bytes": 96 * 1024 * 1024 + 1 });
    stage.sandbox.plan(Route::List, 3, serde_json::from_value(endless).unwrap());
    stage.plan(Route::Create, json!({ "kind": "reset", "created": true }));
    assert_eq!(stage.create(KEY, ADA).await.status, 202);

    // There was no baseline, so that a person picks; the looks that failed were none.
    let submission = given_up(&stage, KEY).await;
    assert_eq!(submission["candidates"].as_array().unwrap().len(), 1);
}

#[tokio::test]
async fn until_the_last_look_nobody_may_send_it_again() {
    let stage = Stage::with(Setup { reconcile: "50ms,1h", ..Setup::default() }).await;
    stage.plan(Route::Create, json!({ "kind": "reset" }));
    assert_eq!(stage.create(KEY, ADA).await.status, 202);

    // The first look has brought nothing when the next is far away.
    let replay = within_reason(async {
        loop {
            let replay = stage.create(KEY, ADA).await;
            let seconds: u64 = replay.header("retry-after").unwrap().parse().unwrap();
            if seconds > 1 {
                assert!((3500..=3600).contains(&seconds), "{seconds}");
                return replay;
            }
        }
    })
    .await;

    assert_eq!((replay.status.as_u16(), replay.json().get("may_send_again")), (202, None));
    assert_eq!(stage.posts(), 1);
}

#[tokio::test]
async fn several_that_could_be_the_one_go_to_a_person() {
    let fault = json!({ "kind": "hang", "created": true });
    let stage = stage_against(&fault).await;
    // While the answer is waited for, somebody else makes the same.
    stage.plan(Route::Create, fault);
    let (answer, other) = tokio::join!(stage.create(KEY, ADA), async {
        stage.until_arrived(1).await;
        made_elsewhere(&stage, r#"{"client_name":"Ada & Sons","client_city":""}"#).await
    });
    assert_eq!(answer.status, 202);

    let submission = given_up(&stage, KEY).await;

    let candidates = submission["candidates"].as_array().unwrap();
    let ids: Vec<_> = candidates.iter().map(|it| it["id"].as_str().unwrap()).collect();
    assert_eq!(ids.len(), 2);
    assert!(ids.contains(&other.as_str()));
    assert_eq!(candidates[0].as_object().unwrap().len(), 18);
}

#[tokio::test]
async fn without_a_baseline_a_person_picks() {
    let stage = stage_against(&Value::Null).await;
    stage.plan(Route::List, json!({ "kind": "status", "status": 500 }));
    stage.plan(Route::Create, json!({ "kind": "reset", "created": true }));
    // A list that fails does not keep anybody from creating.
    assert_eq!(stage.create(KEY, ADA).await.status, 202);

    let submission = given_up(&stage, KEY).await;

    assert_eq!(submission["candidates"].as_array().unwrap().len(), 1);
    assert_eq!(submission["candidates"][0]["id"], stage.sandbox.clients()[0].id());
}

#[tokio::test]
async fn a_client_is_given_to_one_of_two_that_are_alike() {
    let fault = json!({ "kind": "hang" });
    let stage = stage_against(&fault).await;
    stage.plan(Route::Create, fault);
    stage.plan(Route::Create, json!({ "kind": "hang", "created": true }));
    let (one, two) = tokio::join!(stage.create(KEY, ADA), stage.create(OTHER_KEY, ADA));
    assert_eq!((one.status.as_u16(), two.status.as_u16()), (202, 202));

    let (one, two) = (given_up(&stage, KEY).await, given_up(&stage, OTHER_KEY).await);

    for submission in [one, two] {
        assert_eq!(submission["state"], "unconfirmed");
        assert_eq!(submission["candidates"].as_array().unwrap().len(), 1);
    }
}

#[tokio::test]
async fn a_client_of_another_submission_is_no_candidate() {
    for has_baseline in [true, false] {
        let stage = stage_against(&Value::Null).await;
        if !has_baseline {
            stage.plan(Route::List, json!({ "kind": "status", "status": 500 }));
        }
        stage.plan(Route::Create, json!({ "kind": "reset" }));
        assert_eq!(stage.create(KEY, ADA).await.status, 202);
        assert_eq!(stage.create(OTHER_KEY, ADA).await.status, 201);

        let submission = given_up(&stage, KEY).await;

        assert_eq!(
            (submission["state"].as_str(), submission.get("candidates")),
            (Some("unconfirmed"), None)
        );
    }
}

#[tokio::test]
async fn a_look_that_failed_was_none() {
    let stage = stage_against(&Value::Null).await;
    stage.plan(Route::Create, json!({ "kind": "reset", "created": true }));
    let (answer, ()) = tokio::join!(stage.create(KEY, ADA), async {
        stage.until_arrived(1).await;
        for _ in 0..6 {
            stage.plan(Route::List, json!({ "kind": "html", "status": 503 }));
        }
    });
    assert_eq!(answer.status, 202);

    let found = stage.until_submission(KEY, "created").await;

    assert_eq!(found["client"]["id"], stage.sandbox.clients()[0].id());
}
