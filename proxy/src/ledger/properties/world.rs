//! Two processes on one database, and what there has to be in it.

mod happening;

use std::collections::BTreeMap;
use std::sync::Arc;

use proptest::prop_assert_eq;
use proptest::test_runner::TestCaseError;
use roosted_contract::{Client, Code, Draft, IdempotencyKey, NewClient};
use serde_json::{from_value, json};

use crate::ledger::invitations::Inviting;
use crate::ledger::rows::{Claimed, Name, State, place};
use crate::ledger::store::{Statement, Store, maybe_text, number, text};
use crate::ledger::{Caller, HeldPlace, Inside, Ledger, Place};

/// What the processes are called.
const OWNERS: [&str; 2] = ["one", "two"];

/// A submission, as it has to be.
#[derive(Clone)]
struct Submission {
    epoch: i64,
    owner: usize,
    state: &'static str,
    payload: usize,
    /// Whom the row owns.
    client: Option<usize>,
    /// Whom it is answered with.
    answer: Option<usize>,
    is_looked_up: bool,
}

/// An invitation, as it has to be.
struct Invitation {
    epoch: i64,
    owner: usize,
    state: &'static str,
}

/// A row of the audit: subject, epoch, state, how, code, client.
pub(super) type Noted = (String, i64, String, Option<String>, Option<String>, Option<String>);

pub(super) struct World {
    processes: Vec<Ledger>,
    lives: [bool; 2],
    claims: Vec<(usize, usize, Claimed)>,
    inviting: Vec<(usize, usize, Inviting)>,
    submissions: BTreeMap<usize, Submission>,
    invitations: BTreeMap<usize, Invitation>,
    pub(super) audit: Vec<Noted>,
}

fn key(number: usize) -> IdempotencyKey {
    IdempotencyKey::from_random([u8::try_from(number).unwrap(); 16])
}

fn payload(number: usize) -> NewClient {
    let draft = json!({ "client_name": format!("Ada {number}") });
    from_value::<Draft>(draft).unwrap().check().unwrap()
}

fn client(number: usize) -> Client {
    from_value(json!({ "id": id(number), "client_name": "Ada" })).unwrap()
}

fn id(number: usize) -> String {
    format!("c{number}")
}

impl World {
    /// Two processes on one database.
    pub(super) async fn open(at: &Place) -> Self {
        let mut processes = Vec::new();
        let (store, key, held) = at.open().await.unwrap();
        let (_, other) = at.read().await.unwrap();
        let [one, two] = OWNERS.map(ToOwned::to_owned);
        let inside = Inside { store: store.clone(), key, owner: one, _place: held };
        processes.push(Ledger(Arc::new(inside)));
        processes[0].prepare().await.unwrap();
        let inside = Inside { store, key: other, owner: two, _place: HeldPlace::default() };
        processes.push(Ledger(Arc::new(inside)));
        processes[1].beat().await.unwrap();
        Self {
            processes,
            lives: [true; 2],
            claims: Vec::new(),
            inviting: Vec::new(),
            submissions: BTreeMap::new(),
            invitations: BTreeMap::new(),
            audit: Vec::new(),
        }
    }

    fn store(&self) -> &Store {
        &self.processes[0].0.store
    }

    fn name(&self, number: usize) -> Name {
        self.processes[0].name(&Caller::named("ada@example.org").user, key(number))
    }

    fn note(&mut self, key: usize, how: Option<&str>, code: Option<Code>, state: &str) {
        let row = &self.submissions[&key];
        let (how, code) = (how.map(Into::into), code.map(|it| it.as_str().into()));
        let client = row.answer.map(id);
        let noted = (self.name(key).hash, row.epoch, state.to_owned(), how, code, client);
        self.audit.push(noted);
    }

    fn note_invitation(&mut self, client: usize, how: Option<&str>, code: Option<Code>) {
        let row = &self.invitations[&client];
        let (how, code) = (how.map(Into::into), code.map(|it| it.as_str().into()));
        let state = row.state.to_owned();
        self.audit.push((id(client), row.epoch, state, how, code, Some(id(client))));
    }

    /// The row that fits a claim, where it is in one of these states.
    fn fitting(&mut self, claim: usize, states: &[&str]) -> Option<(usize, &mut Submission)> {
        let (process, key, claimed) = &self.claims[claim];
        let row = self.submissions.get_mut(key)?;
        let fits = row.epoch == claimed.epoch && row.owner == *process;
        (fits && states.contains(&row.state)).then_some((*key, row))
    }

    /// The last claim but so many.
    fn claim(&self, back: usize) -> Option<(usize, Ledger, Claimed)> {
        let claim = self.claims.len().checked_sub(back + 1)?;
        let (process, _, claimed) = &self.claims[claim];
        Some((claim, self.processes[*process].clone(), claimed.clone()))
    }

    fn is_taken(&self, client: usize) -> bool {
        self.submissions.values().any(|it| it.client == Some(client))
    }

    /// Compares the rows with what they have to be.
    pub(super) async fn check(&self) -> Result<(), TestCaseError> {
        let all = "SELECT name, epoch, state, owner, client_id, COALESCE(next_look, 0) AS look,
            CASE WHEN payload IS NULL THEN 0 ELSE 1 END AS has_payload FROM submissions";
        let rows = self.store().read(Statement::new(all)).await.unwrap();
        prop_assert_eq!(rows.len(), self.submissions.len());
        for (key, expected) in &self.submissions {
            let name = self.name(*key);
            let row = rows.iter().find(|it| text(it, "name").unwrap() == name.hash).unwrap();
            prop_assert_eq!(text(row, "state").unwrap(), expected.state);
            prop_assert_eq!(number(row, "epoch").unwrap(), expected.epoch);
            prop_assert_eq!(text(row, "owner").unwrap(), OWNERS[expected.owner]);
            prop_assert_eq!(maybe_text(row, "client_id").unwrap(), expected.client.map(id));
            prop_assert_eq!(number(row, "look").unwrap() > 0, expected.is_looked_up);
            let is_open = !["created", "rejected"].contains(&expected.state);
            prop_assert_eq!(number(row, "has_payload").unwrap(), i64::from(is_open));
            let answer = match self.processes[1].read(&name).await.unwrap().unwrap().state {
                State::Created(client) => Some(client.id().to_owned()),
                _ => None,
            };
            prop_assert_eq!(answer, expected.answer.map(id));
        }
        Ok(())
    }

    /// Compares the audit with everything that happened.
    pub(super) async fn check_audit(&self) -> Result<(), TestCaseError> {
        let all = "SELECT subject, epoch, state, how, code, client_id, caller FROM audit";
        let rows = self.store().read(Statement::new(all)).await.unwrap();
        let mut audit = Vec::new();
        for row in &rows {
            let (subject, maybe) =
                (text(row, "subject").unwrap(), |it| maybe_text(row, it).unwrap());
            let caller =
                self.processes[1].unseal(&place("caller", &subject), &maybe("caller").unwrap());
            prop_assert_eq!(caller.unwrap(), b"ada@example.org");
            let (epoch, state) = (number(row, "epoch").unwrap(), text(row, "state").unwrap());
            audit.push((subject, epoch, state, maybe("how"), maybe("code"), maybe("client_id")));
        }
        let mut expected = self.audit.clone();
        audit.sort();
        expected.sort();
        prop_assert_eq!(audit, expected);
        Ok(())
    }

    /// Prepares the database.
    pub(super) async fn run(&self, statements: &[&'static str]) {
        for statement in statements {
            self.store().write(Statement::new(*statement)).await.unwrap();
        }
    }
}
