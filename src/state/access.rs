//! How views and errands get at the form.
//!
//! What reads and changes it is compiled once, and not anew for everything that asks: a
//! visitor would load every copy.

use leptos::prelude::*;

use super::State;
use crate::form::Form;

impl State {
    /// Reads the form, and follows it.
    pub fn read<T: Default>(self, read: impl FnOnce(&Form) -> T) -> T {
        let (mut read, mut result) = (Some(read), T::default());
        self.read_form(&mut |form| {
            if let Some(read) = read.take() {
                result = read(form);
            }
        });
        result
    }

    /// Reads the form as it is now.
    pub fn peek<T: Default>(self, read: impl FnOnce(&Form) -> T) -> T {
        untrack(|| self.read(read))
    }

    /// Changes the form; `change` also tells whether anything changed that is shown.
    pub fn change<T: Default>(self, change: impl FnOnce(&mut Form) -> (bool, T)) -> T {
        let (mut change, mut result) = (Some(change), T::default());
        self.change_form(&mut |form| {
            let Some(change) = change.take() else { return false };
            let (shown, value) = change(form);
            result = value;
            shown
        });
        result
    }

    /// Changes the form in a way that is shown.
    pub fn update<T: Default>(self, change: impl FnOnce(&mut Form) -> T) -> T {
        self.change(|form| (true, change(form)))
    }

    fn read_form(self, read: &mut dyn FnMut(&Form)) {
        self.form.with(|form| read(form));
    }

    fn change_form(self, change: &mut dyn FnMut(&mut Form) -> bool) {
        self.form.maybe_update(change);
    }
}
