//! The invitation of a created client.

use roosted_client_form::failure::Failure;
use roosted_client_form::invite::Invite;
use roosted_contract::{Client, Code, FieldCode, Kind};
use serde_json::{Value, json};

use crate::support::{kinds, told};

fn client(status: &Value, email: &Value) -> Client {
    serde_json::from_value(json!({
        "id": "uLu8K",
        "client_name": "Ada",
        "client_portal_connection_status": status,
        "client_portal_invite_email": email,
    }))
    .unwrap()
}

fn sending() -> Invite {
    let mut invite = Invite::Offered;
    assert_eq!(invite.submit("ada@example.org").unwrap().email(), "ada@example.org");
    assert_eq!(invite, Invite::Sending);
    invite
}

fn answered(answer: Result<(), Failure>) -> Invite {
    let mut invite = sending();
    invite.answered(answer);
    invite
}

#[test]
fn it_is_offered_where_nobody_was_invited() {
    for (status, email, expected) in [
        (Value::Null, Value::Null, Invite::Offered),
        (json!(7), Value::Null, Invite::Offered),
        (json!(0), Value::Null, Invite::Invited),
        (json!(2), Value::Null, Invite::Invited),
        (Value::Null, json!("ada@example.org"), Invite::Invited),
        (json!(7), json!("ada@example.org"), Invite::Invited),
    ] {
        let client = client(&status, &email);
        assert_eq!(Invite::of(&client), expected, "status {status}");
    }
}

#[test]
fn an_address_that_cannot_be_written_to_is_refused_and_nothing_is_sent() {
    let long = format!("{}@example.org", "x".repeat(244));
    for (typed, code) in [
        ("", FieldCode::Required),
        (" \u{200B}", FieldCode::Required),
        ("ada", FieldCode::Implausible),
        ("ada@example.org, bob@example.org", FieldCode::Implausible),
        (&*long, FieldCode::TooLong),
    ] {
        let mut invite = Invite::Offered;
        assert_eq!(invite.submit(typed), None);
        assert_eq!(invite, Invite::Refused(code), "{typed:?}");
        assert!(invite.asks());
    }
}

#[test]
fn a_refusal_goes_with_the_next_letter() {
    let mut invite = Invite::Refused(FieldCode::Required);
    assert!(invite.edited());
    assert_eq!(invite, Invite::Offered);
    assert!(!invite.edited());
}

#[test]
fn editing_does_not_hide_what_became_of_the_last_one() {
    for kind in kinds() {
        let mut invite = answered(Err(Failure::of(kind)));
        let before = invite.clone();
        assert!(!invite.edited());
        assert_eq!(invite, before);
    }
}

#[test]
fn it_is_sent_once() {
    let mut invite = sending();
    assert_eq!((invite.submit("ada@example.org"), &invite), (None, &Invite::Sending));
    assert_eq!((invite.submit(""), &invite), (None, &Invite::Sending));
    invite.answered(Ok(()));
    assert_eq!((invite.submit("ada@example.org"), &invite), (None, &Invite::Invited));
    assert!(!invite.asks());
}

#[test]
fn inviting_again_asks_first_and_can_be_left() {
    let mut invite = answered(Ok(()));
    invite.again();
    assert_eq!((&invite, invite.asks()), (&Invite::Again, true));
    invite.never_mind();
    assert_eq!(invite, Invite::Invited);

    invite.again();
    assert!(invite.submit("bob@example.org").is_some());
    assert_eq!(invite, Invite::Sending);
}

#[test]
fn only_who_was_invited_can_be_invited_again() {
    for mut invite in [Invite::Offered, Invite::Sending, Invite::Failed(Failure::of(Kind::Offline))]
    {
        let before = invite.clone();
        invite.again();
        invite.never_mind();
        assert_eq!(invite, before);
    }
}

#[test]
fn a_failure_of_every_kind_stands_apart_from_the_client_and_can_be_tried_again() {
    for kind in kinds() {
        let failure = Failure::of(kind);
        let mut invite = answered(Err(failure.clone()));
        let open = kind == Kind::Unconfirmed;
        let expected = if open { Invite::Unconfirmed(failure) } else { Invite::Failed(failure) };
        assert_eq!((&invite, invite.asks()), (&expected, true));
        assert!(invite.submit("ada@example.org").is_some());
    }
}

#[test]
fn an_address_that_the_proxy_refuses_is_like_one_refused_here() {
    let errors = [("client_name", FieldCode::Unknown), ("email", FieldCode::Implausible)];
    let refused = Invite::Refused(FieldCode::Implausible);
    assert_eq!(answered(Err(told(Code::Invalid, &errors))), refused);

    let elsewhere = told(Code::Invalid, &errors[..1]);
    assert_eq!(answered(Err(elsewhere.clone())), Invite::Failed(elsewhere));
}
