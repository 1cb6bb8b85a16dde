//! Claiming a submission, for a user who may begin another create.

use super::{Submissions, Work};
use crate::AppError;
use crate::ledger::{Claim, Claimed};
use crate::limits::{Turn, Wait};

impl Submissions {
    /// Makes a claim, unless the submission is known or its user has to wait. What is known is
    /// answered whatever the limits say: it creates nothing.
    ///
    /// # Errors
    ///
    /// - [`AppError::TooManyRequests`] when the user has to wait; nothing was claimed,
    /// - [`AppError::StillRunning`] when the same submission is being claimed at this moment,
    /// - [`AppError::Ledger`] when nothing can be kept.
    pub(super) async fn admit(
        &self,
        work: &Work,
        claim: &Claimed,
    ) -> Result<(Claim, Option<Turn>), AppError> {
        let Some(limits) = &self.limits else {
            return Ok((self.ledger.claim(claim, &work.new, &work.caller).await?, None));
        };
        // Many requests with one key are one create, and must not be counted as many: only who
        // marks the key may count and claim, and the mark stays until the row is there to be seen.
        let entering = limits.enter(work.name.as_str());
        if let Some(known) = self.ledger.known(&work.name, &work.new, &work.caller).await? {
            // Whoever claimed it first was counted, also where this takes it over.
            return Ok((known, None));
        }
        let Some(_entering) = entering else { return Err(AppError::StillRunning) };
        let turn = limits
            .begin(&work.caller.user)
            .map_err(|Wait(seconds)| AppError::TooManyRequests { retry_after: seconds })?;
        match self.ledger.claim(claim, &work.new, &work.caller).await {
            Ok(Claim::Ours(claimed)) => Ok((Claim::Ours(claimed), Some(turn))),
            // Another process was quicker, or nothing can be written.
            other => {
                turn.give_back();
                Ok((other?, None))
            }
        }
    }
}
