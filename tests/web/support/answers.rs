//! Answers of a proxy, and of what may stand in its place.

use js_sys::{Object, Reflect};
use roosted_contract::{ClientField, Code, FieldCode, FieldError, Problem, wire};
use serde_json::{Value, json};
use wasm_bindgen::JsValue;
use web_sys::{Headers, Response, ResponseInit};

/// One answer.
#[derive(Clone)]
pub(crate) enum Answer {
    /// None comes back.
    Lost,
    /// A redirect, which the browser does not let a page see into.
    Redirect,
    /// A whole one.
    Whole {
        /// The HTTP status.
        status: u16,
        /// Its headers.
        headers: Vec<(&'static str, String)>,
        /// The body.
        body: String,
    },
}

impl Answer {
    fn of(status: u16, media_type: &str, body: String) -> Self {
        Self::Whole { status, headers: vec![("content-type", media_type.into())], body }
    }

    /// An answer that can be read.
    pub(crate) fn json(status: u16, body: &Value) -> Self {
        Self::of(status, wire::JSON, body.to_string())
    }

    /// A page of some other server.
    pub(crate) fn html(status: u16) -> Self {
        Self::of(status, "text/html", "<!doctype html><h1>Some other server</h1>".into())
    }

    /// A problem as the proxy tells it.
    pub(crate) fn problem(code: Code) -> Self {
        Self::refusal(code, &[])
    }

    /// A problem that names fields.
    pub(crate) fn refusal(code: Code, errors: &[(&str, FieldCode)]) -> Self {
        let errors = errors.iter().map(|(field, code)| FieldError {
            field: (*field).into(),
            code: *code,
            message: "Not for people.".into(),
        });
        let problem = Problem::new(code, "Not for people.").with_errors(errors.collect());
        let body = serde_json::to_string(&problem).unwrap();
        Self::of(code.status(), wire::PROBLEM_JSON, body)
    }

    /// A client was created.
    pub(crate) fn created(fields: &Value) -> Self {
        Self::json(201, &client(fields))
    }

    /// What became of a submission.
    pub(crate) fn submission(status: u16, state: &str, more: &Value) -> Self {
        let mut body = json!({
            "key": "6f1f9f0a-8d1b-4c77-9d6b-0e4f1c2a3b4d",
            "state": state,
            "since": "2026-11-24T12:00:00Z",
        });
        merge(&mut body, more);
        Self::json(status, &body)
    }

    /// The same answer with one more header.
    pub(crate) fn with(mut self, name: &'static str, value: &str) -> Self {
        if let Self::Whole { headers, .. } = &mut self {
            headers.push((name, value.into()));
        }
        self
    }

    /// As `fetch` gives it.
    pub(crate) fn give(&self) -> Result<JsValue, JsValue> {
        match self {
            Self::Lost => Err(js_sys::TypeError::new("the answer was lost").into()),
            Self::Redirect => {
                let response = Response::new()?;
                for (name, value) in [("type", "opaqueredirect".into()), ("status", 0.into())] {
                    let own = Object::new();
                    Reflect::set(&own, &"value".into(), &value)?;
                    Reflect::define_property(&response, &name.into(), &own)?;
                }
                Ok(response.into())
            }
            Self::Whole { status, headers, body } => {
                let given = Headers::new()?;
                for (name, value) in headers {
                    given.append(name, value)?;
                }
                let init = ResponseInit::new();
                init.set_status(*status);
                init.set_headers(&given);
                Ok(Response::new_with_opt_str_and_init(Some(body), &init)?.into())
            }
        }
    }
}

/// A client of eighteen fields, null where nothing else is said.
pub(crate) fn client(fields: &Value) -> Value {
    let mut client = Value::Object(
        ClientField::ALL.iter().map(|it| (it.name().to_owned(), Value::Null)).collect(),
    );
    merge(&mut client, &json!({ "id": "uLu8K", "client_name": "Ada & Sons", "pending": false }));
    merge(&mut client, fields);
    client
}

fn merge(whole: &mut Value, more: &Value) {
    let more = more.as_object().unwrap().clone();
    whole.as_object_mut().unwrap().extend(more);
}
