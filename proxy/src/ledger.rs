//! The ledger: what is known about each submission, kept where a crash does not reach it.
//!
//! Read in this order: `rows`, the way of a submission from its claim to the upstream; `outcomes`,
//! what came of it; `open`, the outcomes that are looked up; `known`, the clients that were there
//! before; `invitations`; `owners`, which process a row belongs to; `audit`, what is noted of each
//! change, and `export`, who may read it; `stats`, how much there is; `place`, `key`, `schema`,
//! `store` and `writer` below them.
//!
//! > **Invariant:** a row is `sending` on disk before the first byte leaves, and nothing ever leads
//! > from there to sending it again but proof that nothing was created.

mod audit;
mod export;
mod invitations;
mod key;
mod known;
mod open;
mod outcomes;
mod owners;
mod place;
#[cfg(test)]
mod properties;
mod rows;
mod schema;
mod stats;
mod store;
mod writer;

use std::io;
use std::sync::Arc;
use std::time::Duration;

use jiff::Timestamp;
use ring::rand::{SecureRandom as _, SystemRandom};

use place::Held as HeldPlace;
use store::{Statement, Store};

pub(crate) use audit::Caller;
pub(crate) use export::Records;
pub(crate) use invitations::Invited;
pub use key::{LedgerKey, LedgerKeyError};
pub(crate) use open::Due;
pub use place::Place;
pub(crate) use rows::{Claim, Claimed, Name, Row, State};
pub(crate) use stats::{Stats, Watch};

/// The ledger. Clones share everything.
#[derive(Clone)]
pub struct Ledger(Arc<Inside>);

struct Inside {
    store: Store,
    key: LedgerKey,
    /// This process, among those that share the ledger.
    owner: String,
    _place: HeldPlace,
}

