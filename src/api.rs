//! The requests the widget sends to its own origin. The only file that knows the network.

pub mod answer;
mod told;

use js_sys::{Object, Promise};
use roosted_contract::{Client, EnvironmentName, IdempotencyKey, Invitation, Kind, wire};
use serde::Serialize;
use wasm_bindgen::prelude::wasm_bindgen;
use wasm_bindgen::{JsCast, JsValue};
use wasm_bindgen_futures::JsFuture;

use crate::api::answer::{Outcome, Reply};
use crate::failure::Failure;
use crate::form::Attempt;
use crate::object::object;
use crate::timer::Deadline;

// Bindings of our own: those of web-sys know every option of a request, and each one weighs.
#[wasm_bindgen]
extern "C" {
    fn fetch(url: &str, options: &Object) -> Promise;

    type Response;

    #[wasm_bindgen(method, getter, structural, js_name = type)]
    fn kind(this: &Response) -> String;

    #[wasm_bindgen(method, getter, structural)]
    fn status(this: &Response) -> u16;

    #[wasm_bindgen(method, getter, structural)]
    fn headers(this: &Response) -> Headers;

    #[wasm_bindgen(method, structural)]
    fn text(this: &Response) -> Promise;

    type Headers;

    #[wasm_bindgen(method, structural)]
    fn get(this: &Headers, name: &str) -> Option<String>;
}

/// How long an answer may take, in milliseconds. Longer than the proxy takes to give one.
const PATIENCE: i32 = 30_000;

/// Asks for the client of `attempt` to be created.
///
/// # Errors
///
/// As [`answer::created`].
pub async fn create(base: &str, attempt: &Attempt) -> Result<Client, Failure> {
    let body = attempt.client.as_ref().and_then(json);
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
    let body = json(invitation);
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

fn json(body: &impl Serialize) -> Option<String> {
    serde_json::to_string(body).ok()
}

/// Sends a request to the parts of an address, with a body if there is one, and reads its whole
/// answer; `None` where no whole answer came.
async fn send(
    address: &[&str],
    key: Option<&IdempotencyKey>,
    body: Option<String>,
) -> Option<Reply> {
    let deadline = Deadline::start(PATIENCE);
    let text = |text: &str| JsValue::from_str(text);
    let mut headers = vec![(wire::FORM, text(wire::FORM_VALUE)), ("accept", text(wire::JSON))];
    if let Some(key) = key {
        headers.push((wire::IDEMPOTENCY_KEY, text(key.as_str())));
    }
    let mut options = vec![
        ("credentials", text("same-origin")),
        // A redirect is a login page. Following it would lose the request.
        ("redirect", text("manual")),
    ];
    if let Some(deadline) = &deadline {
        options.push(("signal", deadline.signal().into()));
    }
    if let Some(body) = body {
        headers.push(("content-type", text(wire::JSON)));
        options.push(("method", text("POST")));
        options.push(("body", body.into()));
    }
    options.push(("headers", object(&headers).into()));

    let answer = fetch(&address.concat(), &object(&options));
    let response: Response = JsFuture::from(answer).await.ok()?.unchecked_into();
    if response.kind() == "opaqueredirect" {
        return Some(Reply::redirect());
    }
    let header = |name| response.headers().get(name).unwrap_or_default();
    Some(Reply {
        redirect: false,
        status: response.status(),
        media_type: header("content-type"),
        retry_after: header("retry-after").parse().ok(),
        body: JsFuture::from(response.text()).await.ok()?.as_string()?,
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
