//! Writing an outcome down, for as long as it takes.

use std::time::Duration;

use roosted_contract::{Client, Code, Problem};

use super::Submissions;
use crate::ledger::{Claimed, LedgerError};

/// What is to be written down, and when it was found out.
pub(super) struct Record {
    pub(super) at: i64,
    pub(super) what: What,
}

/// What was found out.
pub(super) enum What {
    /// The client exists.
    Created(Client),
    /// The upstream refused it, and would again.
    Rejected(Problem),
    /// Nobody knows.
    Unconfirmed,
    /// Nothing was created, and trying again may help: why, where the upstream was asked.
    Released(Option<Code>),
}

/// The first pause before writing is tried again; each is twice as long as the one before.
const PAUSE: Duration = Duration::from_millis(100);

/// The longest such pause.
const LONGEST_PAUSE: Duration = Duration::from_secs(5);

impl Submissions {
    pub(super) async fn write(&self, it: &Claimed, record: &Record) -> Result<(), LedgerError> {
        match &record.what {
            What::Created(client) => self.ledger.created(it, client, record.at).await,
            What::Rejected(problem) => self.ledger.rejected(it, problem, record.at).await,
            What::Unconfirmed => self.ledger.unconfirmed(it, record.at, self.first_look).await,
            What::Released(why) => self.ledger.release(it, *why, record.at).await,
        }
    }

    /// Writes until it is written, or the process ends: the next one then finds the row as
    /// `sending`, and looks.
    pub(super) async fn keep(&self, it: &Claimed, record: &Record) -> Result<(), LedgerError> {
        let mut pause = PAUSE;
        loop {
            let ending = self.tasks.is_closing();
            let written = self.write(it, record).await;
            if written.is_ok() || ending {
                return written;
            }
            tokio::select! {
                () = tokio::time::sleep(pause) => {}
                () = self.tasks.closing() => {}
            }
            pause = (pause * 2).min(LONGEST_PAUSE);
        }
    }
}
