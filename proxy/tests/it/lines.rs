//! Connections to the upstream: kept for reads, new for what creates, and what becomes of those
//! that the upstream closes.

use std::collections::HashMap;
use std::net::SocketAddr;
use std::sync::{Arc, Mutex};

use roosted_proxy::ApiKey;
use tokio::io::{AsyncReadExt as _, AsyncWriteExt as _};
use tokio::net::{TcpListener, TcpStream};

use crate::stage::{ADA, KEY, OTHER_KEY, Setup, Stage, within_reason};

/// What the upstream does with a connection.
#[derive(Clone, Copy)]
enum Manner {
    /// It waits for the next request.
    Keeps,
    /// It answers one request, and closes without having said so.
    ClosesIdle,
    /// It answers one request, reads the next, and closes.
    ClosesOnTheSecond,
    /// It reads a request and closes.
    NeverAnswers,
}

/// A request as it arrived: on which connection, by which method, with which key.
#[derive(Clone, Debug, PartialEq, Eq)]
struct Arrived {
    connection: usize,
    method: String,
    key: String,
}

/// An upstream that counts its connections. It has no clients, and takes every create.
struct Counting {
    address: SocketAddr,
    log: Arc<Mutex<Vec<Arrived>>>,
}

impl Counting {
    async fn start(manner: Manner) -> Self {
        let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
        let address = listener.local_addr().unwrap();
        let log = Arc::<Mutex<Vec<Arrived>>>::default();
        let seen = log.clone();
        tokio::spawn(async move {
            for connection in 0.. {
                let (stream, _) = listener.accept().await.unwrap();
                tokio::spawn(converse(stream, connection, manner, seen.clone()));
            }
        });
        Self { address, log }
    }

    async fn stage(&self) -> Stage {
        Stage::with(self.setup()).await
    }

    fn setup(&self) -> Setup {
        let upstream = Some(format!("http://{}/api", self.address));
        Setup { upstream, ..Setup::default() }
    }

    fn log(&self) -> Vec<Arrived> {
        self.log.lock().unwrap().clone()
    }

    /// How many requests of that method arrived.
    fn count(&self, method: &str) -> usize {
        self.log().iter().filter(|it| it.method == method).count()
    }

    /// That each create was alone on its connection.
    fn creates_are_alone(&self, count: usize) {
        let mut requests = HashMap::<usize, Vec<String>>::new();
        for it in self.log() {
            requests.entry(it.connection).or_default().push(it.method);
        }
        let creating = requests.values().filter(|it| it.contains(&"POST".to_owned()));
        let creating: Vec<_> = creating.collect();
        assert_eq!(creating, vec![&vec!["POST".to_owned()]; count]);
    }
}

