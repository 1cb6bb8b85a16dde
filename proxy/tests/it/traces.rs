//! Whose work it is: from the caller through the log to the upstream, by ids alone.

use std::collections::BTreeSet;

use roosted_sandbox::{LoggedRequest, Route};
use serde_json::json;

use crate::program::{Program, send};
use crate::stage::{ADA, KEY, OTHER_KEY, Stage, creating};

const TRACE: &str = "4bf92f3577b34da6a3ce929d0e0e4736";
const SPAN: &str = "00f067aa0ba902b7";

fn traceparent() -> String {
    format!("00-{TRACE}-{SPAN}-01")
}

/// The ids of the trace and of the work, and the flags.
fn read(request: &LoggedRequest) -> (String, String, String) {
    let values: Vec<_> = request.header("traceparent").collect();
    let [value] = values[..] else { panic!("{values:?}") };
    let parts: Vec<_> = value.split('-').collect();
    let ["00", trace, span, flags] = parts[..] else { panic!("{value}") };
    assert!(trace.len() == 32 && span.len() == 16 && flags.len() == 2, "{value}");
    (trace.to_owned(), span.to_owned(), flags.to_owned())
}

#[tokio::test]
async fn the_trace_of_a_caller_goes_on_to_the_upstream() {
    let stage = Stage::open().await;
    // The first attempt sends nothing that counts; all belong to the same work.
    let headers = json!([["retry-after", "1"]]);
    stage.plan(Route::Create, json!({ "kind": "status", "status": 429, "headers": headers }));
    let mut request = creating(KEY, ADA);
    request.headers_mut().insert("traceparent", traceparent().parse().unwrap());
    request.headers_mut().insert("tracestate", "vendor=wilhelmine".parse().unwrap());

    assert_eq!(stage.ask(request).await.status, 201);

    let log = stage.sandbox.log();
    let calls: Vec<_> = log.iter().map(read).collect();
    assert_eq!(calls.len(), 3, "the list, and two attempts");
    assert!(calls.iter().all(|it| it.0 == TRACE && it.2 == "01"), "{calls:?}");
    let spans: BTreeSet<_> = calls.iter().map(|it| it.1.as_str()).chain([SPAN]).collect();
    assert_eq!(spans.len(), 4, "each has an id of its own");
    assert!(log.iter().all(|it| it.header("tracestate").count() == 0));
}

