//! The requests the widget sends to its own origin. The only file that knows the network.

pub mod answer;
pub mod json;
mod told;

use gloo_net::http::{Method, RequestBuilder};
use js_sys::JSON;
use roosted_contract::{Client, EnvironmentName, Field, IdempotencyKey, Invitation, Kind, wire};
use wasm_bindgen::JsValue;
use web_sys::{RequestCredentials, RequestRedirect, ResponseType};

use crate::api::answer::{Outcome, Reply};
use crate::failure::Failure;
use crate::form::Attempt;
use crate::object::object;
use crate::timer::Deadline;

/// How long an answer may take, in milliseconds. Longer than the proxy takes to give one.
const PATIENCE: i32 = 30_000;

/// Asks for the client of `attempt` to be created.
///
/// # Errors
///
/// As [`answer::created`].
pub async fn create(base: &str, attempt: &Attempt) -> Result<Client, Failure> {
    let body = attempt.client.as_ref().and_then(|client| {
        let member = |field: Field| Some((field.name(), client.get(field)?.into()));
        json(&Field::ALL.into_iter().filter_map(member).collect::<Vec<_>>())
    });
    answer::created(send(&[base, "/clients"], Some(&attempt.key), body).await)
}

/// Asks what became of a submission.
pub async fn submission(base: &str, key: IdempotencyKey) -> Outcome {
    answer::looked_up(send(&[base, "/submissions/", key.as_str()], None, None).await)
}

/// Asks for an invitation of the client `id`.
///
/// # Errors
///
/// As [`answer::invited`].
pub async fn invite(base: &str, id: &str, invitation: &Invitation) -> Result<Client, Failure> {
    let id = String::from(js_sys::encode_uri_component(id));
    let body = json(&[(Invitation::EMAIL, invitation.email().into())]);
    answer::invited(send(&[base, "/clients/", &id, "/invite"], None, body).await)
}

/// Asks where records land. `None` where nobody says.
pub async fn environment(base: &str) -> Option<(EnvironmentName, String)> {
    answer::environment(send(&[base, "/environment"], None, None).await)
}

/// Whether the device says that it is offline, so that nothing would leave it.
pub fn offline() -> bool {
    web_sys::window().is_some_and(|it| !it.navigator().on_line())
}

/// A new key, random by the browser's own generator.
pub fn mint() -> IdempotencyKey {
    let mut bytes = [0; 16];
    if let Some(crypto) = web_sys::window().and_then(|it| it.crypto().ok()) {
        // Fails only for more bytes than this.
        _ = crypto.get_random_values_with_u8_array(&mut bytes);
    }
    IdempotencyKey::from_random(bytes)
}

/// An object as a body; the browser writes it.
fn json(members: &[(&str, JsValue)]) -> Option<String> {
    JSON::stringify(&object(members)).ok().map(String::from)
}

/// Sends a request to the parts of an address, with a body if there is one, and reads its whole
/// answer; `None` where no whole answer came.
async fn send(
    address: &[&str],
    key: Option<&IdempotencyKey>,
    body: Option<String>,
) -> Option<Reply> {
    let deadline = Deadline::start(PATIENCE);
    let mut request = RequestBuilder::new(&address.concat())
        .header(wire::FORM, wire::FORM_VALUE)
        .header("accept", wire::JSON)
        .credentials(RequestCredentials::SameOrigin)
        // A redirect is a login page. Following it would lose the request.
        .redirect(RequestRedirect::Manual)
        .abort_signal(deadline.as_ref().map(Deadline::signal).as_ref());
    if let Some(key) = key {
        request = request.header(wire::IDEMPOTENCY_KEY, key.as_str());
    }
    let request = match body {
        Some(body) => {
            request.method(Method::POST).header("content-type", wire::JSON).body(body).ok()?
        }
        None => request.build().ok()?,
    };
    let response = request.send().await.ok()?;
    if response.type_() == ResponseType::Opaqueredirect {
        return Some(Reply::redirect());
    }
    let header = |name| response.headers().get(name).unwrap_or_default();
    Some(Reply {
        redirect: false,
        status: response.status(),
        media_type: header("content-type"),
        retry_after: header("retry-after").parse().ok(),
        body: response.text().await.ok()?,
    })
}

/// The failure of a request that never left because the page named another origin.
pub fn misconfigured() -> Failure {
    Failure::of(Kind::Misconfigured)
}

/// The failure of a request that never left because the device is offline.
pub fn not_sent() -> Failure {
    Failure::of(Kind::Offline)
}
