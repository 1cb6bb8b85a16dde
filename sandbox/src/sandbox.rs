//! The handle that routes, tests and the accept loop share.

use std::sync::{Arc, Mutex, MutexGuard, PoisonError};

use axum::Router;
use axum::http::header::AUTHORIZATION;
use axum::http::{HeaderMap, HeaderValue};
use roosted_contract::Client;

use crate::fault::{Fault, Plan, Plans, Route};
use crate::log::{Log, LoggedRequest};
use crate::world::{Contact, World};
use crate::{api, control, gate};

/// One stand-in for the Roosted API. Clones share everything.
#[derive(Clone)]
pub struct Sandbox(Arc<Shared>);

struct Shared {
    api_key: Option<String>,
    world: Mutex<World>,
    log: Mutex<Log>,
    plans: Mutex<Plans>,
}

impl Sandbox {
    /// An empty stand-in. With a key, every call of the API must carry it.
    pub fn new(api_key: Option<String>) -> Self {
        Self(Arc::new(Shared {
            api_key,
            world: Mutex::default(),
            log: Mutex::default(),
            plans: Mutex::default(),
        }))
    }

    /// The same, without a record of what arrives: under load that would grow without end.
    #[must_use]
    pub fn without_log(self) -> Self {
        self.requests().turn_off();
        self
    }

    /// Its routes.
    ///
    /// A server other than [`Sandbox::serve`] can do every fault but [`Fault::Reset`], which
    /// then closes the connection in an orderly way, without an answer.
    pub fn router(&self) -> Router {
        api::routes(self.clone())
            .merge(control::routes(self.clone()))
            .layer(axum::middleware::from_fn_with_state(self.clone(), gate::pass))
    }

    /// Every request to the API so far, in order of arrival.
    pub fn log(&self) -> Vec<LoggedRequest> {
        self.requests().all().cloned().collect()
    }

    /// Forgets every request so far.
    pub fn clear_log(&self) {
        self.requests().clear();
    }

    /// Every client stored so far, oldest first.
    pub fn clients(&self) -> Vec<Client> {
        self.world().clients().to_vec()
    }

    /// Removes the client of that id, as somebody does past the API, which has no call for it; those
    /// behind it move up in the list.
    pub fn remove(&self, id: &str) -> Option<Client> {
        self.world().remove(id)
    }

    /// Forgets every client and contact.
    pub fn clear_clients(&self) {
        *self.world() = World::default();
    }

    /// The contacts added to the client of that id, oldest first.
    pub fn contacts(&self, client: &str) -> Vec<Contact> {
        self.world().contacts(client).cloned().collect()
    }

    /// Lets the next `times` requests on `route` run into `fault`, after those planned before.
    pub fn plan(&self, route: Route, times: u32, fault: Fault) {
        self.plans().add(Plan { route, times, fault });
    }

    /// Forgets every fault that has not happened yet.
    pub fn clear_faults(&self) {
        self.plans().clear();
    }

    /// Whether a caller may use the API: by the documented header, or by the one of the
    /// vendor's blog.
    pub(crate) fn admits(&self, headers: &HeaderMap) -> bool {
        let Some(key) = self.0.api_key.as_deref() else { return true };
        let given = headers.get("x-api-key").map(HeaderValue::as_bytes);
        let bearer =
            headers.get(AUTHORIZATION).and_then(|it| it.as_bytes().strip_prefix(b"Bearer "));
        given == Some(key.as_bytes()) || bearer == Some(key.as_bytes())
    }

    pub(crate) fn world(&self) -> MutexGuard<'_, World> {
        lock(&self.0.world)
    }

    pub(crate) fn requests(&self) -> MutexGuard<'_, Log> {
        lock(&self.0.log)
    }

    pub(crate) fn plans(&self) -> MutexGuard<'_, Plans> {
        lock(&self.0.plans)
    }
}

/// No lock is held across a step that can fail halfway, so a poisoned one is still sound.
fn lock<T>(mutex: &Mutex<T>) -> MutexGuard<'_, T> {
    mutex.lock().unwrap_or_else(PoisonError::into_inner)
}
