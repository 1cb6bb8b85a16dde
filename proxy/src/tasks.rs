//! Work that goes on when its caller has gone, and the end of the day.

use tokio::task::JoinHandle;
use tokio_util::sync::CancellationToken;
use tokio_util::task::TaskTracker;

use crate::trace::Trace;

/// The work that must not be broken off. Clones share everything.
#[derive(Clone, Default)]
pub struct Tasks {
    tracker: TaskTracker,
    closing: CancellationToken,
}

impl Tasks {
    /// Runs work that ends by itself, whatever happens to the one who asked for it. It stays a
    /// piece of the same trace.
    pub(crate) fn spawn<F>(&self, work: F) -> JoinHandle<F::Output>
    where
        F: Future<Output: Send> + Send + 'static,
    {
        self.tracker.spawn(Trace::current().within(work))
    }

    /// Takes no new submissions from now on.
    pub fn close(&self) {
        self.closing.cancel();
        self.tracker.close();
    }

    /// Whether no new submissions are taken.
    pub fn is_closing(&self) -> bool {
        self.closing.is_cancelled()
    }

    /// Waits for [`Tasks::close`].
    pub async fn closing(&self) {
        self.closing.cancelled().await;
    }

    /// Waits until everything is done, after [`Tasks::close`].
    pub async fn done(&self) {
        self.tracker.wait().await;
    }
}
