//! A ledger that cannot be used: nothing is sent, it is said, and it comes back by itself.

use std::ffi::OsStr;
use std::fs::{File, OpenOptions};
use std::io::Write as _;
use std::path::Path;
use std::process::Command;
use std::time::Duration;

use roosted_sandbox::Route;
use serde_json::json;
use sqlx::{AnyConnection, Connection as _, Executor as _};
use tempfile::TempDir;

use crate::program::{command, get, run};
use crate::stage::{ADA, KEY, OTHER_KEY, Setup, Stage, in_folder, ledger_file, within_reason};

pub(crate) async fn connect(file: &Path) -> AnyConnection {
    sqlx::any::install_default_drivers();
    AnyConnection::connect(&format!("sqlite:{}", file.display())).await.unwrap()
}

async fn comes_back(stage: &Stage) {
    stage.until_ready().await;
    assert_eq!(stage.create(KEY, ADA).await.status, 201);
}

async fn says_so(stage: &Stage) {
    let before = stage.arrived().len();
    let answer = stage.create(KEY, ADA).await;
    assert_eq!(answer.problem(), (503, "ledger-unavailable".into()));
    assert!(answer.header("retry-after").is_some());
    assert!(!stage.ready().await);
    assert_eq!(stage.arrived().len(), before);
}

#[tokio::test]
async fn one_that_is_locked_is_given_up_on_after_a_while() {
    let folder = tempfile::tempdir().unwrap();
    let stage = Stage::with(Setup { ledger: in_folder(&folder), ..Setup::default() }).await;
    let mut thief = connect(&ledger_file(&folder)).await;
    thief.execute("BEGIN IMMEDIATE").await.unwrap();

    tokio::time::timeout(Duration::from_mins(1), says_so(&stage)).await.unwrap();

    thief.execute("ROLLBACK").await.unwrap();
    comes_back(&stage).await;
}

/// As a full disk or a read-only one does.
const NO_WRITES: [&str; 2] = [
    "CREATE TRIGGER no_claim BEFORE INSERT ON submissions BEGIN SELECT RAISE(FAIL, 'full'); END",
    "CREATE TRIGGER no_beat BEFORE UPDATE ON owners BEGIN SELECT RAISE(FAIL, 'full'); END",
];

/// Whether something that only root can do was done; where it cannot, it is said.
#[expect(clippy::print_stderr, reason = "whoever reads the log of the tests is told")]
fn done(what: &str, program: &str, arguments: &[&OsStr]) -> bool {
    let done = Command::new(program).args(arguments).output().is_ok_and(|it| it.status.success());
    if !done {
        eprintln!("SKIPPED, since this machine does not let us: {what}");
    }
    done
}

/// A disk of two megabytes, gone with this.
struct SmallDisk(TempDir);

impl SmallDisk {
    fn new() -> Option<Self> {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().as_os_str().to_owned();
        let mount = ["-t", "tmpfs", "-o", "size=2m", "tmpfs"].map(OsStr::new);
        done("a disk that is full", "mount", &[&mount[..], &[&path]].concat())
            .then_some(Self(folder))
    }
}

impl Drop for SmallDisk {
    fn drop(&mut self) {
        let _ = Command::new("umount").arg("-l").arg(self.0.path()).status();
    }
}

