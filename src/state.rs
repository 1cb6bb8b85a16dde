//! The values that views share, and the errands that change them.
//!
//! They outlive a view, so that a widget taken out of the page and put back goes on where it was,
//! and a request that is on its way finds somebody to report to. A widget may be gone by the time
//! an answer comes; then there is nothing left that it could change, and nobody to tell.

mod access;
mod fill;
mod invitation;
mod keep;
mod look_up;
mod page;
mod submit;
mod watched;

use std::ops::Deref;
use std::pin::Pin;
use std::rc::Rc;

use leptos::prelude::*;
use roosted_contract::{Client, ClientField, Draft, EnvironmentName, Field, Reason};
use send_wrapper::SendWrapper;
use wasm_bindgen_futures::spawn_local;

pub use look_up::Progress;
pub use page::{Event, Page};
pub use watched::{Held, Watched};

use crate::api;
use crate::failure::Failure;
use crate::form::{Entry, Form, Validate};
use crate::invite::Invite;
use crate::text::{self, Words};

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
/// It lies at one place for as long as the page is there, empty once its widget is gone: every piece
/// of the view holds it, and one number is less than a count of who does.
#[derive(Clone, Copy)]
pub struct State(&'static Values);

impl Deref for State {
    type Target = Values;

    fn deref(&self) -> &Values {
        self.0
    }
}

/// The values of one widget.
#[derive(Default)]
pub struct Values {
    /// The form.
    form: Watched<Form>,
    /// The invitation of the created client.
    pub invite: Watched<Invite>,
    /// Where records land, once somebody said so.
    pub environment: Watched<Option<(EnvironmentName, String)>>,
    /// Whether the invitation is offered.
    pub invites: Watched<bool>,
    /// When a field that is left is checked.
    pub validate: Held<Validate>,
    /// The path of the proxy; `None` where the page named another origin.
    pub base: Watched<Option<String>>,
    /// What the inputs start with: what was typed when the view was last taken away.
    pub seed: Held<Draft>,
    /// The address of the invitation as it stood when its form was last taken away.
    pub addressee: Held<Option<String>>,
    /// The last created client.
    pub last: Watched<Option<Client>>,
    /// Whether the device says that it has a network; only followed while that is of interest.
    pub online: Watched<bool>,
    /// How the look-ups of an open submission go on.
    pub progress: Watched<Option<Progress>>,
    /// What everything is called.
    pub words: Watched<Words>,
    /// The fields with a long text that was typed into and not looked at yet.
    pub unseen: Held<Vec<Field>>,
    /// Whether somebody thinks of the open submission each second.
    watched: Held<bool>,
    /// Why the next form is made.
    arrival: Held<Arrival>,
    /// The page, while the widget is in use.
    page: Held<Option<SendWrapper<Rc<dyn Page>>>>,
}

impl State {
    /// A fresh form in `page`, for as long as the owner around it is there.
    pub fn new(page: Rc<dyn Page>) -> Self {
        let state = Self(Box::leak(Box::new(Values {
            invites: Watched::new(true),
            online: Watched::new(true),
            page: Held::new(Some(SendWrapper::new(page))),
            ..Values::default()
        })));
        on_cleanup(move || state.leave());
        state
    }

    /// Nobody needs the widget any more: keeps nothing that was typed or answered, and sends nothing.
    fn leave(self) {
        self.page.replace(None);
        self.base.set(None);
        self.form.set(Form::default());
        self.last.set(None);
        self.seed.replace(Draft::default());
        self.words.set(Words::default());
    }

    /// The page around the form.
    fn page(self) -> Option<Rc<dyn Page>> {
        self.page.with(|page| page.as_deref().cloned())
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
            if self.base.peek(|it| it.as_ref() == Some(&base)) {
                self.environment.set(environment);
            }
        });
    }

    /// Where requests go, or why none can.
    fn door(self) -> Result<String, Failure> {
        match self.base.peek(Clone::clone) {
            None => Err(api::misconfigured()),
            Some(_) if api::offline() => Err(api::not_sent()),
            Some(base) => Ok(base),
        }
    }
}
