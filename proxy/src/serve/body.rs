//! Bodies that have to come in time, and answers that are known to have gone.

use std::pin::Pin;
use std::task::{Context, Poll, ready};
use std::time::Duration;

use axum::BoxError;
use axum::body::Bytes;
use hyper::body::{Body, Frame, Incoming, SizeHint};

use super::pace::Pace;
use super::presence::Serving;

/// A body came too slowly.
#[derive(Debug, thiserror::Error)]
#[error("too little came for too long")]
pub(crate) struct TooSlow;

/// The body of a request, which has to go on.
pub(super) struct Paced {
    body: Incoming,
    pace: Pace,
}

impl Paced {
    pub(super) fn new(body: Incoming, patience: Duration) -> Self {
        Self { body, pace: Pace::new(patience) }
    }
}

impl Body for Paced {
    type Data = Bytes;
    type Error = BoxError;

    fn poll_frame(
        self: Pin<&mut Self>,
        cx: &mut Context<'_>,
    ) -> Poll<Option<Result<Frame<Bytes>, BoxError>>> {
        let this = self.get_mut();
        let Poll::Ready(frame) = Pin::new(&mut this.body).poll_frame(cx) else {
            ready!(this.pace.poll_late(cx));
            return Poll::Ready(Some(Err(TooSlow.into())));
        };
        if let Some(Ok(frame)) = &frame {
            this.pace.advance(frame.data_ref().map_or(0, Bytes::len));
        }
        Poll::Ready(frame.map(|it| it.map_err(BoxError::from)))
    }

    fn is_end_stream(&self) -> bool {
        self.body.is_end_stream()
    }

    fn size_hint(&self) -> SizeHint {
        self.body.size_hint()
    }
}

/// The body of an answer. Its request is being served until this has been handed over.
pub(super) struct Answer<B> {
    pub(super) body: B,
    pub(super) _serving: Serving,
}

impl<B: Body + Unpin> Body for Answer<B> {
    type Data = B::Data;
    type Error = B::Error;

    fn poll_frame(
        mut self: Pin<&mut Self>,
        cx: &mut Context<'_>,
    ) -> Poll<Option<Result<Frame<B::Data>, B::Error>>> {
        Pin::new(&mut self.body).poll_frame(cx)
    }

    fn is_end_stream(&self) -> bool {
        self.body.is_end_stream()
    }

    fn size_hint(&self) -> SizeHint {
        self.body.size_hint()
    }
}
