//! What becomes of a submission: claimed once, sent once, its outcome kept.
//!
//! > **Invariant:** whatever is sent has its outcome recorded, also when the caller has gone: the
//! > claim, the call and the record live in one detached task.

mod admission;
mod patience;
mod record;

use std::sync::Arc;
use std::time::Duration;

use roosted_contract::{Client, IdempotencyKey, NewClient, Submission};
use tokio::sync::{Notify, oneshot};
use tokio::time::Instant;

use crate::census::Census;
use crate::failpoint;
use crate::identity::User;
use crate::in_flight::{Flight, InFlight};
use crate::ledger::{
    Caller, Claim, Claimed, Ledger, LedgerError, Name, Row, State, milliseconds, now,
};
use crate::limits::{Turn, UserLimits};
use crate::metrics::Create;
use crate::tasks::Tasks;
use crate::upstream::{Failure, Outcome, Upstream, chain};
use crate::{AppError, Metrics};
use record::{Record, What};

/// The submissions of everybody. Clones share everything.
#[derive(Clone)]
pub(crate) struct Submissions {
    pub(crate) ledger: Ledger,
    pub(crate) census: Census,
    pub(crate) upstream: Upstream,
    pub(crate) tasks: Tasks,
    /// What one user may do, if that is limited.
    pub(crate) limits: Option<UserLimits>,
    /// What everybody may do at once.
    pub(crate) in_flight: InFlight,
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

/// What a create takes up while it is under way.
struct Held {
    flight: Flight,
    turn: Option<Turn>,
}

impl Held {
    /// Makes room for the next. What never left does not count for its user.
    fn let_go(self, was_sent: bool) {
        drop(self.flight);
        match self.turn {
            Some(turn) if !was_sent => turn.give_back(),
            turn => drop(turn),
        }
    }
}

/// What the caller is told, once.
type Tell = oneshot::Sender<Result<Standing, AppError>>;

/// A submission on its way.
struct Work {
    name: Name,
    new: NewClient,
    caller: Caller,
    /// When the caller stops waiting.
    until: Instant,
}

impl Submissions {
    /// Sends a submission, unless that was done before, and waits a while for the outcome.
    ///
    /// # Errors
    ///
    /// - [`AppError::ShuttingDown`] when nothing new is taken,
    /// - [`AppError::Overloaded`] when too much is under way,
    /// - [`AppError::StillRunning`] or [`AppError::KeyReused`] for a key in use,
    /// - [`AppError::TooManyRequests`] when the user has to wait; nothing was claimed,
    /// - [`AppError::Ledger`] when nothing can be kept, so that nothing was sent,
    /// - [`AppError::Upstream`] when nothing was created,
    /// - [`AppError::Replayed`] when that had been found before.
    pub(crate) async fn submit(
        &self,
        caller: Caller,
        key: IdempotencyKey,
        new: NewClient,
    ) -> Result<Standing, AppError> {
        if self.tasks.is_closing() {
            return Err(AppError::ShuttingDown);
        }
        let flight = self.in_flight.begin()?;
        let name = self.ledger.name(&caller.user, key);
        let until = Instant::now() + self.answer;
        let (tell, mut told) = oneshot::channel();
        let work = Work { name: name.clone(), new, caller, until };
        self.tasks.spawn(self.clone().carry_out(work, flight, tell));

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

    /// It counts as under way until its outcome is kept, also when the caller has gone.
    async fn carry_out(self, work: Work, flight: Flight, tell: Tell) {
        match self.prepare(&work).await {
            Ok((claimed, turn)) => {
                failpoint::reach("sending");
                let outcome = self.create(&work.new, work.until).await;
                failpoint::reach("answered");
                self.settle(&work, claimed, outcome, (Held { flight, turn }, tell)).await;
            }
            Err(answer) => {
                drop(flight);
                // Whoever asked may have gone.
                let _ = tell.send(answer);
            }
        }
    }

    /// Claims a submission and notes that it is being sent; else says what to answer instead.
    async fn prepare(
        &self,
        work: &Work,
    ) -> Result<(Claimed, Option<Turn>), Result<Standing, AppError>> {
        let claim = Claimed::new(&work.name);
        let (claimed, turn) = match self.admit(work, &claim).await {
            Ok((Claim::Ours(claimed), turn)) => (claimed, turn),
            Ok((Claim::Known(row), _)) => return Err(known(row, work.name.key)),
            Ok((Claim::OtherPayload, _)) => return Err(Err(AppError::KeyReused)),
            Err(error) => {
                if matches!(&error, AppError::Ledger(error) if error.is_doubtful()) {
                    self.free(claim);
                }
                return Err(Err(error));
            }
        };
        failpoint::reach("claimed");
        let baseline = self.census.baseline().await;
        match self.ledger.sending(&claimed, baseline).await {
            Ok(true) => Ok((claimed, turn)),
            // Somebody thought this process dead. Nothing was sent here.
            Ok(false) => Err(Err(AppError::StillRunning)),
            Err(error) => {
                if let Some(turn) = turn {
                    turn.give_back();
                }
                self.free(claimed);
                Err(Err(error.into()))
            }
        }
    }

    /// Gives a claim up: it may have been written all the same, and nobody else frees the key.
    fn free(&self, claimed: Claimed) {
        let this = self.clone();
        self.tasks.spawn(async move {
            // Where the process ends first, the next one frees it.
            let _ = this.keep(&claimed, &Record { at: now(), what: What::Released(None) }).await;
        });
    }

    /// Keeps the outcome and answers the caller, whatever comes first.
    async fn settle(
        &self,
        work: &Work,
        claimed: Claimed,
        outcome: Outcome<Client>,
        (held, tell): (Held, Tell),
    ) {
        let at = now();
        let was_sent =
            !matches!(outcome, Outcome::Failed(Failure::NotSent(_) | Failure::LeftAlone { .. }));
        let (what, answer) = self.judge(work, outcome, at);
        let record = Record { at, what };
        let kept = self.write(&claimed, &record).await;
        if let Err(error) = &kept {
            tracing::error!(event = "not-recorded", request_id = %work.caller.request, why = chain(error));
        }
        failpoint::reach("recorded");
        if kept.is_ok() {
            self.kept(&record.what);
        }
        // What is not on disk is not promised: a look will find it, should it come to that.
        let answer = match answer {
            Ok(_) if kept.is_err() => Ok(self.open(work, at)),
            answer => answer,
        };
        // Before the caller hears of it, who may send the next.
        held.let_go(was_sent);
        let _ = tell.send(answer);
        if kept.is_err() && self.keep(&claimed, &record).await.is_ok() {
            self.kept(&record.what);
        }
    }

    /// Tells those who go by what the ledger holds.
    fn kept(&self, what: &What) {
        match what {
            What::Created(client) => self.census.made(client.id()),
            What::Unconfirmed => self.bell.notify_one(),
            What::Rejected(_) | What::Released(_) => {}
        }
    }

    /// What an outcome means, for the ledger and for the caller.
    fn judge(
        &self,
        work: &Work,
        outcome: Outcome<Client>,
        at: i64,
    ) -> (What, Result<Standing, AppError>) {
        let (key, request) = (work.name.key, &work.caller.request);
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
                    (What::Released(Some(error.code())), Err(error))
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
