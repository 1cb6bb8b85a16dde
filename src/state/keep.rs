//! What survives a reload, and what is thrown away.

use roosted_contract::Draft;

use super::{Arrival, State};
use crate::form::Form;
use crate::memory::Kept;

impl State {
    /// The form goes on where the page was left before.
    pub fn recall(self, kept: Kept) {
        let Kept { typed, attempt } = kept;
        let is_typed = !typed.is_empty();
        if is_typed {
            self.seed.replace(typed);
        }
        let open = self.update(|form| {
            if let Some(attempt) = attempt {
                let typed_on = is_typed && attempt.client.is_none();
                form.resume(attempt, typed_on);
            }
            if is_typed {
                form.restored();
            }
            form.inquiry().is_some()
        });
        if open {
            self.arrival.replace(Arrival::Resumed);
        }
        self.watch();
    }

    /// Keeps what is to survive a reload, and nothing else.
    pub fn remember(self) {
        // The page may come back with more news, so the form is not held meanwhile.
        let (done, attempt) = self.peek(|form| (form.client().is_some(), form.attempt().cloned()));
        match self.page() {
            Some(page) if done => page.forget(),
            Some(page) => page.keep(attempt.as_ref()),
            None => {}
        }
    }

    /// The person goes on to the next client: an empty form, with focus in its first field. What the
    /// page set while the card was there stands in it.
    pub fn begin_another(self) {
        self.arrival.replace(Arrival::Another);
        self.start_over();
    }

    /// Why the form that is being made is made.
    pub fn arrival(self) -> Arrival {
        self.arrival.replace(Arrival::default())
    }

    /// Starts over with an empty form.
    pub fn restart(self) {
        self.seed.replace(Draft::default());
        self.start_over();
    }

    fn start_over(self) {
        self.update(Form::start_over);
        if let Some(page) = self.page() {
            page.forget();
        }
    }
}
