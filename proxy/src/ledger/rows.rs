//! The way of a submission to the upstream: claimed, then sending. Each step is one transaction,
//! whose first statement changes the row only if it is where the step begins.

use jiff::Timestamp;
use roosted_contract::{Client, IdempotencyKey, NewClient, Problem, Submission, SubmissionState};
use serde::Serialize;
use serde::de::DeserializeOwned;
use sqlx::any::AnyRow;

use super::audit::{Caller, Change};
use super::store::{Statement, maybe_number, maybe_text, number, text};
use super::{Ledger, LedgerError, now};
use crate::identity::User;

/// Which submission: a key belongs to the user who made it.
#[derive(Clone)]
pub(crate) struct Name {
    /// A keyed hash of both.
    pub(super) hash: String,
    pub(crate) key: IdempotencyKey,
}

/// A claim that is this process's to work on.
#[derive(Clone)]
pub(crate) struct Claimed {
    pub(super) name: Name,
    pub(super) epoch: i64,
}

/// What came of claiming a submission.
pub(crate) enum Claim {
    /// It is new, and the caller's to send.
    Ours(Claimed),
    /// It was claimed before, with the same payload.
    Known(Row),
    /// The key was used for another payload.
    OtherPayload,
}

/// How far a submission has come, with what belongs to it.
pub(crate) enum State {
    /// It is claimed, and maybe on its way.
    Sending,
    /// The client exists.
    Created(Client),
    /// The upstream refused it.
    Rejected(Problem),
    /// It may exist: the clients that could be the one, and when somebody looks again.
    Unconfirmed(Vec<Client>, Option<i64>),
}

/// What the ledger knows about a submission.
pub(crate) struct Row {
    pub(crate) state: State,
    since: i64,
}

/// Columns of a [`Row`].
const ROW: &str = "SELECT payload_hash, state, epoch, owner, since, next_look, result
    FROM submissions WHERE name = $1";

impl Name {
    /// What tells it from every other.
    pub(crate) fn as_str(&self) -> &str {
        &self.hash
    }
}

impl Claimed {
    /// A claim to be made. Its epoch is nobody else's: what is left of an older claim of the same
    /// submission, a write that is tried again, must not fit this one's row.
    pub(crate) fn new(name: &Name) -> Self {
        Self { name: name.clone(), epoch: fastrand::i64(1..i64::MAX) }
    }
}

impl Ledger {
    /// The name of a submission.
    pub(crate) fn name(&self, user: &User, key: IdempotencyKey) -> Name {
        let hash = self.0.key.hash(&[b"submission", user.as_bytes(), key.as_str().as_bytes()]);
        Name { hash, key }
    }

    /// Makes a claim, unless the submission was claimed before.
    pub(crate) async fn claim(
        &self,
        claim: &Claimed,
        new: &NewClient,
        caller: &Caller,
    ) -> Result<Claim, LedgerError> {
        let name = &claim.name;
        let user = self.sealed_caller(&name.hash, &caller.user)?;
        let payload = serde_json::to_vec(new).expect("texts under names of texts are JSON");
        let hash = self.payload_hash(&payload);
        let sealed = self.seal(&place("payload", &name.hash), &payload)?;
        // A row can go away between two statements, when its key is released.
        loop {
            let insert = "INSERT INTO submissions
                (name, payload_hash, state, epoch, owner, since, payload, caller, request_id)
                VALUES ($1, $2, 'claimed', $6, $3, $4, $5, $7, $8)
                ON CONFLICT (name) DO NOTHING RETURNING epoch";
            let insert = Statement::new(insert)
                .text(&name.hash)
                .text(&hash)
                .text(&self.0.owner)
                .number(now())
                .text(&sealed)
                .number(claim.epoch)
                .text(&user)
                .text(caller.request.to_string());
            let note = Change::submission("claimed").of(&name.hash, claim.epoch);
            if self.0.store.changes(vec![insert, note]).await? {
                return Ok(Claim::Ours(claim.clone()));
            }
            if let Some(claim) = self.claimed_before(name, &hash, caller).await? {
                return Ok(claim);
            }
        }
    }

    /// What would come of claiming a submission that was claimed before; `None` if it was not.
    pub(crate) async fn known(
        &self,
        name: &Name,
        new: &NewClient,
        caller: &Caller,
    ) -> Result<Option<Claim>, LedgerError> {
        let payload = serde_json::to_vec(new).expect("texts under names of texts are JSON");
        self.claimed_before(name, &self.payload_hash(&payload), caller).await
    }

    async fn claimed_before(
        &self,
        name: &Name,
        hash: &str,
        caller: &Caller,
    ) -> Result<Option<Claim>, LedgerError> {
        let rows = self.0.store.read(Statement::new(ROW).text(&name.hash)).await?;
        let Some(row) = rows.first() else { return Ok(None) };
        if text(row, "payload_hash")? != hash {
            return Ok(Some(Claim::OtherPayload));
        }
        Ok(Some(match self.take_over(name, row, caller).await? {
            Some(claimed) => Claim::Ours(claimed),
            None => Claim::Known(self.row(name, row)?),
        }))
    }

    fn payload_hash(&self, payload: &[u8]) -> String {
        self.0.key.hash(&[b"payload", payload])
    }

