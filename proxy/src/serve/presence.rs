//! What is known of one connection while it is there: whether somebody is being served on it.

use std::sync::atomic::{AtomicUsize, Ordering};
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};
use std::task::Waker;

use tokio::sync::Notify;
use tokio::time::Instant;

use crate::guard::Refusal;

/// One connection, as its gate, its requests and the room see it.
pub(super) struct Presence {
    serving: AtomicUsize,
    inside: Mutex<Inside>,
    leave: Notify,
}

struct Inside {
    /// Since when nobody has been served.
    waiting: Instant,
    /// Whom to wake when nobody is served any more.
    waker: Option<Waker>,
    /// Why the next request is refused.
    refusal: Option<Refusal>,
    dismissed: bool,
}

/// A request that is being served, until its answer has been handed over.
pub(super) struct Serving(Arc<Presence>);

/// A request between the gate and its handler.
#[derive(Clone, Default)]
pub(super) struct Handed(Arc<Mutex<Option<Serving>>>);

impl Handed {
    pub(super) fn put(&self, serving: Serving) {
        *self.0.lock().unwrap_or_else(PoisonError::into_inner) = Some(serving);
    }

    /// The request that comes next, if the gate knows of it.
    pub(super) fn take(&self) -> Option<Serving> {
        self.0.lock().unwrap_or_else(PoisonError::into_inner).take()
    }
}

impl Presence {
    pub(super) fn new() -> Arc<Self> {
        let waiting = Instant::now();
        let inside = Inside { waiting, waker: None, refusal: None, dismissed: false };
        let (serving, leave) = (AtomicUsize::new(0), Notify::new());
        Arc::new(Self { serving, inside: Mutex::new(inside), leave })
    }

    /// A request has come.
    pub(super) fn serve(self: &Arc<Self>) -> Serving {
        self.serving.fetch_add(1, Ordering::SeqCst);
        Serving(self.clone())
    }

    pub(super) fn is_serving(&self) -> bool {
        self.serving.load(Ordering::SeqCst) > 0
    }

    /// Has `waker` woken once nobody is served any more. Whether somebody still is has to be asked
    /// after that.
    pub(super) fn wake_when_done(&self, waker: &Waker) {
        self.inside().waker = Some(waker.clone());
    }

    /// Since when nobody has been served, if nobody is and the connection is to stay.
    pub(super) fn waiting_since(&self) -> Option<Instant> {
        let inside = self.inside();
        (!self.is_serving() && !inside.dismissed).then_some(inside.waiting)
    }

    /// Has the next request refused, whatever it is.
    pub(super) fn refuse(&self, refusal: Refusal) {
        self.inside().refusal = Some(refusal);
    }

    /// Why this request is refused.
    pub(super) fn refusal(&self) -> Option<Refusal> {
        self.inside().refusal
    }

    /// Asks the connection to end, after the request that is being served.
    pub(super) fn dismiss(&self) {
        self.inside().dismissed = true;
        self.leave.notify_one();
    }

    /// Waits for [`Presence::dismiss`].
    pub(super) async fn dismissed(&self) {
        self.leave.notified().await;
    }

    fn inside(&self) -> MutexGuard<'_, Inside> {
        self.inside.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

impl Drop for Serving {
    fn drop(&mut self) {
        if self.0.serving.fetch_sub(1, Ordering::SeqCst) == 1 {
            let mut inside = self.0.inside();
            inside.waiting = Instant::now();
            let waker = inside.waker.take();
            drop(inside);
            if let Some(waker) = waker {
                waker.wake();
            }
        }
    }
}
