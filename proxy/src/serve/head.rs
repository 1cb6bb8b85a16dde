//! The head of a request, judged as a whole before hyper reads it.
//!
//! hyper is lenient where two readers can disagree on what a request is or where it ends: it takes
//! a bare line feed, and a length beside chunks. A front that reads it otherwise would take the
//! rest for a request of somebody else. What is passed on reads in one way only.

use axum::http::Uri;
use httparse::{EMPTY_HEADER, Header, Request, Status};

use crate::guard::{MAX_HEADER_BYTES, MAX_HEADERS, MAX_URI, Refusal};

/// The most bytes of a head: what the limits allow, with the white space that they do not count.
const MOST: usize = 24 * 1024;

/// The most bytes of the first line: the address, with its method and version.
const MOST_OF_A_LINE: usize = MAX_URI + 64;

/// What the bytes so far are.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Head {
    /// The beginning of a head.
    Partial,
    /// A head of so many bytes, followed by a body.
    Whole(usize, Framing),
    /// Nothing that is passed on.
    Refused(Refusal),
}

/// Where a body ends.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Framing {
    /// After so many bytes.
    Length(u64),
    /// Where the chunks say so.
    Chunked,
}

/// Judges what has been read; its first `seen` bytes were judged to be [`Head::Partial`] before.
pub(crate) fn judge(bytes: &[u8], seen: usize) -> Head {
    // A caller may send an empty line after a body.
    let start = bytes.chunks(2).take_while(|it| it == b"\r\n").count() * 2;
    // What does not begin with a word, such as TLS, never becomes a request.
    if &bytes[start..] != b"\r" && bytes.get(start).is_some_and(|it| !it.is_ascii_alphabetic()) {
        return Head::Refused(Refusal::Head);
    }
    let mut feeds = (seen..bytes.len()).filter(|it| bytes[*it] == b'\n');
    let end = loop {
        match feeds.next() {
            Some(at) if at == 0 || bytes[at - 1] != b'\r' => return Head::Refused(Refusal::Head),
            Some(at) if at > start + 2 && bytes[at - 2] == b'\n' => break at + 1,
            Some(_) => {}
            None if bytes.len() - start > MOST_OF_A_LINE && is_one_line(&bytes[start..]) => {
                return Head::Refused(Refusal::Uri);
            }
            None if bytes.len() > MOST => return Head::Refused(Refusal::Headers),
            None => return Head::Partial,
        }
    };
    match read(&bytes[start..end]) {
        Ok(framing) => Head::Whole(end, framing),
        Err(refusal) => Head::Refused(refusal),
    }
}

fn is_one_line(bytes: &[u8]) -> bool {
    !bytes[..MOST_OF_A_LINE].contains(&b'\n')
}

/// Reads a whole head, and where its body ends.
fn read(bytes: &[u8]) -> Result<Framing, Refusal> {
    let mut headers = [EMPTY_HEADER; MAX_HEADERS];
    let mut request = Request::new(&mut headers);
    match request.parse(bytes) {
        Ok(Status::Complete(length)) if length == bytes.len() => {}
        Err(httparse::Error::TooManyHeaders) => return Err(Refusal::Headers),
        Ok(_) | Err(_) => return Err(Refusal::Head),
    }
    let path = request.path.unwrap_or_default();
    if path.len() > MAX_URI {
        return Err(Refusal::Uri);
    }
    path.parse::<Uri>().map_err(|_| Refusal::Head)?;
    let size: usize = request.headers.iter().map(|it| it.name.len() + it.value.len()).sum();
    if size > MAX_HEADER_BYTES {
        return Err(Refusal::Headers);
    }
    framing(request.headers, request.version == Some(1))
}

fn framing(headers: &[Header<'_>], knows_chunks: bool) -> Result<Framing, Refusal> {
    let values = |name: &'static str| {
        headers.iter().filter(move |it| it.name.eq_ignore_ascii_case(name)).map(|it| it.value)
    };
    let lengths: Vec<_> = values("content-length").collect();
    let encodings: Vec<_> = values("transfer-encoding").collect();
    match (&lengths[..], &encodings[..]) {
        ([], []) => Ok(Framing::Length(0)),
        ([length], []) => Ok(Framing::Length(number(length).ok_or(Refusal::Head)?)),
        ([], [encoding]) if knows_chunks && encoding.eq_ignore_ascii_case(b"chunked") => {
            Ok(Framing::Chunked)
        }
        _ => Err(Refusal::Head),
    }
}

/// A number of digits alone, and few enough of them that no reader overflows.
fn number(digits: &[u8]) -> Option<u64> {
    let plain = digits.len() < 19 && digits.iter().all(u8::is_ascii_digit);
    str::from_utf8(digits).ok().filter(|_| plain)?.parse().ok()
}

#[cfg(test)]
mod properties;

#[cfg(test)]
mod tests {
    use super::*;

    const LINE: &str = "POST /api/clients HTTP/1.1\r\nHost: a\r\n";

