//! The program is killed at each step and started again: nothing is lost, doubled, unexpected or
//! left open. The four counters are taken from what the upstream stored.

use std::thread;
use std::time::Duration;

use futures_util::future::join_all;
use roosted_sandbox::Route;
use serde_json::{Value, json};
use tokio::task::spawn_blocking;

use crate::program::{begin, until};
use crate::site::{Counters, Sent, Site, outcomes};
use crate::stage::{ADA, KEY};

/// How often it is killed at each step, unless `ROOSTED_TEST_KILLS` says otherwise.
const RUNS: usize = 25;

/// What it does in this order. `sent` is while the upstream works; `sometime` is anywhere.
const STEPS: [&str; 6] = ["claimed", "sending", "sent", "answered", "recorded", "sometime"];

/// Where a random thing happens, it happens the same way each time.
const SEED: u64 = 1843;

pub(crate) fn runs() -> usize {
    std::env::var("ROOSTED_TEST_KILLS").map_or(RUNS, |it| it.parse().unwrap())
}

/// Sends a submission to a program that dies of it.
fn die(site: &Site, step: &str, sent: &Sent, random: &mut fastrand::Rng) {
    if ["sent", "sometime"].contains(&step) {
        let (ms, created) = (random.u64(0..200), random.bool());
        // Killed while it works, the upstream goes on all the same.
        site.plan(Route::Create, 1, json!({ "kind": "latency", "ms": ms, "created": created }));
        let mut program = site.start(&[]);
        let call = begin(&program.public, &program.creating(&sent.key, &sent.draft()));
        if step == "sent" {
            until(|| site.posts(sent) == 1);
        } else {
            thread::sleep(Duration::from_micros(random.u64(0..40_000)));
        }
        program.kill();
        drop(call);
        // Nothing is left over for the next.
        site.sandbox.clear_faults();
    } else {
        let program = site.start(&[("ROOSTED_FAILPOINT", step)]);
        let reply = program.create(&sent.key, &sent.draft());
        assert_eq!(reply.status, 0, "{step}: {reply:?}");
        assert!(!program.end().status.success());
    }
}

/// At one ledger, one program after the other dies of a submission. The last one lives.
fn many_deaths(site: &Site, older: &[String], step: &str, sent: &[Sent]) {
    let mut random = fastrand::Rng::with_seed(SEED);
    for it in sent {
        die(site, step, it, &mut random);
    }

    let program = site.start(&[]);
    let told: Vec<_> = sent.iter().cloned().zip(outcomes(&program, sent)).collect();
    let counters = site.counters(older, &told);
    // What was noted as being sent and was not is in nobody's list; that proves nothing, so it
    // stays open until a person decides, and is never guessed.
    let unsent = told
        .iter()
        .filter(|(it, outcome)| outcome["state"] == "unconfirmed" && site.posts(it) == 0);
    let unresolved = unsent.count();
    assert_eq!(counters, Counters { unresolved, ..Counters::default() }, "{step}");
    match step {
        "sending" => assert_eq!(unresolved, sent.len()),
        "sometime" => {}
        _ => assert_eq!(unresolved, 0, "{step}"),
    }

    // The person presses the button again, with the same key.
    for (it, outcome) in &told {
        let again = program.create(&it.key, &it.draft());
        let replayed = again.text.to_lowercase().contains("idempotency-replayed: true");
        let expected = match outcome["state"].as_str() {
            // It may have been sent.
            Some("unconfirmed") => (202, true, 0),
            Some("created") => (201, true, 1),
            // Nothing was sent: the key is free.
            None => (201, false, 1),
            _ => panic!("{step}: {outcome}"),
        };
        assert_eq!((again.status, replayed, site.posts(it)), expected, "{step}: {outcome}");
    }
    let told: Vec<_> = sent.iter().cloned().zip(outcomes(&program, sent)).collect();
    assert_eq!(site.counters(older, &told), counters, "{step}");
}

#[tokio::test(flavor = "multi_thread")]
async fn nothing_is_lost_or_doubled_whenever_it_dies() {
    let sites = STEPS.map(async |step| {
        let site = Site::open().await;
        let sent: Vec<_> = (0..runs()).map(Sent::number).collect();
        let mut older = Vec::new();
        // Every other one is alike to a client that was there before.
        for it in sent.iter().step_by(2) {
            older.push(site.made_elsewhere(&it.name).await);
        }
        site.sandbox.clear_log();
        spawn_blocking(move || many_deaths(&site, &older, step, &sent)).await.unwrap();
    });
    join_all(sites).await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_refused_key_is_an_alarm() {
    let site = Site::open().await;
    for status in [401, 403] {
        site.plan(Route::Create, 1, json!({ "kind": "status", "status": status }));
    }
    let log = tokio::task::block_in_place(|| {
        let program = site.start(&[]);
        assert_eq!(program.create(KEY, ADA).status, 502);
        assert_eq!(program.create(KEY, ADA).status, 502);
        program.signal("TERM");
        program.end().log
    });

    let alarms: Vec<_> = log.iter().filter(|it| it["event"] == "key-refused").collect();
    assert_eq!(alarms.len(), 2);
    assert!(alarms.iter().all(|it| it["level"] == "ERROR"));
    assert_eq!((&alarms[1]["status"], &alarms[1]["count"]), (&json!(403), &json!(2)));
}

#[tokio::test(flavor = "multi_thread")]
async fn an_order_to_end_that_is_followed_by_a_kill_loses_nothing() {
    let site = Site::open().await;
    site.plan(Route::Create, 2, json!({ "kind": "latency", "ms": 15_000, "created": true }));
    let sent = [1, 2].map(Sent::number);
    let (told, log): (Vec<(Sent, Value)>, _) = tokio::task::block_in_place(|| {
        let mut program = site.start(&[]);
        let call = |it: &Sent| begin(&program.public, &program.creating(&it.key, &it.draft()));
        let calls: Vec<_> = sent.iter().map(call).collect();
        until(|| site.creates().len() == 2);
        program.signal("TERM");
        until(|| program.next_line()["event"] == "draining");
        program.kill();
        drop(calls);
        let next = site.start(&[]);
        let told = sent.iter().cloned().zip(outcomes(&next, &sent)).collect();
        next.signal("TERM");
        (told, next.end().log)
    });

    assert_eq!(site.counters(&[], &told), Counters::default());
    // It is told once, with how many there are, and not where there are none.
    let adopted: Vec<_> = log.iter().filter(|it| it["event"] == "unconfirmed").collect();
    assert_eq!((adopted.len(), &adopted[0]["count"]), (1, &json!(2)));
    assert!(told.iter().all(|(_, outcome)| outcome["state"] == "created"), "{told:?}");
}
