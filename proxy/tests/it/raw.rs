//! Bytes that no HTTP library would send.

use crate::program::{Program, get, send};
use crate::stage::{ADA, KEY};

#[test]
fn what_hyper_lets_through_is_refused_here() {
    let program = Program::start(&["--demo"], &[]);
    let api = program.next_line()["api"].as_str().unwrap().to_owned();
    let sandbox = api.trim_start_matches("http://").split('/').next().unwrap().to_owned();
    let host = program.public.clone();
    let close = "Connection: close\r\n\r\n";
    for (request, status) in [
        (format!("GET /api/clients/abc HTTP/1.1\r\n{close}"), 400),
        (format!("GET /api/clients/abc HTTP/1.0\r\n{close}"), 400),
        (format!("GET /api/clients/abc HTTP/1.1\r\nHost: {host}\r\nHost: {host}\r\n{close}"), 400),
        (format!("GET /api/clients/abc HTTP/1.1\r\nHost: {host}\r\nHost: evil\r\n{close}"), 400),
        (format!("GET /api/clients/abc HTTP/1.1\r\nHost: evil.example\r\n{close}"), 421),
        (format!("GET http://{host}/api/clients/abc HTTP/1.1\r\nHost: {host}\r\n{close}"), 400),
        (format!("GET http://evil/api/clients/abc HTTP/1.1\r\nHost: {host}\r\n{close}"), 400),
        (format!("CONNECT evil.example:443 HTTP/1.1\r\nHost: {host}\r\n{close}"), 405),
        (format!("CONNECT {host} HTTP/1.1\r\nHost: {host}\r\n{close}"), 405),
        (format!("TRACE /api/clients HTTP/1.1\r\nHost: {host}\r\n{close}"), 405),
        (format!("OPTIONS * HTTP/1.1\r\nHost: {host}\r\n{close}"), 404),
        (format!("GET /api/clients/..%2f..%2f_clients HTTP/1.1\r\nHost: {host}\r\n{close}"), 404),
        (format!("GET /api/../_clients HTTP/1.1\r\nHost: {host}\r\n{close}"), 404),
        (format!("GET /api\\clients\\abc HTTP/1.1\r\nHost: {host}\r\n{close}"), 404),
        (format!("GET /api/clients/z\u{FC}rich HTTP/1.1\r\nHost: {host}\r\n{close}"), 404),
        (format!("GET /api/clients/a b HTTP/1.1\r\nHost: {host}\r\n{close}"), 400),
        (format!("GET /api/clients/abc HTTP/1.1\r\nHost: {host}\r\n X: folded\r\n{close}"), 400),
        (format!("GET /{} HTTP/1.1\r\nHost: {host}\r\n{close}", "x".repeat(3000)), 414),
        ("\u{16}\u{3}\u{1} not http\r\n\r\n".to_owned(), 400),
    ] {
        let reply = send(&host, &request);
        assert_eq!(reply.status, status, "{request:?} {reply:?}");
    }
    assert_eq!(get(&sandbox, "/_log").json(), serde_json::json!([]));
    assert_eq!(program.create(KEY, ADA).status, 201);
}

#[test]
fn a_body_is_too_large_in_chunks_and_by_length() {
    let program = Program::start(&["--demo"], &[]);
    let api = program.next_line()["api"].as_str().unwrap().to_owned();
    let sandbox = api.trim_start_matches("http://").split('/').next().unwrap().to_owned();
    let chunked =
        program.creating(KEY, "").replace("Content-Length: 0", "Transfer-Encoding: chunked");
    let chunk = format!("200000\r\n{}", "x".repeat(2 * 1024 * 1024));
    let reply = send(&program.public, &format!("{chunked}{chunk}"));
    assert_eq!((reply.status, reply.json()["code"].as_str()), (413, Some("too-large")));

    let announced =
        program.creating(KEY, "").replace("Content-Length: 0", "Content-Length: 1048577");
    let reply = send(&program.public, &announced);
    assert_eq!((reply.status, reply.json()["code"].as_str()), (413, Some("too-large")));
    assert_eq!(get(&sandbox, "/_log").json(), serde_json::json!([]));
}
