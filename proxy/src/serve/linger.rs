//! The end of a connection whose other side is still sending.

use std::io;
use std::pin::Pin;
use std::task::{Context, Poll, ready};
use std::time::Duration;

use tokio::io::{AsyncRead as _, AsyncWrite as _, ReadBuf};
use tokio::net::TcpStream;
use tokio::time::{Sleep, sleep};

/// The most that is read and thrown away.
const MOST: usize = 16 * 1024 * 1024;

/// Closes our side, then reads for a while what nobody wants: a close with bytes unread is a
/// reset, and that takes the answer away from who has not read it yet.
pub(super) struct Farewell {
    closed: bool,
    owes: bool,
    thrown_away: usize,
    clock: Pin<Box<Sleep>>,
}

impl Farewell {
    pub(super) fn new(owes: bool, patience: Duration) -> Self {
        Self { closed: false, owes, thrown_away: 0, clock: Box::pin(sleep(patience)) }
    }

    pub(super) fn poll(
        &mut self,
        stream: &mut TcpStream,
        cx: &mut Context<'_>,
    ) -> Poll<io::Result<()>> {
        if !self.closed {
            ready!(Pin::new(&mut *stream).poll_shutdown(cx))?;
            self.closed = true;
        }
        let mut room = [0; 4096];
        while self.owes && self.thrown_away < MOST {
            let mut room = ReadBuf::new(&mut room);
            match Pin::new(&mut *stream).poll_read(cx, &mut room) {
                Poll::Ready(Ok(())) if !room.filled().is_empty() => {
                    self.thrown_away += room.filled().len();
                }
                Poll::Ready(_) => break,
                Poll::Pending => return self.clock.as_mut().poll(cx).map(Ok),
            }
        }
        Poll::Ready(Ok(()))
    }
}
