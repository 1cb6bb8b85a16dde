//! What is known about each submission, in memory: it is forgotten when the process ends.

use std::collections::HashMap;
use std::collections::hash_map::Entry;
use std::sync::Arc;

use jiff::{Timestamp, Unit};
use ring::digest::{Digest, SHA256, digest};
use roosted_contract::{Client, IdempotencyKey, NewClient, Problem, Submission, SubmissionState};
use tokio::sync::Mutex;

use crate::identity::User;

/// The submissions of everybody. Clones share everything.
#[derive(Clone, Default)]
pub(super) struct Book(Arc<Mutex<HashMap<Name, Row>>>);

/// Which submission: a key belongs to the user who made it.
#[derive(Clone, PartialEq, Eq, Hash)]
pub(super) struct Name {
    pub(super) user: User,
    pub(super) key: IdempotencyKey,
}

struct Row {
    payload: Vec<u8>,
    state: State,
    since: Timestamp,
}

/// How far a submission has come, with what belongs to it.
pub(super) enum State {
    Sending,
    Created(Client),
    Rejected(Problem),
    Unconfirmed,
}

/// What came of claiming a submission.
pub(super) enum Claim {
    /// It is new, and the caller's to send.
    Ours,
    /// It was claimed before, with the same payload.
    Known(Box<Submission>),
    /// The key was used for another payload.
    OtherPayload,
}

impl Book {
    /// Claims a submission, unless it was claimed before.
    pub(super) async fn claim(&self, name: &Name, client: &NewClient) -> Claim {
        let payload = fingerprint(client).as_ref().to_vec();
        match self.0.lock().await.entry(name.clone()) {
            Entry::Vacant(place) => {
                place.insert(Row { payload, state: State::Sending, since: now() });
                Claim::Ours
            }
            Entry::Occupied(row) if row.get().payload == payload => {
                Claim::Known(Box::new(row.get().submission(name.key)))
            }
            Entry::Occupied(_) => Claim::OtherPayload,
        }
    }

    /// Notes what came of a claimed submission.
    pub(super) async fn record(&self, name: &Name, state: State) {
        if let Some(row) = self.0.lock().await.get_mut(name) {
            row.state = state;
            row.since = now();
        }
    }

    /// Forgets a claimed submission of which nothing was sent or kept, so that it can be sent
    /// again under the same key.
    pub(super) async fn release(&self, name: &Name) {
        self.0.lock().await.remove(name);
    }

    /// How far a submission has come.
    pub(super) async fn read(&self, name: &Name) -> Option<Submission> {
        self.0.lock().await.get(name).map(|row| row.submission(name.key))
    }
}

impl Row {
    fn submission(&self, key: IdempotencyKey) -> Submission {
        let (state, client, problem) = match &self.state {
            State::Sending => (SubmissionState::Sending, None, None),
            State::Created(client) => (SubmissionState::Created, Some(client.clone()), None),
            State::Rejected(problem) => (SubmissionState::Rejected, None, Some(problem.clone())),
            State::Unconfirmed => (SubmissionState::Unconfirmed, None, None),
        };
        let since = self.since.to_string();
        Submission { key, state, since, client, problem, candidates: None, may_send_again: false }
    }
}

/// The payload itself need not be kept to know it again. Its JSON is canonical: clean texts in
/// reading order.
fn fingerprint(client: &NewClient) -> Digest {
    let json = serde_json::to_vec(client).expect("texts under names of texts are always JSON");
    digest(&SHA256, &json)
}

fn now() -> Timestamp {
    let now = Timestamp::now();
    now.round(Unit::Millisecond).unwrap_or(now)
}
