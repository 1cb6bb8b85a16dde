//! The documented rules of the calls that take a body.
//!
//! Not the contract's check: the vendor neither trims nor unifies line ends, so a caller that
//! forgets to is seen here.

use axum::http::header::CONTENT_TYPE;
use axum::http::{HeaderMap, StatusCode};
use roosted_contract::{Field, Invitation, wire};
use serde_json::{Map, Value};

use crate::refusal::Refusal;
use crate::world::Fields;

/// One string a call takes.
struct Rule {
    name: &'static str,
    limit: usize,
    required: bool,
}

impl From<Field> for Rule {
    fn from(field: Field) -> Self {
        Self { name: field.name(), limit: field.limit(), required: field.required() }
    }
}

/// The body of a create.
pub(crate) fn create(headers: &HeaderMap, body: &[u8]) -> Result<Fields, Refusal> {
    check(object(headers, body)?, &Field::ALL.map(Rule::from))
}

/// The body of an edit: as a create, but what is left out stays as it was.
pub(crate) fn edit(headers: &HeaderMap, body: &[u8]) -> Result<Fields, Refusal> {
    let object = object(headers, body)?;
    let rules = Field::ALL.map(|field| {
        let required = field.required() && object.contains_key(field.name());
        Rule { required, ..field.into() }
    });
    check(object, &rules)
}

/// The body of an invitation: the address.
pub(crate) fn invitation(headers: &HeaderMap, body: &[u8]) -> Result<String, Refusal> {
    let email =
        Rule { name: Invitation::EMAIL, limit: Field::ContactEmail.limit(), required: true };
    let fields = check(object(headers, body)?, &[email])?;
    Ok(fields.into_iter().map(|it| it.1).collect())
}

/// The body of a contact. Only `name` is required; its lengths are not documented.
pub(crate) fn contact(headers: &HeaderMap, body: &[u8]) -> Result<Fields, Refusal> {
    let limit = Field::ContactName.limit();
    let rule = |name| Rule { name, limit, required: name == "name" };
    check(object(headers, body)?, &["name", "number", "email", "title"].map(rule))
}

fn object(headers: &HeaderMap, body: &[u8]) -> Result<Map<String, Value>, Refusal> {
    let declared = headers.get(CONTENT_TYPE).and_then(|it| it.to_str().ok()).unwrap_or_default();
    let media_type = declared.split(';').next().unwrap_or_default().trim();
    if !media_type.eq_ignore_ascii_case(wire::JSON) {
        return Err(Refusal::new(StatusCode::UNSUPPORTED_MEDIA_TYPE, "UNSUPPORTED_MEDIA_TYPE"));
    }
    serde_json::from_slice(body)
        .map_err(|_| Refusal::new(StatusCode::BAD_REQUEST, "MALFORMED_BODY"))
}

/// Keeps what was given, in the order of the rules.
fn check(mut object: Map<String, Value>, rules: &[Rule]) -> Result<Fields, Refusal> {
    let mut fields = Fields::new();
    let mut issues = Vec::new();
    for rule in rules {
        match judge(rule, object.remove(rule.name)) {
            Ok(text) => fields.extend(text.map(|it| (rule.name, it))),
            Err(issue) => issues.push((rule.name.to_owned(), issue)),
        }
    }
    issues.extend(object.into_iter().map(|(name, _)| (name, "unknown parameter")));
    if issues.is_empty() { Ok(fields) } else { Err(Refusal::invalid(issues)) }
}

fn judge(rule: &Rule, value: Option<Value>) -> Result<Option<String>, &'static str> {
    match value {
        None if rule.required => Err("missing"),
        None => Ok(None),
        Some(Value::String(text)) if text.is_empty() && rule.required => Err("too short"),
        Some(Value::String(text)) if text.chars().count() > rule.limit => Err("too long"),
        Some(Value::String(text)) => Ok(Some(text)),
        Some(_) => Err("not a string"),
    }
}
