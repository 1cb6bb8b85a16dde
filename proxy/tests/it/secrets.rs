//! The key and what people typed: in no answer, no header, no line of the log.

use std::time::Duration;

use roosted_sandbox::{API_PATH, Fault, Route, Sandbox};
use serde_json::json;
use socket2::SockRef;
use tokio::net::TcpListener;

use crate::program::{Program, Reply, begin, get, send, until};
use crate::stage::{CANARY, KEY, OTHER_KEY, ledger_file};

/// Typed by somebody, about somebody else.
const PERSON: &str = "Wilhelmine Zauberflöte";

const DRAFT: &str = r#"{"client_name":"Wilhelmine Zauberflöte",
    "client_contact_email":"wilhelmine@example.org","client_state":"\u001b[31mred",
    "client_city":"evil\r\n{\"event\":\"forged\"}"}"#;

/// Any of it, in any spelling.
const PERSONAL: [&str; 7] =
    [PERSON, "Wilhelmine", "wilhelmine", "example.org", "fl\\u00f6te", "evil", "typist"];

/// Who typed it.
const USER: &str = "wilhelmine.typist@sso.example.org";

const ADDRESS: &str = r#"{"email":"wilhelmine@example.org"}"#;

#[tokio::test(flavor = "multi_thread")]
async fn neither_the_key_nor_a_person_is_ever_written_down() {
    let sandbox = Sandbox::new(Some(CANARY.to_owned()));
    let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
    let url = format!("http://{}{API_PATH}", listener.local_addr().unwrap());
    tokio::spawn(sandbox.clone().serve(listener));
    let log = tokio::task::spawn_blocking(move || everything_that_can_happen(&sandbox, &url));
    let (answers, log) = log.await.unwrap();

    for secret in [CANARY, "SQLSTATE", "Sign in", USER] {
        assert!(!answers.contains(secret), "{secret} in {answers}");
    }
    for secret in PERSONAL.iter().chain(&[CANARY, "SQLSTATE", "forged", "\\u001b"]) {
        assert!(!log.contains(secret), "{secret} in {log}");
    }
    // The libraries were heard, too: this is a statement of the ledger.
    assert!(log.contains("INSERT INTO submissions"), "{log}");
    for event in ["created", "unconfirmed", "not-created", "hung-up", "request", "drained"] {
        assert!(log.contains(&format!("\"{event}\"")), "{event} in {log}");
    }
}

/// A request of somebody who is signed in, with what else a front and a stranger may send along.
fn signed_in(request: &str) -> String {
    let more = format!("\r\nX-User: {USER}\r\ntraceparent: 00-Wilhelmine\r\nbaggage: u={USER}\r\n");
    request.replacen("\r\n", &more, 1)
}

