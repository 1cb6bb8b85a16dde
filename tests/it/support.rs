//! Small things every test needs.

use std::cell::Cell;

use roosted_client_form::failure::Failure;
use roosted_client_form::form::{Attempt, Finding, Form, Report, Typed, Validate, World};
use roosted_contract::{
    Client, Code, Draft, Field, FieldCode, FieldError, IdempotencyKey, Kind, Mistake, Reason, text,
};
use serde_json::json;

/// When the button is pressed, in milliseconds since 1970.
pub(crate) const NOW: u64 = 1_800_000_000_000;

/// A draft with these fields typed in.
pub(crate) fn draft<'t>(typed: impl IntoIterator<Item = (Field, &'t str)>) -> Draft {
    let mut draft = Draft::default();
    for (field, text) in typed {
        draft.set(field, text);
    }
    draft
}

/// A draft that passes the check.
pub(crate) fn ada() -> Draft {
    draft([(Field::Name, "Ada"), (Field::City, "Zürich")])
}

/// The client that comes of it.
pub(crate) fn client() -> Client {
    serde_json::from_value(json!({ "id": "uLu8K", "client_name": "Ada" })).unwrap()
}

/// A key like no other with this number.
pub(crate) fn key(number: u8) -> IdempotencyKey {
    IdempotencyKey::from_random([number; 16])
}

/// In the place of a key where none is to be made.
pub(crate) fn no_key() -> IdempotencyKey {
    panic!("a key was made")
}

/// A form whose draft [`ada`] is on its way under key 1.
pub(crate) fn sending() -> (Form, Attempt) {
    let mut form = Form::default();
    let attempt = form.submit(&ada(), NOW, || key(1)).unwrap();
    (form, attempt)
}

/// A form whose draft [`ada`] was answered so.
pub(crate) fn failed(failure: Failure) -> Form {
    let (mut form, _) = sending();
    _ = form.answered(Err(failure));
    form
}

/// A form whose draft [`ada`] left, and its answer was lost.
pub(crate) fn checking() -> Form {
    let (mut form, _) = sending();
    form.leaves();
    assert!(form.answered(Err(Failure::of(Kind::Unconfirmed))));
    form
}

/// A form in which nobody could say for a while what became of [`ada`].
pub(crate) fn unconfirmed() -> Form {
    let mut form = checking();
    settle(&mut form);
    form
}

/// A form of which the first look-up brought `report`.
pub(crate) fn found(report: Report) -> Form {
    let mut form = checking();
    assert!(!form.found(report, NOW));
    form
}

/// Looks up until it is called not confirmed.
pub(crate) fn settle(form: &mut Form) {
    while !form.inquiry().unwrap().is_weary() {
        form.tick(awake(1));
        let finding = Finding::Unconfirmed;
        _ = form.found(Report { finding, retry_after: Some(1), ..Report::default() }, NOW);
    }
}

/// So many seconds after [`NOW`], in a page that is seen and has a network.
pub(crate) fn awake(seconds: u64) -> World {
    World { now: NOW + seconds * 1_000, online: true, visible: true }
}

/// A problem as the proxy tells it.
pub(crate) fn told(code: Code, errors: &[(&str, FieldCode)]) -> Failure {
    let errors = errors.iter().map(|(field, code)| FieldError {
        field: (*field).into(),
        code: *code,
        message: "For a log.".into(),
    });
    Failure::told(code.status(), code, errors.collect())
}

/// Types `text` into `field`. Tells whether anything changed that is shown.
pub(crate) fn edit(form: &mut Form, field: Field, text: &str) -> bool {
    with_typed(text, |typed| form.edited(field, typed)).0
}

/// Types `text` into `field`. Tells how often it was counted; it is never carried over.
pub(crate) fn counted(form: &mut Form, field: Field, text: &str) -> usize {
    let (_, counted, carried) = with_typed(text, |typed| form.edited(field, typed));
    assert_eq!(carried, 0, "{field:?}");
    counted
}

/// Leaves `field` with `text` in it. Tells whether anything changed that is shown.
pub(crate) fn leave(form: &mut Form, field: Field, text: &str, validate: Validate) -> bool {
    with_typed(text, |typed| form.left(field, typed, validate)).0
}

fn with_typed<T>(text: &str, read: impl FnOnce(&Typed<'_>) -> T) -> (T, usize, usize) {
    let (counted, carried) = (Cell::new(0), Cell::new(0));
    let count = || {
        counted.set(counted.get() + 1);
        text::length(&text::clean(text))
    };
    let carry = || {
        carried.set(carried.get() + 1);
        text.to_owned()
    };
    let units = text.encode_utf16().count();
    let result = read(&Typed { units, length: &count, text: &carry });
    (result, counted.get(), carried.get())
}

/// What is said at each field, in reading order.
pub(crate) fn mistakes(form: &Form) -> Vec<Mistake> {
    Field::ALL
        .into_iter()
        .filter_map(|field| Some(Mistake { field, reason: form.entry(field).mistake()? }))
        .collect()
}

/// A field that is required and empty.
pub(crate) const fn missing(field: Field) -> Mistake {
    Mistake { field, reason: Reason::Required }
}

/// A field that somebody else refused.
pub(crate) const fn refused(field: Field) -> Mistake {
    Mistake { field, reason: Reason::Refused }
}

/// Every kind of failure, the one that this build does not know included.
pub(crate) fn kinds() -> impl Iterator<Item = Kind> {
    Kind::ALL.iter().copied().chain([Kind::Unknown])
}
