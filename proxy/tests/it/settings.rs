//! The settings: what is refused, by name and all at once.

use std::collections::BTreeSet;
use std::ffi::OsStr;

use clap::Parser as _;
use roosted_proxy::config::{Args, Config, Mistakes, RateLimit, Reconcile};

use crate::program::run;
use crate::stage::page;

/// What is wrong with these flags, and this key.
fn mistakes_with(flags: &[&str], key: Option<&str>) -> Mistakes {
    match read(flags, key) {
        Err(mistakes) => mistakes,
        Ok(_) => panic!("{flags:?} should be refused"),
    }
}

fn read(flags: &[&str], key: Option<&str>) -> Result<Config, Mistakes> {
    let folder = page();
    let static_dir = ["--static-dir", folder.path().to_str().unwrap()];
    let ours: &[_] =
        if flags.iter().any(|it| it.starts_with("--static-dir")) { &[] } else { &static_dir };
    let args = ["roosted-proxy"].iter().chain(flags).chain(ours);
    Config::read(&Args::try_parse_from(args).unwrap(), key.map(OsStr::new))
}

/// The names of the settings that these flags get wrong, beside a key that is right.
#[track_caller]
pub(crate) fn refused(flags: &[&str], settings: &[&str]) {
    let mistakes = mistakes_with(flags, Some("s3cret"));
    let named: Vec<_> = mistakes.settings().collect();
    assert_eq!(named, settings, "{flags:?}: {mistakes}");
    assert!(!mistakes.to_string().contains("s3cret"));
}

#[track_caller]
pub(crate) fn taken(flags: &[&str]) -> Config {
    read(flags, Some("s3cret")).unwrap_or_else(|mistakes| panic!("{flags:?}: {mistakes}"))
}

#[test]
fn the_defaults_need_a_key_and_nothing_else() {
    let config = taken(&[]);
    assert_eq!(config.listen.to_string(), "127.0.0.1:8080");
    assert_eq!(config.admin_listen.to_string(), "127.0.0.1:9090");
    assert_eq!(config.reconcile, Reconcile::read("2s,10s,30s,2m,10m,15m").unwrap());

    for key in [None, Some(""), Some(" \n"), Some("two words"), Some("z\u{FC}rich")] {
        let named: Vec<_> = mistakes_with(&[], key).settings().collect();
        assert_eq!(named, ["ROOSTED_API_KEY"], "{key:?}");
    }
}

#[test]
fn a_key_file_must_hold_a_key() {
    let folder = page();
    let path = |name: &str| folder.path().join(name).to_str().unwrap().to_owned();
    std::fs::write(path("empty"), "\n").unwrap();
    std::fs::write(path("lines"), "one\ntwo\n").unwrap();
    std::fs::write(path("long"), "x".repeat(5000)).unwrap();
    for name in ["missing", "empty", "lines", "long", ""] {
        refused(&["--api-key-file", &path(name)], &["ROOSTED_API_KEY_FILE"]);
    }
    std::fs::write(path("key"), " s3cret\r\n").unwrap();
    assert!(read(&["--api-key-file", &path("key")], None).is_ok());
}

#[test]
fn the_key_of_the_ledger_must_be_one() {
    let folder = page();
    let path = |name: &str| folder.path().join(name).to_str().unwrap().to_owned();
    std::fs::write(path("short"), "abcd").unwrap();
    std::fs::write(path("key"), format!("{}\n", "0f".repeat(32))).unwrap();
    let ledger = ["--ledger", "postgres://ada:s3cret@db/x", "--ledger-key-file"];
    refused(&[&ledger[..], &[&path("short")]].concat(), &["ROOSTED_LEDGER_KEY_FILE"]);
    let config = taken(&[&ledger[..], &[&path("key")]].concat());
    assert!(!format!("{config:?}").contains("s3cret"));
}

#[test]
fn a_check_makes_nothing() {
    let folder = page();
    let before = std::fs::read_dir(folder.path()).unwrap().count();
    let ledger = format!("sqlite:{}/ledger.db", folder.path().display());
    let output = run(&["--check", "--ledger", &ledger], &[("ROOSTED_API_KEY", "s3cret")]);
    assert_eq!(output.status.code(), Some(0));
    assert_eq!(std::fs::read_dir(folder.path()).unwrap().count(), before);
}

