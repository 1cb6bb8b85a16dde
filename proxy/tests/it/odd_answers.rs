//! An upstream that says odd things: each is a typed outcome, and none of it is passed on.

#![expect(clippy::float_cmp, reason = "what is counted is a whole number")]

use std::collections::HashMap;
use std::net::SocketAddr;
use std::sync::{Arc, Mutex};

use futures_util::stream::{self, StreamExt as _};
use roosted_proxy::ApiKey;
use tokio::io::{AsyncReadExt as _, AsyncWriteExt as _};
use tokio::net::TcpListener;

use crate::metrics::scrape;
use crate::stage::{ADA, KEY, Setup, Stage};

/// Some of the upstream's own words.
const LEAK: &str = "SQLSTATE-42";

/// An upstream that has no clients, and answers a create with these bytes after the status line.
/// `{n}` is the number of the create. It counts the creates by key.
struct Odd {
    address: SocketAddr,
    keys: Arc<Mutex<HashMap<String, usize>>>,
}

impl Odd {
    async fn start(answer: Vec<u8>) -> Self {
        let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
        let address = listener.local_addr().unwrap();
        let keys = Arc::<Mutex<HashMap<String, usize>>>::default();
        let counted = keys.clone();
        tokio::spawn(async move {
            while let Ok((mut stream, _)) = listener.accept().await {
                let (answer, keys) = (answer.clone(), counted.clone());
                tokio::spawn(async move {
                    let mut request = vec![0; 16 * 1024];
                    let length = stream.read(&mut request).await.unwrap();
                    let head = String::from_utf8_lossy(&request[..length]).into_owned();
                    let list = br#"{"clients":[],"total_count":0}"#;
                    if head.starts_with("GET ") {
                        let head =
                            format!("HTTP/1.1 200 OK\r\nContent-Length: {}\r\n\r\n", list.len());
                        stream.write_all(&[head.as_bytes(), list].concat()).await.unwrap();
                        return;
                    }
                    let key = head.lines().find_map(|it| it.strip_prefix("x-api-key: ")).unwrap();
                    let number = {
                        let mut keys = keys.lock().unwrap();
                        *keys.entry(key.to_owned()).or_default() += 1;
                        keys.values().sum::<usize>()
                    };
                    let answer = match String::from_utf8(answer) {
                        Ok(text) => text.replace("{n}", &number.to_string()).into_bytes(),
                        Err(error) => error.into_bytes(),
                    };
                    // Whoever has read enough hangs up.
                    let _ = stream
                        .write_all(&[b"HTTP/1.1 201 Created\r\n", &answer[..]].concat())
                        .await;
                    let _ = stream.shutdown().await;
                });
            }
        });
        Self { address, keys }
    }

    async fn stage(&self, key: Option<ApiKey>) -> Stage {
        let upstream = Some(format!("http://{}/api", self.address));
        let setup = Setup { upstream, ..Setup::default() };
        Stage::with(match key {
            Some(key) => Setup { key, ..setup },
            None => setup,
        })
        .await
    }
}

fn with_length(headers: &str, body: &[u8]) -> Vec<u8> {
    [format!("{headers}Content-Length: {}\r\n\r\n", body.len()).as_bytes(), body].concat()
}

