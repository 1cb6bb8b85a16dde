//! Where focus goes: to what is new, and never to nowhere.

use leptos::prelude::*;
use web_sys::HtmlElement;

use crate::view::tag::Ref;

/// Puts focus on an element when it comes into the page, and at each further round.
pub fn focus(
    target: impl Fn() -> Option<HtmlElement> + 'static,
    round: impl Fn() -> usize + 'static,
) {
    follow(None, Box::new(round), Box::new(move || target().is_some_and(|it| it.focus().is_ok())));
}

/// Puts focus on `place` when what it was on has left with a change of `what`.
pub fn catch_focus(place: Ref, what: impl Fn() -> usize + 'static) {
    let caught = move || {
        if is_lost() {
            _ = place.get().map(|it| it.focus());
        }
        true
    };
    follow(Some(untrack(&what)), Box::new(what), Box::new(caught));
}

/// Acts on each round that has not been seen; one on which nothing could be done has not been.
fn follow(seen: Option<usize>, round: Box<dyn Fn() -> usize>, act: Box<dyn Fn() -> bool>) {
    Effect::new(move |last: Option<Option<usize>>| {
        let (seen, now) = (last.unwrap_or(seen), round());
        if seen == Some(now) || act() { Some(now) } else { seen }
    });
}

/// Whether focus is on nothing. A browser puts it on the body when the element that had it is taken
/// away, and when a page is loaded.
pub fn is_lost() -> bool {
    let active = document().active_element();
    active.is_none_or(|it| document().body().is_some_and(|body| *it == **body))
}
