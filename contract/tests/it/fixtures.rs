//! The files that show what really travels. Whoever changes one changes the wire.

use roosted_contract::{Decoded, Draft, Field, NewClient, PortalStatus};

use crate::support::draft;

const REQUEST: &str = include_str!("../fixtures/request.json");
const REQUEST_NAME_ONLY: &str = include_str!("../fixtures/request-name-only.json");
const ANSWER: &str = include_str!("../fixtures/answer.json");
const ANSWER_DRIFTED: &str = include_str!("../fixtures/answer-drifted.json");
const ANSWER_DRIFTED_READ: &str = include_str!("../fixtures/answer-drifted-read.json");

fn pretty(value: &impl serde::Serialize) -> String {
    serde_json::to_string_pretty(value).unwrap() + "\n"
}

fn ada() -> NewClient {
    draft([
        (Field::Name, "\u{FEFF}Ada & Sons 👩\u{200D}🔧 "),
        (Field::ContactName, "\tAda Lovelace"),
        (Field::ContactEmail, "ada@example.org\u{200B}"),
        (Field::InvoiceCustomerId, "C-0042"),
        (Field::Address, "1 Main St\r\nSuite \"2\"\r\n"),
        (Field::City, "Zürich"),
        (Field::State, "ZH"),
        (Field::PostalCode, "08001"),
    ])
    .check()
    .unwrap()
}

#[test]
fn a_request_holds_what_was_typed_clean_and_in_reading_order() {
    assert_eq!(pretty(&ada()), REQUEST);
}

#[test]
fn a_request_of_a_name_holds_a_name() {
    let client = draft([(Field::Name, "Ada"), (Field::City, "  ")]).check().unwrap();
    assert_eq!(pretty(&client), REQUEST_NAME_ONLY);
}

#[test]
fn a_request_is_read_and_checked_to_itself() {
    let read: Draft = serde_json::from_str(REQUEST).unwrap();
    assert_eq!(read.check().unwrap(), ada());
}

#[test]
fn the_documented_answer_strays_in_nothing() {
    let Decoded { client, drift } = serde_json::from_str(ANSWER).unwrap();
    assert_eq!(drift, 0);
    assert_eq!(pretty(&client), ANSWER);
    assert_eq!(client.portal_status(), PortalStatus::Invited);
}

#[test]
fn a_drifted_answer_is_read_as_far_as_it_makes_sense() {
    let Decoded { client, drift } = serde_json::from_str(ANSWER_DRIFTED).unwrap();
    assert_eq!(pretty(&client), ANSWER_DRIFTED_READ);
    assert_eq!(client.portal_status(), PortalStatus::Unknown(7));
    // The id and the postal code are numbers, the city is an object, `pending` is gone, and
    // two members are new.
    assert_eq!(drift, 6);
}
