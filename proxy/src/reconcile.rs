//! Looks up the outcomes that nobody knows, until each is found or a person has to decide.
//!
//! > **Invariant:** nothing is sent from here; a client that is not in the list proves nothing.

use std::sync::Arc;
use std::time::Duration;

use roosted_contract::Client;
use tokio::sync::Notify;
use tokio::time::{MissedTickBehavior, interval};

use crate::Metrics;
use crate::census::{Census, Found};
use crate::config::Reconcile;
use crate::ledger::{Due, Ledger, LedgerError, milliseconds, now};
use crate::metrics::Create;
use crate::upstream::chain;

/// How often this process says that it is alive.
const BEAT: Duration = Duration::from_secs(3);

/// How many beats lie between two cleanings: an hour.
const BEATS_A_CLEANING: u32 = 1200;

/// The longest nobody asks whether something is due: another process may have died meanwhile.
const LONGEST_PAUSE: Duration = Duration::from_secs(5);

/// The least between two scans, so that many open outcomes are looked up together.
const SHORTEST_PAUSE: Duration = Duration::from_millis(50);

/// Who looks. Clones share everything.
#[derive(Clone)]
pub(crate) struct Reconciler {
    pub(crate) ledger: Ledger,
    pub(crate) census: Census,
    pub(crate) times: Reconcile,
    /// Rung when an outcome has become open.
    pub(crate) bell: Arc<Notify>,
    pub(crate) metrics: Metrics,
}

impl Reconciler {
    /// Looks for as long as the process lives.
    pub(crate) async fn run(self) {
        loop {
            let pause = self.round().await.unwrap_or_else(|error| {
                tracing::error!(event = "ledger", why = chain(&error));
                LONGEST_PAUSE
            });
            tokio::time::sleep(SHORTEST_PAUSE).await;
            tokio::select! {
                () = tokio::time::sleep(pause) => {}
                () = self.bell.notified() => {}
            }
        }
    }

    /// Says that this process lives, and throws away what is too old.
    pub(crate) async fn keep_alive(self) {
        let mut beats = interval(BEAT);
        beats.set_missed_tick_behavior(MissedTickBehavior::Delay);
        for beat in (0..BEATS_A_CLEANING).cycle() {
            beats.tick().await;
            let result = match beat {
                0 => self.ledger.clean().await,
                _ => self.ledger.beat().await,
            };
            if let Err(error) = result {
                tracing::error!(event = "ledger", why = chain(&error));
            }
        }
    }

    /// Looks up what is due, and tells how long there is nothing to do.
    async fn round(&self) -> Result<Duration, LedgerError> {
        let adopted = self.ledger.adopt(self.times.first()).await?;
        if adopted > 0 {
            tracing::error!(event = "unconfirmed", count = adopted, "of a process that has died");
            self.metrics.created(Create::Unconfirmed, adopted);
        }
        let mut pause = LONGEST_PAUSE;
        if let Some(turn) = self.ledger.turn_to_look().await? {
            let due = self.ledger.due().await?;
            if !due.is_empty() {
                self.look(&due).await?;
            }
            drop(turn);
            if let Some(next) = self.ledger.next_look().await? {
                pause = pause.min(Duration::from_millis((next - now()).try_into().unwrap_or(0)));
            }
        }
        Ok(pause)
    }

    /// One walk through the list for all that is due.
    async fn look(&self, due: &[Due]) -> Result<(), LedgerError> {
        let begun = now();
        let found = self.census.search(|client| due.iter().any(|it| it.new.is_like(client))).await;
        let found = match found {
            Ok(found) => found,
            Err(error) => {
                tracing::warn!(event = "no-look", count = due.len(), why = chain(&error));
                // It was no look: the last one must be one.
                let again = now() + milliseconds(self.times.first().max(SHORTEST_PAUSE) * 5);
                for it in due {
                    self.ledger.looked(it, Some(again), None).await?;
                }
                return Ok(());
            }
        };
        for it in due {
            self.judge(it, &found, begun).await?;
        }
        Ok(())
    }

    async fn judge(&self, due: &Due, found: &Found, begun: i64) -> Result<(), LedgerError> {
        let candidates = self.candidates(due, &found.clients).await?;
        if let ([client], true, Some(_)) = (&candidates[..], found.complete, due.baseline)
            && !self.ledger.has_twin(due).await?
            && self.ledger.found(due, client).await?
        {
            tracing::info!(event = "found");
            self.metrics.created(Create::Found, 1);
            return Ok(());
        }
        let elapsed = Duration::from_millis((begun - due.opened).try_into().unwrap_or(0));
        let next = self.times.after(elapsed).map(|it| due.opened + milliseconds(it));
        if next.is_none() {
            tracing::error!(event = "not-found", candidates = candidates.len());
            self.metrics.created(Create::NotFound, 1);
        }
        self.ledger.looked(due, next, Some(&candidates)).await
    }

    /// Those that could be the one: alike, nobody else's, and not there before.
    async fn candidates(&self, due: &Due, found: &[Client]) -> Result<Vec<Client>, LedgerError> {
        let mut candidates = Vec::new();
        for client in found.iter().filter(|it| due.new.is_like(it)) {
            let was_there = match due.baseline {
                Some(baseline) => self.ledger.was_there(client.id(), baseline).await?,
                None => false,
            };
            if !was_there && !self.ledger.is_owned(client.id()).await? {
                candidates.push(client.clone());
            }
        }
        Ok(candidates)
    }
}