#[tokio::test]
async fn what_is_no_client_is_unconfirmed() {
    let html = format!("<!doctype html><title>{LEAK}</title>");
    let client = |more: &str| format!(r#"{{"id":"uLu8K","client_name":"{LEAK}"{more}}}"#);
    let json = |body: &str| with_length("Content-Type: application/json\r\n", body.as_bytes());
    // Ten bytes of a header, then what would become gigabytes.
    let bomb =
        [&[0x1f, 0x8b, 8, 0, 0, 0, 0, 0, 0, 3][..], &[0xec, 0xc1, 1, 1, 0, 0, 0][..]].concat();
    let mut answers = vec![
        ("html", with_length("Content-Type: text/html\r\n", html.as_bytes())),
        ("html said to be json", json(&html)),
        ("a byte order mark", json(&format!("\u{FEFF}{}", client("")))),
        ("a duplicate key", json(&client(r#","id":"other""#))),
        ("a duplicate key of ours", json(&client(r#","client_city":"a","client_city":"b""#))),
        ("NaN", json(&client(r#","pending":NaN"#))),
        ("infinity", json(&client(r#","client_portal_connection_status":Infinity"#))),
        ("an endless number", json(&format!(r#"{{"id":{}}}"#, "9".repeat(1000)))),
        ("two clients", json(&format!("{0}{0}", client("")))),
        ("a list", json(&format!("[{}]", client("")))),
        ("no name", json(&format!(r#"{{"id":"{LEAK}"}}"#))),
        ("no id", json(&format!(r#"{{"client_name":"{LEAK}"}}"#))),
        ("an id that is null", json(&format!(r#"{{"id":null,"client_name":"{LEAK}"}}"#))),
        ("a lone surrogate", json(r#"{"id":"a","client_name":"\ud800"}"#)),
        ("bytes that are no text", json("").into_iter().chain([0xff, 0xfe]).collect()),
        ("depth", json(&"[".repeat(100_000))),
        ("depth of objects", json(&r#"{"id":"#.repeat(100_000))),
        ("depth in a field", json(&client(&format!(r#","client_city":{}"#, "[".repeat(1000))))),
        ("an answer that is too long", json(&client(&" ".repeat(2 * 1024 * 1024)))),
        ("a length that is too long", b"Content-Length: 99999999999\r\n\r\n{".to_vec()),
        ("a length that is none", b"Content-Length: -1\r\n\r\n{}".to_vec()),
        ("too few bytes", b"Content-Length: 1000\r\n\r\n{}".to_vec()),
        ("chunks that are none", b"Transfer-Encoding: chunked\r\n\r\nzz\r\n".to_vec()),
        ("headers without end", "X: 1\r\n".repeat(100_000).into_bytes()),
    ];
    for encoding in ["gzip", "br", "zstd", "deflate", "gzip, gzip"] {
        let headers = format!("Content-Encoding: {encoding}\r\n");
        answers.push(("a compressed bomb", with_length(&headers, &bomb)));
    }
    for (what, answer) in answers {
        let upstream = Odd::start(answer).await;
        let stage = upstream.stage(None).await;

        let answer = stage.create(KEY, ADA).await;

        let body = String::from_utf8_lossy(&answer.body).into_owned();
        assert_eq!(answer.status, 202, "{what}: {body}");
        assert_eq!(answer.json()["state"], "unconfirmed", "{what}");
        assert!(!format!("{:?}{body}", answer.headers).contains(LEAK), "{what}: {body}");
        assert_eq!(upstream.keys.lock().unwrap().values().sum::<usize>(), 1, "{what}");
        let again = stage.create(KEY, ADA).await;
        assert_eq!(again.header("idempotency-replayed"), Some("true"), "{what}");
    }
}

/// How many answers were counted as unlike the documentation.
async fn drifted(stage: &Stage) -> f64 {
    scrape(stage).await["roosted_upstream_drift_total"]
}

#[tokio::test]
async fn what_strays_is_read_or_unconfirmed_and_counted() {
    for (more, status, strays) in [
        (r#","pending":false"#, 201, 0.0),
        ("", 201, 1.0),
        (r#","colour":"red""#, 201, 1.0),
        (r#","pending":"yes""#, 201, 1.0),
        (r#","client_city":5"#, 201, 1.0),
        (r#","client_portal_connection_status":"2""#, 201, 1.0),
        (r#","nested":[[[[{"a":{"b":[null]}}]]]]"#, 201, 1.0),
    ] {
        let body = format!(r#"{{"id":"uLu8K","client_name":"Ada"{more}}}"#);
        let stage = Odd::start(with_length("", body.as_bytes())).await;
        let stage = stage.stage(None).await;
        assert_eq!(drifted(&stage).await, 0.0);

        let answer = stage.create(KEY, ADA).await;

        assert_eq!(answer.status, status, "{more}");
        assert_eq!(drifted(&stage).await, strays, "{more}");
    }
    let numeric = Odd::start(with_length("", br#"{"id":5,"client_name":"Ada"}"#)).await;
    let stage = numeric.stage(None).await;
    assert!([201, 202].contains(&stage.create(KEY, ADA).await.status.as_u16()));
    assert_eq!(drifted(&stage).await, 1.0);
}

#[tokio::test(flavor = "multi_thread")]
async fn a_thousand_creates_survive_a_change_of_the_key() {
    let client = br#"{"id":"c{n}","client_name":"Ada"}"#;
    // Until the connection ends: the number makes it longer.
    let upstream = Odd::start([&b"\r\n"[..], client].concat()).await;
    let folder = tempfile::tempdir().unwrap();
    let path = |name: &str| folder.path().join(name);
    std::fs::write(path("key"), "the-old-one\n").unwrap();
    let stage = upstream.stage(Some(ApiKey::from_file(&path("key")).unwrap())).await;

    let stage = &stage;
    let creates = stream::iter(0..1000).map(|number| {
        let change = number == 500;
        if change {
            std::fs::write(path("next"), "the-new-one\n").unwrap();
            std::fs::rename(path("next"), path("key")).unwrap();
        }
        async move {
            let key = format!("{number:08x}-8d1b-4c77-9d6b-0e4f1c2a3b4d");
            let answer = stage.create(&key, ADA).await;
            assert_eq!(answer.status, 201, "{number}: {answer:?}");
            answer.json()["id"].as_str().unwrap().to_owned()
        }
    });
    let ids: Vec<_> = creates.buffer_unordered(48).collect().await;

    let distinct: std::collections::HashSet<_> = ids.iter().collect();
    assert_eq!(distinct.len(), 1000);
    let keys = upstream.keys.lock().unwrap().clone();
    assert_eq!(keys.len(), 2, "{keys:?}");
    assert_eq!(keys.values().sum::<usize>(), 1000);
    // Whoever began after the change has used the new one.
    assert!(keys["the-new-one"] >= 500 && keys["the-old-one"] >= 500 - 48, "{keys:?}");
}