/// All answers, and the whole log at its most talkative.
fn everything_that_can_happen(sandbox: &Sandbox, url: &str) -> (String, String) {
    let folder = tempfile::tempdir().unwrap();
    let ledger = format!("sqlite:{}", ledger_file(&folder).display());
    let environment = [
        ("ROOSTED_API_URL", url),
        ("ROOSTED_ALLOW_HTTP_UPSTREAM", "true"),
        ("ROOSTED_API_KEY", CANARY),
        ("ROOSTED_LEDGER", ledger.as_str()),
        ("ROOSTED_RATE_LIMIT", "off"),
        ("ROOSTED_AUTH", "header:x-user"),
        ("ROOSTED_TRUSTED_PROXIES", "127.0.0.1"),
        ("ROOSTED_LOG", "trace"),
        ("ROOSTED_TIMEOUTS", "connect=500ms,upstream=1s,answer=25s"),
        ("RUST_BACKTRACE", "full"),
    ];
    let program = Program::start(&[], &environment);
    let host = &program.public;
    let ask = |request: &str| send(host, &signed_in(request));
    let create = |key: &str, draft: &str| ask(&program.creating(key, draft));
    let read = |path: &str| {
        ask(&format!("GET {path} HTTP/1.1\r\nHost: {host}\r\nConnection: close\r\n\r\n"))
    };
    // An answer that carries what was typed is no leak; everything below must not.
    let id = create(KEY, DRAFT).json()["id"].as_str().unwrap().to_owned();
    let mut answers = String::new();
    let mut note = |reply: Reply| {
        if reply.status >= 400 {
            for secret in PERSONAL {
                assert!(!reply.text.contains(secret), "{secret} in {}", reply.text);
            }
        }
        answers.push_str(&reply.text);
    };
    let invite = program
        .creating(KEY, ADDRESS)
        .replace("POST /api/clients ", &format!("POST /api/clients/{id}/invite "));
    for (place, fault) in [
        json!({ "kind": "echo" }),
        json!({ "kind": "echo", "status": 200 }),
        json!({ "kind": "echo", "status": 401 }),
        json!({ "kind": "echo", "status": 422 }),
        json!({ "kind": "echo", "status": 429 }),
        json!({ "kind": "html" }),
        json!({ "kind": "hang" }),
        json!({ "kind": "reset" }),
        json!({ "kind": "cut", "created": true }),
        json!({ "kind": "no-id" }),
        json!({ "kind": "drift", "extra": true, "numeric_id": true }),
        json!({ "kind": "malformed", "body": "{\"Wilhelmine\":\"wilhelmine@example.org" }),
        json!({ "kind": "redirect", "location": "http://192.0.2.1/wilhelmine@example.org" }),
    ]
    .into_iter()
    .enumerate()
    {
        let fault: Fault = serde_json::from_value(fault).unwrap();
        sandbox.plan(Route::Create, 1, fault.clone());
        note(create(&format!("6f1f9f0a-8d1b-4c77-9d6b-0e4f1c2a{place:04}"), DRAFT));
        sandbox.plan(Route::Get, 1, fault.clone());
        note(read(&format!("/api/clients/{id}")));
        if !matches!(fault, Fault::Cut { .. }) {
            sandbox.plan(Route::Invite, 1, fault);
            note(ask(&invite));
        }
    }
    // A problem tells back which members do not belong; the log does not.
    for bad in
        [PERSON, "{", r#"{"Wilhelmine":1,"client_name":["Wilhelmine"]}"#, r#"{"client_name":""}"#]
    {
        create(OTHER_KEY, bad);
    }
    note(create(KEY, &DRAFT.replace("evil", "good")));
    note(read("/api/clients/Wilhelmine"));
    read("/Wilhelmine/example.org");
    read("/?wilhelmine@example.org");
    read("/api/submissions/wilhelmine@example.org");
    for request in [
        "GET /Wilhelmine\u{1b}[31m HTTP/1.1\r\nHost: x\r\n\r\n",
        "WILHELMINE / HTTP/1.1\r\nHost: example.org\r\nConnection: close\r\n\r\n",
        "GET http://wilhelmine@example.org/ HTTP/1.1\r\nConnection: close\r\n\r\n",
        "wilhelmine@example.org\r\n\r\n",
    ] {
        note(send(host, request));
    }

    // Somebody who hangs up.
    let arrived = sandbox.log().len();
    sandbox.plan(Route::Create, 1, Fault::Hang { created: false });
    let stream = begin(host, &signed_in(&program.creating(OTHER_KEY, DRAFT)));
    until(|| sandbox.log().len() > arrived);
    // By a reset: who only has nothing more to say may still listen.
    SockRef::from(&stream).set_linger(Some(Duration::ZERO)).unwrap();
    drop(stream);
    let submission = format!("/api/submissions/{OTHER_KEY}");
    until(|| read(&submission).json()["state"] == "unconfirmed");

    let told = ["/metrics", "/readyz", "/Wilhelmine"].map(|it| get(&program.admin, it).text);
    program.signal("TERM");
    let remains = program.end();
    assert!(remains.status.success());
    // What was typed lies in there, encrypted; the key of the API never does.
    for file in std::fs::read_dir(folder.path()).unwrap() {
        let bytes = std::fs::read(file.unwrap().path()).unwrap();
        for secret in PERSONAL.iter().chain(&[CANARY]) {
            assert!(!bytes.windows(secret.len()).any(|it| it == secret.as_bytes()), "{secret}");
        }
    }
    let lines: Vec<_> = remains.log.iter().map(ToString::to_string).collect();
    (answers, lines.join("\n") + &remains.err + &told.concat())
}

#[test]
fn the_words_of_a_panic_stay_within() {
    let words = format!("sending!{PERSON}, {CANARY}\n{{\"event\":\"forged\"}}");
    let environment = [
        ("ROOSTED_FAILPOINT", words.as_str()),
        ("ROOSTED_LOG", "trace"),
        ("RUST_BACKTRACE", "full"),
    ];
    let program = Program::start(&["--demo"], &environment);

    let answer = program.create(KEY, DRAFT);

    assert_eq!((answer.status, &answer.json()["code"]), (500, &json!("internal")));
    // The process lives.
    assert_eq!(program.get("/api/environment").status, 200);
    let told = get(&program.admin, "/metrics").text;
    program.signal("TERM");
    let remains = program.end();
    let panics: Vec<_> = remains.log.iter().filter(|it| it["event"] == "panic").collect();
    let [panic] = panics[..] else { panic!("{panics:?}") };
    assert!(panic["place"].as_str().unwrap().contains("failpoint.rs"), "{panic}");
    let lines: Vec<_> = remains.log.iter().map(ToString::to_string).collect();
    let all = lines.join("\n") + &remains.err + &answer.text + &told;
    for secret in PERSONAL.iter().chain(&[CANARY, "forged"]) {
        assert!(!all.contains(secret), "{secret} in {all}");
    }
}
