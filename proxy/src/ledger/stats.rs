//! How much lies in the ledger, and how long the oldest open outcome has been open: for those who
//! watch, asked once for all of them within a few seconds.

use std::time::{Duration, Instant};

use roosted_contract::SubmissionState;
use tokio::sync::Mutex;
use tokio::time::timeout;

use super::store::{Statement, maybe_number, number, text};
use super::{Ledger, LedgerError, now};

/// How long an answer is good enough.
const FRESH: Duration = Duration::from_secs(5);

/// How long it may take. Who asks gives up after ten seconds, and then knows nothing at all.
const PATIENCE: Duration = Duration::from_secs(3);

/// What lies in the ledger.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(crate) struct Stats {
    /// As many as there are [`SubmissionState`]s, in their order.
    rows: [i64; SubmissionState::ALL.len()],
    oldest_unconfirmed: Option<Duration>,
}

impl Stats {
    /// How many submissions are in each state.
    pub(crate) fn rows(&self) -> impl Iterator<Item = (&'static str, i64)> {
        SubmissionState::ALL.iter().map(|it| it.as_str()).zip(self.rows)
    }

    /// How long the oldest outcome that nobody knows has been open.
    pub(crate) fn oldest_unconfirmed(&self) -> Option<Duration> {
        self.oldest_unconfirmed
    }
}

impl Ledger {
    /// Counts what lies in the ledger, by an index alone.
    async fn stats(&self) -> Result<Stats, LedgerError> {
        let count = "SELECT state, COUNT(*) AS many FROM submissions GROUP BY state";
        let mut all = Stats::default();
        for row in self.0.store.read(Statement::new(count)).await? {
            // A claim is about to be sent.
            let state = match text(&row, "state")?.as_str() {
                "claimed" => SubmissionState::Sending,
                state => SubmissionState::named(state),
            };
            let place = SubmissionState::ALL.iter().position(|it| *it == state);
            if let Some(rows) = place.and_then(|it| all.rows.get_mut(it)) {
                *rows += number(&row, "many")?;
            }
        }
        let oldest = "SELECT MIN(opened) AS oldest FROM submissions WHERE state = 'unconfirmed'";
        let rows = self.0.store.read(Statement::new(oldest)).await?;
        let oldest = rows.first().map(|row| maybe_number(row, "oldest")).transpose()?.flatten();
        all.oldest_unconfirmed =
            oldest.map(|it| Duration::from_millis(u64::try_from(now() - it).unwrap_or(0)));
        Ok(all)
    }
}

/// Asks the ledger, and not more often than it makes sense.
pub(crate) struct Watch {
    ledger: Ledger,
    last: Mutex<Option<(Instant, Option<Stats>)>>,
}

impl Watch {
    pub(crate) fn new(ledger: Ledger) -> Self {
        Self { ledger, last: Mutex::default() }
    }

    /// What lies in the ledger, unless it cannot be used.
    pub(crate) async fn stats(&self) -> Option<Stats> {
        // Held while asking: who comes meanwhile gets the same answer.
        let mut last = self.last.lock().await;
        if let Some((at, stats)) = &*last
            && at.elapsed() < FRESH
        {
            return stats.clone();
        }
        let stats = timeout(PATIENCE, self.ledger.stats()).await.ok().and_then(Result::ok);
        *last = Some((Instant::now(), stats.clone()));
        stats
    }
}

#[cfg(test)]
mod tests {
    use roosted_contract::{Draft, IdempotencyKey};
    use serde_json::{from_value, json};

    use super::*;
    use crate::ledger::{Caller, Claimed, Name, Place};

    #[tokio::test]
    async fn rows_are_counted_by_the_states_of_the_interface() {
        let ledger = Ledger::open(&Place::Temporary).await.unwrap();
        assert_eq!(ledger.stats().await.unwrap(), Stats::default());
        let draft: Draft = from_value(json!({ "client_name": "Ada" })).unwrap();
        for place in 0..3 {
            let key = IdempotencyKey::from_random([place; 16]);
            let claim = Claimed::new(&Name { hash: format!("{place}"), key });
            ledger.claim(&claim, &draft.check().unwrap(), &Caller::named("Ada")).await.unwrap();
            if place > 0 {
                assert!(ledger.sending(&claim, None).await.unwrap());
            }
            if place > 1 {
                let hour_ago = now() - 3_600_000;
                ledger.unconfirmed(&claim, hour_ago, Duration::from_secs(2)).await.unwrap();
            }
        }

        let stats = ledger.stats().await.unwrap();

        let rows: Vec<_> = stats.rows().collect();
        let expected = [("sending", 2), ("created", 0), ("rejected", 0), ("unconfirmed", 1)];
        assert_eq!(rows, expected);
        let age = stats.oldest_unconfirmed().unwrap().as_secs();
        assert!((3600..3700).contains(&age), "{age}");
    }

    #[tokio::test]
    async fn many_who_ask_are_answered_by_one_look() {
        let ledger = Ledger::open(&Place::Temporary).await.unwrap();
        let watch = Watch::new(ledger.clone());
        let first = watch.stats().await.unwrap();
        let draft: Draft = from_value(json!({ "client_name": "Ada" })).unwrap();
        let name = Name { hash: "x".into(), key: IdempotencyKey::from_random([7; 16]) };
        ledger
            .claim(&Claimed::new(&name), &draft.check().unwrap(), &Caller::named("Ada"))
            .await
            .unwrap();

        assert_eq!(watch.stats().await.unwrap(), first);
        assert_ne!(ledger.stats().await.unwrap(), first);
    }
}
