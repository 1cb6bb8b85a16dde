//! HTTP/2, for a front that is allowed to speak it.

use std::time::Duration;

use axum::body::Body;
use axum::http::{Request, StatusCode};
use http_body_util::BodyExt as _;
use hyper::client::conn::http2::{SendRequest, handshake};
use hyper_util::rt::{TokioExecutor, TokioIo};
use roosted_proxy::Limits;
use tokio::io::{AsyncReadExt as _, AsyncWriteExt as _};
use tokio::net::TcpStream;
use tokio::task::JoinHandle;

use crate::stage::{ADA, HOST, KEY, ORIGIN, Stage, within_reason};

fn limits() -> Limits {
    Limits { http2: true, ..Limits::default() }
}

type Caller = (SendRequest<Body>, JoinHandle<hyper::Result<()>>);

async fn connect(address: &str) -> Caller {
    let stream = TcpStream::connect(address).await.unwrap();
    let (sender, connection) = handshake(TokioExecutor::new(), TokioIo::new(stream)).await.unwrap();
    (sender, tokio::spawn(connection))
}

async fn ask(caller: &mut SendRequest<Body>, request: Request<Body>) -> (StatusCode, String) {
    let answer = within_reason(caller.send_request(request)).await.unwrap();
    let status = answer.status();
    let body = answer.into_body().collect().await.unwrap().to_bytes();
    (status, String::from_utf8(body.to_vec()).unwrap())
}

fn get(host: &str, path: &str) -> Request<Body> {
    Request::get(format!("http://{host}{path}")).body(Body::empty()).unwrap()
}

fn create(draft: String) -> Request<Body> {
    Request::post(format!("http://{HOST}/api/clients"))
        .header("origin", ORIGIN)
        .header("x-roosted-form", "1")
        .header("content-type", "application/json")
        .header("idempotency-key", KEY)
        .body(Body::from(draft))
        .unwrap()
}

#[tokio::test]
async fn the_same_door_opens_to_it() {
    let stage = Stage::open().await;
    let address = stage.listen(limits()).await;
    let (mut caller, _connection) = connect(&address).await;

    assert_eq!(ask(&mut caller, get(HOST, "/api/environment")).await.0, 200);
    assert_eq!(ask(&mut caller, get(HOST, "/")).await.0, 200);
    assert_eq!(ask(&mut caller, create(ADA.to_owned())).await.0, 201);
    assert_eq!(stage.posts(), 1);
    // Beside it, who speaks HTTP/1.1 is understood as before, however few bytes come at once.
    let mut plain = TcpStream::connect(&address).await.unwrap();
    for byte in format!("PUT / HTTP/1.1\r\nHost: {HOST}\r\nConnection: close\r\n\r\n").bytes() {
        plain.write_u8(byte).await.unwrap();
        tokio::task::yield_now().await;
    }
    let mut answer = String::new();
    within_reason(plain.read_to_string(&mut answer)).await.unwrap();
    assert!(answer.starts_with("HTTP/1.1 405 "), "{answer}");
}

#[tokio::test]
async fn the_same_guards_stand_there() {
    let stage = Stage::open().await;
    let address = stage.listen(limits()).await;
    let (mut caller, _connection) = connect(&address).await;

    assert_eq!(ask(&mut caller, get("evil.example", "/api/clients/abc")).await.0, 421);
    let mut two = get(HOST, "/api/clients/abc");
    two.headers_mut().insert("host", "evil.example".parse().unwrap());
    assert_eq!(ask(&mut caller, two).await.0, 400);
    let mut foreign = create(ADA.to_owned());
    foreign.headers_mut().insert("origin", "http://evil.example".parse().unwrap());
    assert_eq!(ask(&mut caller, foreign).await.0, 403);
    let mut many = get(HOST, "/api/clients/abc");
    for _ in 0..70 {
        many.headers_mut().append("x-more", "1".parse().unwrap());
    }
    assert_eq!(ask(&mut caller, many).await.0, 431);
    assert_eq!(ask(&mut caller, get(HOST, &format!("/{}", "x".repeat(3000)))).await.0, 414);
    let (status, problem) = ask(&mut caller, create("x".repeat(1024 * 1024 + 1))).await;
    assert_eq!(status, 413, "{problem}");
    stage.nothing_arrived();
}

#[tokio::test]
async fn it_ends_when_it_is_idle_and_when_the_process_ends() {
    let stage = Stage::open().await;
    let idle = Duration::from_secs(1);
    let address = stage.listen(Limits { idle, ..limits() }).await;
    let (mut caller, connection) = connect(&address).await;
    assert_eq!(ask(&mut caller, get(HOST, "/")).await.0, 200);
    let _ = within_reason(connection).await.unwrap();
    assert!(caller.is_closed());

    let address = stage.listen(limits()).await;
    let (mut caller, connection) = connect(&address).await;
    assert_eq!(ask(&mut caller, get(HOST, "/")).await.0, 200);
    stage.tasks.close();
    let _ = within_reason(connection).await.unwrap();
    assert!(caller.is_closed());
}
