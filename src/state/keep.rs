//! What survives a reload, and what is thrown away.

use leptos::prelude::*;
use roosted_contract::Draft;

use super::{Arrival, Notes, State};
use crate::form::Form;
use crate::memory::Kept;

impl State {
    /// The form goes on where the page was left before.
    pub fn recall(self, kept: Kept) {
        let Kept { typed, attempt } = kept;
        let is_typed = !typed.is_empty();
        if is_typed {
            self.seed.set_value(typed);
        }
        if let Some(attempt) = attempt {
            let typed_on = is_typed && attempt.client.is_none();
            self.update(|form| form.resume(attempt, typed_on));
        }
        let open = self.peek(|form| form.inquiry().is_some());
        if open {
            self.arrival.set_value(Arrival::Resumed);
        }
        self.notes.update(|notes| notes.restored = is_typed && !open);
        self.remember();
        self.watch();
    }

    /// Keeps what is to survive a reload, and nothing else.
    pub fn remember(self) {
        if let Some(page) = self.page.try_get_value() {
            self.peek(|form| match form.client() {
                Some(_) => page.forget(),
                None => page.keep(form.attempt()),
            });
        }
    }

    /// The person goes on to the next client: an empty form, with focus in its first field. What the
    /// page set while the card was there stands in it.
    pub fn begin_another(self) {
        self.arrival.set_value(Arrival::Another);
        self.start_over();
    }

    /// Why the form that is being made is made.
    pub fn arrival(self) -> Arrival {
        self.arrival.try_update_value(std::mem::take).unwrap_or_default()
    }

    /// Starts over with an empty form.
    pub fn restart(self) {
        self.seed.set_value(Draft::default());
        self.start_over();
    }

    fn start_over(self) {
        self.update(|form| *form = Form::default());
        self.notes.update(|notes| *notes = Notes { not_kept: notes.not_kept, ..Notes::default() });
        if let Some(page) = self.page.try_get_value() {
            page.forget();
        }
    }
}
