//! The program as a process of its own, and a caller that writes bytes.

use std::io::{BufRead as _, BufReader, Read as _, Write as _};
use std::net::TcpStream;
use std::process::{Child, ChildStderr, Command, ExitStatus, Output, Stdio};
use std::sync::mpsc::{Receiver, channel};
use std::thread;
use std::time::{Duration, Instant};

use serde_json::Value;
use tempfile::TempDir;

use crate::stage::page;

/// The running program. It ends when this is dropped.
pub(crate) struct Program {
    child: Child,
    lines: Receiver<Value>,
    err: Option<ChildStderr>,
    /// The public and the admin address.
    pub(crate) public: String,
    pub(crate) admin: String,
    _folder: TempDir,
}

/// What is left of it.
pub(crate) struct Remains {
    pub(crate) status: ExitStatus,
    /// Every line of the log but the first.
    pub(crate) log: Vec<Value>,
    pub(crate) err: String,
}

/// The program with these settings and no others, and a page to serve.
pub(crate) fn command(arguments: &[&str], environment: &[(&str, &str)]) -> (Command, TempDir) {
    let folder = page();
    let mut command = Command::new(env!("CARGO_BIN_EXE_roosted-proxy"));
    command
        .env_clear()
        .env("ROOSTED_LISTEN", "127.0.0.1:0")
        .env("ROOSTED_ADMIN_LISTEN", "127.0.0.1:0")
        .env("ROOSTED_STATIC_DIR", folder.path())
        .current_dir(folder.path())
        .envs(environment.iter().copied())
        .args(arguments)
        .stdin(Stdio::null())
        .stdout(Stdio::piped())
        .stderr(Stdio::piped());
    (command, folder)
}

/// Runs it to its end.
pub(crate) fn run(arguments: &[&str], environment: &[(&str, &str)]) -> Output {
    command(arguments, environment).0.output().unwrap()
}

impl Program {
    /// Starts it and reads where it listens from its first line.
    pub(crate) fn start(arguments: &[&str], environment: &[(&str, &str)]) -> Self {
        let (mut command, folder) = command(arguments, environment);
        let mut child = command.spawn().unwrap();
        let (out, err) = (child.stdout.take().unwrap(), child.stderr.take());
        let (sender, lines) = channel();
        // Read at once: a full pipe would stop the program.
        thread::spawn(move || {
            for line in BufReader::new(out).lines() {
                sender.send(serde_json::from_str(&line.unwrap()).unwrap()).unwrap();
            }
        });
        let line: Value = lines.recv().unwrap();
        assert_eq!(line["event"], "listening");
        let address = |name: &str| line[name].as_str().unwrap().to_owned();
        let (public, admin) = (address("public"), address("admin"));
        Self { child, lines, err, public, admin, _folder: folder }
    }

    /// The next line of its log.
    pub(crate) fn next_line(&self) -> Value {
        self.lines.recv().unwrap()
    }

    /// The next line of its log with this event.
    pub(crate) fn line_with(&self, event: &str) -> Value {
        self.lines.iter().find(|it| it["event"] == event).unwrap()
    }

    pub(crate) fn id(&self) -> u32 {
        self.child.id()
    }

    /// Sends it a signal, such as `TERM`.
    pub(crate) fn signal(&self, name: &str) {
        let id = self.child.id().to_string();
        let status = Command::new("kill").args(["-s", name, &id]).status().unwrap();
        assert!(status.success());
    }

    /// Ends it as a power cut would.
    pub(crate) fn kill(&mut self) {
        self.child.kill().unwrap();
        self.child.wait().unwrap();
    }

    /// Waits for its end, which something must have caused.
    pub(crate) fn end(mut self) -> Remains {
        let log = self.lines.iter().collect();
        let mut err = String::new();
        self.err.take().unwrap().read_to_string(&mut err).unwrap();
        Remains { status: self.child.wait().unwrap(), log, err }
    }

    /// As the form sends a draft.
    pub(crate) fn create(&self, key: &str, draft: &str) -> Reply {
        send(&self.public, &self.creating(key, draft))
    }

    pub(crate) fn creating(&self, key: &str, draft: &str) -> String {
        self.posting("/api/clients", &format!("Idempotency-Key: {key}\r\n"), draft)
    }

    /// As the form sends an invitation.
    pub(crate) fn invite(&self, id: &str, body: &str) -> Reply {
        send(&self.public, &self.inviting(id, body))
    }

    pub(crate) fn inviting(&self, id: &str, body: &str) -> String {
        self.posting(&format!("/api/clients/{id}/invite"), "", body)
    }

    fn posting(&self, path: &str, header: &str, body: &str) -> String {
        let host = &self.public;
        format!(
            "POST {path} HTTP/1.1\r\nHost: {host}\r\nOrigin: http://{host}\r\n\
             X-Roosted-Form: 1\r\nContent-Type: application/json\r\n{header}\
             Content-Length: {}\r\nConnection: close\r\n\r\n{body}",
            body.len()
        )
    }

    pub(crate) fn get(&self, path: &str) -> Reply {
        get(&self.public, path)
    }
}

impl Drop for Program {
    fn drop(&mut self) {
        let _ = self.child.kill();
        let _ = self.child.wait();
    }
}

/// An answer as it came.
#[derive(Debug)]
pub(crate) struct Reply {
    /// Of the first answer; 0 if there was none.
    pub(crate) status: u16,
    pub(crate) text: String,
}

impl Reply {
    pub(crate) fn json(&self) -> Value {
        serde_json::from_str(self.text.split_once("\r\n\r\n").unwrap().1).unwrap()
    }
}

pub(crate) fn get(address: &str, path: &str) -> Reply {
    send(address, &format!("GET {path} HTTP/1.1\r\nHost: {address}\r\nConnection: close\r\n\r\n"))
}

/// Opens a connection and writes.
pub(crate) fn begin(address: &str, request: &str) -> TcpStream {
    let mut stream = TcpStream::connect(address).unwrap();
    stream.set_read_timeout(Some(Duration::from_secs(30))).unwrap();
    // The other side may have hung up before the end of a request that it refuses.
    let _ = stream.write_all(request.as_bytes());
    stream
}

/// Reads until the other side closes.
pub(crate) fn finish(mut stream: TcpStream) -> Reply {
    let mut bytes = Vec::new();
    // A reset is an end, too: what came before it counts.
    let _ = stream.read_to_end(&mut bytes);
    let text = String::from_utf8(bytes).unwrap();
    let status = text.get(9..12).and_then(|it| it.parse().ok()).unwrap_or(0);
    Reply { status, text }
}

/// Waits until something is so, on the slowest machine.
pub(crate) fn until(is_so: impl FnMut() -> bool) {
    until_within(Duration::from_secs(30), is_so);
}

/// The same for what takes its time.
pub(crate) fn until_within(longest: Duration, mut is_so: impl FnMut() -> bool) {
    let begun = Instant::now();
    while !is_so() {
        assert!(begun.elapsed() < longest, "it did not come to be so");
        // Others need the processor to bring it about.
        thread::sleep(Duration::from_millis(2));
    }
}

pub(crate) fn send(address: &str, request: &str) -> Reply {
    finish(begin(address, request))
}