#[test]
fn the_upstream_is_spoken_to_in_secret() {
    for url in [
        "http://api.roostedhr.com/api/1_12",
        "http://192.0.2.1/api",
        "http://127.0.0.1:9000/api",
        "ftp://127.0.0.1/",
        "api.roostedhr.com",
        "https://user:s3cret@api.roostedhr.com/api",
        "https://user@api.roostedhr.com/api",
        "https://api.roostedhr.com/api?key=1",
        "https://api.roostedhr.com/api#a",
        " ",
    ] {
        refused(&["--api-url", url], &["ROOSTED_API_URL"]);
    }
    refused(&["--api-url", "http://192.0.2.1/api", "--allow-http-upstream"], &["ROOSTED_API_URL"]);
    refused(&["--allow-http-upstream", "maybe"], &["ROOSTED_ALLOW_HTTP_UPSTREAM"]);
    for url in ["http://127.0.0.1:9000/api", "http://[::1]:9000/api", "http://localhost:9000/api"] {
        taken(&["--api-url", url, "--allow-http-upstream", "true"]);
    }
    taken(&["--api-url", "https://sandbox.roostedhr.com/api/1_12", "--api-auth", "bearer"]);
    refused(&["--api-auth", "basic"], &["ROOSTED_API_AUTH"]);
}

#[test]
fn the_upstream_is_not_in_this_network_unless_somebody_says_so() {
    for url in [
        "https://10.0.0.5/api",
        "https://172.16.0.1/api",
        "https://192.168.1.1/api",
        "https://100.64.0.1/api",
        "https://169.254.169.254/latest",
        "https://[fd00:ec2::254]/api",
        "https://[fe80::1]/api",
        "https://[::ffff:10.0.0.5]/api",
        "https://0xa000005/api",
    ] {
        refused(&["--api-url", url], &["ROOSTED_API_URL"]);
        taken(&["--api-url", url, "--allow-private-upstream"]);
    }
    for url in ["https://0.0.0.0/api", "https://[::]/api", "https://224.0.0.1/api"] {
        refused(&["--api-url", url, "--allow-private-upstream"], &["ROOSTED_API_URL"]);
    }
    for url in ["https://127.0.0.1/api", "https://[::1]:8443/api", "https://localhost/api"] {
        taken(&["--api-url", url]);
    }
    refused(&["--allow-private-upstream", "maybe"], &["ROOSTED_ALLOW_PRIVATE_UPSTREAM"]);
}

#[test]
fn a_connection_is_kept_for_longer_than_fronts_keep_theirs() {
    let limits = taken(&[]).limits;
    assert_eq!(limits, roosted_proxy::Limits::default());
    let limits = taken(&["--keep-alive", "10m30s", "--http2"]).limits;
    assert_eq!((limits.idle.as_secs(), limits.http2), (630, true));
}

#[test]
fn an_origin_is_an_origin() {
    for origin in [
        "portal.example",
        "http://portal.example",
        "https://portal.example/",
        "https://portal.example/form",
        "https://user@portal.example",
        "https://portal.example?x",
        "ftp://localhost",
        "null",
        "*",
        "https://a.example,,https://b.example",
        "",
    ] {
        refused(&["--public-origin", origin], &["ROOSTED_PUBLIC_ORIGIN"]);
    }
    taken(&["--public-origin", "https://a.example, https://b.example:8443,http://localhost:3000"]);
}