#[tokio::test]
async fn an_invitation_belongs_to_its_request_too() {
    let stage = Stage::open().await;
    let id = stage.created().await;
    stage.sandbox.clear_log();
    let mut request =
        crate::stage::posting(&format!("/api/clients/{id}/invite"), r#"{"email":"a@b.ch"}"#);
    request.headers_mut().insert("traceparent", traceparent().parse().unwrap());

    assert_eq!(stage.ask(request).await.status, 200);

    let calls: Vec<_> = stage.sandbox.log().iter().map(read).collect();
    assert_eq!(calls.len(), 2);
    assert!(calls.iter().all(|it| it.0 == TRACE), "{calls:?}");
}

#[tokio::test]
async fn what_is_no_trace_begins_a_new_one() {
    let stage = Stage::open().await;
    let mut seen = BTreeSet::new();
    for value in ["", "wilhelmine", &traceparent().to_uppercase(), &format!("{}-x", traceparent())]
    {
        stage.sandbox.clear_log();
        let mut request = crate::stage::get("/api/clients/uLu8K");
        request.headers_mut().insert("traceparent", value.parse().unwrap());
        stage.ask(request).await;
        let (trace, ..) = read(&stage.sandbox.log()[0]);
        assert_ne!(trace, TRACE, "{value}");
        assert!(seen.insert(trace));
    }
}

#[test]
fn the_log_tells_the_trace_of_each_request() {
    let program = Program::start(&["--demo"], &[]);
    let with_trace = |key| {
        let traced = format!("traceparent: {}\r\nIdempotency-Key", traceparent());
        program.creating(key, ADA).replacen("Idempotency-Key", &traced, 1)
    };
    assert_eq!(send(&program.public, &with_trace(KEY)).status, 201);
    assert_eq!(program.create(OTHER_KEY, ADA).status, 201);
    program.signal("TERM");
    let log = program.end().log;

    let requests: Vec<_> = log.iter().filter(|it| it["event"] == "request").collect();
    let traces: Vec<_> = requests.iter().map(|it| it["trace_id"].as_str().unwrap()).collect();
    assert_eq!(traces[0], TRACE);
    assert!(traces[1] != TRACE && traces[1].len() == 32);
}

/// With the feature `otel`: what a collector gets.
#[cfg(feature = "otel")]
mod exported {
    use std::io::{BufRead as _, BufReader, Read as _, Write as _};
    use std::net::TcpListener;
    use std::sync::mpsc::{Receiver, channel};

    use super::*;
    use crate::program::until;

    /// A collector that only remembers: the head and the body of each request.
    fn collector() -> (String, Receiver<(String, Vec<u8>)>) {
        let listener = TcpListener::bind("127.0.0.1:0").unwrap();
        let url = format!("http://{}", listener.local_addr().unwrap());
        let (sender, received) = channel();
        std::thread::spawn(move || {
            for stream in listener.incoming() {
                let mut reader = BufReader::new(stream.unwrap());
                let mut head = String::new();
                while reader.read_line(&mut head).unwrap() > 2 {}
                let length = head.to_lowercase();
                let length = length.split_once("content-length: ").unwrap().1;
                let mut body = vec![0; length.lines().next().unwrap().parse().unwrap()];
                reader.read_exact(&mut body).unwrap();
                let answer = "HTTP/1.1 200 OK\r\nContent-Length: 0\r\nConnection: close\r\n\r\n";
                reader.get_mut().write_all(answer.as_bytes()).unwrap();
                if sender.send((head, body)).is_err() {
                    return;
                }
            }
        });
        (url, received)
    }

    fn holds(body: &[u8], part: &[u8]) -> bool {
        body.windows(part.len()).any(|it| it == part)
    }

    fn bytes(hexadecimal: &str) -> Vec<u8> {
        let digits = hexadecimal.as_bytes().chunks(2);
        digits.map(|it| u8::from_str_radix(str::from_utf8(it).unwrap(), 16).unwrap()).collect()
    }

    #[test]
    fn a_collector_gets_the_request_and_its_calls_and_nothing_of_anybody() {
        let (url, received) = collector();
        let environment = [("OTEL_EXPORTER_OTLP_ENDPOINT", url.as_str())];
        let program = Program::start(&["--demo"], &environment);
        let draft = r#"{"client_name":"Wilhelmine","client_contact_email":"w@example.org"}"#;
        let request = program.creating(KEY, draft);
        let traced = format!("traceparent: {}\r\nIdempotency-Key", traceparent());
        let request = request.replacen("Idempotency-Key", &traced, 1);
        assert_eq!(send(&program.public, &request).status, 201);
        program.get("/api/clients/Wilhelmine?w@example.org");
        program.signal("TERM");
        let remains = program.end();

        let all: Vec<_> = received.try_iter().collect();
        assert!(!all.is_empty());
        assert!(all.iter().all(|it| it.0.starts_with("POST /v1/traces ")), "{all:?}");
        assert!(all.iter().all(|it| it.0.contains("application/x-protobuf")), "{all:?}");
        let body: Vec<u8> = all.into_iter().flat_map(|it| it.1).collect();
        for text in [
            "roosted-proxy",
            "POST /api/clients",
            "GET /api/clients/{id}",
            "upstream create",
            "upstream list",
            "upstream read",
            "http.route",
        ] {
            assert!(holds(&body, text.as_bytes()), "{text}");
        }
        assert!(holds(&body, &bytes(TRACE)) && holds(&body, &bytes(SPAN)));
        for secret in ["Wilhelmine", "example.org", "127.0.0.1", KEY] {
            assert!(!holds(&body, secret.as_bytes()), "{secret}");
        }
        assert!(remains.log.iter().all(|it| it["event"] != "no-export"));
    }

    #[test]
    fn a_collector_that_is_away_is_told_and_holds_nobody_up() {
        let closed = TcpListener::bind("127.0.0.1:0").unwrap();
        let url = format!("http://user:s3cret@{}", closed.local_addr().unwrap());
        drop(closed);
        let environment = [
            ("OTEL_EXPORTER_OTLP_ENDPOINT", url.as_str()),
            // Milliseconds between two batches.
            ("OTEL_BSP_SCHEDULE_DELAY", "50"),
        ];
        let program = Program::start(&["--demo"], &environment);
        assert_eq!(program.create(KEY, ADA).status, 201);
        until(|| program.next_line()["event"] == "no-export");
        program.signal("TERM");
        let remains = program.end();
        assert!(remains.status.success());
        assert!(remains.log.iter().all(|it| !it.to_string().contains("s3cret")));
    }

    #[test]
    fn without_an_address_nothing_is_exported() {
        let program = Program::start(&["--demo"], &[]);
        assert_eq!(program.create(KEY, ADA).status, 201);
        program.signal("TERM");
        let remains = program.end();
        assert!(remains.log.iter().all(|it| it["event"] != "no-export"));
    }
}
