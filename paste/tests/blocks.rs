//! Blocks of text as people copy them.

#![cfg(not(target_arch = "wasm32"))]
#![expect(clippy::unwrap_used, reason = "a test that cannot go on has failed")]

use proptest::prelude::*;
use roosted_contract::Field;
use roosted_paste::{Labels, Mailbox, Pasted, mailbox, read};

use Field::{Address, City, ContactEmail, ContactName, InvoiceCustomerId, Name, PostalCode, State};

/// Reads a text that was pasted into the first field.
fn pasted(text: &str) -> Option<Pasted> {
    read(text, Name, &Labels::default())
}

#[track_caller]
fn finds(text: &str, target: Field, fields: &[(Field, &str)], rest: &[&str]) {
    let found = read(text, target, &Labels::default()).unwrap();
    let there = Field::ALL.map(|it| (it, found.fields.get(it)));
    let there: Vec<_> = there.into_iter().filter(|it| !it.1.is_empty()).collect();
    let mut fields = fields.to_vec();
    fields.sort_by_key(|it| it.0.index());
    assert_eq!(there, fields, "{text}");
    assert_eq!(found.rest, rest, "{text}");
}

#[test]
fn an_american_address_with_everything_around_it() {
    finds(
        "Blue Door Catering LLC\r\nAttn: Ada Lovelace\r\n12 Main St\r\nSuite 4\r\nSpringfield, IL 62704-1234\r\nUSA\r\n\
         Tel. +1 217 555 0134\r\nada@bluedoor.example\r\nwww.bluedoor.example\r\n",
        Name,
        &[
            (Name, "Blue Door Catering LLC"),
            (ContactName, "Ada Lovelace"),
            (Address, "12 Main St\nSuite 4"),
            (City, "Springfield"),
            (State, "IL"),
            (PostalCode, "62704-1234"),
            (ContactEmail, "ada@bluedoor.example"),
        ],
        &["Tel. +1 217 555 0134", "www.bluedoor.example", "USA"],
    );
}

#[test]
fn lines_of_a_city_from_many_countries() {
    for (line, city, state, postal_code) in [
        ("Springfield, IL 62704", "Springfield", "IL", "62704"),
        ("New York NY 10019", "New York", "NY", "10019"),
        ("Chicago, Illinois 60601", "Chicago", "Illinois", "60601"),
        ("Springfield, IL 62704, United States", "Springfield", "IL", "62704"),
        ("Ottawa, ON K1A 0B1", "Ottawa", "ON", "K1A 0B1"),
        ("Ottawa ON K1A0B1", "Ottawa", "ON", "K1A0B1"),
        ("Sydney NSW 2000", "Sydney", "NSW", "2000"),
        ("London SW1A 1AA", "London", "", "SW1A 1AA"),
        ("London\nSW1A 1AA", "London", "", "SW1A 1AA"),
        ("10115 Berlin", "Berlin", "", "10115"),
        ("D-10115 Berlin", "Berlin", "", "10115"),
        ("75001 Paris", "Paris", "", "75001"),
        ("1012 AB Amsterdam", "Amsterdam", "", "1012 AB"),
        ("110 00 Praha 1", "Praha 1", "", "110 00"),
        ("114 55 Stockholm", "Stockholm", "", "114 55"),
        ("1010 Wien", "Wien", "", "1010"),
        ("28013 Madrid", "Madrid", "", "28013"),
        ("06600 Ciudad de México, CDMX", "Ciudad de México", "CDMX", "06600"),
    ] {
        let text = format!("Blue Door\nHigh Street 7\n{line}");
        let found = pasted(&text).unwrap();
        let there = [Name, Address, City, State, PostalCode].map(|it| found.fields.get(it));
        assert_eq!(there, ["Blue Door", "High Street 7", city, state, postal_code], "{line}");
        assert_eq!(found.rest, [""; 0], "{line}");
    }
}

#[test]
fn a_number_before_a_street_is_no_postal_code() {
    for street in
        ["1200 Main Street", "10115 Sunset Blvd.", "P.O. Box 12345", "12345 67th Ave", "Suite 1200"]
    {
        let text = format!("Blue Door\n{street}\nSpringfield, IL 62704");
        let found = pasted(&text).unwrap();
        assert_eq!(found.fields.get(Address), street);
        assert_eq!(found.fields.get(PostalCode), "62704");
    }
}

#[test]
fn an_address_alone_has_no_name() {
    let fields =
        [(Address, "12 Main St"), (City, "Springfield"), (State, "IL"), (PostalCode, "62704")];
    for text in [
        "12 Main St\nSpringfield, IL 62704",
        "12 Main St, Springfield, IL 62704",
        "12 Main St, Springfield, IL 62704, USA",
    ] {
        finds(text, Address, &fields, &[]);
    }
    let fields = [(Address, "Hauptstr. 7"), (City, "Berlin"), (PostalCode, "10115")];
    finds("Hauptstr. 7\n10115 Berlin\nDeutschland", City, &fields, &["Deutschland"]);
    finds("Hauptstr. 7, 10115 Berlin", Address, &fields, &[]);
    let mill = [(Address, "The Old Mill"), (City, "Bath"), (PostalCode, "BA1 1AA")];
    finds("The Old Mill\nBath BA1 1AA", Address, &mill, &[]);
}