#[tokio::test]
async fn a_disk_that_fills_up_sends_nothing_until_there_is_room() {
    let Some(disk) = SmallDisk::new() else { return };
    let stage = Stage::with(Setup { ledger: in_folder(&disk.0), ..Setup::default() }).await;
    assert_eq!(stage.create(OTHER_KEY, ADA).await.status, 201);
    let filler = disk.0.path().join("filler");
    let mut file = File::create(&filler).unwrap();
    while file.write_all(&[0; 4096]).is_ok() {}
    // What is open keeps its room.
    drop(file);
    // What fits into pages that are there already is no failure.
    let mut number = 1;
    let refused = loop {
        let answer = stage.create(&format!("{number:08x}-8d1b-4c77-9d6b-0e4f1c2a3b4d"), ADA).await;
        if answer.status != 201 {
            break answer;
        }
        number += 1;
        assert!(number < 1000);
    };
    assert!([202, 503].contains(&refused.status.as_u16()), "{refused:?}");

    says_so(&stage).await;

    std::fs::remove_file(&filler).unwrap();
    comes_back(&stage).await;
    let again = stage.create(OTHER_KEY, ADA).await;
    assert_eq!((again.status.as_u16(), again.header("idempotency-replayed")), (201, Some("true")));
    assert_eq!(stage.posts(), stage.sandbox.clients().len());
}

#[tokio::test]
async fn a_file_that_becomes_read_only_sends_nothing_until_it_can_be_written() {
    let folder = tempfile::tempdir().unwrap();
    let stage = Stage::with(Setup { ledger: in_folder(&folder), ..Setup::default() }).await;
    assert_eq!(stage.create(OTHER_KEY, ADA).await.status, 201);
    let file = ledger_file(&folder);
    let log = folder.path().join("ledger.db-wal");
    let set = |how: &str| {
        let arguments = [how.as_ref(), file.as_os_str(), log.as_os_str()];
        done("a file that becomes read-only", "chattr", &arguments)
    };
    if !set("+i") {
        return;
    }

    says_so(&stage).await;
    // What is known can still be told.
    let look = stage.get(&format!("/api/submissions/{OTHER_KEY}")).await;
    assert_eq!((look.status.as_u16(), look.json()["state"].as_str()), (200, Some("created")));

    assert!(set("-i"));
    comes_back(&stage).await;
    assert_eq!((stage.posts(), stage.sandbox.clients().len()), (2, 2));
}

#[tokio::test]
async fn one_that_takes_no_writes_sends_nothing() {
    let folder = tempfile::tempdir().unwrap();
    let stage = Stage::with(Setup { ledger: in_folder(&folder), ..Setup::default() }).await;
    let mut other = connect(&ledger_file(&folder)).await;
    for trigger in NO_WRITES {
        other.execute(trigger).await.unwrap();
    }

    says_so(&stage).await;
    assert!(stage.sandbox.log().is_empty());

    for name in ["no_claim", "no_beat"] {
        let sql = sqlx::AssertSqlSafe(format!("DROP TRIGGER {name}"));
        sqlx::query(sql).execute(&mut other).await.unwrap();
    }
    comes_back(&stage).await;
}

