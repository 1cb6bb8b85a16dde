//! A running demo: the proxy, with the sandbox in the same process.

use std::io::{BufRead as _, BufReader, Read as _, Write as _};
use std::net::{SocketAddr, TcpListener, TcpStream};
use std::path::Path;
use std::process::{ChildStdout, Command, Stdio};
use std::sync::mpsc::{self, Receiver, RecvTimeoutError, Sender};
use std::thread;
use std::time::Duration;

use anyhow::{Context as _, Result, bail};
use serde_json::Value;

use crate::signals::Running;
use crate::workspace::Workspace;

/// How long the proxy may take to start, and to answer its first request.
const PATIENCE: Duration = Duration::from_secs(20);

/// A proxy that answers, and its sandbox.
#[derive(Debug)]
pub(crate) struct Demo {
    pub(crate) running: Running,
    pub(crate) address: SocketAddr,
}

/// What its log shows on the terminal.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Log {
    /// Every line.
    All,
    /// What went wrong.
    Trouble,
}

impl Demo {
    /// Starts one and waits until it listens.
    ///
    /// # Errors
    ///
    /// Fails when it cannot listen there; what it said is on the terminal.
    pub(crate) fn start(
        workspace: &Workspace,
        listen: SocketAddr,
        page: &Path,
        more: &[String],
        log: Log,
    ) -> Result<Self> {
        let mut command = workspace.command(workspace.release("roosted-proxy"));
        command
            .args(["--demo", "--admin-listen", "127.0.0.1:0", "--listen"])
            .arg(listen.to_string())
            .arg("--static-dir")
            .arg(page)
            .args(more);
        Self::of(&mut command, log)
    }

    /// Starts what is to be one and waits until it listens.
    ///
    /// # Errors
    ///
    /// As [`Demo::start`].
    pub(crate) fn of(command: &mut Command, log: Log) -> Result<Self> {
        command.stdin(Stdio::null()).stdout(Stdio::piped());
        let mut running = Running::start("the proxy", command)?;
        let stdout = running.stdout().expect("it was asked for above");
        let (sender, listening) = mpsc::channel();
        thread::spawn(move || follow(stdout, &sender, log));
        Ok(Self { address: address(&listening)?, running })
    }

    /// Asks for the page, so that the address we print is one that works.
    ///
    /// # Errors
    ///
    /// Fails when it does not answer, or not with the page.
    pub(crate) fn answers(&self) -> Result<()> {
        self.get("/").map(drop)
    }

    /// The body of an answer.
    ///
    /// # Errors
    ///
    /// Fails when there is none, and when it is no success.
    pub(crate) fn get(&self, path: &str) -> Result<Vec<u8>> {
        let mut stream = TcpStream::connect_timeout(&self.address, PATIENCE)?;
        stream.set_read_timeout(Some(PATIENCE))?;
        let host = self.address;
        write!(stream, "GET {path} HTTP/1.1\r\nHost: {host}\r\nConnection: close\r\n\r\n")?;
        let mut answer = Vec::new();
        stream.read_to_end(&mut answer).context("no answer")?;
        let end = answer.windows(4).position(|it| it == b"\r\n\r\n").context("half an answer")?;
        let head = String::from_utf8_lossy(&answer[..end]);
        if !head.starts_with("HTTP/1.1 200") {
            bail!("it answered `{}`", head.lines().next().unwrap_or_default());
        }
        Ok(answer.split_off(end + 4))
    }
}

/// The address, or a free port beside it if that one is taken.
pub(crate) fn free(wanted: SocketAddr) -> SocketAddr {
    // Closed again at once; whoever takes it in between makes the proxy say so.
    match TcpListener::bind(wanted) {
        Ok(_) => wanted,
        Err(_) => SocketAddr::new(wanted.ip(), 0),
    }
}

/// Waits for the address in the log.
fn address(listening: &Receiver<SocketAddr>) -> Result<SocketAddr> {
    listening.recv_timeout(PATIENCE).map_err(|error| match error {
        RecvTimeoutError::Timeout => anyhow::anyhow!("the proxy does not say where it listens"),
        RecvTimeoutError::Disconnected => anyhow::anyhow!("the proxy did not start, see above"),
    })
}

/// Reads the log to its end: an unread pipe would stop the proxy.
fn follow(stdout: ChildStdout, listening: &Sender<SocketAddr>, log: Log) {
    for line in BufReader::new(stdout).lines().map_while(Result::ok) {
        let entry = serde_json::from_str(&line).unwrap_or(Value::Null);
        if let Some(address) = public(&entry) {
            // Nobody waits for a second one.
            _ = listening.send(address);
        }
        if log == Log::All || is_trouble(&entry) {
            println!("{line}");
        }
    }
}

/// The public address, if this is the entry that tells it.
fn public(entry: &Value) -> Option<SocketAddr> {
    (entry["event"] == "listening").then(|| entry["public"].as_str()?.parse().ok()).flatten()
}

/// Whether a person should read the entry; what is no entry at all is one.
fn is_trouble(entry: &Value) -> bool {
    !matches!(entry["level"].as_str(), Some("TRACE" | "DEBUG" | "INFO"))
}

#[cfg(test)]
mod tests {
    use super::*;
    use serde_json::json;

    #[test]
    fn the_address_is_read_from_the_log() {
        let entry = json!({ "event": "listening", "public": "127.0.0.1:8080", "admin": "[::1]:9" });
        assert_eq!(public(&entry), Some(([127, 0, 0, 1], 8080).into()));
        assert_eq!(public(&json!({ "event": "stopped", "public": "127.0.0.1:8080" })), None);
        assert_eq!(public(&Value::Null), None);
    }

    #[test]
    fn only_trouble_is_shown_unasked() {
        assert!(is_trouble(&json!({ "level": "WARN" })));
        assert!(is_trouble(&json!({ "level": "ERROR" })));
        assert!(is_trouble(&Value::Null));
        assert!(!is_trouble(&json!({ "level": "INFO" })));
    }

    #[test]
    fn a_taken_port_is_left_alone() {
        let taken = TcpListener::bind("127.0.0.1:0").unwrap();
        let wanted = taken.local_addr().unwrap();
        assert_eq!(free(wanted).port(), 0);
        drop(taken);
        assert_eq!(free(wanted), wanted);
    }
}
