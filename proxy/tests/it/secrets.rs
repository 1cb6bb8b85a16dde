//! The key and what people typed: in no answer, no header, no line of the log.

use std::time::Duration;

use roosted_sandbox::{API_PATH, Fault, Route, Sandbox};
use serde_json::json;
use socket2::SockRef;
use tokio::net::TcpListener;

use crate::program::{Program, begin, send, until};
use crate::stage::{CANARY, KEY, OTHER_KEY};

/// Typed by somebody, about somebody else.
const PERSON: &str = "Wilhelmine Zauberflöte";

const DRAFT: &str = r#"{"client_name":"Wilhelmine Zauberflöte",
    "client_contact_email":"wilhelmine@example.org","client_city":"evil\r\n{\"event\":\"forged\"}"}"#;

const ADDRESS: &str = r#"{"email":"wilhelmine@example.org"}"#;

#[tokio::test(flavor = "multi_thread")]
async fn neither_the_key_nor_a_person_is_ever_written_down() {
    let sandbox = Sandbox::new(Some(CANARY.to_owned()));
    let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
    let url = format!("http://{}{API_PATH}", listener.local_addr().unwrap());
    tokio::spawn(sandbox.clone().serve(listener));
    let log = tokio::task::spawn_blocking(move || everything_that_can_happen(&sandbox, &url));
    let (answers, log) = log.await.unwrap();

    for secret in [CANARY, "SQLSTATE", "Sign in"] {
        assert!(!answers.contains(secret), "{secret} in {answers}");
    }
    for secret in [CANARY, "SQLSTATE", PERSON, "Wilhelmine", "example.org", "forged", "fl\\u00f6te"]
    {
        assert!(!log.contains(secret), "{secret} in {log}");
    }
    for event in ["created", "unconfirmed", "not-created", "hung-up", "request", "drained"] {
        assert!(log.contains(&format!("\"{event}\"")), "{event} in {log}");
    }
}

/// All answers, and the whole log at its most talkative.
fn everything_that_can_happen(sandbox: &Sandbox, url: &str) -> (String, String) {
    let environment = [
        ("ROOSTED_API_URL", url),
        ("ROOSTED_ALLOW_HTTP_UPSTREAM", "true"),
        ("ROOSTED_API_KEY", CANARY),
        ("ROOSTED_RATE_LIMIT", "off"),
        ("ROOSTED_LOG", "trace"),
        ("ROOSTED_TIMEOUTS", "connect=500ms,upstream=1s,answer=25s"),
        ("RUST_BACKTRACE", "full"),
    ];
    let program = Program::start(&[], &environment);
    let mut answers = String::new();
    let mut note = |reply: crate::program::Reply| {
        answers.push_str(&reply.text);
        reply
    };

    let id = note(program.create(KEY, DRAFT)).json()["id"].as_str().unwrap().to_owned();
    // An answer that carries what was typed is no leak; everything below must not.
    answers.clear();
    let mut note = |reply: crate::program::Reply| answers.push_str(&reply.text);
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
        json!({ "kind": "redirect", "location": "http://192.0.2.1/wilhelmine@example.org" }),
    ]
    .into_iter()
    .enumerate()
    {
        let fault: Fault = serde_json::from_value(fault).unwrap();
        sandbox.plan(Route::Create, 1, fault.clone());
        note(program.create(&format!("6f1f9f0a-8d1b-4c77-9d6b-0e4f1c2a{place:04}"), DRAFT));
        sandbox.plan(Route::Get, 1, fault.clone());
        note(program.get(&format!("/api/clients/{id}")));
        if !matches!(fault, Fault::Cut { .. }) {
            sandbox.plan(Route::Invite, 1, fault);
            note(send(&program.public, &invite));
        }
    }
    for bad in
        [PERSON, "{", r#"{"Wilhelmine":1,"client_name":["Wilhelmine"]}"#, r#"{"client_name":""}"#]
    {
        program.create(OTHER_KEY, bad);
    }
    note(program.get("/api/clients/Wilhelmine"));
    program.get("/Wilhelmine/example.org");
    program.get("/?wilhelmine@example.org");

    // Somebody who hangs up.
    let arrived = sandbox.log().len();
    sandbox.plan(Route::Create, 1, Fault::Hang { created: false });
    let stream = begin(&program.public, &program.creating(OTHER_KEY, DRAFT));
    until(|| sandbox.log().len() > arrived);
    // By a reset: who only has nothing more to say may still listen.
    SockRef::from(&stream).set_linger(Some(Duration::ZERO)).unwrap();
    drop(stream);
    let submission = format!("/api/submissions/{OTHER_KEY}");
    until(|| program.get(&submission).json()["state"] == "unconfirmed");

    program.signal("TERM");
    let remains = program.end();
    assert!(remains.status.success());
    let lines: Vec<_> = remains.log.iter().map(ToString::to_string).collect();
    (answers, lines.join("\n") + &remains.err)
}
