//! Whether something goes on, or only seems to.

use std::pin::Pin;
use std::task::{Context, Poll};
use std::time::Duration;

use tokio::time::{Instant, Sleep, sleep};

use super::Limits;

/// Measures whether the next [`Limits::LEAST`] bytes come in time.
pub(super) struct Pace {
    patience: Duration,
    /// Since the clock was set.
    bytes: usize,
    /// Most never wait.
    clock: Option<Pin<Box<Sleep>>>,
    ticking: bool,
}

impl Pace {
    pub(super) fn new(patience: Duration) -> Self {
        Self { patience, bytes: 0, clock: None, ticking: false }
    }

    /// Some bytes have come.
    pub(super) fn advance(&mut self, bytes: usize) {
        self.bytes += bytes;
        if self.bytes >= Limits::LEAST {
            self.rest();
        }
    }

    /// Nobody waits for anything.
    pub(super) fn rest(&mut self) {
        self.bytes = 0;
        self.ticking = false;
    }

    /// Ready once too little has come for too long. To be asked while waiting.
    pub(super) fn poll_late(&mut self, cx: &mut Context<'_>) -> Poll<()> {
        let clock = self.clock.get_or_insert_with(|| Box::pin(sleep(self.patience)));
        if !self.ticking {
            self.ticking = true;
            clock.as_mut().reset(Instant::now() + self.patience);
        }
        clock.as_mut().poll(cx)
    }
}

#[cfg(test)]
mod tests {
    use std::future::poll_fn;

    use super::*;

    const PATIENCE: Duration = Duration::from_secs(10);

    /// How long it takes until it is too late, if so many bytes come each second.
    async fn late_with(bytes: usize) -> Duration {
        let mut pace = Pace::new(PATIENCE);
        let begun = Instant::now();
        loop {
            let second =
                tokio::time::timeout(Duration::from_secs(1), poll_fn(|cx| pace.poll_late(cx)));
            match second.await {
                Ok(()) => return begun.elapsed(),
                Err(_) if begun.elapsed() > PATIENCE * 100 => return Duration::MAX,
                Err(_) => pace.advance(bytes),
            }
        }
    }

    #[tokio::test(start_paused = true)]
    async fn a_byte_now_and_then_is_no_progress() {
        assert_eq!(late_with(0).await.as_secs(), 10);
        assert_eq!(late_with(1).await.as_secs(), 10);
        assert_eq!(late_with(100).await.as_secs(), 10);
        assert_eq!(late_with(200).await, Duration::MAX);
        assert_eq!(late_with(5000).await, Duration::MAX);
    }

    #[tokio::test(start_paused = true)]
    async fn a_rest_is_nobodys_fault() {
        let mut pace = Pace::new(PATIENCE);
        let late = tokio::time::timeout(PATIENCE / 2, poll_fn(|cx| pace.poll_late(cx)));
        assert!(late.await.is_err());
        pace.rest();
        sleep(PATIENCE * 2).await;
        let late = tokio::time::timeout(PATIENCE / 2, poll_fn(|cx| pace.poll_late(cx)));
        assert!(late.await.is_err());
    }
}
