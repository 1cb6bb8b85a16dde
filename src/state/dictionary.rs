//! What everything is called, and when that changes.

use std::sync::{PoisonError, RwLock};

use leptos::prelude::*;

use crate::text::Words;

/// The words of one form. Who reads them is told when they are replaced, by a signal of a type that is
/// there anyway: a type of its own would bring all of its code.
#[derive(Default)]
pub struct Dictionary {
    words: RwLock<Words>,
    turned: RwSignal<bool>,
}

impl Dictionary {
    /// Reads the words, and follows them.
    pub fn with<T>(&self, read: impl FnOnce(&Words) -> T) -> T {
        _ = self.turned.try_get();
        self.peek(read)
    }

    /// Reads the words as they are now.
    pub fn peek<T>(&self, read: impl FnOnce(&Words) -> T) -> T {
        read(&self.words.read().unwrap_or_else(PoisonError::into_inner))
    }

    /// Replaces words.
    pub fn set(&self, words: Words) {
        *self.words.write().unwrap_or_else(PoisonError::into_inner) = words;
        self.turned.update(|turned| *turned = !*turned);
    }
}
