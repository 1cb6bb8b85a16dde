//! Faults in which the connection itself breaks, seen from a bare socket.

use std::io::ErrorKind;
use std::time::Duration;

use roosted_sandbox::{Fault, Route, Sandbox};
use serde_json::json;
use tokio::io::{AsyncReadExt as _, AsyncWriteExt as _};
use tokio::net::{TcpListener, TcpStream};
use tokio::time::timeout;

use crate::stage::{Stage, caller};

const CREATE: &str = "POST /api/1_12/clients HTTP/1.1\r\nhost: sandbox\r\n\
    content-type: application/json\r\ncontent-length: 21\r\n\r\n{\"client_name\":\"Ada\"}";

/// Sends a create and reads until the other side ends the connection.
async fn create(stage: &Stage) -> (String, Result<(), ErrorKind>) {
    let mut socket = TcpStream::connect(&stage.host).await.unwrap();
    socket.write_all(CREATE.as_bytes()).await.unwrap();
    let mut read = Vec::new();
    let end = timeout(Duration::from_secs(10), socket.read_to_end(&mut read)).await.unwrap();
    (String::from_utf8(read).unwrap(), end.map(drop).map_err(|it| it.kind()))
}

#[tokio::test]
async fn a_reset_is_a_reset_before_the_first_byte() {
    let stage = Stage::open().await;
    for created in [false, true] {
        stage.fault("create", json!({ "kind": "reset", "created": created })).await;
        let (answer, end) = create(&stage).await;
        assert_eq!((answer.as_str(), end), ("", Err(ErrorKind::ConnectionReset)));
        assert_eq!(stage.names().len(), usize::from(created));
    }
}

#[tokio::test]
async fn a_close_ends_in_order_before_the_first_byte() {
    let stage = Stage::open().await;
    stage.fault("create", json!({ "kind": "close", "created": true })).await;
    assert_eq!(create(&stage).await, (String::new(), Ok(())));
    assert_eq!(stage.names(), ["Ada"]);
}

#[tokio::test]
async fn a_cut_answer_announces_more_than_it_sends() {
    let stage = Stage::open().await;
    stage.fault("create", json!({ "kind": "cut", "created": true })).await;
    let (answer, end) = create(&stage).await;

    assert_eq!(end, Ok(()));
    let (head, body) = answer.split_once("\r\n\r\n").unwrap();
    assert!(head.starts_with("HTTP/1.1 201 Created"));
    let announced = head.lines().find_map(|it| it.strip_prefix("content-length: ")).unwrap();
    assert_eq!(announced.parse::<usize>().unwrap() / 2, body.len());
    assert!(body.starts_with("{\"id\":\""), "what came is the start of the client");
}

#[tokio::test]
async fn a_client_sees_each_broken_connection_as_an_error() {
    let stage = Stage::open().await;
    for kind in ["reset", "close", "cut"] {
        stage.fault("create", json!({ "kind": kind })).await;
        let answer = stage.creating(&json!({ "client_name": "Ada" })).send().await;
        match answer {
            Ok(answer) => assert!(kind == "cut" && answer.bytes().await.is_err(), "{kind}"),
            Err(error) => assert!(kind != "cut" && error.is_request(), "{kind}: {error}"),
        }
    }
    stage.created("Ada").await;
}

#[tokio::test]
async fn a_hang_answers_nothing_and_keeps_the_connection() {
    for created in [false, true] {
        let stage = Stage::open().await;
        stage.fault("create", json!({ "kind": "hang", "created": created })).await;
        let mut socket = TcpStream::connect(&stage.host).await.unwrap();
        socket.write_all(CREATE.as_bytes()).await.unwrap();
        stage.until(|sandbox| sandbox.log().iter().any(|it| !it.body.is_empty())).await;

        let answer = timeout(Duration::from_millis(200), socket.read_u8()).await;
        assert!(answer.is_err(), "neither a byte nor an end");
        if created {
            stage.until(|sandbox| sandbox.log()[0].stored.is_some()).await;
        }
        assert_eq!(stage.names().len(), usize::from(created));
    }
}

#[tokio::test]
async fn a_body_that_never_ends_is_logged_as_far_as_it_came() {
    let stage = Stage::open().await;
    let mut socket = TcpStream::connect(&stage.host).await.unwrap();
    socket.write_all(&CREATE.as_bytes()[..CREATE.len() - 3]).await.unwrap();
    socket.shutdown().await.unwrap();
    let mut rest = Vec::new();
    let _ = timeout(Duration::from_secs(10), socket.read_to_end(&mut rest)).await.unwrap();

    assert_eq!(stage.sandbox.log()[0].body, "{\"client_name\":\"Ad");
    assert!(stage.names().is_empty());
}

#[tokio::test]
async fn another_server_can_do_every_fault_but_closes_for_a_reset() {
    let sandbox = Sandbox::new(None);
    let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
    let url = format!("http://{}/api/1_12/clients", listener.local_addr().unwrap());
    let server = tokio::spawn(axum::serve(listener, sandbox.router()).into_future());

    sandbox.plan(Route::List, 1, Fault::Reset { created: false });
    assert!(caller().get(&url).send().await.unwrap_err().is_request());
    assert_eq!(caller().get(&url).send().await.unwrap().status(), 200);
    server.abort();
}

#[tokio::test]
async fn it_serves_nobody_but_this_machine() {
    let listener = TcpListener::bind("0.0.0.0:0").await.unwrap();
    let end = timeout(Duration::from_secs(10), Sandbox::new(None).serve(listener)).await;
    assert_eq!(end.unwrap().unwrap_err().kind(), ErrorKind::InvalidInput);
}
