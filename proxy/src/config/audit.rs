//! What `roosted-proxy audit` is asked for.

use jiff::{Span, SpanRelativeTo, Timestamp};

use super::{Args, Mistakes, ledger};
use crate::ledger::Place;

/// The flags of `roosted-proxy audit`.
#[derive(Clone, Debug, clap::Args)]
pub struct AuditArgs {
    /// From when on: a time such as 2026-11-25T08:00:00Z, or how long ago, such as 24h or 31d
    #[arg(long, value_name = "WHEN")]
    pub since: String,
    /// Before when, likewise [default: to the end]
    #[arg(long, value_name = "WHEN")]
    pub until: Option<String>,
}

/// Which part of which audit.
#[derive(Debug)]
pub struct Audit {
    /// `ROOSTED_LEDGER` and `ROOSTED_LEDGER_KEY_FILE`: one that is there.
    pub ledger: Place,
    /// The first moment of it.
    pub since: Timestamp,
    /// The first moment after it.
    pub until: Timestamp,
}

impl Audit {
    /// Reads the flags, and of the settings those that name the ledger.
    ///
    /// # Errors
    ///
    /// Returns every [`Mistakes`] at once.
    pub fn read(args: &Args, asked: &AuditArgs) -> Result<Self, Mistakes> {
        let mut mistakes = Mistakes::default();
        let it = &mut mistakes;
        let now = Timestamp::now();
        let since = it.read("--since", &asked.since, |text| moment(text, now));
        let until = it.read_if_set("--until", asked.until.as_deref(), |text| moment(text, now));
        let ledger = ledger::place(args, it);
        if let Some(Place::File(path, _)) = &ledger
            && !path.is_file()
        {
            it.note("ROOSTED_LEDGER", "there is no such file");
        }
        let until = until.ok().map(|it| it.unwrap_or(Timestamp::MAX));
        if since.zip(until).is_some_and(|(since, until)| until < since) {
            it.note("--until", "it is before --since");
        }
        match (ledger, since, until) {
            (Some(ledger), Some(since), Some(until)) if mistakes.is_empty() => {
                Ok(Self { ledger, since, until })
            }
            _ => Err(mistakes),
        }
    }
}

fn moment(text: &str, now: Timestamp) -> Result<Timestamp, String> {
    let ago = || {
        let span: Span = text.parse().ok()?;
        let ago = span.to_duration(SpanRelativeTo::days_are_24_hours()).ok()?;
        (!ago.is_negative()).then(|| now.checked_sub(ago).ok()).flatten()
    };
    text.parse().ok().or_else(ago).ok_or_else(|| {
        format!(
            "`{text}` is neither a time such as 2026-11-25T08:00:00Z nor how long ago, such as 24h"
        )
    })
}
