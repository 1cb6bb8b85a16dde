//! What is kept on disk: it outlives the process, and says nothing about people.

use std::fs;
use std::time::Duration;

use futures_util::stream::{self, StreamExt as _};
use roosted_proxy::{Ledger, LedgerError, Place};
use roosted_sandbox::Route;
use serde_json::json;
use sqlx::{Connection as _, Executor as _};
use tokio::io::{AsyncReadExt as _, AsyncWriteExt as _};
use tokio::net::TcpStream;
use tokio::time::timeout;

use crate::site::{Counters, Sent, Site, outcomes};
use crate::stage::{
    ADA, KEY, OTHER_KEY, Setup, Stage, creating, in_folder, ledger_file, within_reason,
};
use crate::unusable::connect;

async fn reopened(stage: Stage, ledger: &Place) -> Stage {
    let sandbox = Some(stage.sandbox.clone());
    stage.tasks.close();
    within_reason(stage.tasks.done()).await;
    drop(stage);
    until_free(ledger).await;
    Stage::with(Setup { ledger: ledger.clone(), sandbox, ..Setup::default() }).await
}

/// Waits until the last one that used it is gone.
async fn until_free(ledger: &Place) {
    within_reason(async {
        while let Err(LedgerError::InUse) = Ledger::open(ledger).await.map(drop) {
            tokio::task::yield_now().await;
        }
    })
    .await;
}

