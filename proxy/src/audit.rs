//! `roosted-proxy audit`: what was done, as JSON Lines, for those who have to answer for it.

use std::io::{self, Write};

use crate::config::Audit;
use crate::ledger::{LedgerError, Records};

/// Why the audit could not be told to its end.
#[derive(Debug, thiserror::Error)]
pub enum AuditError {
    /// The ledger cannot be read.
    #[error("cannot read the ledger")]
    Ledger(#[from] LedgerError),
    /// Nobody takes the lines.
    #[error("cannot write the lines")]
    Output(#[from] io::Error),
}

/// Writes one line for each change of a state, the oldest first. A proxy may use the ledger at the
/// same time; nothing in it is changed.
///
/// # Errors
///
/// Returns any [`AuditError`].
pub async fn audit(asked: &Audit, out: &mut impl Write) -> Result<(), AuditError> {
    let records = Records::open(&asked.ledger).await?;
    let told = records.show(asked.since, asked.until, |it| {
        serde_json::to_writer(&mut *out, &it).map_err(io::Error::from)?;
        Ok::<_, AuditError>(out.write_all(b"\n")?)
    });
    told.await?;
    Ok(out.flush()?)
}
