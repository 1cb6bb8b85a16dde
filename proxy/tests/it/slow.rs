//! Callers who take their time: each kind is cut, and nobody else waits for them.

use std::fmt::Write as _;
use std::time::Duration;

use futures_util::future::select_all;
use roosted_proxy::Limits;
use roosted_proxy::config::Timeouts;
use rustix::process::{Resource, Rlimit, getrlimit, setrlimit};
use serde_json::json;
use tokio::io::{AsyncReadExt as _, AsyncWriteExt as _};
use tokio::net::{TcpSocket, TcpStream};
use tokio::task::JoinSet;
use tokio::time::{Instant, timeout};

use crate::stage::{ADA, HOST, KEY, Setup, Stage, page, put, within_reason};

/// No time is waited that a test can do without.
fn impatient() -> Limits {
    Limits {
        head: Duration::from_secs(1),
        idle: Duration::from_secs(3),
        body: Duration::from_secs(1),
        answer: Duration::from_secs(1),
        linger: Duration::from_secs(1),
        ..Limits::default()
    }
}

/// How long a machine under load may be late.
const SLACK: Duration = Duration::from_secs(20);

#[test]
fn by_default_it_is_as_patient_as_the_interface_says() {
    let seconds = Duration::from_secs;
    let limits = Limits::default();
    assert_eq!((limits.head, limits.body, limits.answer), (seconds(10), seconds(10), seconds(30)));
    assert_eq!((limits.connections, limits.in_flight, limits.http2), (2048, 64, false));
    // Fronts keep theirs for 60 s, and must be the first to close.
    assert!(limits.idle > seconds(60));
}

#[test]
fn who_waits_for_another_waits_longer() {
    let Timeouts { connect, upstream, answer } = Timeouts::default();
    assert_eq!([connect, upstream, answer].map(|it| it.as_secs()), [3, 20, 25]);
    // The form's, which is in another crate and not for this target.
    let form = include_str!("../../../src/api.rs");
    assert!(form.contains("const PATIENCE: i32 = 30_000;"));
    assert!(connect < upstream && upstream < answer && answer.as_millis() < 30_000);
}

/// Whoever says nothing else.
const CLOSE: &str = "Connection: close\r\n\r\n";

fn head(length: &str) -> String {
    format!(
        "POST /api/clients HTTP/1.1\r\nHost: {HOST}\r\nOrigin: http://{HOST}\r\n\
         X-Roosted-Form: 1\r\nContent-Type: application/json\r\nIdempotency-Key: {KEY}\r\n{length}"
    )
}

/// Writes, and reads what comes back until the other side closes.
async fn send(address: &str, request: &str) -> String {
    let mut stream = TcpStream::connect(address).await.unwrap();
    let _ = stream.write_all(request.as_bytes()).await;
    rest(&mut stream).await
}

async fn rest(stream: &mut TcpStream) -> String {
    let mut bytes = Vec::new();
    // A reset is an end, too.
    let _ = within_reason(stream.read_to_end(&mut bytes)).await;
    String::from_utf8(bytes).unwrap()
}

/// Writes a byte now and then until the other side closes, and tells what it said and when.
async fn trickle(address: &str, word: &str) -> (String, Duration) {
    let (mut reader, mut writer) = TcpStream::connect(address).await.unwrap().into_split();
    let begun = Instant::now();
    writer.write_all(word.as_bytes()).await.unwrap();
    let drip = tokio::spawn(async move {
        while writer.write_all(b"a").await.is_ok() {
            tokio::time::sleep(Duration::from_millis(100)).await;
        }
    });
    let mut bytes = Vec::new();
    let _ = within_reason(reader.read_to_end(&mut bytes)).await;
    drip.abort();
    (String::from_utf8(bytes).unwrap(), begun.elapsed())
}

#[track_caller]
fn in_time(took: Duration) {
    let second = Duration::from_secs(1);
    assert!(took >= second * 9 / 10 && took < second + SLACK, "{took:?}");
}

#[tokio::test]
async fn who_never_says_a_word_is_cut() {
    let stage = Stage::open().await;
    for http2 in [false, true] {
        let address = stage.listen(Limits { http2, ..impatient() }).await;
        for word in ["", "PRI * HTT"] {
            let begun = Instant::now();
            assert_eq!(send(&address, word).await, "");
            in_time(begun.elapsed());
        }
    }
    stage.nothing_arrived();
}

#[tokio::test]
async fn a_head_that_never_ends_is_cut_whatever_trickles_in() {
    let stage = Stage::open().await;
    let address = stage.listen(impatient()).await;
    for begin in ["", "GET ", "GET / HTTP/1.1\r\nHost: ", &head("Cookie: ")] {
        let (answer, took) = trickle(&address, begin).await;
        assert_eq!(answer, "", "{begin}");
        in_time(took);
    }
    stage.nothing_arrived();
}

