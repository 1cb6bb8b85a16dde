//! The one check between typing and sending.

use roosted_contract::{Doubt, Draft, Field, FieldCode, FieldError, Mistake, Reason, Warning};
use serde_json::json;

use crate::support::{DROPPED, draft, named};

#[test]
fn the_eight_fields_are_those_of_the_reference() {
    let table = [
        (Field::Name, "client_name", 255, true),
        (Field::ContactName, "client_contact_name", 255, false),
        (Field::ContactEmail, "client_contact_email", 255, false),
        (Field::InvoiceCustomerId, "client_invoice_customer_id", 255, false),
        (Field::Address, "client_address", 65_535, false),
        (Field::City, "client_city", 255, false),
        (Field::State, "client_state", 255, false),
        (Field::PostalCode, "client_postal_code", 255, false),
    ];
    assert_eq!(table.map(|it| it.0), Field::ALL);
    for (place, (field, name, limit, required)) in table.into_iter().enumerate() {
        assert_eq!((field.name(), field.limit(), field.required()), (name, limit, required));
        assert_eq!((Field::named(name), field.index()), (Some(field), place));
    }
    assert_eq!(Field::named("Client_name"), None);
}

#[test]
fn a_text_may_be_exactly_as_long_as_its_limit() {
    for field in Field::ALL {
        for unit in ["x", "é", "€", "😀", "\u{301}"] {
            let limit = field.limit();
            let kept = named(field, &unit.repeat(limit)).check().unwrap();
            assert_eq!(kept.get(field), Some(unit.repeat(limit).as_str()));

            for over in [1, 2, 1000] {
                let mistakes = named(field, &unit.repeat(limit + over)).check().unwrap_err();
                assert_eq!(mistakes, [Mistake { field, reason: Reason::TooLong { over } }]);
            }
        }
    }
}

#[test]
fn an_emoji_of_many_code_points_counts_them_all() {
    // Three code points each: 85 fill a field of 255, 86 are three over.
    let plumber = "👩\u{200D}🔧";
    assert!(named(Field::City, &plumber.repeat(85)).check().is_ok());
    assert_eq!(
        named(Field::City, &plumber.repeat(86)).check().unwrap_err(),
        [Mistake { field: Field::City, reason: Reason::TooLong { over: 3 } }],
    );
}

#[test]
fn what_is_dropped_does_not_count() {
    let around: String = DROPPED.iter().collect();
    let longest = format!("{around}{}{around}", "x".repeat(255));
    assert!(named(Field::City, &longest).check().is_ok());

    // A CR LF inside is one character.
    let lines = "x\r\n".repeat(127);
    assert!(named(Field::City, &format!("{lines}xx")).check().is_err_and(|it| {
        it == [Mistake { field: Field::City, reason: Reason::TooLong { over: 1 } }]
    }));
    assert!(named(Field::City, &format!("{lines}x")).check().is_ok());
}

#[test]
fn a_name_of_nothing_visible_is_missing() {
    for name in ["", " ", "\r\n", "\u{200B}\u{FEFF}\u{2060}", "\u{3000}\u{202E}"] {
        let mistakes = draft([(Field::Name, name)]).check().unwrap_err();
        assert_eq!(mistakes, [Mistake { field: Field::Name, reason: Reason::Required }]);
    }
}

#[test]
fn every_mistake_is_told_in_reading_order() {
    let long = "x".repeat(65_536);
    let everything = draft(Field::ALL.map(|field| (field, long.as_str())));
    let mistakes = everything.check().unwrap_err();
    assert_eq!(mistakes.iter().map(|it| it.field).collect::<Vec<_>>(), Field::ALL);

    let some = draft([(Field::PostalCode, &*long), (Field::ContactName, &*long)]);
    let mistakes: Vec<_> = some.check().unwrap_err();
    assert_eq!(
        mistakes,
        [
            Mistake { field: Field::Name, reason: Reason::Required },
            Mistake { field: Field::ContactName, reason: Reason::TooLong { over: 65_281 } },
            Mistake { field: Field::PostalCode, reason: Reason::TooLong { over: 65_281 } },
        ]
    );
}

