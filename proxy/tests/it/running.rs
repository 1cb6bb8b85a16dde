//! The process: how it starts, tells how it is, and ends.

use std::fs;

use serde_json::{Value, json};

use crate::program::{Program, begin, finish, get, run, send, until};
use crate::stage::{ADA, KEY, OTHER_KEY};

#[test]
fn a_demo_needs_nothing() {
    let program = Program::start(&["--demo"], &[]);
    let line = program.next_line();
    assert_eq!(line["event"], "demo");
    assert!(line["api"].as_str().unwrap().starts_with("http://127.0.0.1:"));

    let environment = program.get("/api/environment").json();
    let version = env!("CARGO_PKG_VERSION");
    let expected =
        json!({ "name": "demo", "upstream_host": "127.0.0.1", "proxy_version": version });
    assert_eq!(environment, expected);
    assert_eq!(program.get("/").status, 200);
    let created = program.create(KEY, ADA);
    assert_eq!(created.status, 201);
    let id = created.json()["id"].as_str().unwrap().to_owned();
    assert_eq!(program.get(&format!("/api/clients/{id}")).json()["client_name"], "Ada & Sons");
}

#[test]
fn its_first_line_tells_where_it_listens_whatever_the_level() {
    for level in ["trace", "error", "off"] {
        let program = Program::start(&["--demo", "--log", level], &[]);
        assert_eq!(program.get("/").status, 200, "{level}");
    }
}

#[test]
fn health_is_told_on_the_admin_side_only() {
    let program = Program::start(&["--demo"], &[]);
    for path in ["/healthz", "/readyz", "/metrics"] {
        assert_eq!(get(&program.admin, path).status, 200);
        assert_eq!(program.get(path).status, 404);
    }
    assert_eq!(get(&program.admin, "/api/environment").status, 404);
}

#[test]
fn what_is_under_way_is_finished_on_a_signal() {
    for signal in ["TERM", "INT"] {
        let program = Program::start(&["--demo"], &[]);
        let api = program.next_line()["api"].as_str().unwrap().to_owned();
        let sandbox = api.trim_start_matches("http://").split('/').next().unwrap().to_owned();
        let fault = r#"{"route":"create","fault":{"kind":"latency","ms":500}}"#;
        let plan = format!(
            "POST /_faults HTTP/1.1\r\nHost: {sandbox}\r\nContent-Type: application/json\r\n\
             Content-Length: {}\r\nConnection: close\r\n\r\n{fault}",
            fault.len()
        );
        assert_eq!(send(&sandbox, &plan).status, 204);

        let call = begin(&program.public, &program.creating(KEY, ADA));
        let gone = begin(&program.public, &program.creating(OTHER_KEY, ADA));
        // Each first asks who is there already.
        let log = || get(&sandbox, "/_log").json();
        let is_create = |request: &&Value| request["method"] == "POST";
        until(|| log().as_array().unwrap().iter().filter(is_create).count() == 2);
        drop(gone);
        program.signal(signal);

        let answer = finish(call);
        assert_eq!(answer.status, 201, "{answer:?}");
        let remains = program.end();
        assert!(remains.status.success());
        let events: Vec<_> = remains.log.iter().filter_map(|it| it["event"].as_str()).collect();
        assert_eq!(events.iter().filter(|it| **it == "created").count(), 2, "{events:?}");
        assert_eq!(events.last(), Some(&"drained"));
    }
}

#[test]
fn the_key_file_is_read_again() {
    let demo = crate::stage::page();
    let file = demo.path().join("key");
    fs::write(&file, "first\n").unwrap();
    let upstream = Echo::start();
    let environment = [
        ("ROOSTED_API_URL", upstream.url.as_str()),
        ("ROOSTED_ALLOW_HTTP_UPSTREAM", "true"),
        ("ROOSTED_API_KEY_FILE", file.to_str().unwrap()),
    ];
    let program = Program::start(&[], &environment);
    let key_now = || {
        program.get("/api/clients/abc");
        upstream.last_key()
    };

    assert_eq!(key_now(), "first");
    fs::write(&file, "second").unwrap();
    assert_eq!(key_now(), "second");
    // As Kubernetes and careful people replace a file.
    let next = demo.path().join("next");
    fs::write(&next, "third_").unwrap();
    fs::rename(next, &file).unwrap();
    assert_eq!(key_now(), "third_");
    // While it is being written, or gone, the last one stays in use.
    fs::write(&file, "").unwrap();
    assert_eq!(key_now(), "third_");
    fs::remove_file(&file).unwrap();
    assert_eq!(key_now(), "third_");
    fs::write(&file, "fourth").unwrap();
    assert_eq!(key_now(), "fourth");

    program.signal("TERM");
    let remains = program.end();
    assert_eq!(remains.log.iter().filter(|it| it["event"] == "key-file").count(), 2);
}

/// An upstream that only remembers the key.
struct Echo {
    url: String,
    keys: std::sync::mpsc::Receiver<String>,
}

impl Echo {
    fn start() -> Self {
        let listener = std::net::TcpListener::bind("127.0.0.1:0").unwrap();
        let url = format!("http://{}/api", listener.local_addr().unwrap());
        let (sender, keys) = std::sync::mpsc::channel();
        std::thread::spawn(move || {
            use std::io::{BufRead as _, BufReader, Write as _};
            for stream in listener.incoming() {
                let mut stream = stream.unwrap();
                let lines = BufReader::new(&stream).lines().map_while(Result::ok);
                let head: Vec<_> = lines.take_while(|it| !it.is_empty()).collect();
                let key = head.iter().find_map(|it| it.strip_prefix("x-api-key: "));
                if sender.send(key.unwrap().to_owned()).is_err() {
                    return;
                }
                let answer = "HTTP/1.1 404 Not Found\r\nContent-Length: 0\r\n\r\n";
                stream.write_all(answer.as_bytes()).unwrap();
            }
        });
        Self { url, keys }
    }

    fn last_key(&self) -> String {
        self.keys.recv().unwrap()
    }
}

#[test]
fn no_other_proxy_gets_to_see_the_key() {
    let (upstream, other) = (Echo::start(), Echo::start());
    let mut environment = vec![
        ("ROOSTED_API_URL", upstream.url.as_str()),
        ("ROOSTED_ALLOW_HTTP_UPSTREAM", "true"),
        ("ROOSTED_API_KEY", "s3cret"),
    ];
    for name in ["http_proxy", "HTTP_PROXY", "https_proxy", "HTTPS_PROXY", "all_proxy", "ALL_PROXY"]
    {
        environment.push((name, other.url.as_str()));
    }
    let program = Program::start(&[], &environment);

    program.get("/api/clients/abc");

    assert_eq!(upstream.last_key(), "s3cret");
    assert!(other.keys.try_recv().is_err());
}

#[test]
fn an_address_in_use_is_named() {
    let taken = std::net::TcpListener::bind("127.0.0.1:0").unwrap();
    let address = taken.local_addr().unwrap().to_string();
    for flag in ["--listen", "--admin-listen"] {
        let output = run(&["--demo", flag, &address], &[]);
        assert_eq!(output.status.code(), Some(1));
        assert!(String::from_utf8(output.stderr).unwrap().contains(&address));
    }
}
