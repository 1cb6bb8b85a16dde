//! The audit, read beside whoever writes it. Nothing is changed by that.

use jiff::Timestamp;
use serde::Serialize;
use sqlx::any::AnyRow;

use super::rows::place;
use super::store::{Statement, Store, maybe_text, number, text};
use super::{LedgerError, LedgerKey, Place};

/// How many rows are read at once: a reader that is slow must hold nobody up.
const PAGE: i64 = 1000;

/// The audit of a ledger.
pub(crate) struct Records {
    store: Store,
    key: LedgerKey,
}

/// A change of a state. What is missing is not known, or has no meaning beside that state.
#[derive(Serialize)]
pub(crate) struct Audited {
    time: String,
    state: String,
    /// `taken-over`, `found` or `adopted`, where it was not the usual way.
    how: Option<String>,
    /// Why nothing was made: the code of the problem.
    code: Option<String>,
    user: Option<String>,
    /// A keyed hash of the user and the idempotency key; none for an invitation.
    submission: Option<String>,
    client_id: Option<String>,
    request_id: Option<String>,
}

/// The rows that come after one.
struct Position {
    at: i64,
    step: i64,
    subject: String,
    epoch: i64,
}

impl Records {
    /// Opens the audit of a ledger that somebody has made, with the same key.
    ///
    /// # Errors
    ///
    /// - [`LedgerError::Key`] and [`LedgerError::OtherKey`] where the key is not its key,
    /// - [`LedgerError::NoAudit`] where an older version made it,
    /// - [`LedgerError::Database`] where it cannot be read.
    pub(crate) async fn open(place: &Place) -> Result<Self, LedgerError> {
        let (store, key) = place.read().await?;
        if super::known_mark(&store).await?.is_none_or(|it| it != super::mark(&key)) {
            return Err(LedgerError::OtherKey);
        }
        if !super::schema::has_audit(&store).await? {
            return Err(LedgerError::NoAudit);
        }
        Ok(Self { store, key })
    }

    /// Shows every change from `since` on and before `until`, the oldest first.
    ///
    /// # Errors
    ///
    /// Returns [`LedgerError::Database`] or [`LedgerError::Sealed`], or what `show` returns.
    pub(crate) async fn show<E: From<LedgerError>>(
        &self,
        since: Timestamp,
        until: Timestamp,
        mut show: impl FnMut(Audited) -> Result<(), E>,
    ) -> Result<(), E> {
        let page =
            "SELECT subject, epoch, state, step, at, how, code, caller, request_id, client_id
            FROM audit WHERE at >= $1 AND at < $2 AND (at, step, subject, epoch) > ($1, $3, $4, $5)
            ORDER BY at, step, subject, epoch LIMIT $6";
        let mut last = Position::before(since.as_millisecond());
        loop {
            let statement = Statement::new(page)
                .number(last.at)
                .number(until.as_millisecond())
                .number(last.step)
                .text(&last.subject)
                .number(last.epoch)
                .number(PAGE);
            let rows = self.store.read(statement).await?;
            let Some(row) = rows.last() else { return Ok(()) };
            last = Position::of(row)?;
            for row in &rows {
                show(self.audited(row)?)?;
            }
        }
    }

    fn audited(&self, row: &AnyRow) -> Result<Audited, LedgerError> {
        let (subject, state) = (text(row, "subject")?, text(row, "state")?);
        let user = maybe_text(row, "caller")?.map(|sealed| {
            let name = self.key.open(&place("caller", &subject), &sealed);
            name.and_then(|it| String::from_utf8(it).ok()).ok_or(LedgerError::Sealed)
        });
        let is_invitation = state.starts_with("invit");
        Ok(Audited {
            time: format!(
                "{:.3}",
                Timestamp::from_millisecond(number(row, "at")?).unwrap_or_default()
            ),
            state,
            how: maybe_text(row, "how")?,
            code: maybe_text(row, "code")?,
            user: user.transpose()?,
            submission: (!is_invitation).then_some(subject),
            client_id: maybe_text(row, "client_id")?,
            request_id: maybe_text(row, "request_id")?,
        })
    }
}

impl Position {
    /// Before whatever has this time.
    fn before(at: i64) -> Self {
        Self { at, step: 0, subject: String::new(), epoch: 0 }
    }

    fn of(row: &AnyRow) -> Result<Self, LedgerError> {
        Ok(Self {
            at: number(row, "at")?,
            step: number(row, "step")?,
            subject: text(row, "subject")?,
            epoch: number(row, "epoch")?,
        })
    }
}
