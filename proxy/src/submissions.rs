//! What becomes of a submission: claimed once, sent once, its outcome kept.
//!
//! > **Invariant:** whatever is sent has its outcome recorded, also when the caller has gone: the
//! > claim, the call and the record live in one detached task.

mod book;

use std::time::Duration;

use roosted_contract::{IdempotencyKey, NewClient, Submission, SubmissionState};

use crate::AppError;
use crate::error::RequestId;
use crate::identity::User;
use crate::tasks::Tasks;
use crate::upstream::{Doubt, Outcome, Upstream, chain};
use book::{Book, Claim, Name, State};

/// The submissions of everybody. Clones share everything.
#[derive(Clone)]
pub(crate) struct Submissions {
    book: Book,
    upstream: Upstream,
    tasks: Tasks,
    /// How long a caller waits for the outcome.
    answer: Duration,
}

/// Where a submission stands, and whether that had been known before.
pub(crate) struct Standing {
    pub(crate) submission: Submission,
    pub(crate) replayed: bool,
}

impl Submissions {
    pub(crate) fn new(upstream: Upstream, tasks: Tasks, answer: Duration) -> Self {
        Self { book: Book::default(), upstream, tasks, answer }
    }

    /// Sends a submission, unless that was done before, and waits a while for the outcome.
    ///
    /// # Errors
    ///
    /// - [`AppError::ShuttingDown`] when nothing new is taken,
    /// - [`AppError::StillRunning`] or [`AppError::KeyReused`] for a key in use,
    /// - [`AppError::Upstream`] when nothing was created,
    /// - [`AppError::Replayed`] when that had been found before.
    pub(crate) async fn submit(
        &self,
        user: User,
        key: IdempotencyKey,
        client: NewClient,
        request: RequestId,
    ) -> Result<Standing, AppError> {
        if self.tasks.is_closing() {
            return Err(AppError::ShuttingDown);
        }
        let name = Name { user, key };
        let mut work = self.tasks.spawn(self.clone().carry_out(name.clone(), client, request));
        if let Ok(result) = tokio::time::timeout(self.answer, &mut work).await {
            return result.map_err(|_| AppError::Panicked)?;
        }
        match self.book.read(&name).await {
            Some(submission) => Ok(Standing { submission, replayed: false }),
            // Its key was released in this very moment.
            None => work.await.map_err(|_| AppError::Panicked)?,
        }
    }

    /// How far a submission has come.
    pub(crate) async fn read(&self, user: User, key: IdempotencyKey) -> Option<Submission> {
        self.book.read(&Name { user, key }).await
    }

    async fn carry_out(
        self,
        name: Name,
        client: NewClient,
        request: RequestId,
    ) -> Result<Standing, AppError> {
        match self.book.claim(&name, &client).await {
            Claim::Ours => {}
            Claim::Known(submission) => return known(*submission),
            Claim::OtherPayload => return Err(AppError::KeyReused),
        }
        let upstream = self.upstream.clone();
        // In a task of its own, so that even a panic leaves an outcome to record.
        let call = tokio::spawn(async move { upstream.create(&client).await });
        match call.await.unwrap_or(Outcome::Unknown(Doubt::Crashed)) {
            Outcome::Done(client) => {
                tracing::info!(event = "created", request_id = %request);
                self.settle(name, State::Created(client)).await
            }
            Outcome::Failed(failure) => {
                tracing::info!(event = "not-created", request_id = %request, why = chain(&failure));
                if failure.is_final() {
                    let error = AppError::Upstream(failure);
                    self.book.record(&name, State::Rejected(error.problem(&request))).await;
                    Err(error)
                } else {
                    self.book.release(&name).await;
                    Err(AppError::Upstream(failure))
                }
            }
            Outcome::Unknown(doubt) => {
                tracing::error!(event = "unconfirmed", request_id = %request, why = chain(&doubt));
                self.settle(name, State::Unconfirmed).await
            }
        }
    }

    async fn settle(&self, name: Name, state: State) -> Result<Standing, AppError> {
        self.book.record(&name, state).await;
        let submission = self.book.read(&name).await.ok_or(AppError::Panicked)?;
        Ok(Standing { submission, replayed: false })
    }
}

/// The answer to a submission that was made before.
fn known(submission: Submission) -> Result<Standing, AppError> {
    match (submission.state, submission.problem) {
        (SubmissionState::Sending, _) => Err(AppError::StillRunning),
        (_, Some(problem)) => Err(AppError::Replayed(Box::new(problem))),
        (_, problem) => {
            Ok(Standing { submission: Submission { problem, ..submission }, replayed: true })
        }
    }
}
