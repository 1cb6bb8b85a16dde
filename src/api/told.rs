//! Everything that the proxy says, member by member.
//!
//! One type for all its answers but the client. What is not there, or null, is empty; the answer says
//! what it needs. What is of another type, or there twice, makes the whole unreadable.

use roosted_contract::{
    Client, ClientField, Code, EnvironmentName, FieldCode, FieldError, Problem, Record,
    SubmissionState, Value,
};

use super::json::Json;
use crate::failure::Failure;

/// A [`Submission`](roosted_contract::Submission), a [`Problem`], or an
/// [`Environment`](roosted_contract::Environment).
#[derive(Default)]
pub(super) struct Told {
    pub(super) state: Option<SubmissionState>,
    pub(super) client: Option<Client>,
    pub(super) problem: Option<Box<Told>>,
    pub(super) candidates: Vec<Client>,
    pub(super) may_send_again: bool,
    type_: String,
    code: Option<Code>,
    pub(super) status: u16,
    errors: Vec<FieldError>,
    pub(super) name: Option<EnvironmentName>,
    pub(super) upstream_host: String,
}

impl Told {
    pub(super) fn read(json: &Json) -> Option<Self> {
        Some(Self {
            state: member(json, "state", |it| Some(Some(SubmissionState::named(it.text()?))))?,
            client: member(json, "client", |it| Some(Some(client(it)?)))?,
            problem: member(json, "problem", |it| Some(Some(Box::new(Self::read(it)?))))?,
            candidates: list(json, "candidates", client)?,
            may_send_again: member(json, "may_send_again", flag)?,
            type_: text(json, "type")?,
            code: member(json, "code", |it| Some(Some(Code::named(it.text()?))))?,
            status: member(json, "status", status)?,
            errors: list(json, "errors", field_error)?,
            name: member(json, "name", |it| Some(Some(EnvironmentName::named(it.text()?))))?,
            upstream_host: text(json, "upstream_host")?,
        })
    }

    /// Whether it is a problem of the proxy. A code that this build knows is a word of the proxy;
    /// one that it does not know is that of a newer one, or of somebody else.
    pub(super) fn is_ours(&self) -> bool {
        self.code != Some(Code::Unknown) || self.type_.starts_with(Problem::TYPE)
    }

    /// The failure of a problem, of that status.
    pub(super) fn failure(self, status: u16) -> Option<Failure> {
        Some(Failure::told(status, self.code?, self.errors))
    }
}

/// A client, by the rules of the contract.
pub(super) fn client(json: &Json) -> Option<Client> {
    let Json::Object(names, values) = json else { return None };
    let mut record = Record::default();
    for (name, value) in names.iter().zip(values) {
        if let Some(field) = ClientField::named(name) {
            let value = match value {
                Json::Null => Some(Value::Null),
                Json::Flag(flag) => Some(Value::Flag(*flag)),
                Json::Number(number) => Some(Value::Number(*number)),
                Json::Text(text) => Some(Value::Text(text.clone())),
                Json::Other | Json::List(_) | Json::Object(..) => None,
            };
            record.take(field, value).ok()?;
        }
    }
    record.finish().ok().map(|it| it.client)
}

fn field_error(json: &Json) -> Option<FieldError> {
    Some(FieldError {
        field: json.get("field")?.text()?.to_owned(),
        code: json.get("code")?.text().map(FieldCode::named)?,
        message: text(json, "message")?,
    })
}

/// What a member holds, or its default where there is none.
fn member<'j, T: Default>(
    json: &'j Json,
    name: &str,
    read: impl FnOnce(&'j Json) -> Option<T>,
) -> Option<T> {
    match json.get(name)? {
        Json::Null => Some(T::default()),
        there => read(there),
    }
}

fn text(json: &Json, name: &str) -> Option<String> {
    member(json, name, Json::text).map(str::to_owned)
}

fn list<T>(json: &Json, name: &str, read: fn(&Json) -> Option<T>) -> Option<Vec<T>> {
    member(json, name, |it| match it {
        Json::List(values) => values.iter().map(read).collect(),
        _ => None,
    })
}

fn flag(json: &Json) -> Option<bool> {
    if let Json::Flag(flag) = json { Some(*flag) } else { None }
}

fn status(json: &Json) -> Option<u16> {
    if let Json::Number(number) = json { (*number).try_into().ok() } else { None }
}
