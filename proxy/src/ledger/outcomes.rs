//! The end of a submission's way, as this process learned it from the upstream.

use std::time::Duration;

use roosted_contract::{Client, Code, Problem};

use super::audit::Change;
use super::known;
use super::rows::Claimed;
use super::store::Statement;
use super::{Ledger, LedgerError, milliseconds};

impl Ledger {
    /// Notes that the client exists, and that it is nobody else's.
    pub(crate) async fn created(
        &self,
        it: &Claimed,
        client: &Client,
        at: i64,
    ) -> Result<(), LedgerError> {
        // Where another row was given this client by a look, that stays; the answer is kept.
        let created = "UPDATE submissions
            SET state = 'created', since = $4, payload = NULL, next_look = NULL, result = $5,
                client_id = CASE WHEN EXISTS
                    (SELECT 1 FROM submissions AS other WHERE other.client_id = $6
                        AND other.name <> $1) THEN NULL ELSE $6 END
            WHERE name = $1 AND epoch = $2 AND owner = $3 AND state IN ('sending', 'unconfirmed')";
        let result = self.sealed(&it.name.hash, client)?;
        let created = self.step(created, it).number(at).text(result).text(client.id());
        let own = known::note(&[client.id().to_owned()], known::OWN);
        let note = Change::submission("created").with_client(client.id());
        let note = note.of(&it.name.hash, it.epoch);
        self.0.store.write_all(vec![created, own, note]).await?;
        Ok(())
    }

    /// Notes that the upstream refused it.
    pub(crate) async fn rejected(
        &self,
        it: &Claimed,
        why: &Problem,
        at: i64,
    ) -> Result<(), LedgerError> {
        let rejected = "UPDATE submissions
            SET state = 'rejected', since = $4, payload = NULL, next_look = NULL, result = $5
            WHERE name = $1 AND epoch = $2 AND owner = $3 AND state IN ('sending', 'unconfirmed')";
        let result = self.sealed(&it.name.hash, why)?;
        let rejected = self.step(rejected, it).number(at).text(result);
        let note = Change::submission("rejected").because_of(Some(why.code));
        let note = note.of(&it.name.hash, it.epoch);
        self.0.store.write_all(vec![rejected, note]).await?;
        Ok(())
    }

    /// Notes that nobody knows, and that somebody looks after `first_look`.
    pub(crate) async fn unconfirmed(
        &self,
        it: &Claimed,
        at: i64,
        first_look: Duration,
    ) -> Result<(), LedgerError> {
        let open = "UPDATE submissions
            SET state = 'unconfirmed', since = $4, opened = $4, next_look = $5
            WHERE name = $1 AND epoch = $2 AND owner = $3 AND state = 'sending'";
        let next = at + milliseconds(first_look);
        let open = self.step(open, it).number(at).number(next);
        let note = Change::submission("unconfirmed").of(&it.name.hash, it.epoch);
        self.0.store.write_all(vec![open, note]).await?;
        Ok(())
    }

    /// Forgets a submission of which nothing was created, so that it can be sent again under the
    /// same key.
    pub(crate) async fn release(
        &self,
        claimed: &Claimed,
        why: Option<Code>,
        at: i64,
    ) -> Result<(), LedgerError> {
        let release = "UPDATE submissions SET state = 'passing', since = $4
            WHERE name = $1 AND epoch = $2 AND owner = $3
            AND state IN ('claimed', 'sending', 'unconfirmed')";
        let release = self.step(release, claimed).number(at);
        let note = Change::submission("released").because_of(why).of_passing();
        let forget = Statement::new("DELETE FROM submissions WHERE state = 'passing'");
        self.0.store.write_all(vec![release, note, forget]).await?;
        Ok(())
    }
}

#[cfg(test)]
mod tests {
    use roosted_contract::IdempotencyKey;
    use serde_json::{from_value, json};

    use super::*;
    use crate::ledger::store::text;
    use crate::ledger::tests::ada;
    use crate::ledger::{Claim, Place};

    /// A submission that is on its way.
    async fn sent(ledger: &Ledger, number: u8) -> Claimed {
        let (new, caller) = ada();
        let key = IdempotencyKey::from_random([number; 16]);
        let claim = Claimed::new(&ledger.name(&caller.user, key));
        assert!(matches!(ledger.claim(&claim, &new, &caller).await, Ok(Claim::Ours(_))));
        assert!(ledger.sending(&claim, None).await.unwrap());
        claim
    }

    #[tokio::test]
    async fn the_first_look_comes_when_it_was_said() {
        let ledger = Ledger::open(&Place::Temporary).await.unwrap();
        let claim = sent(&ledger, 1).await;
        assert_eq!(ledger.next_look().await.unwrap(), None);

        ledger.unconfirmed(&claim, 5000, Duration::from_secs(2)).await.unwrap();

        assert_eq!(ledger.next_look().await.unwrap(), Some(7000));
    }

    #[tokio::test]
    async fn the_audit_names_the_client_also_where_another_row_owns_it() {
        let ledger = Ledger::open(&Place::Temporary).await.unwrap();
        let client = from_value(json!({ "id": "c1", "client_name": "Ada" })).unwrap();
        for number in 1..=2 {
            let claim = sent(&ledger, number).await;
            ledger.created(&claim, &client, 5000).await.unwrap();
        }

        let named = "SELECT client_id FROM audit WHERE state = 'created'";
        let rows = ledger.0.store.read(Statement::new(named)).await.unwrap();
        let named: Vec<_> = rows.iter().map(|it| text(it, "client_id").unwrap()).collect();
        assert_eq!(named, ["c1", "c1"]);
    }
}