#[test]
fn what_cannot_be_read_is_named() {
    for (flag, value, setting) in [
        ("--listen", "localhost", "ROOSTED_LISTEN"),
        ("--admin-listen", "9090", "ROOSTED_ADMIN_LISTEN"),
        ("--static-dir", "/nowhere/at/all", "ROOSTED_STATIC_DIR"),
        ("--frame-ancestors", "'self'; script-src *", "ROOSTED_FRAME_ANCESTORS"),
        ("--frame-ancestors", "'self', *", "ROOSTED_FRAME_ANCESTORS"),
        ("--frame-ancestors", "a\nb", "ROOSTED_FRAME_ANCESTORS"),
        ("--timeouts", "3s", "ROOSTED_TIMEOUTS"),
        ("--timeouts", "connect=soon", "ROOSTED_TIMEOUTS"),
        ("--timeouts", "connect=-1s", "ROOSTED_TIMEOUTS"),
        ("--timeouts", "connect=0s", "ROOSTED_TIMEOUTS"),
        ("--timeouts", "connect=20s", "ROOSTED_TIMEOUTS"),
        ("--timeouts", "answer=20s", "ROOSTED_TIMEOUTS"),
        ("--timeouts", "read=1s", "ROOSTED_TIMEOUTS"),
        ("--invite", "/clients/{id}/invite", "ROOSTED_INVITE"),
        ("--invite", "GET /clients/{id}/invite", "ROOSTED_INVITE"),
        ("--invite", "POST clients/{id}/invite", "ROOSTED_INVITE"),
        ("--invite", "POST /clients/invite", "ROOSTED_INVITE"),
        ("--invite", "POST /clients/{id}/{id}", "ROOSTED_INVITE"),
        ("--invite", "POST /clients/{id}/../x", "ROOSTED_INVITE"),
        ("--invite", "POST /clients/x{id}/invite", "ROOSTED_INVITE"),
        ("--invite", "POST /clients/{id}/invite?x=1", "ROOSTED_INVITE"),
        ("--invite-email-field", "e mail", "ROOSTED_INVITE_EMAIL_FIELD"),
        ("--ledger", "memory", "ROOSTED_LEDGER"),
        ("--ledger", "sqlite:", "ROOSTED_LEDGER"),
        ("--ledger", "sqlite:/nowhere/at/all/ledger.db", "ROOSTED_LEDGER"),
        ("--ledger", "mysql://db/x", "ROOSTED_LEDGER"),
        ("--ledger", "postgres://db/x", "ROOSTED_LEDGER_KEY_FILE"),
        ("--ledger-key-file", "/nowhere/at/all", "ROOSTED_LEDGER_KEY_FILE"),
        ("--keep-alive", "", "ROOSTED_KEEP_ALIVE"),
        ("--keep-alive", "75", "ROOSTED_KEEP_ALIVE"),
        ("--keep-alive", "0s", "ROOSTED_KEEP_ALIVE"),
        ("--keep-alive", "-1s", "ROOSTED_KEEP_ALIVE"),
        ("--keep-alive", "2h", "ROOSTED_KEEP_ALIVE"),
        ("--http2", "h2c", "ROOSTED_HTTP2"),
        ("--reconcile", "", "ROOSTED_RECONCILE"),
        ("--reconcile", "2", "ROOSTED_RECONCILE"),
        ("--reconcile", "0s,2s", "ROOSTED_RECONCILE"),
        ("--reconcile", "-1s", "ROOSTED_RECONCILE"),
        ("--reconcile", "2s,,10s", "ROOSTED_RECONCILE"),
        ("--reconcile", "10s,2s", "ROOSTED_RECONCILE"),
        ("--reconcile", "2s,2s", "ROOSTED_RECONCILE"),
        ("--log", "loud", "ROOSTED_LOG"),
        ("--log", "info,roosted_proxy", "ROOSTED_LOG"),
        ("--log", "roosted_proxy=loud", "ROOSTED_LOG"),
    ] {
        refused(&[&format!("{flag}={value}")], &[setting]);
    }
    taken(&["--timeouts", "connect=250ms, upstream=10s", "--log", "roosted_proxy=debug,hyper=off"]);
    taken(&["--reconcile", "50ms, 2s,10m", "--ledger", "sqlite:ledger.db"]);
    taken(&["--invite", "PUT /portal/invitations/{id}", "--invite-email-field", "portal.email"]);
}

#[test]
fn a_rate_limit_is_a_number_and_a_time_or_off() {
    let limit = |flags: &[&str]| taken(flags).rate_limit;
    assert_eq!(limit(&[]), Some(RateLimit::read("10/min").unwrap()));
    assert_eq!(limit(&["--rate-limit", "off"]), None);
    assert_eq!(limit(&["--rate-limit", "120/h"]), Some(RateLimit::read("120 / h").unwrap()));
    let demo = |flags: &[&str]| read(&[&["--demo"], flags].concat(), None).unwrap().rate_limit;
    assert_eq!(demo(&[]), None);
    assert_eq!(demo(&["--rate-limit", "3/s"]), Some(RateLimit::read("3/s").unwrap()));
    for limit in [
        "",
        "10",
        "/min",
        "10/",
        "0/min",
        "-1/min",
        "+1/min",
        "1.5/min",
        "10/minute",
        "10/m",
        "10/day",
        "10/MIN",
        "10 per min",
        "on",
        "OFF",
        "1000001/s",
        "9999999999/s",
        "10/min/min",
    ] {
        refused(&[&format!("--rate-limit={limit}")], &["ROOSTED_RATE_LIMIT"]);
    }
}