    /// Takes over what a dead process claimed and never sent.
    async fn take_over(
        &self,
        name: &Name,
        row: &AnyRow,
        caller: &Caller,
    ) -> Result<Option<Claimed>, LedgerError> {
        if text(row, "state")? != "claimed" || text(row, "owner")? == self.0.owner {
            return Ok(None);
        }
        let epoch = number(row, "epoch")?;
        let user = self.sealed_caller(&name.hash, &caller.user)?;
        let take = "UPDATE submissions SET owner = $3, epoch = epoch + 1, since = $4,
                caller = $6, request_id = $7
            WHERE name = $1 AND state = 'claimed' AND epoch = $2
            AND owner NOT IN (SELECT id FROM owners WHERE seen > $5) RETURNING epoch";
        let take = Statement::new(take)
            .text(&name.hash)
            .number(epoch)
            .text(&self.0.owner)
            .number(now())
            .number(Self::dead_since())
            .text(user)
            .text(caller.request.to_string());
        let note = Change::submission("claimed").by("taken-over").of(&name.hash, epoch + 1);
        let taken = self.0.store.changes(vec![take, note]).await?;
        Ok(taken.then(|| Claimed { name: name.clone(), epoch: epoch + 1 }))
    }

    /// Notes that it is being sent, and against which scan its client will be told from older
    /// ones. Only where this returns true may a byte leave.
    pub(crate) async fn sending(
        &self,
        claimed: &Claimed,
        baseline: Option<i64>,
    ) -> Result<bool, LedgerError> {
        let send = "UPDATE submissions SET state = 'sending', since = $4, baseline = $5
            WHERE name = $1 AND epoch = $2 AND owner = $3 AND state = 'claimed' RETURNING epoch";
        let send = self.step(send, claimed).number(now()).number(baseline);
        let note = Change::submission("sending").of(&claimed.name.hash, claimed.epoch);
        self.0.store.changes(vec![send, note]).await
    }

    /// How far a submission has come.
    pub(crate) async fn read(&self, name: &Name) -> Result<Option<Row>, LedgerError> {
        let rows = self.0.store.read(Statement::new(ROW).text(&name.hash)).await?;
        rows.first().map(|row| self.row(name, row)).transpose()
    }

    pub(super) fn step(&self, sql: &'static str, claimed: &Claimed) -> Statement {
        Statement::new(sql).text(&claimed.name.hash).number(claimed.epoch).text(&self.0.owner)
    }

    fn row(&self, name: &Name, row: &AnyRow) -> Result<Row, LedgerError> {
        let result = maybe_text(row, "result")?;
        let state = match text(row, "state")?.as_str() {
            "claimed" | "sending" => State::Sending,
            "created" => State::Created(self.unsealed(&name.hash, result)?),
            "rejected" => State::Rejected(self.unsealed(&name.hash, result)?),
            _ => {
                let candidates = match result {
                    Some(_) => self.unsealed(&name.hash, result)?,
                    None => Vec::new(),
                };
                State::Unconfirmed(candidates, maybe_number(row, "next_look")?)
            }
        };
        Ok(Row { state, since: number(row, "since")? })
    }

    pub(super) fn sealed(
        &self,
        name: &str,
        result: &impl Serialize,
    ) -> Result<String, LedgerError> {
        let json = serde_json::to_vec(result).expect("the wire types are always JSON");
        self.seal(&place("result", name), &json)
    }

    fn unsealed<T: DeserializeOwned>(
        &self,
        name: &str,
        sealed: Option<String>,
    ) -> Result<T, LedgerError> {
        let json = self.unseal(&place("result", name), &sealed.ok_or(LedgerError::Sealed)?)?;
        serde_json::from_slice(&json).map_err(|_| LedgerError::Sealed)
    }
}

impl Row {
    /// As it is written at this time.
    pub(crate) fn at(since: i64, state: State) -> Self {
        Self { state, since }
    }

    /// Seconds after which asking again makes sense.
    pub(crate) fn ask_again(&self) -> u64 {
        match self.state {
            State::Unconfirmed(_, Some(next)) => {
                u64::try_from(next - now()).unwrap_or_default().div_ceil(1000).max(1)
            }
            // Nobody looks any more.
            State::Unconfirmed(_, None) => 60,
            _ => 2,
        }
    }

    /// As a caller gets to see it.
    pub(crate) fn submission(self, key: IdempotencyKey) -> Submission {
        let since = Timestamp::from_millisecond(self.since).unwrap_or_default().to_string();
        let state = match self.state {
            State::Sending => SubmissionState::Sending,
            State::Created(_) => SubmissionState::Created,
            State::Rejected(_) => SubmissionState::Rejected,
            State::Unconfirmed(..) => SubmissionState::Unconfirmed,
        };
        let mut submission = Submission {
            key,
            state,
            since,
            client: None,
            problem: None,
            candidates: None,
            may_send_again: false,
        };
        match self.state {
            State::Sending => {}
            State::Created(client) => submission.client = Some(client),
            State::Rejected(problem) => submission.problem = Some(problem),
            State::Unconfirmed(candidates, next_look) => {
                submission.candidates = (!candidates.is_empty()).then_some(candidates);
                submission.may_send_again = next_look.is_none();
            }
        }
        submission
    }
}

/// Where a text is sealed to, so that none can be moved to another row or column.
pub(super) fn place(column: &str, name: &str) -> String {
    format!("{column} of {name}")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn where_nobody_looks_any_more_there_is_time_to_ask_again() {
        let again = |next_look| Row::at(0, State::Unconfirmed(Vec::new(), next_look)).ask_again();

        assert_eq!(again(None), 60);
        assert_eq!(again(Some(0)), 1);
    }
}
