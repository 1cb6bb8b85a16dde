//! The values of a widget, and who is told when they change.
//!
//! A signal of Leptos has code of its own for each type that it can hold. Here only the news that
//! something changed is a signal, and the values beside it are plain ones.

use std::sync::{PoisonError, RwLock};

use leptos::prelude::*;

/// A value that nobody follows.
#[derive(Default)]
pub struct Held<T>(RwLock<T>);

/// A value, and who follows it.
#[derive(Default)]
pub struct Watched<T> {
    value: Held<T>,
    news: ArcTrigger,
}

impl<T> Held<T> {
    /// A value that is `value` at first.
    pub fn new(value: T) -> Self {
        Self(RwLock::new(value))
    }

    /// Reads it.
    pub fn with<R>(&self, read: impl FnOnce(&T) -> R) -> R {
        read(&self.0.read().unwrap_or_else(PoisonError::into_inner))
    }

    /// Changes it.
    pub fn update<R>(&self, change: impl FnOnce(&mut T) -> R) -> R {
        change(&mut self.0.write().unwrap_or_else(PoisonError::into_inner))
    }

    /// Puts another one in its place, and returns what was there.
    pub fn replace(&self, value: T) -> T {
        self.update(|it| std::mem::replace(it, value))
    }
}

impl<T: Clone> Held<T> {
    /// What it is.
    pub fn get(&self) -> T {
        self.with(T::clone)
    }
}

impl<T> Watched<T> {
    /// A value that is `value` at first.
    pub fn new(value: T) -> Self {
        Self { value: Held::new(value), news: ArcTrigger::new() }
    }

    /// Reads it, and follows it.
    pub fn with<R>(&self, read: impl FnOnce(&T) -> R) -> R {
        self.news.track();
        self.peek(read)
    }

    /// Reads it as it is now.
    pub fn peek<R>(&self, read: impl FnOnce(&T) -> R) -> R {
        self.value.with(read)
    }

    /// Changes it.
    pub fn update<R>(&self, change: impl FnOnce(&mut T) -> R) -> R {
        let result = self.value.update(change);
        self.news.notify();
        result
    }

    /// Changes it; `change` tells whether that is of any interest.
    pub fn maybe_update(&self, change: impl FnOnce(&mut T) -> bool) {
        if self.value.update(change) {
            self.news.notify();
        }
    }

    /// Puts another one in its place.
    pub fn set(&self, value: T) {
        self.update(|it| *it = value);
    }
}

impl<T: Clone> Watched<T> {
    /// What it is, to be followed.
    pub fn get(&self) -> T {
        self.with(T::clone)
    }
}
