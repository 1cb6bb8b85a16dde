//! The events that tell the host page what happened.

use js_sys::Array;
use roosted_contract::{Client, ClientField, Code, Kind, Value};
use wasm_bindgen::JsValue;
use web_sys::{CustomEvent, CustomEventInit, HtmlElement};

use crate::failure::Failure;
use crate::object::object;
use crate::state::Event;
use crate::text;

/// A client was created.
const CREATED: &str = "roosted-created";
/// An invitation was sent.
const INVITED: &str = "roosted-invited";
/// An attempt failed.
const ERROR: &str = "roosted-error";

/// Tells the host page.
pub(super) fn announce(host: &HtmlElement, event: &Event<'_>) {
    match event {
        Event::Created(client, key) => {
            let submission = key.as_str().into();
            dispatch(host, CREATED, &[("client", to_js(client)), ("submission", submission)]);
        }
        Event::Invited(client) => dispatch(host, INVITED, &[("client", to_js(client))]),
        Event::CreateFailed(failure) => failed(host, failure, &text::failure(failure)),
        Event::InviteFailed(failure) => failed(host, failure, &text::invite_failure(failure)),
    }
}

/// A client as a page gets it: its eighteen fields.
pub(super) fn to_js(client: &Client) -> JsValue {
    let members = ClientField::ALL.map(|field| {
        let value = match client.value(field) {
            Value::Null => JsValue::NULL,
            Value::Text(text) => text.as_str().into(),
            Value::Number(number) => JsValue::from_f64(double(*number)),
            Value::Flag(flag) => (*flag).into(),
        };
        (field.name(), value)
    });
    object(&members).into()
}

/// A number as JavaScript has it. A status is small; what is not loses its last digits there.
#[expect(clippy::cast_precision_loss, reason = "JavaScript has no other numbers")]
fn double(number: i64) -> f64 {
    number as f64
}

fn failed(host: &HtmlElement, failure: &Failure, message: &str) {
    let fields = Array::new();
    for error in &failure.errors {
        fields.push(&object(&[
            ("field", error.field.as_str().into()),
            ("code", error.code.as_str().into()),
            ("message", error.message.as_str().into()),
        ]));
    }
    let code = failure.code.map_or(JsValue::NULL, |code| Code::as_str(code).into());
    let status = failure.status.map_or(JsValue::NULL, Into::into);
    dispatch(
        host,
        ERROR,
        &[
            ("kind", Kind::as_str(failure.kind).into()),
            ("status", status),
            ("code", code),
            ("message", message.into()),
            ("fields", fields.into()),
        ],
    );
}

fn dispatch(host: &HtmlElement, name: &str, detail: &[(&str, JsValue)]) {
    let init = CustomEventInit::new();
    init.set_bubbles(true);
    init.set_composed(true);
    init.set_detail(&object(detail));
    if let Ok(event) = CustomEvent::new_with_event_init_dict(name, &init) {
        _ = host.dispatch_event(&event);
    }
}
