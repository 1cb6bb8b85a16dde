//! More than is good for the upstream: the rest is told at once, and nothing is claimed.

use std::time::{Duration, Instant};

use roosted_sandbox::Route;
use serde_json::json;

use crate::stage::{ADA, KEY, OTHER_KEY, Stage, creating, within_reason};

#[tokio::test(flavor = "multi_thread")]
async fn past_sixty_four_under_way_the_next_is_told_so_at_once() {
    let stage = Stage::open().await;
    let id = stage.created().await;
    let keys: Vec<_> = (1..=64).map(|it| format!("{it:08x}-8d1b-4c77-9d6b-0e4f1c2a3b4d")).collect();
    for _ in &keys {
        stage.plan(Route::Create, json!({ "kind": "latency", "ms": 3000 }));
    }
    let calls: Vec<_> =
        keys.iter().map(|it| tokio::spawn(stage.begin(creating(it, ADA)))).collect();
    within_reason(async {
        while stage.posts() < 1 + 64 {
            tokio::task::yield_now().await;
        }
    })
    .await;

    let mut quickest = Duration::MAX;
    for _ in 0..5 {
        let begun = Instant::now();
        let answer = stage.create(KEY, ADA).await;
        quickest = quickest.min(begun.elapsed());
        assert_eq!(answer.problem(), (503, "overloaded".into()));
        assert_eq!(answer.header("retry-after"), Some("1"));
    }
    assert!(quickest <= Duration::from_millis(100), "{quickest:?}");
    let invite = stage.invite(&id, r#"{"email":"ada@example.org"}"#).await;
    assert_eq!(invite.problem(), (503, "overloaded".into()));
    let read = stage.get(&format!("/api/clients/{id}")).await;
    assert_eq!(read.problem(), (503, "overloaded".into()));
    // What asks nobody else is answered.
    let submission = |key: &str| stage.get(&format!("/api/submissions/{key}"));
    assert_eq!(submission(KEY).await.problem(), (404, "unknown-submission".into()));
    assert_eq!(submission(OTHER_KEY).await.json()["state"], "created");
    assert_eq!(submission(&keys[63]).await.json()["state"], "sending");
    for path in ["/", "/api/environment"] {
        assert_eq!(stage.get(path).await.status, 200);
    }
    assert_eq!(stage.posts(), 1 + 64);

    for call in calls {
        assert_eq!(within_reason(call).await.unwrap().status(), 201);
    }
    assert_eq!(stage.create(KEY, ADA).await.status, 201);
    assert_eq!(stage.sandbox.clients().len(), 1 + 64 + 1);
}

#[tokio::test]
async fn who_hangs_up_makes_no_room() {
    let stage = Stage::open().await;
    for number in 0..64 {
        stage.plan(Route::Create, json!({ "kind": "latency", "ms": 3000 }));
        let key = format!("{number:08x}-8d1b-4c77-9d6b-0e4f1c2a3b4d");
        let call = tokio::spawn(stage.begin(creating(&key, ADA)));
        within_reason(async {
            while stage.posts() <= number {
                tokio::task::yield_now().await;
            }
        })
        .await;
        call.abort();
    }

    assert_eq!(stage.create(KEY, ADA).await.problem(), (503, "overloaded".into()));

    stage.tasks.close();
    within_reason(stage.tasks.done()).await;
    assert_eq!(stage.sandbox.clients().len(), 64);
}
