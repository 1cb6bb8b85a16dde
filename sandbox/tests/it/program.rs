//! The binary: how it starts, and what it refuses.

use std::io::{BufRead as _, BufReader};
use std::process::{Child, Command, Stdio};

use serde_json::Value;

use crate::stage::caller;

/// The running program. It ends when this is dropped.
struct Program(Child);

impl Drop for Program {
    fn drop(&mut self) {
        let _ = self.0.kill();
        let _ = self.0.wait();
    }
}

fn program(arguments: &[&str]) -> Command {
    let mut command = Command::new(env!("CARGO_BIN_EXE_roosted-sandbox"));
    command.args(arguments).stdout(Stdio::piped()).stderr(Stdio::piped());
    command
}

#[tokio::test]
async fn its_first_line_tells_where_it_listens() {
    let arguments = ["--listen", "127.0.0.1:0", "--api-key", "s3cret"];
    let mut program = Program(program(&arguments).spawn().unwrap());
    let mut line = String::new();
    BufReader::new(program.0.stdout.take().unwrap()).read_line(&mut line).unwrap();

    let line: Value = serde_json::from_str(&line).unwrap();
    assert_eq!(line["event"], "listening");
    let url = line["url"].as_str().unwrap();
    assert_eq!(url, format!("http://{}/api/1_12", line["address"].as_str().unwrap()));
    let list = || caller().get(format!("{url}/clients"));
    assert_eq!(list().send().await.unwrap().status(), 401);
    assert_eq!(list().header("x-api-key", "s3cret").send().await.unwrap().status(), 200);
}

#[tokio::test]
async fn it_can_do_without_a_log() {
    for (arguments, kept) in [(&["--no-log"][..], 0), (&[], 2)] {
        let mut program = Program(program(arguments).spawn().unwrap());
        let mut line = String::new();
        BufReader::new(program.0.stdout.take().unwrap()).read_line(&mut line).unwrap();
        let line: Value = serde_json::from_str(&line).unwrap();
        let url = line["url"].as_str().unwrap();
        let create = caller().post(format!("{url}/clients"));
        let create = create.header("content-type", "application/json");
        let created = create.body(r#"{"client_name":"Ada"}"#).send().await.unwrap();
        assert_eq!(created.status(), 201);
        let list = caller().get(format!("{url}/clients")).send().await.unwrap();
        let list: Value = serde_json::from_slice(&list.bytes().await.unwrap()).unwrap();
        assert_eq!(list["total_count"], 1);

        let log = format!("http://{}/_log", line["address"].as_str().unwrap());
        let log = caller().get(log).send().await.unwrap().bytes().await.unwrap();
        let log: Vec<Value> = serde_json::from_slice(&log).unwrap();
        assert_eq!(log.len(), kept, "{arguments:?}");
    }
}

#[test]
fn it_listens_on_loopback_only() {
    for address in ["0.0.0.0:0", "[::]:0", "192.0.2.1:0", "localhost", "127.0.0.1"] {
        let output = program(&["--listen", address]).output().unwrap();
        assert_eq!(output.status.code(), Some(2), "{address}");
        assert!(output.stdout.is_empty());
    }
}
