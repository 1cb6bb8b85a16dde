//! The errand that creates a client.

use roosted_contract::{Client, Code, Draft, IdempotencyKey, Kind};

use super::{Event, State, errand};
use crate::api;
use crate::api::answer::Outcome;
use crate::failure::Failure;
use crate::form::{Attempt, Form, Verdict};
use crate::invite::Invite;
use crate::lock::Lock;
use crate::timer;

impl State {
    /// The person pressed the button.
    pub fn submit(self, draft: Draft) {
        self.propose(draft, false);
    }

    /// The person was warned, and sends it again under a new key.
    pub fn send_again(self, draft: Draft) {
        self.propose(draft, true);
    }

    /// The person found the client among the candidates.
    pub fn pick(self, client: Client) {
        if let Some(key) = self.key() {
            self.answered(&Ok(client), &key);
        }
    }

    /// Asks the page first, if the draft is worth it.
    fn propose(self, draft: Draft, anew: bool) {
        let client = self.update(|form| form.propose(&draft, anew));
        let (Some(client), Some(page)) = (client, self.page()) else { return };
        errand(async move {
            let verdict = page.ask(&client).await;
            // It may have been found out meanwhile what became of an earlier one.
            if self.peek(Form::is_asking) {
                self.decided(draft, verdict);
            }
        });
    }

    fn decided(self, mut draft: Draft, verdict: Verdict) {
        match verdict {
            Verdict::Cancel => self.update(Form::canceled),
            Verdict::Refuse(refusal) => self.update(|form| form.turned_down(refusal)),
            Verdict::Go(changes) => {
                for (field, text) in changes {
                    draft.set(field, text);
                }
                self.send(&draft);
            }
        }
    }

    fn send(self, draft: &Draft) {
        let now = timer::now();
        let attempt = self.update(|form| {
            form.forget_attempt();
            form.submit(draft, now, api::mint)
        });
        if let Some(attempt) = attempt {
            match self.door() {
                Ok(base) => errand(self.create(base, attempt)),
                Err(failure) => {
                    self.update(|form| form.not_sent(failure.clone()));
                    self.tell(&Event::CreateFailed(&failure));
                }
            }
        }
        self.remember();
        self.watch();
    }

    async fn create(self, base: String, attempt: Attempt) {
        let key = attempt.key;
        let lock = Lock::take(key.as_str()).await;
        // Another tab may have sent it: the proxy knows.
        let sent = if lock.waited() {
            api::submission(&base, key).await
        } else {
            Outcome::NeverArrived(api::not_sent())
        };
        let answer = match sent {
            Outcome::NeverArrived(_) => {
                self.change(|form| (false, form.leaves()));
                self.remember();
                api::create(&base, &attempt).await
            }
            Outcome::Known(answer) => answer,
            Outcome::Open(_) => {
                self.change(|form| (false, form.leaves()));
                Err(Failure {
                    code: Some(Code::StillRunning),
                    retry_after: Some(0),
                    ..Failure::of(Kind::Unconfirmed)
                })
            }
        };
        drop(lock);
        self.answered(&answer, &key);
    }

    /// It is known what became of the submission, or that nobody knows.
    pub(super) fn answered(self, answer: &Result<Client, Failure>, key: &IdempotencyKey) {
        let news = self.update(|form| form.answered(answer.clone()));
        self.remember();
        self.watch();
        if !news {
            return;
        }
        match answer {
            Ok(client) => {
                self.last.set(Some(client.clone()));
                self.invite.set(Invite::of(client));
                self.addressee.replace(None);
                self.seed.replace(Draft::default());
                self.tell(&Event::Created(client, key));
            }
            Err(failure) => self.tell(&Event::CreateFailed(failure)),
        }
    }

    /// The key of the submission whose answer is not final.
    pub(super) fn key(self) -> Option<IdempotencyKey> {
        self.peek(|form| form.attempt().map(|it| it.key))
    }
}
