//! The signals that views share, and the errands that change them.
//!
//! They outlive a view, so that a widget taken out of the page and put back goes on where it was,
//! and a request that is on its way finds somebody to report to. A widget may be gone by the time
//! an answer comes, so errands write with `try_…` after they awaited.

mod access;
mod dictionary;
mod fill;
mod invitation;
mod keep;
mod look_up;
mod page;
mod submit;

use std::ops::Deref;
use std::pin::Pin;
use std::rc::Rc;

use leptos::prelude::*;
use roosted_contract::{Client, ClientField, Draft, EnvironmentName, Field, Reason};
use wasm_bindgen_futures::spawn_local;

pub use dictionary::Dictionary;
pub use page::{Event, Page};

use crate::api;
use crate::failure::Failure;
use crate::form::{Entry, Form, Validate};
use crate::invite::Invite;
use crate::text;

/// Why a form is made, which says where focus belongs.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Arrival {
    /// It came with its page, or was moved about in it: focus is none of its business.
    #[default]
    Visit,
    /// The person goes on to the next client: in the first field.
    Another,
    /// It goes on where another page left it: on the news.
    Resumed,
}

/// Runs on, whatever becomes of the view that asked for it.
pub fn errand(errand: impl Future<Output = ()> + 'static) {
    // Boxed, so that the machinery below is compiled once.
    let errand: Pin<Box<dyn Future<Output = ()>>> = Box::pin(errand);
    spawn_local(errand);
}

/// Everything a widget knows.
///
/// It lies at one place for as long as the page is there, a few bytes for each widget that was ever
/// made: every piece of the view holds it, and one number is less than all of its signals.
#[derive(Clone, Copy)]
pub struct State(&'static Signals);

impl Deref for State {
    type Target = Signals;

    fn deref(&self) -> &Signals {
        self.0
    }
}

/// The signals of one widget.
pub struct Signals {
    /// The form.
    form: RwSignal<Form>,
    /// The invitation of the created client.
    pub invite: RwSignal<Invite>,
    /// Where records land, once somebody said so.
    pub environment: RwSignal<Option<(EnvironmentName, String)>>,
    /// Whether the invitation is offered.
    pub invites: RwSignal<bool>,
    /// When a field that is left is checked.
    pub validate: StoredValue<Validate>,
    /// The path of the proxy; `None` where the page named another origin.
    pub base: RwSignal<Option<String>>,
    /// What the inputs start with: what was typed when the view was last taken away.
    pub seed: StoredValue<Draft>,
    /// The address of the invitation as it stood when its form was last taken away.
    pub addressee: StoredValue<Option<String>>,
    /// The last created client.
    pub last: RwSignal<Option<Client>>,
    /// Whether the device says that it has a network; only followed while that is of interest.
    pub online: RwSignal<bool>,
    /// How the look-ups of an open submission go on, in words.
    pub progress: RwSignal<String>,
    /// What everything is called.
    pub words: Dictionary,
    /// Whether somebody thinks of the open submission each second.
    watched: StoredValue<bool>,
    /// Why the next form is made.
    arrival: StoredValue<Arrival>,
    page: StoredValue<Rc<dyn Page>, LocalStorage>,
}

impl State {
    /// A fresh form in `page`.
    pub fn new(page: Rc<dyn Page>) -> Self {
        Self(Box::leak(Box::new(Signals {
            form: RwSignal::default(),
            invite: RwSignal::new(Invite::Offered),
            environment: RwSignal::new(None),
            invites: RwSignal::new(true),
            validate: StoredValue::default(),
            base: RwSignal::new(None),
            seed: StoredValue::default(),
            addressee: StoredValue::default(),
            last: RwSignal::new(None),
            online: RwSignal::new(true),
            progress: RwSignal::default(),
            words: Dictionary::default(),
            watched: StoredValue::new(false),
            arrival: StoredValue::default(),
            page: StoredValue::new_local(page),
        })))
    }

    /// Whether there is a created client to show.
    pub fn is_created(self) -> bool {
        self.read(|form| form.client().is_some())
    }

    /// What is known of `field`.
    pub fn entry(self, field: Field) -> Entry {
        self.read(|form| form.entry(field).clone())
    }

    /// What to put right in a field.
    pub fn mistake(self, field: Field, reason: Reason) -> String {
        match self.read(|form| form.remark(field).map(str::to_owned)) {
            Some(remark) => self.or_refused(remark),
            None => self.words.with(|it| text::mistake(it, field, reason)),
        }
    }

    /// What the page said, or that it said nothing.
    pub fn or_refused(self, said: String) -> String {
        if said.is_empty() { self.words.with(|it| it.say(text::REFUSED)) } else { said }
    }

    /// Reads the last created client; `none` where there is none yet.
    pub fn with_client<T>(self, none: T, read: impl FnOnce(&Client) -> T) -> T {
        self.last.with(|client| client.as_ref().map_or(none, read))
    }

    /// The text of one field of the last created client, empty where there is none.
    pub fn text_of(self, field: ClientField) -> String {
        self.with_client(String::new(), |it| it.text(field).unwrap_or_default().to_owned())
    }

    /// Asks the proxy where records land.
    pub fn learn_environment(self) {
        // That of another proxy says nothing about this one.
        self.environment.set(None);
        let Ok(base) = self.door() else { return };
        errand(async move {
            let environment = api::environment(&base).await;
            if self.base.try_get_untracked().flatten() == Some(base) {
                self.environment.try_set(environment);
            }
        });
    }

    /// Where requests go, or why none can.
    fn door(self) -> Result<String, Failure> {
        match self.base.try_get_untracked().flatten() {
            None => Err(api::misconfigured()),
            Some(_) if api::offline() => Err(api::not_sent()),
            Some(base) => Ok(base),
        }
    }
}
