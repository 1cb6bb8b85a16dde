//! The ledger beside a model of it in memory: whatever comes in whatever order, both say the same,
//! and the audit has each change once.

use std::collections::BTreeSet;
use std::sync::Mutex;

use proptest::collection::vec;
use proptest::prelude::{Just, Strategy, prop_oneof};
use proptest::test_runner::{Config, RngAlgorithm, TestRng, TestRunner};
use secrecy::SecretString;
use tokio::runtime::Runtime;

use super::{Invited, Place};
use world::World;

#[expect(dead_code, reason = "other tests also stop it, and reach it by TCP")]
#[path = "../../tests/it/server.rs"]
mod server;
mod world;

/// Enough to reach every change, and not too many for a run of all tests.
const CASES: u32 = 24;

/// What happens. Two processes, two keys, two payloads and two clients are enough to meet.
#[derive(Clone, Copy, Debug)]
enum Step {
    Claim {
        process: usize,
        key: usize,
        payload: usize,
    },
    /// These are done with an earlier claim, by the process that made it, also when that one has
    /// been taken for dead.
    Sending(usize),
    Created(usize, usize),
    Rejected(usize),
    Unconfirmed(usize),
    Release(usize),
    Adopt(usize),
    Found {
        key: usize,
        client: usize,
    },
    LastLook(usize),
    Invite {
        process: usize,
        client: usize,
    },
    Invited(usize, Invited),
    Dies(usize),
    Lives(usize),
    Clean(usize),
}

fn steps() -> impl Strategy<Value = Vec<Step>> {
    use Step::{
        Adopt, Claim, Clean, Created, Dies, Found, Invite, LastLook, Lives, Rejected, Release,
        Sending, Unconfirmed,
    };
    let two = || 0..2_usize;
    // Mostly one of the last.
    let claim = || prop_oneof![4 => 0..2_usize, 1 => 2..8_usize];
    let how = prop_oneof![Just(Invited::Yes), Just(Invited::No), Just(Invited::Unconfirmed)];
    let step = prop_oneof![
        6 => (two(), two(), prop_oneof![5 => Just(0), 1 => Just(1_usize)])
            .prop_map(|(process, key, payload)| Claim { process, key, payload }),
        6 => claim().prop_map(Sending),
        3 => (claim(), two()).prop_map(|(claim, client)| Created(claim, client)),
        2 => claim().prop_map(Rejected),
        3 => claim().prop_map(Unconfirmed),
        2 => claim().prop_map(Release),
        3 => two().prop_map(Adopt),
        3 => (two(), two()).prop_map(|(key, client)| Found { key, client }),
        1 => two().prop_map(LastLook),
        2 => (two(), two()).prop_map(|(process, client)| Invite { process, client }),
        2 => (claim(), how).prop_map(|(claim, how)| Step::Invited(claim, how)),
        3 => two().prop_map(Dies),
        2 => two().prop_map(Lives),
        1 => two().prop_map(Clean),
    ];
    vec(step, 20..60)
}

/// Runs as many cases, each in a world of its own, the same ones each time.
fn run(cases: u32, open: impl AsyncFn() -> World) {
    let runtime = Runtime::new().unwrap();
    let reached = Mutex::new(BTreeSet::new());
    let config = Config { cases, failure_persistence: None, ..Config::default() };
    let random = TestRng::deterministic_rng(RngAlgorithm::ChaCha);
    let result = TestRunner::new_with_rng(config, random).run(&steps(), |steps| {
        runtime.block_on(async {
            let mut world = open().await;
            for step in steps {
                world.step(step).await;
                world.check().await?;
            }
            world.check_audit().await?;
            let changes = world.audit.into_iter().map(|(_, _, state, how, ..)| (state, how));
            reached.lock().unwrap().extend(changes);
            Ok(())
        })
    });
    result.unwrap();
    let reached = reached.into_inner().unwrap();
    let reached: Vec<_> = reached.iter().map(|(it, how)| (it.as_str(), how.as_deref())).collect();
    // Lest the rest be proven of nothing.
    assert_eq!(
        reached,
        [
            ("claimed", None),
            ("claimed", Some("taken-over")),
            ("created", None),
            ("created", Some("found")),
            ("invite-failed", None),
            ("invite-unconfirmed", None),
            ("invite-unconfirmed", Some("adopted")),
            ("invited", None),
            ("inviting", None),
            ("rejected", None),
            ("released", None),
            ("released", Some("adopted")),
            ("sending", None),
            ("unconfirmed", None),
            ("unconfirmed", Some("adopted")),
        ]
    );
}

#[test]
fn the_ledger_does_as_its_model_in_sqlite() {
    let folder = tempfile::tempdir().unwrap();
    let number = std::cell::Cell::new(0);
    run(CASES, async || {
        let file = folder.path().join(format!("{}.db", number.replace(number.get() + 1)));
        let world = World::open(&Place::File(file, None)).await;
        // Nothing of ours changes the audit but by adding to it.
        let only_append = [
            "CREATE TRIGGER no_update BEFORE UPDATE ON audit BEGIN SELECT RAISE(FAIL, 'no'); END",
            "CREATE TRIGGER no_delete BEFORE DELETE ON audit BEGIN SELECT RAISE(FAIL, 'no'); END",
        ];
        world.run(&only_append).await;
        world
    });
}

#[test]
fn the_ledger_does_as_its_model_in_postgresql() {
    let server = Runtime::new().unwrap().block_on(server::Server::start());
    let place = Place::Postgres(SecretString::from(server.url.as_str()), server.key.clone());
    run(CASES, async || {
        let world = World::open(&place).await;
        let empty_and_only_append = [
            // No power cut comes into it, and the disk need not be waited for.
            "ALTER SYSTEM SET synchronous_commit = off",
            "SELECT CAST(pg_reload_conf() AS TEXT)",
            "TRUNCATE submissions, invitations, known_clients, audit",
            "CREATE OR REPLACE FUNCTION no() RETURNS trigger AS
                'BEGIN RAISE EXCEPTION ''no''; END' LANGUAGE plpgsql",
            "CREATE OR REPLACE TRIGGER no_change BEFORE UPDATE OR DELETE ON audit
                FOR EACH ROW EXECUTE FUNCTION no()",
        ];
        world.run(&empty_and_only_append).await;
        world
    });
}
