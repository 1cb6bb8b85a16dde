//! One connection's bytes, between the socket and hyper.
//!
//! The gate hands hyper one whole head at a time, and only when nobody is being served, so it
//! knows at each moment what it waits for: a first word, the rest of a head, the next request, or
//! somebody who takes an answer. Each has its own patience. What is written is in `writing`.

mod writing;

use std::io;
use std::mem::MaybeUninit;
use std::pin::Pin;
use std::sync::Arc;
use std::task::{Context, Poll, ready};

use tokio::io::{AsyncRead, ReadBuf};
use tokio::net::TcpStream;
use tokio::time::{Instant, Sleep, sleep};

use super::head::{Framing, Head, judge};
use super::pace::Pace;
use super::presence::{Handed, Presence};
use super::{Limits, linger};
use crate::guard::Refusal;

/// How much is read at once where it is not read for hyper.
const ROOM: usize = 8 * 1024;

/// What hyper reads instead of a head that it must not see. The request is refused, whatever it is.
const INSTEAD: &[u8] = b"GET / HTTP/1.1\r\nConnection: close\r\n\r\n";

/// What a caller who speaks HTTP/2 begins with.
const HTTP2: &[u8] = b"PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n";

/// A connection, as hyper reads and writes it.
pub(super) struct Gate {
    stream: TcpStream,
    presence: Arc<Presence>,
    limits: Limits,
    next: Next,
    /// What was read and not handed on.
    bytes: Vec<u8>,
    /// How many of them were judged to be the beginning of a head.
    judged: usize,
    /// The other side has said its last.
    ended: bool,
    waiting: Option<Waiting>,
    clock: Pin<Box<Sleep>>,
    taking: Pace,
    /// The request whose head was handed on, until somebody serves it.
    handed: Handed,
    farewell: Option<linger::Farewell>,
}

/// What the next bytes are.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Next {
    Head,
    /// So many of a request whose end is known.
    Request(u64),
    /// Of a last request, whose end its chunks tell.
    Chunks,
    /// Of HTTP/2, which has limits of its own.
    Http2,
    /// Nobody's: the head before them was refused.
    Refused,
}

/// What is waited for while nobody is served.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Waiting {
    /// The first head.
    First,
    /// Another request.
    Idle,
    /// The rest of its head.
    Head,
}

impl Gate {
    pub(super) fn new(
        stream: TcpStream,
        presence: Arc<Presence>,
        handed: Handed,
        limits: Limits,
    ) -> Self {
        Self {
            stream,
            presence,
            limits,
            next: Next::Head,
            bytes: Vec::new(),
            judged: 0,
            ended: false,
            waiting: Some(Waiting::First),
            clock: Box::pin(sleep(limits.head)),
            taking: Pace::new(limits.answer),
            handed,
            farewell: None,
        }
    }

    /// Reads what has come.
    fn poll_fill(&mut self, cx: &mut Context<'_>) -> Poll<io::Result<()>> {
        let mut room = [MaybeUninit::uninit(); ROOM];
        let mut room = ReadBuf::uninit(&mut room);
        ready!(Pin::new(&mut self.stream).poll_read(cx, &mut room))?;
        self.ended |= room.filled().is_empty();
        self.bytes.extend_from_slice(room.filled());
        Poll::Ready(Ok(()))
    }

    /// Hands on what was read, at most `most` of it, and tells how much.
    fn hand_on(&mut self, out: &mut ReadBuf<'_>, most: u64) -> u64 {
        let most = usize::try_from(most).unwrap_or(usize::MAX);
        let count = most.min(self.bytes.len()).min(out.remaining());
        out.put_slice(&self.bytes[..count]);
        self.bytes.drain(..count);
        if self.bytes.is_empty() {
            // An idle connection holds no memory.
            self.bytes = Vec::new();
        }
        count as u64
    }

    /// While somebody is served nothing is handed on, but a connection that broke is noticed.
    fn poll_serving(&mut self, cx: &mut Context<'_>) -> Poll<io::Result<()>> {
        self.presence.wake_when_done(cx.waker());
        if !self.presence.is_serving() {
            cx.waker().wake_by_ref();
        } else if self.bytes.is_empty() && !self.ended {
            ready!(self.poll_fill(cx))?;
        }
        Poll::Pending
    }