#[tokio::test]
async fn an_answer_is_the_same_after_a_restart() {
    let folder = tempfile::tempdir().unwrap();
    let ledger = in_folder(&folder);
    let stage = Stage::with(Setup { ledger: ledger.clone(), ..Setup::default() }).await;
    let first = stage.create(KEY, ADA).await;
    stage.plan(Route::Create, json!({ "kind": "status", "status": 422 }));
    let refused = stage.create(OTHER_KEY, ADA).await;
    assert_eq!((first.status.as_u16(), refused.status.as_u16()), (201, 422));

    let stage = reopened(stage, &ledger).await;

    let again = stage.create(KEY, ADA).await;
    assert_eq!((again.status.as_u16(), &again.body), (201, &first.body));
    assert_eq!(again.header("idempotency-replayed"), Some("true"));
    assert_eq!(stage.create(OTHER_KEY, ADA).await.problem(), (422, "upstream-rejected".into()));
    let other = stage.create(KEY, r#"{"client_name":"Bob"}"#).await;
    assert_eq!(other.problem(), (422, "key-reused".into()));
    assert_eq!(stage.posts(), 2);
}

#[tokio::test]
async fn what_is_older_than_31_days_is_forgotten_at_the_next_start() {
    let folder = tempfile::tempdir().unwrap();
    let ledger = in_folder(&folder);
    let stage = Stage::with(Setup { ledger: ledger.clone(), ..Setup::default() }).await;
    assert_eq!(stage.create(KEY, ADA).await.status, 201);
    assert_eq!(stage.create(OTHER_KEY, ADA).await.status, 201);
    let mut other = connect(&ledger_file(&folder)).await;
    let age = "UPDATE submissions SET since = since - 32 * 24 * 60 * 60 * 1000
        WHERE name = (SELECT name FROM submissions ORDER BY since LIMIT 1)";
    other.execute(age).await.unwrap();
    other.close().await.unwrap();

    let stage = reopened(stage, &ledger).await;

    within_reason(async {
        while stage.get(&format!("/api/submissions/{KEY}")).await.status == 200 {
            tokio::task::yield_now().await;
        }
    })
    .await;
    assert_eq!(stage.get(&format!("/api/submissions/{OTHER_KEY}")).await.status, 200);
}

#[tokio::test]
async fn nothing_personal_is_in_its_files() {
    let folder = tempfile::tempdir().unwrap();
    let stage = Stage::with(Setup { ledger: in_folder(&folder), ..Setup::default() }).await;
    let draft = json!({
        "client_name": "Lovelace Engines", "client_contact_name": "Augusta Byron",
        "client_contact_email": "augusta@example.org", "client_address": "St James's Square 12",
    })
    .to_string();
    assert_eq!(stage.create(KEY, &draft).await.status, 201);
    for (key, fault) in [
        (OTHER_KEY, json!({ "kind": "reset", "created": true })),
        ("11111111-8d1b-4c77-9d6b-0e4f1c2a3b4d", json!({ "kind": "status", "status": 422 })),
    ] {
        stage.plan(Route::Create, fault);
        let _ = stage.create(key, &draft).await;
    }

    let all: Vec<u8> = fs::read_dir(folder.path())
        .unwrap()
        .flat_map(|it| fs::read(it.unwrap().path()).unwrap())
        .collect();

    let all = String::from_utf8_lossy(&all).to_lowercase();
    assert!(all.contains("unconfirmed") && all.contains("known_clients"));
    for personal in ["lovelace", "augusta", "james", "anybody", KEY, OTHER_KEY] {
        assert!(!all.contains(personal), "{personal}");
    }
}

#[tokio::test]
async fn it_belongs_to_one_process_and_one_key() {
    let folder = tempfile::tempdir().unwrap();
    let ledger = in_folder(&folder);
    let stage = Stage::with(Setup { ledger: ledger.clone(), ..Setup::default() }).await;
    assert!(matches!(Ledger::open(&ledger).await, Err(LedgerError::InUse)));
    drop(stage);
    until_free(&ledger).await;

    let key = folder.path().join("other.key");
    fs::write(&key, "0f".repeat(32)).unwrap();
    let other = Place::File(ledger_file(&folder), Some(key));
    assert!(matches!(Ledger::open(&other).await, Err(LedgerError::OtherKey)));
}

/// Where a random thing happens, it happens the same way each time.
const SEED: u64 = 1843;

/// How often a caller hangs up, and how many are there at once.
const CUTS: usize = 200;
const AT_ONCE: usize = 25;

/// Calls, and hangs up at a random moment of a second: in order, or as a machine that dies.
async fn cut(address: &str, request: &str, patience: Duration, in_order: bool) {
    let mut stream = TcpStream::connect(address).await.unwrap();
    let mut answer = Vec::new();
    let _ = timeout(patience, async {
        let _ = stream.write_all(request.as_bytes()).await;
        stream.read_to_end(&mut answer).await
    })
    .await;
    if !in_order {
        stream.set_zero_linger().unwrap();
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn whatever_was_sent_has_an_outcome_whenever_the_caller_hangs_up() {
    let site = Site::open().await;
    let program = tokio::task::block_in_place(|| site.start(&[]));
    let mut random = fastrand::Rng::with_seed(SEED);
    let sent: Vec<_> = (0..CUTS).map(Sent::number).collect();
    let calls = sent.iter().map(|it| {
        // Some answers take longer than the caller waits.
        let (ms, created) = (random.u64(0..800), random.bool());
        site.plan(Route::Create, 1, json!({ "kind": "latency", "ms": ms, "created": created }));
        let request = program.creating(&it.key, &it.draft());
        let patience = Duration::from_micros(random.u64(0..1_000_000));
        let (address, in_order) = (&program.public, random.bool());
        async move { cut(address, &request, patience, in_order).await }
    });
    let calls: Vec<_> = calls.collect();
    stream::iter(calls).for_each_concurrent(AT_ONCE, |it| it).await;

    let told: Vec<_> = tokio::task::block_in_place(|| {
        // Whatever arrived is worked on to its end.
        program.signal("TERM");
        assert!(program.end().status.success());
        sent.iter().cloned().zip(outcomes(&site.start(&[]), &sent)).collect()
    });
    assert_eq!(site.counters(&[], &told), Counters::default());
    let created = told.iter().filter(|(_, outcome)| outcome["state"] == "created").count();
    assert_eq!((created, site.sandbox.clients().len()), (site.creates().len(), created));
    // Both happened: those that never arrived, and those whose caller did not wait.
    assert!((CUTS / 4..=CUTS).contains(&created), "{created}");
}

#[tokio::test]
async fn the_end_of_the_process_leaves_nothing_under_way() {
    let folder = tempfile::tempdir().unwrap();
    let stage = Stage::with(Setup { ledger: in_folder(&folder), ..Setup::default() }).await;
    let keys: Vec<_> = (0..64).map(|it| format!("{it:08x}-8d1b-4c77-9d6b-0e4f1c2a3b4d")).collect();
    for _ in &keys {
        stage.plan(Route::Create, json!({ "kind": "latency", "ms": 300 }));
    }
    let calls: Vec<_> =
        keys.iter().map(|it| tokio::spawn(stage.begin(creating(it, ADA)))).collect();
    stage.until_arrived(32).await;

    stage.tasks.close();
    assert_eq!(
        stage.create("ffffffff-8d1b-4c77-9d6b-0e4f1c2a3b4d", ADA).await.problem(),
        (503, "shutting-down".into())
    );
    assert!(!stage.ready().await);
    within_reason(stage.tasks.done()).await;

    for call in calls {
        assert!([201, 503].contains(&call.await.unwrap().status().as_u16()));
    }
    let mut created = 0;
    for key in &keys {
        let answer = stage.get(&format!("/api/submissions/{key}")).await;
        if answer.status == 200 {
            assert_eq!(answer.json()["state"], "created");
            created += 1;
        }
    }
    assert_eq!((created, stage.sandbox.clients().len()), (stage.posts(), stage.posts()));
}
