//! The one address an invitation goes to.

use roosted_contract::{FieldCode, Invitation};
use serde_json::json;

#[test]
fn a_plausible_address_is_taken_clean() {
    let invitation = Invitation::check(" \u{200B}ada@example.org\r\n").unwrap();
    assert_eq!(invitation.email(), "ada@example.org");
    assert_eq!(serde_json::to_value(&invitation).unwrap(), json!({ "email": "ada@example.org" }));
}

#[test]
fn any_other_is_refused_with_a_reason() {
    let long = |length: usize| format!("{}@example.org", "x".repeat(length - 12));
    for (typed, code) in [
        ("", FieldCode::Required),
        (" \u{FEFF}", FieldCode::Required),
        ("ada", FieldCode::Implausible),
        ("ada@example.org, bob@example.org", FieldCode::Implausible),
        (&long(256), FieldCode::TooLong),
    ] {
        assert_eq!(Invitation::check(typed).unwrap_err(), code, "{typed}");
    }
    assert!(Invitation::check(&long(255)).is_ok());
}

#[test]
fn a_refused_address_is_an_entry_of_a_problem() {
    for code in [FieldCode::Required, FieldCode::TooLong, FieldCode::Implausible] {
        let error = Invitation::error(code);
        assert_eq!((error.field.as_str(), error.code), ("email", code));
        assert!(error.message.ends_with('.'));
    }
}
