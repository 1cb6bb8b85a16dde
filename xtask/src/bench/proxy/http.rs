//! A single request, to see that somebody answers as they should.

use std::io::{Read as _, Write as _};
use std::net::{SocketAddr, TcpStream};
use std::time::Duration;

use anyhow::{Context as _, Result, ensure};
use serde_json::Value;

/// How long an answer may take.
const PATIENCE: Duration = Duration::from_secs(20);

/// What came back.
#[derive(Debug)]
pub(crate) struct Answer {
    head: String,
    pub(crate) body: Vec<u8>,
}

/// Asks on a connection of its own.
///
/// # Errors
///
/// Fails when nobody answers, or not with HTTP.
pub(crate) fn ask(
    address: SocketAddr,
    method: &str,
    path: &str,
    headers: &[(&str, &str)],
    body: &str,
) -> Result<Answer> {
    let mut request = Vec::new();
    write!(request, "{method} {path} HTTP/1.1\r\nHost: {address}\r\nConnection: close\r\n")?;
    for (name, value) in headers {
        write!(request, "{name}: {value}\r\n")?;
    }
    write!(request, "Content-Length: {}\r\n\r\n{body}", body.len())?;
    let mut stream = TcpStream::connect_timeout(&address, PATIENCE)?;
    stream.set_read_timeout(Some(PATIENCE))?;
    stream.write_all(&request)?;
    let mut answer = Vec::new();
    stream.read_to_end(&mut answer).context("no answer")?;
    Answer::read(&answer)
}

impl Answer {
    fn read(bytes: &[u8]) -> Result<Self> {
        let end = bytes.windows(4).position(|it| it == b"\r\n\r\n").context("no head")?;
        let head = String::from_utf8_lossy(&bytes[..end]).into_owned();
        let mut answer = Self { head, body: bytes[end + 4..].to_vec() };
        // Caddy sends a file so that was compressed before.
        if answer.header("transfer-encoding") == Some("chunked") {
            answer.body = joined(&answer.body).context("a body that is cut off")?;
        }
        Ok(answer)
    }

    /// The same, if it has that status.
    ///
    /// # Errors
    ///
    /// Fails when it has another.
    pub(crate) fn expect(self, status: u16) -> Result<Self> {
        let line = self.head.lines().next().unwrap_or_default();
        let is_it = line.split(' ').nth(1) == Some(&status.to_string());
        ensure!(is_it, "`{line}`, not {status}: {}", String::from_utf8_lossy(&self.body));
        Ok(self)
    }

    /// The value of a header, whose name is in lower case.
    pub(crate) fn header(&self, name: &str) -> Option<&str> {
        let mut headers = self.head.lines().filter_map(|it| it.split_once(':'));
        headers.find(|it| it.0.eq_ignore_ascii_case(name)).map(|it| it.1.trim())
    }

    /// The body as JSON.
    ///
    /// # Errors
    ///
    /// Fails when it is none.
    pub(crate) fn json(&self) -> Result<Value> {
        serde_json::from_slice(&self.body).context("no JSON")
    }
}

/// A body without the sizes between its chunks, if it is whole.
fn joined(mut chunks: &[u8]) -> Option<Vec<u8>> {
    let mut body = Vec::new();
    loop {
        let end = chunks.windows(2).position(|it| it == b"\r\n")?;
        let size = usize::from_str_radix(str::from_utf8(&chunks[..end]).ok()?, 16).ok()?;
        if size == 0 {
            return Some(body);
        }
        let chunk = chunks.get(end + 2..)?;
        body.extend_from_slice(chunk.get(..size)?);
        chunks = chunk.get(size + 2..)?;
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn chunks_are_joined_if_all_are_there() {
        let head = "HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n";
        let read = |body: &str| Answer::read(format!("{head}{body}").as_bytes());
        assert_eq!(
            read("3\r\nAda\r\na\r\n\r\nLovelace\r\n0\r\n\r\n").unwrap().body,
            b"Ada\r\nLovelace"
        );
        for cut in ["", "3\r\nAd", "3\r\nAda\r\n", "x\r\nAda\r\n0\r\n\r\n"] {
            assert!(read(cut).is_err(), "{cut:?}");
        }
    }

    #[test]
    fn an_answer_is_taken_apart() {
        let text = "HTTP/1.1 201 Created\r\nContent-Encoding: br\r\n\r\n{\"id\":7}";
        let answer = Answer::read(text.as_bytes()).unwrap().expect(201).unwrap();
        assert_eq!(answer.header("content-encoding"), Some("br"));
        assert_eq!(answer.header("etag"), None);
        assert_eq!(answer.json().unwrap()["id"], 7);
        let error = answer.expect(200).unwrap_err().to_string();
        assert_eq!(error, "`HTTP/1.1 201 Created`, not 200: {\"id\":7}");
        assert!(Answer::read(b"").is_err());
    }
}