    #[track_caller]
    fn whole(head: &str, framing: Framing) {
        assert_eq!(judge(head.as_bytes(), 0), Head::Whole(head.len(), framing), "{head:?}");
        let more = format!("{head}GET /");
        assert_eq!(judge(more.as_bytes(), 0), Head::Whole(head.len(), framing), "{head:?}");
        // The same, byte by byte.
        for end in 0..head.len() {
            assert_eq!(judge(&head.as_bytes()[..end], end.saturating_sub(1)), Head::Partial);
        }
        let last = judge(head.as_bytes(), head.len() - 1);
        assert_eq!(last, Head::Whole(head.len(), framing));
    }

    #[track_caller]
    fn refused(head: &str, refusal: Refusal) {
        assert_eq!(judge(head.as_bytes(), 0), Head::Refused(refusal), "{head:?}");
    }

    #[test]
    fn a_head_says_where_its_body_ends() {
        whole("GET / HTTP/1.1\r\n\r\n", Framing::Length(0));
        whole("GET / HTTP/1.0\r\nHost: a\r\n\r\n", Framing::Length(0));
        whole("\r\nGET / HTTP/1.1\r\nHost: a\r\n\r\n", Framing::Length(0));
        whole(&format!("{LINE}Content-Length: 12\r\n\r\n"), Framing::Length(12));
        whole(&format!("{LINE}content-length:0\r\n\r\n"), Framing::Length(0));
        whole(&format!("{LINE}Transfer-Encoding: Chunked\r\n\r\n"), Framing::Chunked);
    }

    #[test]
    fn what_reads_in_two_ways_is_refused() {
        for headers in [
            "Content-Length: 5\r\nContent-Length: 5",
            "Content-Length: 5\r\nContent-Length: 6",
            "Content-Length: 5, 5",
            "Content-Length: -1",
            "Content-Length: +1",
            "Content-Length: 1e3",
            "Content-Length: 0x10",
            "Content-Length: ",
            "Content-Length: 18446744073709551616",
            "Content-Length: 9223372036854775807",
            "Content-Length: 5\r\nTransfer-Encoding: chunked",
            "Transfer-Encoding: chunked\r\nContent-Length: 5",
            "Transfer-Encoding: chunked\r\nTransfer-Encoding: chunked",
            "Transfer-Encoding: chunked, chunked",
            "Transfer-Encoding: gzip, chunked",
            "Transfer-Encoding: identity",
            "Transfer-Encoding: xchunked",
            "Transfer-Encoding: \x0bchunked",
            "Transfer-Encoding : chunked",
            "Transfer-Encoding:\r\n chunked",
            "X: a\r\n folded",
            " X: a",
            "X: a\nY: b",
            "X: a\0b",
            "X\0: a",
            "X",
            ": a",
        ] {
            refused(&format!("{LINE}{headers}\r\n\r\n"), Refusal::Head);
        }
        refused("POST / HTTP/1.0\r\nTransfer-Encoding: chunked\r\n\r\n", Refusal::Head);
    }

    #[test]
    fn what_is_no_request_is_refused() {
        for head in [
            "GET /\r\n\r\n",
            "GET / HTTP/0.9\r\n\r\n",
            "GET / HTTP/2.0\r\n\r\n",
            "GET / HTTP/1.1\n\n",
            "GET / HTTP/1.1\nHost: a\r\n\r\n",
            "\nGET / HTTP/1.1\r\n\r\n",
            "\r\r\nGET / HTTP/1.1\r\n\r\n",
            "GET /a b HTTP/1.1\r\n\r\n",
            "GET /\0 HTTP/1.1\r\n\r\n",
            "G\0T / HTTP/1.1\r\n\r\n",
            "GET  / HTTP/1.1\r\n\r\n",
            "PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n",
            "\x16\x03\x01",
            "{}",
            " GET",
        ] {
            refused(head, Refusal::Head);
        }
    }

    #[test]
    fn a_head_has_an_end() {
        let uri = |length: usize| format!("GET /{} HTTP/1.1\r\n\r\n", "x".repeat(length - 1));
        whole(&uri(MAX_URI), Framing::Length(0));
        refused(&uri(MAX_URI + 1), Refusal::Uri);
        refused(&"x".repeat(MOST_OF_A_LINE + 1), Refusal::Uri);
        let many = |count: usize| format!("GET / HTTP/1.1\r\n{}\r\n", "X: 1\r\n".repeat(count));
        assert!(matches!(judge(many(MAX_HEADERS).as_bytes(), 0), Head::Whole(..)));
        refused(&many(MAX_HEADERS + 1), Refusal::Headers);
        refused(&many(10_000), Refusal::Headers);
        let large = |size: usize| format!("GET / HTTP/1.1\r\nX: {}\r\n\r\n", "x".repeat(size - 1));
        assert!(matches!(judge(large(MAX_HEADER_BYTES).as_bytes(), 0), Head::Whole(..)));
        refused(&large(MAX_HEADER_BYTES + 1), Refusal::Headers);
        let endless = format!("GET / HTTP/1.1\r\n{}", "X: 1\r\n".repeat(MOST));
        refused(&endless, Refusal::Headers);
        refused(&"\r\n".repeat(MOST), Refusal::Headers);
    }
}
