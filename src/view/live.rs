//! Live values, of as few types as will do.
//!
//! A view is compiled anew for every type of closure in it. Signals of the same few types, and one
//! way to come and go, let all views share the code that writes them into the page.

use leptos::prelude::*;

/// An attribute that is there or not, or a word from a fixed set.
pub type Mark = Signal<Option<&'static str>>;

/// Words that are put together.
pub type Words = Signal<String>;

/// A view that comes and goes.
pub type Fragment = Box<dyn Fn() -> Option<AnyView> + Send>;

/// `"true"` while it is so, else no attribute.
pub fn mark(so: impl Fn() -> bool + Send + Sync + 'static) -> Mark {
    Signal::derive(move || so().then_some("true"))
}

/// One of a fixed set of words, or none.
pub fn word(word: impl Fn() -> Option<&'static str> + Send + Sync + 'static) -> Mark {
    Signal::derive(word)
}

/// Words that are put together.
pub fn words(words: impl Fn() -> String + Send + Sync + 'static) -> Words {
    Signal::derive(words)
}

/// What is there while it is so, and only then. It is made anew each time it comes.
pub fn present(
    so: impl Fn() -> bool + Send + Sync + 'static,
    view: impl Fn() -> AnyView + Send + 'static,
) -> Fragment {
    let so = Memo::new(move |_| so());
    Box::new(move || so.get().then(&view))
}
