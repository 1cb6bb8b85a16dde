//! How much is under way at the upstream: beyond that a caller is told at once, and nothing is
//! claimed.

use std::sync::Arc;

use tokio::sync::{OwnedSemaphorePermit, Semaphore};

use crate::AppError;

/// The requests that are under way towards the upstream. Clones share everything.
#[derive(Clone)]
pub(crate) struct InFlight(Arc<Semaphore>);

/// One of them, until this is dropped. Work that outlives its caller keeps it.
pub(crate) struct Flight {
    _permit: OwnedSemaphorePermit,
}

impl InFlight {
    pub(crate) fn new(most: usize) -> Self {
        Self(Arc::new(Semaphore::new(most)))
    }

    /// Begins another one.
    ///
    /// # Errors
    ///
    /// Returns [`AppError::Overloaded`] when there are enough.
    pub(crate) fn begin(&self) -> Result<Flight, AppError> {
        let permit = self.0.clone().try_acquire_owned();
        permit.map(|it| Flight { _permit: it }).map_err(|_| AppError::Overloaded)
    }
}