#[test]
fn a_demo_takes_no_other_upstream_and_stays_at_home() {
    assert!(read(&["--demo"], None).is_ok());
    let key = mistakes_with(&["--demo"], Some("s3cret"));
    assert_eq!(key.settings().collect::<Vec<_>>(), ["ROOSTED_API_KEY"]);
    for (flags, setting) in [
        (["--api-url", "https://api.roostedhr.com/api/1_12"], "ROOSTED_API_URL"),
        (["--api-key-file", "key"], "ROOSTED_API_KEY_FILE"),
        (["--static-dir", "/nowhere/at/all"], "ROOSTED_STATIC_DIR"),
        (["--ledger", "sqlite:ledger.db"], "ROOSTED_LEDGER"),
        (["--ledger-key-file", "key"], "ROOSTED_LEDGER_KEY_FILE"),
    ] {
        let mistakes = mistakes_with(&[&["--demo"], &flags[..]].concat(), None);
        assert_eq!(mistakes.settings().collect::<Vec<_>>(), [setting]);
    }
    let world = ["--demo", "--listen", "0.0.0.0:0", "--public-origin", "https://a.example"];
    let world = [&world[..], &["--auth", "header:x", "--trusted-proxies", "::1"]].concat();
    assert_eq!(mistakes_with(&world, None).settings().collect::<Vec<_>>(), ["ROOSTED_LISTEN"]);
}

#[test]
fn all_mistakes_are_told_at_once() {
    let environment = [
        ("ROOSTED_LISTEN", "here"),
        ("ROOSTED_API_AUTH", "basic"),
        ("ROOSTED_TIMEOUTS", ""),
        ("ROOSTED_LEDGER", "mysql://user:s3cret@db/x"),
    ];
    for arguments in [&[][..], &["--check"]] {
        let output = run(arguments, &environment);
        assert_eq!(output.status.code(), Some(2));
        assert!(output.stdout.is_empty());
        let sentence = String::from_utf8(output.stderr).unwrap();
        for (setting, _) in environment.iter().chain(&[("ROOSTED_API_KEY", "")]) {
            assert!(sentence.contains(setting), "{setting}: {sentence}");
        }
        assert!(!sentence.contains("s3cret"));
    }
}

#[test]
fn a_check_says_yes_in_silence() {
    for (arguments, environment) in
        [(&["--check", "--demo"][..], &[][..]), (&["--check"], &[("ROOSTED_API_KEY", "s3cret")])]
    {
        let output = run(arguments, environment);
        assert_eq!(output.status.code(), Some(0));
        assert!(output.stdout.is_empty() && output.stderr.is_empty());
    }
}

#[test]
fn a_flag_comes_before_the_environment() {
    let environment = [("ROOSTED_API_AUTH", "basic"), ("ROOSTED_API_KEY", "s3cret")];
    assert_eq!(run(&["--check"], &environment).status.code(), Some(2));
    assert_eq!(run(&["--check", "--api-auth", "bearer"], &environment).status.code(), Some(0));
}

#[test]
fn help_lists_every_setting() {
    let output = run(&["--help"], &[("ROOSTED_LEDGER", "postgres://user:s3cret@db/x")]);
    assert!(output.status.success());
    let help = String::from_utf8(output.stdout).unwrap();
    let settings = "LISTEN ADMIN_LISTEN API_URL API_KEY_FILE API_KEY API_AUTH STATIC_DIR \
        PUBLIC_ORIGIN FRAME_ANCESTORS AUTH JWT_ISSUER JWT_AUDIENCE JWT_USER_CLAIM \
        JWT_GROUPS_CLAIM TRUSTED_PROXIES ALLOW_USERS ALLOW_GROUPS GROUPS_HEADER RATE_LIMIT \
        LEDGER LEDGER_KEY_FILE RECONCILE TIMEOUTS INVITE INVITE_EMAIL_FIELD LOG \
        ALLOW_HTTP_UPSTREAM ALLOW_PRIVATE_UPSTREAM KEEP_ALIVE HTTP2";
    let words: BTreeSet<_> = help.split(|c: char| !c.is_alphanumeric() && c != '_').collect();
    for setting in settings.split_whitespace() {
        assert!(words.contains(format!("ROOSTED_{setting}").as_str()), "{setting}");
        let flag = format!("--{}", setting.to_lowercase().replace('_', "-"));
        let is_flag = help.split_whitespace().any(|it| it == flag);
        assert_eq!(is_flag, setting != "API_KEY", "{flag}");
    }
    assert!(help.contains("--demo") && help.contains("--check"));
    assert!(!help.contains("s3cret"));
}

#[test]
fn a_flag_that_nobody_knows_is_refused() {
    assert_eq!(run(&["--api-key", "s3cret"], &[]).status.code(), Some(2));
}
