//! What becomes of a submission: claimed once, sent once, its outcome kept.
//!
//! > **Invariant:** whatever is sent has its outcome recorded, also when the caller has gone: the
//! > claim, the call and the record live in one detached task.

mod patience;
mod record;

use std::sync::Arc;
use std::time::Duration;

use roosted_contract::{Client, IdempotencyKey, NewClient, Submission};
use tokio::sync::{Notify, oneshot};
use tokio::time::Instant;

use crate::census::Census;
use crate::error::RequestId;
use crate::failpoint;
use crate::identity::User;
use crate::ledger::{Claim, Claimed, Ledger, LedgerError, Name, Row, State, milliseconds, now};
use crate::metrics::Create;
use crate::tasks::Tasks;
use crate::upstream::{Outcome, Upstream, chain};
use crate::{AppError, Metrics};
use record::{Record, What};

/// The submissions of everybody. Clones share everything.
#[derive(Clone)]
pub(crate) struct Submissions {
    pub(crate) ledger: Ledger,
    pub(crate) census: Census,
    pub(crate) upstream: Upstream,
    pub(crate) tasks: Tasks,
    /// How long a caller waits for the outcome.
    pub(crate) answer: Duration,
    /// How long after an outcome became open somebody looks.
    pub(crate) first_look: Duration,
    /// Rung when an outcome has become open.
    pub(crate) bell: Arc<Notify>,
    pub(crate) metrics: Metrics,
}

/// Where a submission stands, and whether that had been known before.
pub(crate) struct Standing {
    pub(crate) submission: Submission,
    pub(crate) replayed: bool,
    /// Seconds after which asking for an open submission makes sense.
    pub(crate) ask_again: u64,
}

/// What the caller is told, once.
type Tell = oneshot::Sender<Result<Standing, AppError>>;

/// A submission on its way.
struct Work {
    name: Name,
    new: NewClient,
    request: RequestId,
    /// When the caller stops waiting.
    until: Instant,
}

impl Submissions {
    /// Sends a submission, unless that was done before, and waits a while for the outcome.
    ///
    /// # Errors
    ///
    /// - [`AppError::ShuttingDown`] when nothing new is taken,
    /// - [`AppError::StillRunning`] or [`AppError::KeyReused`] for a key in use,
    /// - [`AppError::Ledger`] when nothing can be kept, so that nothing was sent,
    /// - [`AppError::Upstream`] when nothing was created,
    /// - [`AppError::Replayed`] when that had been found before.
    pub(crate) async fn submit(
        &self,
        user: User,
        key: IdempotencyKey,
        new: NewClient,
        request: RequestId,
    ) -> Result<Standing, AppError> {
        if self.tasks.is_closing() {
            return Err(AppError::ShuttingDown);
        }
        let name = self.ledger.name(&user, key);
        let until = Instant::now() + self.answer;
        let (tell, mut told) = oneshot::channel();
        let work = Work { name: name.clone(), new, request, until };
        self.tasks.spawn(self.clone().carry_out(work, tell));

        match tokio::time::timeout_at(until, &mut told).await {
            Ok(result) => return result.map_err(|_| AppError::Panicked)?,
            // It may have come in this very moment.
            Err(_) => {
                if let Ok(result) = told.try_recv() {
                    return result;
                }
            }
        }
        let row = self.ledger.read(&name).await.ok().flatten();
        Ok(Standing::of(row.unwrap_or(Row::at(now(), State::Sending)), key, false))
    }

    /// How far a submission has come.
    ///
    /// # Errors
    ///
    /// Returns any [`LedgerError`].
    pub(crate) async fn read(
        &self,
        user: &User,
        key: IdempotencyKey,
    ) -> Result<Option<Submission>, LedgerError> {
        let row = self.ledger.read(&self.ledger.name(user, key)).await?;
        Ok(row.map(|it| it.submission(key)))
    }

    async fn carry_out(self, work: Work, tell: Tell) {
        match self.prepare(&work).await {
            Ok(claimed) => {
                failpoint::reach("sending");
                let outcome = self.create(&work.new, work.until).await;
                failpoint::reach("answered");
                self.settle(&work, claimed, outcome, tell).await;
            }
            // Whoever asked may have gone.
            Err(answer) => drop(tell.send(answer)),
        }
    }

