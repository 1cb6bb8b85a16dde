//! The audit: one row for each change of a submission's or an invitation's state, written in the
//! transaction that makes the change.
//!
//! > **Invariant:** a row is added and stays: no statement of ours changes or deletes one.

use roosted_contract::Code;

use super::rows::place;
use super::store::Statement;
use super::{Ledger, LedgerError};
use crate::error::RequestId;
use crate::identity::User;

/// Who asked, and with which request.
#[derive(Clone)]
pub(crate) struct Caller {
    pub(crate) user: User,
    pub(crate) request: RequestId,
}

#[cfg(test)]
impl Caller {
    /// Somebody of that name, with a request.
    pub(crate) fn named(name: &str) -> Self {
        Self { user: User::named(name), request: RequestId::new() }
    }
}

/// Whose state changes.
#[derive(Clone, Copy)]
enum Table {
    Submissions,
    Invitations,
}

/// A change of a state, as it is noted.
pub(super) struct Change {
    table: Table,
    /// What it is from now on.
    state: &'static str,
    /// How it came to that, where it was not the usual way.
    how: Option<&'static str>,
    /// Why nothing was made.
    code: Option<Code>,
    client: Option<String>,
}

impl Change {
    /// A submission is in this state from now on.
    pub(super) fn submission(state: &'static str) -> Self {
        Self { table: Table::Submissions, state, how: None, code: None, client: None }
    }

    /// An invitation is in this state from now on.
    pub(super) fn invitation(state: &'static str) -> Self {
        Self { table: Table::Invitations, ..Self::submission(state) }
    }

    pub(super) fn by(self, how: &'static str) -> Self {
        Self { how: Some(how), ..self }
    }

    pub(super) fn because_of(self, code: Option<Code>) -> Self {
        Self { code, ..self }
    }

    pub(super) fn with_client(self, id: &str) -> Self {
        Self { client: Some(id.to_owned()), ..self }
    }

    /// Notes the change of one row, if it was made. An epoch comes to each state once, so that
    /// what is written again is noted once.
    pub(super) fn of(self, subject: &str, epoch: i64) -> Statement {
        let which = format!("{} = $6 AND epoch = $7 AND state = $1", self.table.subject());
        self.insert(&which).text(subject).number(epoch)
    }

    /// Notes the change of the rows that are `passing`, a state that only the transaction sees
    /// that puts them in and takes them out: so it knows which they are.
    pub(super) fn of_passing(self) -> Statement {
        self.insert("state = 'passing'")
    }

    fn insert(self, which: &str) -> Statement {
        let (table, subject) = (self.table.name(), self.table.subject());
        let insert = format!(
            "INSERT INTO audit
                (subject, epoch, state, step, at, how, code, caller, request_id, client_id)
            SELECT {subject}, epoch, $1, $2, since, $3, $4, caller, request_id,
                COALESCE($5, client_id)
            FROM {table} WHERE {which} ON CONFLICT (subject, epoch, state) DO NOTHING"
        );
        Statement::new(insert)
            .text(self.state)
            .number(step(self.state))
            .maybe_text(self.how.map(ToOwned::to_owned))
            .maybe_text(self.code.map(|it| it.as_str().to_owned()))
            .maybe_text(self.client)
    }
}

impl Table {
    fn name(self) -> &'static str {
        match self {
            Self::Submissions => "submissions",
            Self::Invitations => "invitations",
        }
    }

    /// The column that names a row.
    fn subject(self) -> &'static str {
        match self {
            Self::Submissions => "name",
            Self::Invitations => "client_id",
        }
    }
}

/// Orders the states of an epoch, some of which bear the same time.
fn step(state: &str) -> i64 {
    match state {
        "claimed" | "inviting" => 1,
        "sending" => 2,
        "unconfirmed" | "invite-unconfirmed" => 3,
        _ => 4,
    }
}

impl Ledger {
    /// A user's name, so that it opens beside this subject only.
    pub(super) fn sealed_caller(&self, subject: &str, user: &User) -> Result<String, LedgerError> {
        self.seal(&place("caller", subject), user.as_bytes())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_bears_the_same_time_is_told_in_its_order() {
        let ways: [&[&str]; 3] = [
            &["claimed", "sending", "unconfirmed", "created"],
            &["claimed", "sending", "unconfirmed", "rejected"],
            &["inviting", "invite-unconfirmed", "invited"],
        ];
        for way in ways {
            assert!(way.is_sorted_by(|one, next| step(one) < step(next)), "{way:?}");
        }
    }
}
