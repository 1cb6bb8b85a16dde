//! The page, as the widget sees it through its element.

use std::pin::Pin;

use js_sys::{Array, Object, Promise, Reflect};
use roosted_contract::{Client, ClientField, Code, Field, Kind, NewClient, Value};
use wasm_bindgen::JsValue;
use wasm_bindgen::prelude::wasm_bindgen;
use wasm_bindgen_futures::JsFuture;

use crate::failure::Failure;
use crate::form::{Attempt, Pasted, Refusal, Verdict};
use crate::memory;
use crate::object::object;
use crate::state::{Event, Page};
use crate::text as say;
use crate::text::Words;

/// A client was created.
const CREATED: &str = "roosted-created";
/// An invitation was sent.
const INVITED: &str = "roosted-invited";
/// An attempt failed.
const ERROR: &str = "roosted-error";

#[wasm_bindgen]
extern "C" {
    /// What the element does for its widget, see `element.js`.
    pub type Host;

    /// Dispatches an event.
    #[wasm_bindgen(method, structural)]
    fn tell(this: &Host, name: &str, detail: &Object);

    /// Dispatches the event that asks, and waits for what the page hands in.
    #[wasm_bindgen(method, structural)]
    fn ask(this: &Host, values: &Object) -> Promise;

    /// Takes a text apart that was pasted into the field of that name: the text of each field, then the rest.
    #[wasm_bindgen(method, structural)]
    fn read(this: &Host, pasted: &str, into: &str, labels: &Array) -> Promise;

    /// Keeps a submission, or none, and what stands in the form.
    #[wasm_bindgen(method, structural)]
    fn keep(this: &Host, attempt: &JsValue);

    /// Keeps nothing any more.
    #[wasm_bindgen(method, structural)]
    fn forget(this: &Host);
}

impl Page for Host {
    fn tell(&self, event: &Event<'_>, words: &Words) {
        match event {
            Event::Created(client, key) => {
                let submission = key.as_str().into();
                let detail = object(&[("client", to_js(client)), ("submission", submission)]);
                self.tell(CREATED, &detail);
            }
            Event::Invited(client) => self.tell(INVITED, &object(&[("client", to_js(client))])),
            Event::CreateFailed(failure) => {
                self.tell(ERROR, &failed(failure, &say::failure(words, failure)));
            }
            Event::InviteFailed(failure) => {
                self.tell(ERROR, &failed(failure, &say::invite_failure(words, failure)));
            }
        }
    }

    fn ask(&self, client: &NewClient) -> Pin<Box<dyn Future<Output = Verdict>>> {
        let text = |field: Field| client.get(field).unwrap_or_default().into();
        let asked = self.ask(&object(&Field::ALL.map(|field| (field.name(), text(field)))));
        Box::pin(async move {
            match JsFuture::from(asked).await {
                Ok(answer) if answer.is_object() => verdict(&answer),
                _ => Verdict::Cancel,
            }
        })
    }

    fn take_apart(
        &self,
        pasted: &str,
        into: Field,
        labels: [String; Field::COUNT],
    ) -> Pin<Box<dyn Future<Output = Option<Pasted>>>> {
        let labels = labels.into_iter().map(JsValue::from).collect();
        let read = self.read(pasted, into.name(), &labels);
        Box::pin(async move {
            // Where it cannot be loaded, what was pasted stays as it is.
            let read = JsFuture::from(read).await.ok().filter(JsValue::is_object)?;
            let mut pasted = Pasted::default();
            let mut texts = Array::from(&read).into_iter().filter_map(|it| it.as_string());
            for (field, text) in Field::ALL.into_iter().zip(&mut texts) {
                pasted.fields.set(field, text);
            }
            pasted.rest = texts.collect();
            Some(pasted)
        })
    }

    fn keep(&self, attempt: Option<&Attempt>) {
        let kept = attempt.map_or(JsValue::NULL, |it| {
            let [key, fingerprint, at, standing] = memory::write(it);
            let text = |it: (&'static str, String)| (it.0, it.1.into());
            object(&[text(key), text(fingerprint), text(at), text(standing)]).into()
        });
        self.keep(&kept);
    }

    fn forget(&self) {
        self.forget();
    }
}

fn verdict(answer: &JsValue) -> Verdict {
    let refused = get(answer, "fields");
    if refused.is_undefined() {
        return Verdict::Go(texts(&get(answer, "values")));
    }
    let mut refusal = Refusal { message: text(answer, "message"), fields: Vec::new() };
    for told in Array::from(&refused).iter() {
        let message = text(&told, "message");
        match Field::named(&text(&told, "field")) {
            Some(field) => refusal.fields.push((field, message)),
            // Of a field that is not here it can only be said as a whole.
            None if message.is_empty() => {}
            None if refusal.message.is_empty() => refusal.message = message,
            None => refusal.message = [&*refusal.message, " ", &message].concat(),
        }
    }
    Verdict::Refuse(refusal)
}

/// The fields that an object names, as texts; null is an empty one.
pub(super) fn texts(values: &JsValue) -> Vec<(Field, String)> {
    let mut texts = Vec::new();
    for field in Field::ALL {
        let value = get(values, field.name());
        let text = match value.as_string() {
            Some(text) => text,
            None if value.is_undefined() => continue,
            None if value.is_null() => String::new(),
            // As JavaScript writes it.
            None => Array::of1(&value).join("").into(),
        };
        texts.push((field, text));
    }
    texts
}

/// A member of an object, undefined where there is none.
fn get(object: &JsValue, name: &str) -> JsValue {
    Reflect::get(object, &name.into()).unwrap_or_default()
}

/// A text of an object, empty where there is none.
pub(super) fn text(object: &JsValue, name: &str) -> String {
    get(object, name).as_string().unwrap_or_default()
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

fn failed(failure: &Failure, message: &str) -> Object {
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
    object(&[
        ("kind", Kind::as_str(failure.kind).into()),
        ("status", status),
        ("code", code),
        ("message", message.into()),
        ("fields", fields.into()),
    ])
}
