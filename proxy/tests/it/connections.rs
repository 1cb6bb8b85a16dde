//! Connections: how requests follow one another on them, how many there are, and how they end.

use std::io::{Read as _, Write as _};
use std::net::{Shutdown, TcpStream};

use roosted_proxy::Limits;
use serde_json::Value;
use tokio::io::{AsyncReadExt as _, AsyncWriteExt as _};

use crate::program::{Program, begin, finish, get, until};
use crate::stage::{ADA, HOST, KEY, OTHER_KEY, Stage, within_reason};

fn asking(host: &str, path: &str) -> String {
    format!("GET {path} HTTP/1.1\r\nHost: {host}\r\n\r\n")
}

/// The statuses of all answers, in order.
fn statuses(text: &str) -> Vec<&str> {
    text.match_indices("HTTP/1.1 ").map(|(at, it)| &text[at + it.len()..][..3]).collect()
}

#[test]
fn requests_in_one_breath_are_answered_in_order() {
    let program = Program::start(&["--demo"], &[]);
    let host = &program.public;
    let create = |key, draft| program.creating(key, draft).replace("Connection: close\r\n", "");
    let all = [
        asking(host, "/api/environment"),
        create(KEY, ADA),
        asking(host, "/nothing"),
        create(OTHER_KEY, "{"),
        asking(host, "/api/environment"),
        program.creating(OTHER_KEY, ADA),
        // Nobody reads on.
        asking(host, "/api/environment"),
    ]
    .concat();
    let reply = finish(begin(host, &all));
    assert_eq!(statuses(&reply.text), ["200", "201", "404", "400", "200", "201"], "{}", reply.text);
}

#[test]
fn what_follows_a_bad_head_is_nobodys_request() {
    let program = Program::start(&["--demo"], &[]);
    let host = &program.public;
    let bad = asking(host, "/").replace("Host", "X: a\nHost");
    let all = [asking(host, "/api/environment"), bad, program.creating(KEY, ADA)].concat();
    let reply = finish(begin(host, &all));
    assert_eq!(statuses(&reply.text), ["200", "400"], "{}", reply.text);
    assert_eq!(program.get(&format!("/api/submissions/{KEY}")).status, 404);
}

#[test]
fn after_chunks_the_connection_ends() {
    let program = Program::start(&["--demo"], &[]);
    let chunked = program.creating(KEY, "").replace("Connection: close\r\n", "");
    let chunked = chunked.replace("Content-Length: 0", "Transfer-Encoding: chunked");
    let body = format!("{:x}\r\n{ADA}\r\n0\r\n\r\n", ADA.len());
    let all = [&chunked, &body, &program.creating(OTHER_KEY, ADA)[..]].concat();
    let reply = finish(begin(&program.public, &all));
    assert_eq!(statuses(&reply.text), ["201"], "{}", reply.text);
    assert!(reply.text.to_lowercase().contains("connection: close\r\n"), "{}", reply.text);
    assert_eq!(program.get(&format!("/api/submissions/{OTHER_KEY}")).status, 404);
}

#[test]
fn who_has_nothing_more_to_say_still_hears_the_answer() {
    let program = Program::start(&["--demo"], &[]);
    let keep = |it: String| it.replace("Connection: close\r\n", "");
    let length = keep(program.creating(KEY, ADA));
    let chunked = keep(program.creating(OTHER_KEY, ""));
    let chunked = chunked.replace("Content-Length: 0", "Transfer-Encoding: chunked")
        + &format!("{:x}\r\n{ADA}\r\n0\r\n\r\n", ADA.len());
    for request in [length, chunked] {
        let stream = begin(&program.public, &request);
        stream.shutdown(Shutdown::Write).unwrap();
        assert_eq!(finish(stream).status, 201);
    }
}

#[test]
fn who_asks_before_sending_is_told_to_go_on_or_not_to() {
    let program = Program::start(&["--demo"], &[]);
    let ask = "Expect: 100-continue\r\nConnection: close";
    let request = program.creating(KEY, ADA).replace("Connection: close", ask);
    let head = request.strip_suffix(ADA).unwrap();
    let mut stream = begin(&program.public, head);
    let mut word = [0; 25];
    stream.read_exact(&mut word).unwrap();
    assert_eq!(&word, b"HTTP/1.1 100 Continue\r\n\r\n");
    stream.write_all(ADA.as_bytes()).unwrap();
    assert_eq!(finish(stream).status, 201);

    let refused = begin(&program.public, &head.replace("X-Roosted-Form: 1\r\n", ""));
    assert_eq!(finish(refused).status, 403);
}

#[test]
fn a_refusal_reaches_who_is_still_sending() {
    let program = Program::start(&["--demo"], &[]);
    let large = program.creating(KEY, &"x".repeat(8 * 1024 * 1024));
    let unsigned = program.creating(KEY, &"x".repeat(900_000)).replace("X-Roosted-Form: 1\r\n", "");
    for (request, status) in [(large, 413), (unsigned, 403)] {
        let mut stream = TcpStream::connect(&program.public).unwrap();
        // All of it, before the first look at the answer.
        stream.write_all(request.as_bytes()).unwrap();
        let reply = finish(stream);
        assert_eq!(reply.status, status, "{reply:?}");
    }
}

