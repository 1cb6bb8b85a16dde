//! `roosted-proxy audit`: which lines it writes, beside a proxy that runs, and what it refuses.

use std::fs;
use std::path::Path;
use std::process::Output;

use serde_json::{Value, json};
use sqlx::{AnyConnection, Connection as _, Executor as _};
use tempfile::TempDir;

use crate::auditing::Books;
use crate::program::{Program, command, run};
use crate::stage::{ledger_file, put};

fn audit(flags: &[&str], ledger: &str) -> Output {
    run(&[&["audit"], flags].concat(), &[("ROOSTED_LEDGER", ledger)])
}

/// A running program with a ledger of its own; the sandbox is another program's.
struct Site {
    books: Books,
    program: Program,
    _demo: Program,
}

impl Site {
    fn open() -> Self {
        let demo = Program::start(&["--demo"], &[]);
        let api = demo.next_line()["api"].as_str().unwrap().to_owned();
        let books = Books::File(tempfile::tempdir().unwrap());
        let mut settings = books.settings();
        settings.extend([
            ("ROOSTED_API_URL", api),
            ("ROOSTED_ALLOW_HTTP_UPSTREAM", "true".to_owned()),
            // The sandbox does not know it: nothing is created, and each key is released.
            ("ROOSTED_API_KEY", "wrong".to_owned()),
        ]);
        let settings: Vec<_> = settings.iter().map(|(name, it)| (*name, it.as_str())).collect();
        let program = Program::start(&[], &settings);
        Self { books, program, _demo: demo }
    }

    fn create(&self, number: usize) {
        let key = format!("{number:08x}-8d1b-4c77-9d6b-0e4f1c2a3b4d");
        let draft = json!({ "client_name": format!("Ada {number}") }).to_string();
        assert_eq!(self.program.create(&key, &draft).status, 502);
    }

    fn folder(&self) -> &TempDir {
        match &self.books {
            Books::File(folder) => folder,
            Books::Server(_) => unreachable!("it is a file"),
        }
    }
}

/// What somebody else does with a ledger.
fn execute(file: &Path, statement: &'static str) {
    let runtime = tokio::runtime::Runtime::new().unwrap();
    runtime.block_on(async {
        sqlx::any::install_default_drivers();
        let url = format!("sqlite:{}", file.display());
        let mut connection = AnyConnection::connect(&url).await.unwrap();
        connection.execute(statement).await.unwrap();
        connection.close().await.unwrap();
    });
}

fn states(lines: &[Value]) -> Vec<&str> {
    lines.iter().map(|it| it["state"].as_str().unwrap()).collect()
}

#[test]
fn it_is_told_while_the_proxy_runs_and_after() {
    let site = Site::open();
    assert!(site.books.lines().is_empty());
    site.create(1);
    let first = site.books.lines();
    assert_eq!(states(&first), ["claimed", "sending", "released"]);
    assert_eq!(first[2]["code"], "upstream-unauthorized");
    let members: Vec<_> = first[0].as_object().unwrap().keys().map(String::as_str).collect();
    let mut expected =
        ["time", "state", "how", "code", "user", "submission", "client_id", "request_id"];
    expected.sort_unstable();
    assert_eq!(members, expected);
    site.create(2);
    assert_eq!(site.books.lines().len(), 6);

    // Each line is in one of two parts that meet.
    let between = site.books.lines()[3]["time"].as_str().unwrap().to_owned();
    let earlier = site.books.lines_of(&["--since", "1d", "--until", &between]);
    let later = site.books.lines_of(&["--since", &between]);
    assert_eq!([earlier, later].concat(), site.books.lines());
    assert!(site.books.lines_of(&["--since", "2h", "--until", "1h"]).is_empty());
    assert!(site.books.lines_of(&["--since", "2999-01-01T00:00:00Z"]).is_empty());
    assert_eq!(site.books.lines_of(&["--since", "2020-01-01T02:00:00+02:00"]).len(), 6);

    let Site { books, program, _demo } = site;
    program.signal("TERM");
    assert!(program.end().status.success());
    let Books::File(folder) = &books else { unreachable!("it is a file") };
    // To read it may take an empty log beside it.
    let read = |name| fs::read(folder.path().join(name)).unwrap_or_default();
    let files = || ["ledger.db", "ledger.db-wal"].map(read);
    let before = files();
    assert_eq!(books.lines().len(), 6);
    assert!(files() == before, "it changed the ledger");
    // Whoever closes it properly leaves nothing beside it.
    execute(&ledger_file(folder), "PRAGMA wal_checkpoint(TRUNCATE)");
    assert_eq!(books.lines().len(), 6);
}

#[test]
fn a_long_one_is_told_to_its_end() {
    let site = Site::open();
    site.create(1);
    let [line] = &site.books.lines()[..1] else { unreachable!("there are three") };
    let many = "WITH RECURSIVE n (i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n WHERE i < 2500)
        INSERT INTO audit (subject, epoch, state, step, at)
        SELECT 'subject ' || (i % 7), i, 'claimed', 1, 1600000000000 + i / 1000 FROM n";
    execute(&ledger_file(site.folder()), many);

    let lines = site.books.lines_of(&["--since", "2020-01-01T00:00:00Z"]);

    assert_eq!(lines.len(), 2500 + 3);
    assert_eq!(lines[2500], *line);
    assert!(lines[0]["user"].is_null());
}