#[tokio::test]
async fn a_claim_that_cannot_go_on_is_given_up() {
    let folder = tempfile::tempdir().unwrap();
    let stage = Stage::with(Setup { ledger: in_folder(&folder), ..Setup::default() }).await;
    let mut other = connect(&ledger_file(&folder)).await;
    let trigger = "CREATE TRIGGER no_send BEFORE UPDATE ON submissions
        WHEN NEW.state = 'sending' BEGIN SELECT RAISE(FAIL, 'full'); END";
    other.execute(trigger).await.unwrap();

    assert_eq!(stage.create(KEY, ADA).await.problem(), (503, "ledger-unavailable".into()));

    // Nothing was sent, and the key is free, also for another payload.
    within_reason(async {
        while stage.get(&format!("/api/submissions/{KEY}")).await.status != 404 {
            tokio::task::yield_now().await;
        }
    })
    .await;
    assert_eq!(stage.posts(), 0);
    other.execute("DROP TRIGGER no_send").await.unwrap();
    assert_eq!(stage.create(KEY, r#"{"client_name":"Bob"}"#).await.status, 201);
    assert_eq!(stage.posts(), 1);
}

#[tokio::test]
async fn an_outcome_that_cannot_be_written_is_not_lost() {
    let folder = tempfile::tempdir().unwrap();
    let stage = Stage::with(Setup { ledger: in_folder(&folder), ..Setup::default() }).await;
    let mut other = connect(&ledger_file(&folder)).await;
    stage.plan(Route::Create, json!({ "kind": "latency", "ms": 500 }));
    let (answer, ()) = tokio::join!(stage.create(KEY, ADA), async {
        stage.until_arrived(1).await;
        let trigger = "CREATE TRIGGER no_end BEFORE UPDATE ON submissions
            WHEN NEW.state = 'created' BEGIN SELECT RAISE(FAIL, 'full'); END";
        other.execute(trigger).await.unwrap();
    });

    assert_eq!(
        (answer.status.as_u16(), answer.json()["state"].as_str()),
        (202, Some("unconfirmed"))
    );
    other.execute("DROP TRIGGER no_end").await.unwrap();
    let submission = stage.until_submission(KEY, "created").await;
    assert_eq!(submission["client"]["id"], stage.sandbox.clients()[0].id());
    assert_eq!((stage.posts(), stage.sandbox.clients().len()), (1, 1));
}

#[tokio::test]
async fn one_that_is_corrupt_sends_nothing() {
    let folder = tempfile::tempdir().unwrap();
    let stage = Stage::with(Setup { ledger: in_folder(&folder), ..Setup::default() }).await;
    assert_eq!(stage.create(OTHER_KEY, ADA).await.status, 201);
    // What SQLite has in memory it does not read again: a first failure makes it.
    connect(&ledger_file(&folder)).await.execute(NO_WRITES[0]).await.unwrap();
    assert_eq!(stage.create(KEY, ADA).await.status, 503);
    for name in ["ledger.db", "ledger.db-wal"] {
        let mut file = OpenOptions::new().write(true).open(folder.path().join(name)).unwrap();
        let length = file.metadata().unwrap().len();
        file.write_all(&vec![0xA5; usize::try_from(length).unwrap()]).unwrap();
    }

    says_so(&stage).await;
}

#[test]
fn a_disk_that_is_full_is_told_and_nothing_is_sent() {
    let (program, _folder) = command(&[], &[]);
    let binary = program.get_program().to_owned();
    // No file may grow beyond 16 blocks of 512 bytes: not even the tables fit.
    let shell = format!("trap '' XFSZ; ulimit -f 16; exec {}", binary.to_str().unwrap());
    let mut limited = Command::new("sh");
    limited.args(["-c", &shell]).env_clear().env("ROOSTED_API_KEY", "k");
    for (name, value) in program.get_envs() {
        limited.env(name, value.unwrap());
    }
    limited.current_dir(program.get_current_dir().unwrap());

    let output = limited.output().unwrap();

    assert_eq!(output.status.code(), Some(1));
    let sentence = String::from_utf8(output.stderr).unwrap();
    assert!(sentence.contains("cannot open the ledger"), "{sentence}");
}

#[test]
fn what_is_no_ledger_is_refused_at_start() {
    let folder = tempfile::tempdir().unwrap();
    std::fs::write(ledger_file(&folder), "this is no database, whatever its name is".repeat(200))
        .unwrap();
    let ledger = format!("sqlite:{}", ledger_file(&folder).display());
    let output = run(&["--ledger", &ledger], &[("ROOSTED_API_KEY", "k")]);
    assert_eq!(output.status.code(), Some(1));
    assert!(String::from_utf8(output.stderr).unwrap().contains("cannot open the ledger"));
}

#[test]
fn the_admin_side_looks_at_the_ledger_only() {
    let closed = std::net::TcpListener::bind("127.0.0.1:0").unwrap();
    let url = format!("http://{}/api", closed.local_addr().unwrap());
    drop(closed);
    let environment = [
        ("ROOSTED_API_URL", url.as_str()),
        ("ROOSTED_ALLOW_HTTP_UPSTREAM", "true"),
        ("ROOSTED_API_KEY", "k"),
    ];
    let program = crate::program::Program::start(&[], &environment);
    assert_eq!(get(&program.admin, "/readyz").status, 200);
}
