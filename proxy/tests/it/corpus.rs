//! Requests that nobody means well by, as files: each is refused or cut, and nothing comes of it.
//!
//! A file in `tests/corpus` is one connection's bytes. `{host}` stands for the address of the
//! door, `{key}` for an idempotency key, and `{a*7}` for seven of that letter. Its name begins with the statuses that it may be
//! answered with, by `-`; `000` means that the connection ends without a word.

use std::path::Path;

use crate::program::{Program, finish, get};
use crate::stage::{ADA, KEY, OTHER_KEY};

fn fill(mut bytes: &[u8], host: &str) -> Vec<u8> {
    let mut filled = Vec::new();
    while let Some((first, after)) = bytes.split_first() {
        if let Some(after) = bytes.strip_prefix(b"{host}") {
            filled.extend_from_slice(host.as_bytes());
            bytes = after;
        } else if let Some(after) = bytes.strip_prefix(b"{key}") {
            filled.extend_from_slice(OTHER_KEY.as_bytes());
            bytes = after;
        } else if let Some(after) = bytes.strip_prefix(b"{a*") {
            let end = after.iter().position(|it| *it == b'}').unwrap();
            let count: usize = str::from_utf8(&after[..end]).unwrap().parse().unwrap();
            filled.resize(filled.len() + count, b'a');
            bytes = &after[end + 1..];
        } else {
            filled.push(*first);
            bytes = after;
        }
    }
    filled
}

/// Writes it all, says that there is no more, and reads the answer.
fn play(address: &str, bytes: &[u8]) -> crate::program::Reply {
    use std::io::Write as _;
    let mut stream = crate::program::begin(address, "");
    let _ = stream.write_all(bytes);
    let _ = stream.shutdown(std::net::Shutdown::Write);
    finish(stream)
}

#[test]
fn nothing_comes_of_hostile_requests() {
    let program = Program::start(&["--demo"], &[]);
    let api = program.next_line()["api"].as_str().unwrap().to_owned();
    let sandbox = api.trim_start_matches("http://").split('/').next().unwrap().to_owned();
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/corpus");
    let mut count = 0;
    for file in std::fs::read_dir(folder).unwrap() {
        let path = file.unwrap().path();
        let name = path.file_name().unwrap().to_str().unwrap().to_owned();
        let expected: Vec<u16> = name.split('-').map_while(|it| it.parse().ok()).collect();
        assert!(!expected.is_empty(), "{name} says no status");

        let reply = play(&program.public, &fill(&std::fs::read(&path).unwrap(), &program.public));

        assert!(expected.contains(&reply.status), "{name}: {reply:?}");
        assert_eq!(reply.text.matches("HTTP/1.").count(), usize::from(reply.status > 0), "{name}");
        if reply.status > 0 {
            let head = reply.text.to_lowercase();
            for header in ["x-request-id: ", "x-content-type-options: nosniff\r\n", "no-store\r\n"]
            {
                assert!(head.contains(header), "{name}: {reply:?}");
            }
        }
        count += 1;
    }
    assert!(count >= 60, "{count}");
    assert_eq!(get(&sandbox, "/_log").json(), serde_json::json!([]));

    // All of it has left the door as it was.
    assert_eq!(program.create(KEY, ADA).status, 201);
    program.signal("TERM");
    let remains = program.end();
    assert!(remains.status.success() && remains.err.is_empty(), "{}", remains.err);
    assert!(remains.log.iter().all(|it| it["event"] != "panic"));
}

/// Ways to write where one should not get.
fn hostile_paths() -> Vec<String> {
    let dots = [
        "..",
        "%2e%2e",
        "%2E.",
        ".%2e",
        "%252e%252e",
        "..;",
        "..%00",
        "%c0%ae%c0%ae",
        "%uff0e%uff0e",
        "...",
        "..%c0%af",
        "..%5c",
        "..\\",
        "\u{2025}",
        "%e2%80%a5",
    ];
    let slashes = ["/", "%2f", "%2F", "%252f", "//", "\\", "%5c", "%c0%af", "/./"];
    let mut paths = Vec::new();
    for dots in dots {
        for slash in slashes {
            paths.push(format!("/api/clients/{dots}{slash}{dots}{slash}_log"));
        }
    }
    for target in ["etc/passwd", "_log", "api/1_12/clients", "metrics", "healthz"] {
        for prefix in
            ["/..%2f", "/%2e%2e/", "/api/..%2f", "/api/%2e%2e%2f", "//", "/api/clients/%2f"]
        {
            paths.push(format!("{prefix}{target}"));
        }
    }
    for odd in [
        "/api/clients/abc%00",
        "/api/clients/abc%0a",
        "/api/clients/abc%0d%0aX-API-KEY:%201",
        "/api/clients/abc%20",
        "/api/clients/abc%3Fx",
        "/api/clients/abc%23",
        "/api/clients/abc;x=1",
        "/api/clients/abc,def",
        "/api/clients/*",
        "/api/clients/{id}",
        "/api/clients/$(id)",
        "/api/clients/'or'1'='1",
        "/api/clients/<script>",
        "/api/clients/a|b",
        "/api/clients/a&b",
        "/api/clients/a=b",
        "/api/clients/%61bc",
        "/api/clients/a%62c/invite",
        "/api/client%73/abc",
        "/%61pi/clients/abc",
        "/API/clients/abc",
        "/api/Clients/abc",
        "/api/clients/abc/../../x",
        "/api/clients/abc/contacts",
        "/api/clients/abc/invite/",
        "/api/v2/clients",
        "/api/1_12/clients",
        "/.env",
        "/.git/config",
        "/.well-known/../x",
        "/api/clients/abc/..",
        "/api/./environment",
        "/index.html/",
        "/index.html%00.css",
        "/index.html..",
        "/~root",
    ] {
        paths.push(odd.to_owned());
    }
    paths.push(format!("/api/clients/{}", "a".repeat(65)));
    paths
}

#[test]
fn two_hundred_hostile_paths_lead_nowhere() {
    let program = Program::start(&["--demo"], &[]);
    let api = program.next_line()["api"].as_str().unwrap().to_owned();
    let sandbox = api.trim_start_matches("http://").split('/').next().unwrap().to_owned();
    let paths = hostile_paths();
    assert!(paths.len() >= 200, "{}", paths.len());
    for path in paths {
        for method in ["GET", "POST"] {
            let request = program
                .creating(KEY, ADA)
                .replace("POST /api/clients ", &format!("{method} {path} "));
            let reply = play(&program.public, request.as_bytes());
            assert!([400, 404, 405].contains(&reply.status), "{method} {path}: {reply:?}");
        }
    }
    assert_eq!(get(&sandbox, "/_log").json(), serde_json::json!([]));
}
