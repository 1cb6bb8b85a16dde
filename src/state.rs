//! The signals that views share, and the errands that change them.
//!
//! They outlive a view, so that a widget taken out of the page and put back goes on where it was,
//! and a request that is on its way finds somebody to report to. A widget may be gone by the time
//! an answer comes, so errands write with `try_…` after they awaited.

mod access;
mod look_up;
mod submit;

use std::pin::Pin;
use std::rc::Rc;

use leptos::prelude::*;
use roosted_contract::{Client, ClientField, Draft, EnvironmentName, Field, IdempotencyKey};
use wasm_bindgen_futures::spawn_local;

use crate::api;
use crate::failure::Failure;
use crate::form::{Entry, Form, Validate};
use crate::invite::Invite;
use crate::{memory, timer};

/// What happened, for the host page.
pub enum Event<'e> {
    /// A client was created.
    Created(&'e Client, &'e IdempotencyKey),
    /// An invitation was sent.
    Invited(&'e Client),
    /// An attempt to create a client failed.
    CreateFailed(&'e Failure),
    /// An attempt to invite failed.
    InviteFailed(&'e Failure),
}

/// Tells the host page.
pub type Announce = Rc<dyn Fn(Event<'_>)>;

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
#[derive(Clone, Copy)]
pub struct State {
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
    /// Whether what was typed is kept across a reload.
    pub drafts: RwSignal<bool>,
    /// Where this tab keeps it; `None` before the form is in the page.
    place: RwSignal<Option<String>>,
    /// Whether somebody thinks of the open submission each second.
    watched: StoredValue<bool>,
    /// Why the next form is made.
    arrival: StoredValue<Arrival>,
    announce: StoredValue<Announce, LocalStorage>,
}

impl State {
    /// A fresh form. `announce` is told what the host page should know.
    pub fn new(announce: Announce) -> Self {
        Self {
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
            drafts: RwSignal::new(true),
            place: RwSignal::new(None),
            watched: StoredValue::new(false),
            arrival: StoredValue::default(),
            announce: StoredValue::new_local(announce),
        }
    }

    /// Whether there is a created client to show.
    pub fn is_created(self) -> bool {
        self.read(|form| form.client().is_some())
    }

    /// What is known of `field`.
    pub fn entry(self, field: Field) -> Entry {
        self.read(|form| form.entry(field).clone())
    }

    /// Reads the last created client; `none` where there is none yet.
    pub fn with_client<T>(self, none: T, read: impl FnOnce(&Client) -> T) -> T {
        self.last.with(|client| client.as_ref().map_or(none, read))
    }

    /// The text of one field of the last created client, empty where there is none.
    pub fn text_of(self, field: ClientField) -> String {
        self.with_client(String::new(), |it| it.text(field).unwrap_or_default().to_owned())
    }

    /// The form has come into the page, at that place: it goes on where it was.
    pub fn recall(self, place: String) {
        if self.place.with_untracked(Option::is_some) {
            return;
        }
        if let Some(attempt) = memory::recall(&place, timer::now()) {
            if let Some(client) = &attempt.client {
                self.seed.set_value(client.to_draft());
            }
            if attempt.is_open() {
                self.arrival.set_value(Arrival::Resumed);
            }
            self.update(|form| form.resume(attempt));
        }
        self.place.set(Some(place));
        self.watch();
    }

    /// Keeps what is to survive a reload, and nothing else.
    pub fn remember(self) {
        if let Some(Some(place)) = self.place.try_get_untracked()
            && let Some(typed) = self.drafts.try_get_untracked()
        {
            self.peek(|form| memory::keep(&place, form.attempt(), typed));
        }
    }

    /// The person goes on to the next client: an empty form, with focus in its first field.
    pub fn begin_another(self) {
        self.arrival.set_value(Arrival::Another);
        self.restart();
    }

    /// Why the form that is being made is made.
    pub fn arrival(self) -> Arrival {
        self.arrival.try_update_value(std::mem::take).unwrap_or_default()
    }

    /// Starts over with an empty form.
    pub fn restart(self) {
        self.seed.set_value(Draft::default());
        self.update(|form| *form = Form::default());
        self.remember();
    }

    /// The person pressed the button of the invitation.
    pub fn send_invitation(self, typed: &str) {
        let client = self.peek(|form| form.client().cloned());
        let Some(client) = client else { return };
        let invitation = self.invite.try_update(|invite| invite.submit(typed)).flatten();
        let Some(invitation) = invitation else { return };
        match self.door() {
            Ok(base) => errand(async move {
                let answer = api::invite(&base, client.id(), &invitation).await;
                self.invitation_answered(&client, &answer);
            }),
            Err(failure) => self.invitation_answered(&client, &Err(failure)),
        }
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

    fn invitation_answered(self, of: &Client, answer: &Result<Client, Failure>) {
        // The person may have gone on, and the card be the next client's.
        let is_last = |it: &Option<Client>| it.as_ref().is_some_and(|it| it.id() == of.id());
        if self.last.try_with_untracked(is_last) == Some(true) {
            if let Ok(client) = answer {
                self.last.try_set(Some(client.clone()));
                self.update(|form| form.invited(client.clone()));
            }
            let told = answer.as_ref().map(|_| ()).map_err(Clone::clone);
            self.invite.try_update(|invite| invite.answered(told));
        }
        match answer {
            Ok(client) => self.announce(Event::Invited(client)),
            Err(failure) => self.announce(Event::InviteFailed(failure)),
        }
    }

    fn announce(self, event: Event<'_>) {
        if let Some(announce) = self.announce.try_get_value() {
            announce(event);
        }
    }
}