#[test]
fn an_empty_optional_field_is_left_out() {
    for empty in ["", "  ", "\u{FEFF}\r\n\u{200B}"] {
        for field in Field::ALL.into_iter().filter(|it| !it.required()) {
            let client = named(field, empty).check().unwrap();
            assert_eq!(client.get(field), None);
            assert_eq!(serde_json::to_string(&client).unwrap(), r#"{"client_name":"Ada"}"#);
        }
    }
}

#[test]
fn one_field_is_checked_as_in_the_whole() {
    let long = "x".repeat(256);
    for field in Field::ALL {
        for text in ["", " ", "Ada", long.as_str()] {
            let alone = Draft::check_field(field, text);
            let whole = named(field, text).check();
            match alone {
                Ok(kept) => assert_eq!(whole.unwrap().get(field), kept.as_deref()),
                Err(reason) => assert_eq!(whole.unwrap_err(), [Mistake { field, reason }]),
            }
        }
    }
}

#[test]
fn what_looks_as_if_it_belonged_elsewhere_is_a_doubt_and_no_mistake() {
    use Doubt::{DigitsForPlace, EmailElsewhere, LettersForPostalCode};
    for (field, typed, doubt) in [
        (Field::ContactName, " ada@example.org ", Some(EmailElsewhere)),
        (Field::Name, "ada@example.org", Some(EmailElsewhere)),
        (Field::Address, "ada@example.org", Some(EmailElsewhere)),
        (Field::Name, "Ada & Sons @ 4", None),
        (Field::City, "62704-1234", Some(DigitsForPlace)),
        (Field::State, "62704", Some(DigitsForPlace)),
        (Field::City, "29", None),
        (Field::City, "100 Mile House", None),
        (Field::InvoiceCustomerId, "62704", None),
        (Field::PostalCode, "Springfield", Some(LettersForPostalCode)),
        (Field::PostalCode, "New York", Some(LettersForPostalCode)),
        (Field::PostalCode, "SW1A 1AA", None),
        (Field::PostalCode, "N/A", None),
        (Field::PostalCode, "مدينة", None),
    ] {
        let draft = named(field, typed);
        let doubts: Vec<_> = doubt.map(|doubt| Warning { field, doubt }).into_iter().collect();
        assert_eq!(draft.warnings(), doubts, "{field:?} {typed:?}");
        assert!(draft.check().is_ok(), "{typed:?}");
    }
}

#[test]
fn an_odd_address_is_a_doubt_and_no_mistake() {
    let odd = vec![Warning { field: Field::ContactEmail, doubt: Doubt::Email }];
    for (typed, warnings) in [
        ("", vec![]),
        (" \u{200B}", vec![]),
        ("ada@example.org", vec![]),
        (" ada@example.org\r\n", vec![]),
        ("ada", odd.clone()),
        ("ada@example", odd.clone()),
        ("ada@example.org, bob@example.org", odd),
    ] {
        let draft = named(Field::ContactEmail, typed);
        assert_eq!(draft.warnings(), warnings, "{typed:?}");
        assert!(draft.check().is_ok(), "{typed:?}");
    }
}

#[test]
fn only_an_untouched_draft_is_empty() {
    assert!(Draft::default().is_empty());
    for field in Field::ALL {
        assert!(!draft([(field, " ")]).is_empty());
    }
}

#[test]
fn a_mistake_becomes_an_entry_of_a_problem() {
    for (mistake, expected) in [
        (
            Mistake { field: Field::Name, reason: Reason::Required },
            json!({ "field": "client_name", "code": "required",
                    "message": "A value is required." }),
        ),
        (
            Mistake { field: Field::Address, reason: Reason::TooLong { over: 1 } },
            json!({ "field": "client_address", "code": "too-long",
                    "message": "1 characters over the limit of 65535." }),
        ),
    ] {
        assert_eq!(serde_json::to_value(FieldError::from(mistake)).unwrap(), expected);
    }
    let refused = Mistake { field: Field::City, reason: Reason::Refused };
    assert_eq!(FieldError::from(refused).code, FieldCode::Unknown);
}

#[test]
fn a_record_is_like_a_draft_whose_texts_are_the_same() {
    let draft = draft([(Field::Name, " Ada & Sons "), (Field::Address, "1 Main St\r\nSuite 2")]);
    let new = draft.check().unwrap();
    let is_like = |record: serde_json::Value| new.is_like(&serde_json::from_value(record).unwrap());

    let address = "1 Main St\nSuite 2";
    assert!(is_like(json!({ "id": "a", "client_name": "Ada & Sons", "client_address": address })));
    // Null, missing and empty are the same, and ends and line ends do not count.
    assert!(is_like(json!({
        "id": "a", "client_name": "\u{FEFF}Ada & Sons", "client_address": "1 Main St\r\nSuite 2 ",
        "client_city": null, "client_state": " ", "company_name": "of no matter", "pending": true,
    })));
    for (field, text) in [
        ("client_name", "ada & sons"),
        ("client_name", "Ada  & Sons"),
        ("client_address", "1 Main St"),
        ("client_city", "Zürich"),
        ("client_contact_email", "ada"),
    ] {
        let mut record =
            json!({ "id": "a", "client_name": "Ada & Sons", "client_address": address });
        record[field] = text.into();
        assert!(!is_like(record), "{field}: {text}");
    }
}