#[tokio::test]
async fn when_there_is_no_room_who_has_waited_longest_goes() {
    let stage = Stage::open().await;
    let limits = Limits { connections: 4, ..Limits::default() };
    let address = stage.listen(limits).await;
    let mut idle = Vec::new();
    for _ in 0..4 {
        let mut stream = tokio::net::TcpStream::connect(&address).await.unwrap();
        stream.write_all(asking(HOST, "/api/environment").as_bytes()).await.unwrap();
        within_reason(stream.read_u8()).await.unwrap();
        idle.push(stream);
    }

    let mut fifth = tokio::net::TcpStream::connect(&address).await.unwrap();
    fifth.write_all(asking(HOST, "/api/environment").as_bytes()).await.unwrap();
    let mut status = [0; 12];
    within_reason(fifth.read_exact(&mut status)).await.unwrap();
    assert_eq!(&status, b"HTTP/1.1 200");

    let mut rest = String::new();
    within_reason(idle[0].read_to_string(&mut rest)).await.unwrap();
    // The youngest are still there.
    for stream in &mut idle[1..] {
        stream.write_all(asking(HOST, "/nothing").as_bytes()).await.unwrap();
        let mut bytes = Vec::new();
        within_reason(async {
            while !String::from_utf8_lossy(&bytes).contains("HTTP/1.1 404") {
                assert!(stream.read_buf(&mut bytes).await.unwrap() > 0);
            }
        })
        .await;
    }
}

#[cfg(target_os = "linux")]
#[test]
fn it_survives_that_there_are_no_files_left() {
    use rustix::process::{Pid, Resource, Rlimit, getrlimit, prlimit};

    let program = Program::start(&["--demo"], &[]);
    assert_eq!(program.create(KEY, ADA).status, 201);
    let few = Rlimit { current: Some(40), ..getrlimit(Resource::Nofile) };
    let process = Pid::from_raw(program.id().try_into().unwrap());
    let Rlimit { maximum, .. } = prlimit(process, Resource::Nofile, few).unwrap();
    let silent: Vec<_> = (0..60).map(|_| begin(&program.public, "")).collect();
    let line = program.line_with("accept");
    assert_eq!(line["level"], "ERROR");

    // Those who wait make room for those who ask.
    until(|| program.get("/api/environment").status == 200);
    drop(silent);
    prlimit(process, Resource::Nofile, Rlimit { current: maximum, maximum }).unwrap();
    until(|| program.create(OTHER_KEY, ADA).status == 201);
}

/// What can be read at once, and whether it ended.
fn ended(stream: &mut TcpStream) -> bool {
    let mut bytes = Vec::new();
    stream.read_to_end(&mut bytes).is_ok()
}

#[test]
fn on_a_signal_the_idle_ones_end_and_the_others_get_their_answer() {
    let program = Program::start(&["--demo"], &[]);
    let api = program.next_line()["api"].as_str().unwrap().to_owned();
    let sandbox = api.trim_start_matches("http://").split('/').next().unwrap().to_owned();
    let fault = r#"{"route":"create","times":64,"fault":{"kind":"latency","ms":2000}}"#;
    let plan = format!(
        "POST /_faults HTTP/1.1\r\nHost: {sandbox}\r\nContent-Type: application/json\r\n\
         Content-Length: {}\r\nConnection: close\r\n\r\n{fault}",
        fault.len()
    );
    assert_eq!(crate::program::send(&sandbox, &plan).status, 204);
    let mut silent = begin(&program.public, "");
    let mut half = begin(&program.public, "GET / HTTP/1.1\r\nHost: ");
    let mut idle = begin(&program.public, &asking(&program.public, "/api/environment"));
    idle.read_exact(&mut [0]).unwrap();
    let calls: Vec<_> = (0..64)
        .map(|it| format!("{it:08x}-8d1b-4c77-9d6b-0e4f1c2a3b4d"))
        .map(|key| begin(&program.public, &program.creating(&key, ADA)))
        .collect();
    let log = || get(&sandbox, "/_log").json();
    let is_create = |it: &&Value| it["method"] == "POST";
    until(|| log().as_array().unwrap().iter().filter(is_create).count() == 64);

    program.signal("TERM");

    assert!(ended(&mut idle) && ended(&mut silent) && ended(&mut half));
    for call in calls {
        assert_eq!(finish(call).status, 201);
    }
    let remains = program.end();
    assert!(remains.status.success());
    assert_eq!(remains.log.last().unwrap()["event"], "drained");
    assert_eq!(remains.log.last().unwrap()["level"], "INFO");
    assert_eq!(remains.log.iter().filter(|it| it["event"] == "created").count(), 64);
}