#[test]
fn what_it_cannot_use_is_refused_with_a_sentence() {
    let site = Site::open();
    let ledger = format!("sqlite:{}", ledger_file(site.folder()).display());
    let missing = format!("sqlite:{}", site.folder().path().join("missing.db").display());
    let files = || fs::read_dir(site.folder().path()).unwrap().count();
    let before = files();
    let since = ["--since", "24h"];
    for (flags, ledger, words) in [
        (&[][..], &ledger, "--since"),
        (&["--since", ""], &ledger, "--since"),
        (&["--since", "yesterday"], &ledger, "neither a time such as"),
        (&["--since", "2026-11-25"], &ledger, "neither a time such as"),
        (&["--since=-24h"], &ledger, "neither a time such as"),
        (&["--since", "24h", "--until", "25h"], &ledger, "--until"),
        (&["--since", "24h", "--until", "soon"], &ledger, "neither a time such as"),
        (&["--since", "24h", "--check"], &ledger, "--check"),
        (&since, &missing, "there is no such file"),
        (&since, &"mysql:x".to_owned(), "neither sqlite:PATH"),
        (&since, &"postgres://user:s3cret@db/x".to_owned(), "ROOSTED_LEDGER_KEY_FILE"),
        (&["--since", "24h", "--ledger-key-file", "/missing"], &ledger, "ROOSTED_LEDGER_KEY_FILE"),
    ] {
        let output = audit(flags, ledger);
        let sentence = String::from_utf8(output.stderr).unwrap();
        assert_eq!(output.status.code(), Some(2), "{flags:?}: {sentence}");
        assert!(sentence.contains(words), "{flags:?}: {sentence}");
        assert!(output.stdout.is_empty() && !sentence.contains("s3cret"));
    }
    assert_eq!(run(&["--demo", "audit", "--since", "1h"], &[]).status.code(), Some(2));
    assert_eq!(files(), before);
}

#[test]
fn a_ledger_that_it_cannot_read_is_an_error() {
    let site = Site::open();
    let folder = tempfile::tempdir().unwrap();
    put(folder.path(), "other.key", "0f".repeat(32).as_bytes());
    let other = folder.path().join("other.key").display().to_string();
    let ledger = format!("sqlite:{}", ledger_file(site.folder()).display());
    let fails = |flags: &[&str], ledger: &str, words: &str| {
        let output = audit(&[&["--since", "1h"], flags].concat(), ledger);
        let sentence = String::from_utf8(output.stderr).unwrap();
        assert_eq!(output.status.code(), Some(1), "{sentence}");
        assert!(sentence.contains(words) && output.stdout.is_empty(), "{sentence}");
    };

    fails(&["--ledger-key-file", &other], &ledger, "another key");
    put(folder.path(), "it.db", b"this is no database");
    put(folder.path(), "it.db.key", "0f".repeat(32).as_bytes());
    let nonsense = format!("sqlite:{}", folder.path().join("it.db").display());
    fails(&[], &nonsense, "cannot read the ledger");
}

#[test]
fn it_needs_nothing_but_the_ledger() {
    let site = Site::open();
    site.create(1);
    let ledger = format!("sqlite:{}", ledger_file(site.folder()).display());
    let wrong = [("ROOSTED_LISTEN", "nowhere"), ("ROOSTED_API_URL", "x"), ("ROOSTED_AUTH", "x")];
    let output = run(&["audit", "--since", "1h", "--ledger", &ledger], &wrong);
    assert!(output.status.success());
    assert_eq!(String::from_utf8(output.stdout).unwrap().lines().count(), 3);
}

#[test]
fn who_has_read_enough_is_no_error() {
    let site = Site::open();
    site.create(1);
    let ledger = format!("sqlite:{}", ledger_file(site.folder()).display());
    let (program, _folder) = command(&["audit", "--since", "1h"], &[("ROOSTED_LEDGER", &ledger)]);
    let script =
        format!("\"{}\" audit --since 1h | true; echo $?", program.get_program().display());
    let mut shell = std::process::Command::new("bash");
    shell.args(["-c", &format!("set -o pipefail; {script}")]).env("ROOSTED_LEDGER", &ledger);
    let output = shell.output().unwrap();
    assert_eq!(String::from_utf8(output.stdout).unwrap().trim(), "0");
    assert_eq!(String::from_utf8(output.stderr).unwrap(), "");
    assert!(Path::new(program.get_program()).is_file());
}

#[test]
fn help_shows_it() {
    let help = |flags: &[&str]| String::from_utf8(run(flags, &[]).stdout).unwrap();
    assert!(help(&["--help"]).contains("audit"));
    let audit = help(&["audit", "--help"]);
    for flag in ["--since", "--until", "--ledger", "--ledger-key-file"] {
        assert!(audit.contains(flag), "{flag}: {audit}");
    }
    assert!(!audit.contains("--listen"));
}
