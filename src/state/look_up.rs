//! The errand that looks up a submission whose outcome is open.

use leptos::prelude::*;
use roosted_contract::{IdempotencyKey, Kind};

use super::{Event, State, errand};
use crate::api;
use crate::api::answer::Outcome;
use crate::failure::Failure;
use crate::form::{Form, Report, Step, World};
use crate::lock::Lock;
use crate::{text, timer};

/// How often it is thought of, in milliseconds.
const SECOND: i32 = 1_000;

/// How the look-ups of an open submission go on.
#[derive(Clone, Copy)]
pub struct Progress {
    /// When it was sent, in milliseconds since 1970.
    sent: u64,
    /// Whether it is being looked up now.
    looking: bool,
    /// How many seconds ago it last was.
    ago: Option<u64>,
}

impl State {
    /// How the look-ups go on, in words; empty where there are none.
    pub fn progress(self) -> String {
        let Some(Progress { sent, looking, ago }) = self.progress.get() else {
            return String::new();
        };
        self.words
            .with(|words| text::progress(words, &text::time_of_day(words, sent), looking, ago))
    }

    /// The person asks again what became of a submission.
    pub fn look_again(self) {
        self.update(Form::look_again);
    }

    /// Thinks of the open submission each second, until it is settled. Nothing is sent by itself.
    pub(super) fn watch(self) {
        if self.watched.replace(true) {
            return;
        }
        errand(async move {
            while self.tick() {
                timer::sleep(SECOND).await;
            }
            self.watched.replace(false);
        });
    }

    /// Tells whether there is anything more to think of.
    fn tick(self) -> bool {
        let world =
            World { now: timer::now(), online: !api::offline(), visible: !document().hidden() };
        self.online.maybe_update(|it| std::mem::replace(it, world.online) != world.online);
        // What was looked up in no time is not called being looked up.
        self.progress.set(self.peek(|form| {
            let inquiry = form.inquiry()?;
            let ago = inquiry.looked().map(|it| world.now.saturating_sub(it) / 1_000);
            Some(Progress { sent: form.attempt()?.at, looking: inquiry.is_looking(), ago })
        }));
        match self.change(|form| form.tick(world)) {
            Step::Stop => return false,
            Step::Wait => {}
            Step::Look(key) => errand(self.look_up(key)),
        }
        true
    }

    async fn look_up(self, key: IdempotencyKey) {
        // As long as another tab is sending it, the proxy may not have heard of it.
        drop(Lock::take(key.as_str()).await);
        let outcome = match self.door() {
            Ok(base) => api::submission(&base, key).await,
            Err(_) => Outcome::Open(Report::default()),
        };
        // The person may have gone on to another one.
        if self.key() != Some(key) {
            return;
        }
        match outcome {
            Outcome::Known(answer) => self.answered(&answer, &key),
            Outcome::NeverArrived(failure) => {
                self.update(|form| form.never_arrived(failure));
            }
            Outcome::Open(report) => {
                if self.update(|form| form.found(report, timer::now())) {
                    self.tell(&Event::CreateFailed(&Failure::of(Kind::Unconfirmed)));
                }
            }
        }
        self.remember();
    }
}