#[tokio::test]
async fn a_body_that_never_ends_is_cut_whatever_trickles_in() {
    let stage = Stage::open().await;
    let address = stage.listen(impatient()).await;
    let length = head("Content-Length: 100000\r\n\r\n");
    let chunks = head("Transfer-Encoding: chunked\r\n\r\n10000\r\n");
    for begin in [&length, &chunks] {
        let (answer, took) = trickle(&address, begin).await;
        assert!(answer.starts_with("HTTP/1.1 400 "), "{answer}");
        assert!(answer.contains(r#""code":"malformed""#), "{answer}");
        in_time(took);

        let begun = Instant::now();
        assert!(send(&address, begin).await.starts_with("HTTP/1.1 400 "));
        in_time(begun.elapsed());
    }
    stage.nothing_arrived();
}

#[tokio::test]
async fn who_does_not_take_an_answer_is_cut() {
    let assets = page();
    put(assets.path(), "large.css", &vec![b' '; 1024 * 1024]);
    let stage = Stage::with(Setup { assets: Some(assets), ..Setup::default() }).await;
    // There is room for one, so the next is told so for as long as that one is there.
    let address = stage.listen(Limits { connections: 1, ..impatient() }).await;
    let socket = TcpSocket::new_v4().unwrap();
    socket.set_recv_buffer_size(4096).unwrap();
    let mut slow = socket.connect(address.parse().unwrap()).await.unwrap();
    let get = format!("GET /large.css HTTP/1.1\r\nHost: {HOST}\r\n\r\n");
    slow.write_all(get.repeat(50).as_bytes()).await.unwrap();
    // It has begun to answer.
    within_reason(slow.readable()).await.unwrap();

    let get = format!("GET / HTTP/1.1\r\nHost: {HOST}\r\n{CLOSE}");
    let begun = Instant::now();
    let first = send(&address, &get).await;
    assert!(first.starts_with("HTTP/1.1 503 ") && first.contains("overloaded"), "{first}");
    assert!(first.to_lowercase().contains("retry-after: 1\r\n"), "{first}");
    within_reason(async { while !send(&address, &get).await.starts_with("HTTP/1.1 200 ") {} })
        .await;

    assert!(begun.elapsed() > Duration::from_millis(500) && begun.elapsed() < SLACK);
    let mut bytes = Vec::new();
    let _ = within_reason(slow.read_to_end(&mut bytes)).await;
    assert!(bytes.len() < 50 * 1024 * 1024, "{}", bytes.len());
}

/// Reads one answer with a length.
async fn answer(stream: &mut TcpStream) -> String {
    let mut bytes = Vec::new();
    loop {
        let text = String::from_utf8_lossy(&bytes);
        if let Some((head, body)) = text.split_once("\r\n\r\n") {
            let head = head.to_lowercase();
            let length = head.split_once("content-length: ").unwrap().1;
            let length: usize = length.split("\r\n").next().unwrap().parse().unwrap();
            if body.len() == length {
                return text.into_owned();
            }
        }
        let mut byte = [0];
        assert_eq!(within_reason(stream.read(&mut byte)).await.unwrap(), 1, "{bytes:?}");
        bytes.push(byte[0]);
    }
}

#[tokio::test]
async fn an_idle_connection_is_kept_for_longer_than_a_head_may_take() {
    let stage = Stage::open().await;
    let address = stage.listen(impatient()).await;
    let get = format!("GET /api/environment HTTP/1.1\r\nHost: {HOST}\r\n\r\n");
    let mut kept = TcpStream::connect(&address).await.unwrap();
    kept.write_all(get.as_bytes()).await.unwrap();
    assert!(answer(&mut kept).await.starts_with("HTTP/1.1 200 "));

    // Another one, which never says a word, comes and is cut meanwhile.
    assert_eq!(send(&address, "").await, "");
    kept.write_all(get.as_bytes()).await.unwrap();
    assert!(answer(&mut kept).await.starts_with("HTTP/1.1 200 "));

    let begun = Instant::now();
    assert_eq!(rest(&mut kept).await, "");
    assert!(begun.elapsed() > Duration::from_secs(2), "{:?}", begun.elapsed());
    // A later head has no more time than the first.
    let mut kept = TcpStream::connect(&address).await.unwrap();
    kept.write_all(format!("{get}GET").as_bytes()).await.unwrap();
    let begun = Instant::now();
    assert!(rest(&mut kept).await.starts_with("HTTP/1.1 200 "));
    assert!(begun.elapsed() < Duration::from_millis(2500), "{:?}", begun.elapsed());
}

/// What the slow ones say, in turn: nothing, half a head, half a body, half an answer.
fn slow_word(number: usize) -> String {
    match number % 4 {
        0 => String::new(),
        1 => "POST /api/clients HTTP/1.1\r\nHost: ".to_owned(),
        2 => head("Content-Length: 1000\r\n\r\n{"),
        _ => format!("GET /large.css HTTP/1.1\r\nHost: {HOST}\r\n\r\n").repeat(20),
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn a_thousand_slow_ones_hold_nobody_up() {
    let Rlimit { maximum, .. } = getrlimit(Resource::Nofile);
    setrlimit(Resource::Nofile, Rlimit { current: maximum, maximum }).unwrap();
    let assets = page();
    put(assets.path(), "large.css", &vec![b' '; 1024 * 1024]);
    let stage = Stage::with(Setup { assets: Some(assets), ..Setup::default() }).await;
    // They are there until all creates are done, and not much longer.
    let patience = Duration::from_secs(5);
    let (head, body, answer) = (patience, patience, patience);
    let address = stage.listen(Limits { head, body, answer, ..Limits::default() }).await;
    let mut slow = Vec::new();
    for number in 0..1000 {
        let socket = TcpSocket::new_v4().unwrap();
        socket.set_recv_buffer_size(4096).unwrap();
        let mut stream = socket.connect(address.parse().unwrap()).await.unwrap();
        stream.write_all(slow_word(number).as_bytes()).await.unwrap();
        slow.push((number, stream));
    }

    for number in 0..20 {
        let key = format!("{number:08x}-8d1b-4c77-9d6b-0e4f1c2a3b4d");
        let request = self::head(&format!("Content-Length: {}\r\n{CLOSE}{ADA}", ADA.len()));
        let begun = Instant::now();
        let answer = send(&address, &request.replace(KEY, &key)).await;
        assert!(answer.starts_with("HTTP/1.1 201 "), "{answer}");
        assert!(begun.elapsed() < patience, "{:?}", begun.elapsed());
    }

    let mut ends = JoinSet::new();
    for (number, mut stream) in slow {
        ends.spawn(async move {
            // Whoever does not read keeps not reading until the others are cut.
            if number % 4 == 3 {
                return (number, None, stream);
            }
            let answer = timeout(patience + SLACK, rest(&mut stream)).await.unwrap();
            (number, Some(answer), stream)
        });
    }
    let mut counts = [0; 4];
    for (number, answer, _stream) in ends.join_all().await {
        counts[number % 4] += 1;
        match number % 4 {
            0 | 1 => assert_eq!(answer.as_deref(), Some("")),
            2 => assert!(answer.unwrap().starts_with("HTTP/1.1 400 ")),
            _ => {}
        }
    }
    assert_eq!(counts, [250; 4]);
    assert_eq!((stage.posts(), stage.sandbox.clients().len()), (20, 20));
}

#[tokio::test]
async fn only_so_many_large_bodies_are_read_at_once() {
    let stage = Stage::open().await;
    let address = stage.listen(Limits::default()).await;
    let large = head(&format!("Content-Length: 200000\r\n{CLOSE}{}", "x".repeat(100_000)));
    let small = head(&format!("Content-Length: {}\r\n{CLOSE}{ADA}", ADA.len()));
    let mut held = Vec::new();
    for _ in 0..65 {
        let mut stream = TcpStream::connect(&address).await.unwrap();
        stream.write_all(large.as_bytes()).await.unwrap();
        held.push(stream);
    }
    // One of them is told so; the others would be, had they come later.
    let answers = held.iter_mut().map(|it| Box::pin(it.read_u8()));
    let (_, told, _) = within_reason(select_all(answers)).await;
    let mut answer = [0; 11];
    held.swap_remove(told).read_exact(&mut answer).await.unwrap();
    assert_eq!(&answer, b"TTP/1.1 503");

    assert!(send(&address, &small).await.starts_with("HTTP/1.1 201 "));
    held.pop();
    within_reason(async {
        let key = crate::stage::OTHER_KEY;
        let large = large.replace(KEY, key) + &"x".repeat(100_000);
        while !send(&address, &large).await.starts_with("HTTP/1.1 400 ") {}
    })
    .await;
    assert_eq!(stage.posts(), 1);
}

#[tokio::test]
async fn the_largest_client_fits_by_length_and_in_chunks() {
    let stage = Stage::open().await;
    let address = stage.listen(Limits::default()).await;
    // Each character twelve bytes, as the most careful of serializers writes it.
    let mut escaped = String::new();
    for _ in 0..65_535 {
        escaped.push_str("\\ud83d\\ude00");
    }
    let draft = format!(r#"{{"client_name":"Ada","client_address":"{escaped}"}}"#);
    let length = head(&format!("Content-Length: {}\r\n{CLOSE}{draft}", draft.len()));
    let mut chunks = head(&format!("Transfer-Encoding: chunked\r\n{CLOSE}"));
    for chunk in draft.as_bytes().chunks(7919) {
        write!(chunks, "{:x}\r\n{}\r\n", chunk.len(), str::from_utf8(chunk).unwrap()).unwrap();
    }
    chunks.push_str("0\r\n\r\n");
    for request in [length, chunks.replace(KEY, crate::stage::OTHER_KEY)] {
        let answer = send(&address, &request).await;
        assert!(answer.starts_with("HTTP/1.1 201 "), "{}", &answer[..answer.len().min(400)]);
    }
    let text = json!("\u{1f600}".repeat(65_535));
    for client in stage.sandbox.clients() {
        assert_eq!(serde_json::to_value(&client).unwrap()["client_address"], text);
    }
    assert_eq!(stage.posts(), 2);
}
