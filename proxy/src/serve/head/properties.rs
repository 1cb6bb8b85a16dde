//! What holds for every head, not only for those we thought of: it is judged in pieces as in one,
//! and hyper reads what is passed on as it was judged.

use std::sync::{Arc, Mutex};

use axum::body::Body;
use axum::http::{Request, Response};
use http_body_util::BodyExt as _;
use hyper::body::Incoming;
use hyper::server::conn::http1;
use hyper::service::service_fn;
use hyper_util::rt::TokioIo;
use proptest::collection::vec;
use proptest::prelude::*;
use proptest::sample::select;
use tokio::io::AsyncWriteExt as _;

use super::*;

/// One of these, of which the first is by far the most likely: it is what is sent by everybody.
fn mostly(words: &'static [&'static str]) -> impl Strategy<Value = &'static str> {
    prop_oneof![24 => Just(words[0]), 3 => select(&words[1..])]
}

/// What readers agree on, and what they disagree on, most of all where a body ends.
fn a_header() -> impl Strategy<Value = String> {
    let length = &["Content-Length", "content-length", "Content_Length", "Content-Length "];
    let count = &["5", "0", "12", "012", "+5", "5, 5", "0x5", "-1", ""];
    let encoding = &["Transfer-Encoding", "TRANSFER-ENCODING", "Transfer-Encoding "];
    let chunked =
        &["chunked", "Chunked", "chunked\t", "\u{b}chunked", "gzip, chunked", "identity", ""];
    let other = &["Host", "Connection", "Expect", "Upgrade", "X", "\u{e4}", ""];
    let value = &["a", "close", "keep-alive", "upgrade", "100-continue", "\u{e4}", "\0"];
    let named = prop_oneof![
        (select(&length[..]), select(&count[..])),
        (select(&encoding[..]), select(&chunked[..])),
        (select(&other[..]), select(&value[..])),
    ];
    (named, mostly(&[": ", ":", " :", ":\t \t", ":\r\n "]), mostly(LINE_ENDS))
        .prop_map(|((name, value), between, end)| [name, between, value, end].concat())
}

const LINE_ENDS: &[&str] = &["\r\n", "\n", "\r", "\r\n ", "\r\r\n"];

fn a_head() -> impl Strategy<Value = Vec<u8>> {
    let before = mostly(&["", "\r\n", "\r\n\r\n", "\n"]);
    let method = mostly(&["POST", "GET", "HEAD", "OPTIONS", "get", "M-SEARCH"]);
    let target = mostly(&["/", "*", "/a?b", "http://a/", "//", "a", "/\u{e4}", "/ "]);
    let version = mostly(&["HTTP/1.1", "HTTP/1.0", "HTTP/1.2"]);
    let (first, last) = (mostly(LINE_ENDS), mostly(LINE_ENDS));
    (before, method, target, version, first, vec(a_header(), 0..4), last).prop_map(
        |(before, method, target, version, first, headers, last)| {
            let line = format!("{before}{method} {target} {version}{first}");
            [line, headers.concat(), last.to_owned()].concat().into_bytes()
        },
    )
}

/// The requests that hyper finds in these bytes: the address and the body of each.
async fn as_hyper_reads(bytes: &[u8]) -> Vec<(String, Option<Vec<u8>>)> {
    let (mut caller, door) = tokio::io::duplex(64 * 1024);
    caller.write_all(bytes).await.unwrap();
    caller.shutdown().await.unwrap();
    let read = Arc::new(Mutex::new(Vec::new()));
    let seen = read.clone();
    let service = service_fn(move |request: Request<Incoming>| {
        let seen = seen.clone();
        async move {
            let address = request.uri().to_string();
            let body = request.into_body().collect().await.ok().map(|it| it.to_bytes().to_vec());
            seen.lock().unwrap().push((address, body));
            Ok::<_, std::convert::Infallible>(Response::new(Body::empty()))
        }
    });
    // What it makes of the end is not the question.
    let _ = http1::Builder::new().serve_connection(TokioIo::new(door), service).await;
    drop(caller);
    Arc::try_unwrap(read).unwrap().into_inner().unwrap()
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(2048))]

    #[test]
    fn hyper_reads_what_is_passed_on_as_it_was_judged(head in a_head()) {
        let Head::Whole(length, framing) = judge(&head, 0) else { return Ok(()) };
        let head = &head[..length];
        // A body that would be a request of its own, for whoever ends the first one too early.
        let inner = b"GET /inner HTTP/1.1\r\nHost: a\r\n\r\n";
        let (body, sent) = match framing {
            Framing::Length(count) => {
                let count = usize::try_from(count).unwrap();
                let body: Vec<u8> = inner.iter().copied().cycle().take(count).collect();
                (body.clone(), body)
            }
            Framing::Chunked => {
                let chunk = format!("{:x}\r\n", inner.len()).into_bytes();
                (inner.to_vec(), [&chunk, &inner[..], b"\r\n0\r\n\r\n"].concat())
            }
        };
        let next = b"GET /next HTTP/1.1\r\nHost: a\r\n\r\n";
        let bytes = [head, &sent, &next[..]].concat();

        let runtime = tokio::runtime::Builder::new_current_thread().build().unwrap();
        let read = runtime.block_on(as_hyper_reads(&bytes));

        // hyper may refuse what was let pass, and it may end the connection after it.
        if let Some((address, found)) = read.first() {
            prop_assert!(address != "/inner" && address != "/next", "{}", address);
            prop_assert_eq!(found.as_ref(), Some(&body));
        }
        if let Some((address, _)) = read.get(1) {
            prop_assert_eq!(address, "/next");
        }
        prop_assert!(read.len() <= 2);
    }

    #[test]
    fn a_head_is_judged_in_pieces_as_in_one(head in a_head(), more in "[A-Z /\r\n:]{0,20}") {
        let bytes = [head, more.into_bytes()].concat();
        let pieces = (1..=bytes.len()).map(|end| judge(&bytes[..end], end - 1));
        let found = pieces.into_iter().find(|it| *it != Head::Partial).unwrap_or(Head::Partial);
        prop_assert_eq!(found, judge(&bytes, 0));
    }

    #[test]
    fn any_bytes_are_judged(bytes in any::<Vec<u8>>(), seen in any::<prop::sample::Index>()) {
        // What was seen before was the beginning of a head, or nobody would ask again.
        let seen = if bytes.is_empty() { 0 } else { seen.index(bytes.len()) };
        if judge(&bytes[..seen], 0) == Head::Partial {
            prop_assert_eq!(judge(&bytes, seen), judge(&bytes, 0));
        }
    }
}
