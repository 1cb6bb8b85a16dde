//! What goes out through the gate, for as long as somebody takes it.

use std::io::{self, IoSlice};
use std::pin::Pin;
use std::task::{Context, Poll, ready};

use tokio::io::AsyncWrite;
use tokio::net::TcpStream;

use super::{Gate, Next, linger};

impl Gate {
    /// A write that may have to wait until the other side takes something.
    fn paced(
        &mut self,
        cx: &mut Context<'_>,
        write: impl FnOnce(Pin<&mut TcpStream>, &mut Context<'_>) -> Poll<io::Result<usize>>,
    ) -> Poll<io::Result<usize>> {
        if let Poll::Ready(result) = write(Pin::new(&mut self.stream), cx) {
            self.taking.advance(*result.as_ref().unwrap_or(&0));
            return Poll::Ready(result);
        }
        ready!(self.taking.poll_late(cx));
        tracing::debug!(event = "cut", waiting = "an answer to be taken");
        Poll::Ready(Err(io::ErrorKind::TimedOut.into()))
    }

    /// Whether the other side may still be sending what nobody will read.
    fn owes(&self) -> bool {
        match self.next {
            Next::Head => !self.bytes.is_empty(),
            Next::Request(left) => left > 0,
            Next::Chunks | Next::Refused => true,
            Next::Http2 => false,
        }
    }
}

impl AsyncWrite for Gate {
    fn poll_write(
        self: Pin<&mut Self>,
        cx: &mut Context<'_>,
        bytes: &[u8],
    ) -> Poll<io::Result<usize>> {
        self.get_mut().paced(cx, |stream, cx| stream.poll_write(cx, bytes))
    }

    fn poll_write_vectored(
        self: Pin<&mut Self>,
        cx: &mut Context<'_>,
        bytes: &[IoSlice<'_>],
    ) -> Poll<io::Result<usize>> {
        self.get_mut().paced(cx, |stream, cx| stream.poll_write_vectored(cx, bytes))
    }

    fn is_write_vectored(&self) -> bool {
        self.stream.is_write_vectored()
    }

    fn poll_flush(self: Pin<&mut Self>, cx: &mut Context<'_>) -> Poll<io::Result<()>> {
        let gate = self.get_mut();
        ready!(Pin::new(&mut gate.stream).poll_flush(cx))?;
        // Everything has been taken.
        gate.taking.rest();
        Poll::Ready(Ok(()))
    }

    fn poll_shutdown(self: Pin<&mut Self>, cx: &mut Context<'_>) -> Poll<io::Result<()>> {
        let gate = self.get_mut();
        let owes = gate.owes() && !gate.ended;
        let patience = gate.limits.linger;
        let farewell = gate.farewell.get_or_insert_with(|| linger::Farewell::new(owes, patience));
        farewell.poll(&mut gate.stream, cx)
    }
}