#[test]
fn one_line_with_a_name_is_taken_apart() {
    finds(
        "Blue Door, Inc., 12 Main St, Springfield, IL 62704",
        Name,
        &[
            (Name, "Blue Door, Inc."),
            (Address, "12 Main St"),
            (City, "Springfield"),
            (State, "IL"),
            (PostalCode, "62704"),
        ],
        &[],
    );
}

#[test]
fn what_has_a_label_is_believed() {
    finds(
        "Company: Blue Door\nContact: Ada Lovelace\nE-mail: Ada <ada@example.org>\nCustomer ID: 0042\nCity: Hull\nZIP: HU1 1AA",
        Name,
        &[
            (Name, "Blue Door"),
            (ContactName, "Ada Lovelace"),
            (ContactEmail, "ada@example.org"),
            (InvoiceCustomerId, "0042"),
            (City, "Hull"),
            (PostalCode, "HU1 1AA"),
        ],
        &["Ada"],
    );
}

#[test]
fn labels_are_also_those_of_the_form_above_their_values() {
    let labels = [("Kundenname".to_owned(), Name), ("Ort".to_owned(), City)].into_iter().collect();
    let found = read("Kundenname\nBlaue Tür\nOrt\tKöln", City, &labels).unwrap();
    assert_eq!(found.fields.get(Name), "Blaue Tür");
    assert_eq!(found.fields.get(City), "Köln");
}

#[test]
fn a_signature_is_read() {
    finds(
        "Ada Lovelace | ada@example.org\nBlue Door\n12 Main St\nSpringfield, IL 62704\n(217) 555-0134",
        Name,
        &[
            (ContactName, "Ada Lovelace"),
            (ContactEmail, "ada@example.org"),
            (Name, "Blue Door"),
            (Address, "12 Main St"),
            (City, "Springfield"),
            (State, "IL"),
            (PostalCode, "62704"),
        ],
        &["(217) 555-0134"],
    );
}

#[test]
fn what_is_no_block_is_left_alone() {
    for text in [
        "",
        "Blue Door",
        "12 Main St",
        "ada@example.org",
        "Blue Door, Inc.",
        "\n\n  \n",
        "https://example.org/a/b",
        "Name",
        "+1 217 555 0134",
        "12 Main St, 2nd floor",
    ] {
        assert_eq!(pasted(text), None, "{text}");
    }
    assert_eq!(pasted(&"Blue Door\n12 Main St\n".repeat(200)), None);
}

#[test]
fn an_address_of_mail_is_told_from_whose_it_is() {
    let ada = Mailbox { name: "Ada Lovelace", address: "ada@example.org" };
    for text in [
        "Ada Lovelace <ada@example.org>",
        "\"Ada Lovelace\" <ada@example.org>,",
        "Ada Lovelace (ada@example.org)",
        "Ada Lovelace, ada@example.org",
        "ada@example.org (Ada Lovelace)",
        "Ada Lovelace mailto:ada@example.org",
    ] {
        assert_eq!(mailbox(text), Some(ada), "{text}");
    }
    for text in [
        "ada@example.org",
        "mailto:ada@example.org",
        "<ada@example.org>",
        "E-Mail: ada@example.org",
    ] {
        assert_eq!(mailbox(text), Some(Mailbox { name: "", ..ada }), "{text}");
    }
    for text in ["", "Ada", "ada@", "@example.org", "Ada @ home"] {
        assert_eq!(mailbox(text), None, "{text}");
    }
}

/// A line as it may stand in what people copy.
fn line() -> impl Strategy<Value = String> {
    prop_oneof![
        ".{0,30}",
        "[A-Z]?-?[0-9]{1,6} ?[A-Z]{0,3},? ?[A-Za-zé ]{0,12},? ?[A-Z0-9]{0,4} ?[0-9A-Z]{0,5}",
        "[a-zA-Z:<@.> ]{0,30}",
        "(Name|City|ZIP|E-mail|Attn):? ?[a-z@.]{0,10}",
    ]
}

#[test]
fn in_the_field_of_the_address_of_mail_only_that_is_taken_apart() {
    let fields = [(ContactName, "Ada Lovelace"), (ContactEmail, "ada@example.org")];
    finds("Ada Lovelace <ada@example.org>", ContactEmail, &fields, &[]);
    finds("mailto:ada@example.org", ContactEmail, &[(ContactEmail, "ada@example.org")], &[]);
    assert_eq!(read(" ada@example.org\n", ContactEmail, &Labels::default()), None);
    assert_eq!(read("mailto:ada@example.org", Name, &Labels::default()), None);
}

proptest! {
    #[test]
    fn nothing_is_made_up_and_nothing_is_lost(lines in prop::collection::vec(line(), 0..8)) {
        let text = lines.join("\n");
        let Some(found) = read(&text, Address, &Labels::default()) else { return Ok(()) };
        prop_assert!(found.count() > 1);
        let values = Field::ALL.map(|it| found.fields.get(it));
        for part in values.into_iter().flat_map(|it| it.split('\n')).chain(found.rest.iter().map(String::as_str)) {
            prop_assert!(text.contains(part), "{part:?} of {text:?}");
        }
    }
}