async fn converse(
    mut stream: TcpStream,
    connection: usize,
    manner: Manner,
    log: Arc<Mutex<Vec<Arrived>>>,
) {
    for number in 1.. {
        let Some(head) = request(&mut stream).await else { return };
        let word = |name: &str| head.lines().find_map(|it| it.strip_prefix(name)).unwrap();
        let method = head.split(' ').next().unwrap().to_owned();
        let answer = if method == "POST" {
            ("201 Created", r#"{"id":"uLu8K","client_name":"Ada & Sons"}"#)
        } else if head.starts_with("GET /api/clients?") {
            ("200 OK", r#"{"clients":[],"total_count":0}"#)
        } else {
            ("200 OK", r#"{"id":"abc","client_name":"Ada & Sons"}"#)
        };
        let key = word("x-api-key: ").to_owned();
        log.lock().unwrap().push(Arrived { connection, method, key });
        match (manner, number) {
            (Manner::NeverAnswers, _) | (Manner::ClosesOnTheSecond, 2) => return,
            _ => {}
        }
        let (status, body) = answer;
        let answer = format!("HTTP/1.1 {status}\r\nContent-Length: {}\r\n\r\n{body}", body.len());
        stream.write_all(answer.as_bytes()).await.unwrap();
        if matches!(manner, Manner::ClosesIdle) {
            return;
        }
    }
}

/// Reads a request with its body; `None` where the other side has gone.
async fn request(stream: &mut TcpStream) -> Option<String> {
    let mut bytes = Vec::new();
    loop {
        if stream.read_buf(&mut bytes).await.ok()? == 0 {
            return None;
        }
        let text = String::from_utf8_lossy(&bytes);
        if let Some((head, body)) = text.split_once("\r\n\r\n") {
            let length = head.lines().find_map(|it| it.strip_prefix("content-length: "));
            if body.len() >= length.map_or(0, |it| it.parse().unwrap()) {
                return Some(head.to_owned());
            }
        }
    }
}

/// Reads a client so often, one after the other, and each time it is there.
async fn reads(stage: &Stage, times: usize) {
    for _ in 0..times {
        let answer = within_reason(stage.get("/api/clients/abc")).await;
        assert_eq!(answer.status, 200, "{answer:?}");
    }
}

#[tokio::test]
async fn reads_share_a_connection_and_creates_have_their_own() {
    let upstream = Counting::start(Manner::Keeps).await;
    let stage = upstream.stage().await;

    reads(&stage, 5).await;
    for key in [KEY, OTHER_KEY] {
        assert_eq!(stage.create(key, ADA).await.status, 201);
        reads(&stage, 2).await;
    }

    upstream.creates_are_alone(2);
    let reading = upstream.log().into_iter().filter(|it| it.method == "GET");
    assert!(reading.into_iter().all(|it| it.connection == 0), "{:?}", upstream.log());
    assert_eq!(upstream.count("GET"), 5 + 2 + 2 * 2);
}

#[tokio::test]
async fn a_connection_that_was_closed_while_idle_costs_no_answer() {
    let upstream = Counting::start(Manner::ClosesIdle).await;
    let stage = upstream.stage().await;

    reads(&stage, 20).await;
    assert_eq!(stage.create(KEY, ADA).await.status, 201);
    reads(&stage, 20).await;

    upstream.creates_are_alone(1);
    assert_eq!(upstream.count("GET"), 20 + 1 + 20);
}

#[tokio::test]
async fn a_read_whose_connection_breaks_is_asked_once_more() {
    let upstream = Counting::start(Manner::ClosesOnTheSecond).await;
    let stage = upstream.stage().await;

    reads(&stage, 5).await;
    assert_eq!(stage.create(KEY, ADA).await.status, 201);
    reads(&stage, 5).await;

    upstream.creates_are_alone(1);
    // Eleven answers, and at every other one a kept connection was in vain.
    assert_eq!(upstream.count("GET"), 11 + 5);
    assert!(!stage.spoken_to.is_left_alone());
}

#[tokio::test]
async fn what_is_never_answered_is_asked_twice_and_created_once() {
    let upstream = Counting::start(Manner::NeverAnswers).await;
    let stage = upstream.stage().await;

    let answer = stage.get("/api/clients/abc").await;
    assert_eq!(answer.problem(), (502, "upstream-failed".into()));
    assert_eq!(upstream.count("GET"), 2);

    assert_eq!(stage.create(KEY, ADA).await.status, 202);
    upstream.creates_are_alone(1);
}

#[tokio::test]
async fn a_kept_connection_brings_the_key_of_the_day() {
    let upstream = Counting::start(Manner::Keeps).await;
    let folder = tempfile::tempdir().unwrap();
    let path = |name: &str| folder.path().join(name);
    std::fs::write(path("key"), "the-old-one\n").unwrap();
    let key = ApiKey::from_file(&path("key")).unwrap();
    let stage = Stage::with(Setup { key, ..upstream.setup() }).await;
    reads(&stage, 2).await;

    std::fs::write(path("next"), "the-new-one\n").unwrap();
    std::fs::rename(path("next"), path("key")).unwrap();
    reads(&stage, 2).await;

    let log = upstream.log();
    let keys: Vec<_> = log.iter().map(|it| (it.connection, it.key.as_str())).collect();
    let (old, new) = ((0, "the-old-one"), (0, "the-new-one"));
    assert_eq!(keys, [old, old, new, new]);
}
