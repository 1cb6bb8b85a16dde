//! Values that are followed, and what is left of them when a widget is gone.

use std::pin::Pin;
use std::rc::Rc;
use std::sync::Arc;
use std::sync::atomic::{AtomicUsize, Ordering};

use leptos::prelude::*;
use roosted_client_form::form::{Attempt, Pasted, Verdict};
use roosted_client_form::state::{Event, Page, State, Watched};
use roosted_client_form::text::Words;
use roosted_contract::{Draft, Field, NewClient};

use crate::support::draft;

/// What a memo that reads `value` sees, and how often it looked.
fn follower(
    value: &Arc<Watched<u8>>,
    read: fn(&Watched<u8>) -> u8,
) -> (Memo<u8>, Arc<AtomicUsize>) {
    let (value, looks) = (Arc::clone(value), Arc::new(AtomicUsize::new(0)));
    let counted = Arc::clone(&looks);
    let memo = Memo::new(move |_| {
        counted.fetch_add(1, Ordering::Relaxed);
        read(&value)
    });
    (memo, looks)
}

#[test]
fn who_follows_a_value_sees_what_it_becomes() {
    let owner = Owner::new();
    owner.set();
    let value = Arc::new(Watched::new(1));
    let (seen, looks) = follower(&value, Watched::get);
    assert_eq!(seen.get_untracked(), 1);

    value.set(2);
    assert_eq!(seen.get_untracked(), 2);
    assert_eq!(value.update(|it| std::mem::replace(it, 3)), 2);
    assert_eq!(seen.get_untracked(), 3);
    value.maybe_update(|it| std::mem::replace(it, 4) == 3);
    assert_eq!(seen.get_untracked(), 4);
    assert_eq!(looks.load(Ordering::Relaxed), 4);

    value.maybe_update(|_| false);
    assert_eq!((seen.get_untracked(), looks.load(Ordering::Relaxed)), (4, 4));
}

#[test]
fn who_only_looks_at_a_value_does_not_follow_it() {
    let owner = Owner::new();
    owner.set();
    let value = Arc::new(Watched::new(1));
    let (seen, looks) = follower(&value, |it| it.peek(|it| *it));
    assert_eq!(seen.get_untracked(), 1);

    value.set(2);
    assert_eq!((seen.get_untracked(), looks.load(Ordering::Relaxed)), (1, 1));
}

/// A page that must not be asked for anything.
struct Nobody;

impl Page for Nobody {
    fn tell(&self, _: &Event<'_>, _: &Words) {
        panic!("it was told");
    }

    fn ask(&self, _: &NewClient) -> Pin<Box<dyn Future<Output = Verdict>>> {
        panic!("it was asked");
    }

    fn take_apart(
        &self,
        _: &str,
        _: Field,
        _: [String; Field::COUNT],
    ) -> Pin<Box<dyn Future<Output = Option<Pasted>>>> {
        panic!("it was asked");
    }

    fn keep(&self, _: Option<&Attempt>) {
        panic!("it was told");
    }

    fn forget(&self) {
        panic!("it was told");
    }
}

#[test]
fn a_widget_that_is_gone_keeps_nothing_and_has_nobody_to_tell() {
    let owner = Owner::new();
    let page = Rc::new(Nobody);
    let state = owner.with(|| State::new(Rc::clone(&page) as Rc<dyn Page>));
    state.base.set(Some("/api".to_owned()));
    state.seed.replace(draft([(Field::Name, "Ada")]));
    assert!(!state.seed.with(Draft::is_empty));

    drop(owner);

    assert!(state.seed.with(Draft::is_empty));
    assert_eq!(state.base.peek(Clone::clone), None);
    assert_eq!(Rc::strong_count(&page), 1);
    state.remember();
}