/// Why the ledger cannot be used.
#[derive(Clone, Debug, thiserror::Error)]
pub enum LedgerError {
    /// The database says no.
    #[error("the database refuses")]
    Database(#[from] Arc<sqlx::Error>),
    /// Nobody commits any more.
    #[error("it is closed")]
    Closed,
    /// Its place cannot be used.
    #[error("its folder cannot be used")]
    Place(#[from] Arc<io::Error>),
    /// Another process has it.
    #[error("another proxy uses it")]
    InUse,
    /// Its key cannot be used.
    #[error("its key cannot be used")]
    Key(#[from] Arc<LedgerKeyError>),
    /// It was made with another key.
    #[error("it was made with another key")]
    OtherKey,
    /// An older version made it, which kept no audit.
    #[error("it is of an older version: start roosted-proxy with it once")]
    NoAudit,
    /// What it holds does not open.
    #[error("what it holds cannot be read")]
    Sealed,
    /// The machine has no random bytes.
    #[error("there are no random bytes")]
    Random,
}

impl From<sqlx::Error> for LedgerError {
    fn from(error: sqlx::Error) -> Self {
        Self::Database(Arc::new(error))
    }
}

impl LedgerError {
    /// Whether somebody else had locked it for too long.
    fn is_busy(&self) -> bool {
        let Self::Database(error) = self else { return false };
        error
            .as_database_error()
            .and_then(sqlx::error::DatabaseError::code)
            .is_some_and(|it| it == "5")
    }

    /// Whether what failed may be written all the same: the database did not refuse it itself.
    pub(crate) fn is_doubtful(&self) -> bool {
        let Self::Database(error) = self else { return false };
        !matches!(**error, sqlx::Error::Database(_) | sqlx::Error::PoolTimedOut)
    }
}

impl Ledger {
    /// Opens the ledger, and makes it if it is not there.
    ///
    /// # Errors
    ///
    /// Returns any [`LedgerError`] but [`LedgerError::Sealed`].
    pub async fn open(place: &Place) -> Result<Self, LedgerError> {
        let (store, key, held) = place.open().await?;
        let mut random = [0; 16];
        SystemRandom::new().fill(&mut random).map_err(|_| LedgerError::Random)?;
        let owner = format!("{:032x}", u128::from_ne_bytes(random));
        let ledger = Self(Arc::new(Inside { store, key, owner, _place: held }));
        ledger.prepare().await?;
        Ok(ledger)
    }

    async fn prepare(&self) -> Result<(), LedgerError> {
        let together = self.turn("schema", true).await?;
        schema::migrate(&self.0.store).await?;
        self.recognize_key().await?;
        drop(together);
        if !self.0.store.is_shared() {
            // The place is held: whoever is in there is dead.
            self.0.store.write(Statement::new("DELETE FROM owners")).await?;
        }
        self.beat().await
    }

    /// Another key would find nothing again and open nothing.
    async fn recognize_key(&self) -> Result<(), LedgerError> {
        let mark = mark(&self.0.key);
        let note =
            "INSERT INTO facts (name, fact) VALUES ('key', $1) ON CONFLICT (name) DO NOTHING";
        self.0.store.write(Statement::new(note).text(mark.clone())).await?;
        let known = known_mark(&self.0.store).await?;
        if known == Some(mark) { Ok(()) } else { Err(LedgerError::OtherKey) }
    }

    fn seal(&self, place: &str, text: &[u8]) -> Result<String, LedgerError> {
        self.0.key.seal(place, text).ok_or(LedgerError::Random)
    }

    fn unseal(&self, place: &str, sealed: &str) -> Result<Vec<u8>, LedgerError> {
        self.0.key.open(place, sealed).ok_or(LedgerError::Sealed)
    }
}

/// By which a ledger knows its key again.
fn mark(key: &LedgerKey) -> String {
    key.hash(&[b"the key of this ledger"])
}

async fn known_mark(store: &Store) -> Result<Option<String>, LedgerError> {
    let mark = Statement::new("SELECT fact FROM facts WHERE name = 'key'");
    store.read(mark).await?.first().map(|row| store::text(row, "fact")).transpose()
}

/// The time as the ledger writes it, in milliseconds.
pub(crate) fn now() -> i64 {
    Timestamp::now().as_millisecond()
}

/// A duration as the ledger writes it.
pub(crate) fn milliseconds(duration: Duration) -> i64 {
    i64::try_from(duration.as_millis()).unwrap_or(i64::MAX)
}

#[cfg(test)]
mod tests {
    use roosted_contract::{Draft, IdempotencyKey, NewClient};
    use serde_json::{from_value, json};

    use super::*;

    #[test]
    fn a_write_is_in_doubt_when_nobody_refused_it() {
        let cut = sqlx::Error::Io(io::ErrorKind::ConnectionReset.into());

        assert!(LedgerError::from(cut).is_doubtful());
        assert!(!LedgerError::from(sqlx::Error::PoolTimedOut).is_doubtful());
        assert!(!LedgerError::Closed.is_doubtful());
    }

    /// A submission, and whose.
    pub(super) fn ada() -> (NewClient, Caller) {
        let draft: Draft = from_value(json!({ "client_name": "Ada" })).unwrap();
        (draft.check().unwrap(), Caller::named("ada"))
    }

    #[tokio::test]
    async fn a_create_costs_three_commits() {
        let folder = tempfile::tempdir().unwrap();
        let file = folder.path().join("ledger.db");
        let ledger = Ledger::open(&Place::File(file.clone(), None)).await.unwrap();
        let (new, caller) = ada();
        let name = ledger.name(&caller.user, IdempotencyKey::from_random([7; 16]));
        let commits = || writer::tests::commits(&place::beside(&file, "-wal"));
        let before = commits();

        let claim = Claimed::new(&name);
        assert!(matches!(ledger.claim(&claim, &new, &caller).await, Ok(Claim::Ours(_))));
        assert!(ledger.sending(&claim, None).await.unwrap());
        let client = from_value(json!({ "id": "c1", "client_name": "Ada" })).unwrap();
        ledger.created(&claim, &client, now()).await.unwrap();

        assert_eq!(commits() - before, 3);
        // With the last of them, it is nobody else's.
        assert!(ledger.was_there("c1", 0).await.unwrap());
        assert!(matches!(ledger.read(&name).await, Ok(Some(Row { state: State::Created(_), .. }))));
    }

    #[tokio::test]
    async fn what_is_left_of_an_older_claim_does_not_fit_the_next() {
        let ledger = Ledger::open(&Place::Temporary).await.unwrap();
        let (new, caller) = ada();
        let name = Name { hash: "x".into(), key: IdempotencyKey::from_random([7; 16]) };
        let (older, newer) = (Claimed::new(&name), Claimed::new(&name));
        assert!(matches!(ledger.claim(&older, &new, &caller).await, Ok(Claim::Ours(_))));
        ledger.release(&older, None, now()).await.unwrap();
        assert!(matches!(ledger.claim(&newer, &new, &caller).await, Ok(Claim::Ours(_))));

        assert!(!ledger.sending(&older, None).await.unwrap());
        assert!(ledger.sending(&newer, None).await.unwrap());
        ledger.release(&older, None, now()).await.unwrap();

        assert!(ledger.read(&name).await.unwrap().is_some());
    }
}