    /// Waits for a whole head: ready once the next bytes are known, or there are none.
    fn poll_head(&mut self, cx: &mut Context<'_>) -> Poll<io::Result<()>> {
        let first = *self.waiting.get_or_insert_with(|| {
            let idle = self.bytes.is_empty();
            let patience = if idle { self.limits.idle } else { self.limits.head };
            self.clock.as_mut().reset(Instant::now() + patience);
            if idle { Waiting::Idle } else { Waiting::Head }
        }) == Waiting::First;
        loop {
            let may_be_http2 = first && self.limits.http2 && !self.bytes.is_empty();
            if may_be_http2 && self.bytes.starts_with(HTTP2) {
                self.next = Next::Http2;
                return Poll::Ready(Ok(()));
            }
            if !(may_be_http2 && HTTP2.starts_with(&self.bytes)) {
                match judge(&self.bytes, self.judged) {
                    Head::Partial => self.judged = self.bytes.len(),
                    Head::Whole(length, framing) => {
                        self.pass(length, framing);
                        return Poll::Ready(Ok(()));
                    }
                    Head::Refused(refusal) => {
                        self.refuse(refusal);
                        return Poll::Ready(Ok(()));
                    }
                }
            }
            if self.ended {
                return Poll::Ready(Ok(()));
            }
            match self.poll_fill(cx)? {
                Poll::Ready(()) if self.waiting == Some(Waiting::Idle) => {
                    self.waiting = Some(Waiting::Head);
                    self.clock.as_mut().reset(Instant::now() + self.limits.head);
                }
                Poll::Ready(()) => {}
                Poll::Pending => {
                    ready!(self.clock.as_mut().poll(cx));
                    tracing::debug!(event = "cut", waiting = ?self.waiting);
                    self.ended = true;
                    return Poll::Ready(Ok(()));
                }
            }
        }
    }

    fn pass(&mut self, length: usize, framing: Framing) {
        self.begin();
        self.next = match framing {
            Framing::Length(body) => Next::Request(length as u64 + body),
            Framing::Chunked => Next::Chunks,
        };
    }

    fn refuse(&mut self, refusal: Refusal) {
        self.begin();
        self.presence.refuse(refusal);
        INSTEAD.clone_into(&mut self.bytes);
        self.next = Next::Refused;
    }

    /// A request begins: its handler takes over from here.
    fn begin(&mut self) {
        (self.waiting, self.judged) = (None, 0);
        self.handed.put(self.presence.serve());
    }
}

impl AsyncRead for Gate {
    fn poll_read(
        self: Pin<&mut Self>,
        cx: &mut Context<'_>,
        out: &mut ReadBuf<'_>,
    ) -> Poll<io::Result<()>> {
        let gate = self.get_mut();
        loop {
            match gate.next {
                Next::Request(0) => gate.next = Next::Head,
                Next::Request(left) if !gate.bytes.is_empty() => {
                    gate.next = Next::Request(left - gate.hand_on(out, left));
                    return Poll::Ready(Ok(()));
                }
                Next::Chunks | Next::Refused | Next::Http2 if !gate.bytes.is_empty() => {
                    gate.hand_on(out, u64::MAX);
                    return Poll::Ready(Ok(()));
                }
                Next::Request(_) => {
                    ready!(gate.poll_fill(cx))?;
                    if gate.ended {
                        return Poll::Ready(Ok(()));
                    }
                }
                Next::Head | Next::Refused if gate.presence.is_serving() => {
                    return gate.poll_serving(cx);
                }
                Next::Head => {
                    ready!(gate.poll_head(cx))?;
                    if gate.next == Next::Head {
                        return Poll::Ready(Ok(()));
                    }
                }
                // The other side may have said all it has to say, and still listen.
                Next::Chunks if gate.ended && gate.presence.is_serving() => {
                    return gate.poll_serving(cx);
                }
                Next::Refused => return Poll::Ready(Ok(())),
                Next::Chunks if gate.ended => return Poll::Ready(Ok(())),
                Next::Chunks => ready!(gate.poll_fill(cx))?,
                Next::Http2 => return gate.poll_http2(cx, out),
            }
        }
    }
}

impl Gate {
    /// HTTP/2 keeps itself alive; what is left to us is a connection on which nothing is asked.
    fn poll_http2(&mut self, cx: &mut Context<'_>, out: &mut ReadBuf<'_>) -> Poll<io::Result<()>> {
        if let Poll::Ready(result) = Pin::new(&mut self.stream).poll_read(cx, out) {
            return Poll::Ready(result);
        }
        self.presence.wake_when_done(cx.waker());
        if self.presence.is_serving() {
            self.waiting = None;
            return Poll::Pending;
        }
        if self.waiting != Some(Waiting::Idle) {
            self.waiting = Some(Waiting::Idle);
            self.clock.as_mut().reset(Instant::now() + self.limits.idle);
        }
        self.clock.as_mut().poll(cx).map(Ok)
    }
}
