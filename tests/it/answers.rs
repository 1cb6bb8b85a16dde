//! The answer to a create, as the form takes it.

use roosted_client_form::failure::Failure;
use roosted_client_form::form::Phase;
use roosted_contract::{Client, Code, Field, FieldCode, Kind, Mistake, Reason};

use crate::support::{
    NOW, ada, client, draft, edit, failed, key, kinds, missing, mistakes, no_key, refused, sending,
    told,
};

#[test]
fn a_created_client_is_kept() {
    let (mut form, _) = sending();
    _ = form.answered(Ok(client()));
    assert_eq!(form.phase(), &Phase::Created(client()));
    assert_eq!((form.client(), form.attempt()), (Some(&client()), None));
}

#[test]
fn a_failure_of_every_kind_is_shown_and_only_an_open_one_blocks() {
    for kind in kinds() {
        let failure = Failure::of(kind);
        let form = failed(failure.clone());
        let open = kind == Kind::Unconfirmed;
        if open {
            assert!(form.inquiry().is_some());
        } else {
            assert_eq!(form.phase(), &Phase::Failed(failure));
        }
        assert_eq!((form.is_busy(), form.client()), (open, None), "{kind:?}");
        assert_eq!((form.summary(), mistakes(&form)), (&[][..], vec![]));
    }
}

#[test]
fn fields_refused_by_the_proxy_are_like_mistakes_found_here() {
    let mut form = failed(told(Code::UpstreamRejected, &[("client_city", FieldCode::Unknown)]));
    assert_eq!((form.phase(), form.summary()), (&Phase::Editing, &[refused(Field::City)][..]));
    assert_eq!(mistakes(&form), form.summary());

    assert!(edit(&mut form, Field::City, "Zug"));
    assert_eq!(mistakes(&form), []);
    assert_eq!(form.summary(), [refused(Field::City)]);
    // Live from now on, as after a refusal of our own.
    assert!(edit(&mut form, Field::Name, " "));
    assert_eq!(mistakes(&form), [missing(Field::Name)]);
}

#[test]
fn refused_fields_are_told_in_reading_order_and_each_once() {
    let form = failed(told(
        Code::Invalid,
        &[
            ("client_postal_code", FieldCode::WrongType),
            ("client_name", FieldCode::Required),
            ("client_contact_name", FieldCode::Unknown),
            ("client_name", FieldCode::TooLong),
        ],
    ));
    let expected = [missing(Field::Name), refused(Field::ContactName), refused(Field::PostalCode)];
    assert_eq!(form.summary(), expected);
    assert_eq!(mistakes(&form), expected);
}

#[test]
fn a_field_that_is_not_on_the_form_is_left_out() {
    let errors = [("client_tax_number", FieldCode::Unknown), ("client_city", FieldCode::Unknown)];
    assert_eq!(failed(told(Code::Invalid, &errors)).summary(), [refused(Field::City)]);
}

#[test]
fn where_only_fields_are_refused_that_are_not_on_the_form_a_banner_says_so() {
    for errors in [&[("client_tax_number", FieldCode::Unknown)][..], &[]] {
        let failure = told(Code::Invalid, errors);
        let form = failed(failure.clone());
        assert_eq!((form.phase(), form.summary()), (&Phase::Failed(failure), &[][..]));
    }
}

#[test]
fn a_length_is_told_in_our_own_count_and_never_made_up() {
    // Within our limit, and yet too long for the other side.
    let form = failed(told(Code::Invalid, &[("client_city", FieldCode::TooLong)]));
    assert_eq!(form.summary(), [refused(Field::City)]);
}

#[test]
fn a_required_field_is_told_as_such_whichever_it_is() {
    let form = failed(told(Code::Invalid, &[("client_state", FieldCode::Required)]));
    assert_eq!(form.summary(), [Mistake { field: Field::State, reason: Reason::Required }]);
}

#[test]
fn a_refusal_replaces_the_one_before() {
    let mut form = failed(told(Code::Invalid, &[("client_city", FieldCode::Unknown)]));
    let again = draft([(Field::Name, "Ada"), (Field::City, "Zug")]);
    assert!(form.submit(&again, NOW, || key(2)).is_some());
    _ = form.answered(Err(told(Code::Invalid, &[("client_state", FieldCode::Unknown)])));
    assert_eq!(form.summary(), [refused(Field::State)]);
    assert_eq!(mistakes(&form), form.summary());
}

#[test]
fn an_invitation_changes_the_created_client_and_nothing_else() {
    let invited = serde_json::from_value(serde_json::json!({
        "id": "uLu8K", "client_name": "Ada", "client_portal_connection_status": 0
    }));
    let invited: Client = invited.unwrap();
    let (mut form, _) = sending();
    let before = form.clone();
    form.invited(invited.clone());
    assert_eq!(form, before);

    _ = form.answered(Ok(client()));
    form.invited(invited.clone());
    assert_eq!(form.client(), Some(&invited));
    assert_eq!(form.submit(&ada(), NOW, no_key), None);
}