    /// Claims a submission and notes that it is being sent; else says what to answer instead.
    async fn prepare(&self, work: &Work) -> Result<Claimed, Result<Standing, AppError>> {
        let claim = Claimed::new(&work.name);
        let claimed = match self.ledger.claim(&claim, &work.new).await {
            Ok(Claim::Ours(claimed)) => claimed,
            Ok(Claim::Known(row)) => return Err(known(row, work.name.key)),
            Ok(Claim::OtherPayload) => return Err(Err(AppError::KeyReused)),
            Err(error) => {
                if error.is_doubtful() {
                    self.free(claim);
                }
                return Err(Err(error.into()));
            }
        };
        failpoint::reach("claimed");
        let baseline = self.census.baseline().await;
        match self.ledger.sending(&claimed, baseline).await {
            Ok(true) => Ok(claimed),
            // Somebody thought this process dead. Nothing was sent here.
            Ok(false) => Err(Err(AppError::StillRunning)),
            Err(error) => {
                self.free(claimed);
                Err(Err(error.into()))
            }
        }
    }

    /// Gives a claim up: it may have been written all the same, and nobody else frees the key.
    fn free(&self, claimed: Claimed) {
        let this = self.clone();
        self.tasks.spawn(async move {
            this.keep(&claimed, &Record { at: now(), what: What::Released }).await;
        });
    }

    /// Keeps the outcome and answers the caller, whatever comes first.
    async fn settle(&self, work: &Work, claimed: Claimed, outcome: Outcome<Client>, tell: Tell) {
        let at = now();
        let (what, answer) = self.judge(work, outcome, at);
        let record = Record { at, what };
        let kept = self.write(&claimed, &record).await;
        if let Err(error) = &kept {
            tracing::error!(event = "not-recorded", request_id = %work.request, why = chain(error));
        }
        failpoint::reach("recorded");
        // What is not on disk is not promised: a look will find it, should it come to that.
        let answer = match answer {
            Ok(_) if kept.is_err() => Ok(self.open(work, at)),
            answer => answer,
        };
        let _ = tell.send(answer);
        if kept.is_err() {
            self.keep(&claimed, &record).await;
        }
        match record.what {
            What::Created(client) => self.census.made(client.id()).await,
            What::Unconfirmed => self.bell.notify_one(),
            What::Rejected(_) | What::Released => {}
        }
    }

    /// What an outcome means, for the ledger and for the caller.
    fn judge(
        &self,
        work: &Work,
        outcome: Outcome<Client>,
        at: i64,
    ) -> (What, Result<Standing, AppError>) {
        let (key, request) = (work.name.key, &work.request);
        match outcome {
            Outcome::Done(client) => {
                tracing::info!(event = "created", request_id = %request);
                self.metrics.created(Create::Created, 1);
                let row = Row::at(at, State::Created(client.clone()));
                (What::Created(client), Ok(Standing::of(row, key, false)))
            }
            Outcome::Failed(failure) => {
                tracing::info!(event = "not-created", request_id = %request, why = chain(&failure));
                let is_final = failure.is_final();
                let error = AppError::Upstream(failure);
                if is_final {
                    self.metrics.created(Create::Rejected, 1);
                    (What::Rejected(error.problem(request)), Err(error))
                } else {
                    self.metrics.created(Create::Released, 1);
                    (What::Released, Err(error))
                }
            }
            Outcome::Unknown(doubt) => {
                tracing::error!(event = "unconfirmed", request_id = %request, why = chain(&doubt));
                self.metrics.created(Create::Unconfirmed, 1);
                (What::Unconfirmed, Ok(self.open(work, at)))
            }
        }
    }

    /// The answer while nobody knows.
    fn open(&self, work: &Work, at: i64) -> Standing {
        let next = Some(at + milliseconds(self.first_look));
        Standing::of(Row::at(at, State::Unconfirmed(Vec::new(), next)), work.name.key, false)
    }
}

impl Standing {
    fn of(row: Row, key: IdempotencyKey, replayed: bool) -> Self {
        let ask_again = row.ask_again();
        Self { submission: row.submission(key), replayed, ask_again }
    }
}

/// The answer to a submission that was made before.
fn known(row: Row, key: IdempotencyKey) -> Result<Standing, AppError> {
    match row.state {
        State::Sending => Err(AppError::StillRunning),
        State::Rejected(problem) => Err(AppError::Replayed(Box::new(problem))),
        State::Created(_) | State::Unconfirmed(..) => Ok(Standing::of(row, key, true)),
    }
}
