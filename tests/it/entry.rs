//! What is known of one field while somebody types.

use roosted_client_form::form::{Form, Gauge, Validate};
use roosted_contract::{Doubt, Field, Reason};

use crate::support::{NOW, counted, draft, edit, leave, missing, mistakes, no_key};

/// A form whose first submit was refused for nothing but its name.
fn live() -> Form {
    let mut form = Form::default();
    assert_eq!(form.submit(&draft([]), NOW, no_key), None);
    form
}

fn gauge(field: Field, text: &str) -> Option<Gauge> {
    let mut form = Form::default();
    edit(&mut form, field, text);
    form.entry(field).gauge()
}

fn doubt(field: Field, text: &str) -> Option<Doubt> {
    let mut form = Form::default();
    leave(&mut form, field, text, Validate::Submit);
    form.entry(field).doubt()
}

#[test]
fn it_is_silent_until_the_first_refused_submit() {
    let mut form = Form::default();
    for field in Field::ALL {
        for text in ["", " ", "Ada", &"x".repeat(70_000)] {
            edit(&mut form, field, text);
            leave(&mut form, field, text, Validate::Submit);
            assert_eq!(form.entry(field).mistake(), None);
        }
    }
}

#[test]
fn then_it_is_live_at_every_field() {
    let mut form = live();
    let long = "x".repeat(65_536);
    for field in Field::ALL {
        assert!(edit(&mut form, field, &long));
        let over = 65_536 - field.limit();
        assert_eq!(form.entry(field).mistake(), Some(Reason::TooLong { over }));
        assert!(edit(&mut form, field, "Ada"));
        assert_eq!(form.entry(field).mistake(), None);
    }
    assert!(edit(&mut form, Field::Name, " \u{200B}"));
    assert_eq!(mistakes(&form), [missing(Field::Name)]);
}

#[test]
fn with_blur_a_field_is_checked_when_it_is_left_and_live_from_then_on() {
    let mut form = Form::default();
    assert!(!edit(&mut form, Field::Name, ""));
    assert!(leave(&mut form, Field::Name, "", Validate::Blur));
    assert_eq!(mistakes(&form), [missing(Field::Name)]);

    assert!(edit(&mut form, Field::Name, "Ada"));
    assert_eq!(mistakes(&form), []);
    assert!(edit(&mut form, Field::Name, ""));
    assert_eq!(mistakes(&form), [missing(Field::Name)]);
    // The others were not left.
    edit(&mut form, Field::City, &"x".repeat(256));
    assert_eq!(mistakes(&form), [missing(Field::Name)]);
    assert!(form.summary().is_empty());
}

#[test]
fn the_gauge_appears_at_nine_tenths_of_the_limit() {
    for (field, silent, told) in [(Field::City, 229, 230), (Field::Address, 58_981, 58_982)] {
        let limit = field.limit();
        assert_eq!(gauge(field, &"x".repeat(silent)), None);
        for length in [told, limit, limit + 1, limit + 1_000] {
            let text = "x".repeat(length);
            assert_eq!(gauge(field, &text), Some(Gauge { length, limit }));
        }
    }
}

#[test]
fn the_gauge_counts_code_points_of_what_would_be_sent() {
    for (unit, count, length) in [
        // Two UTF-16 units, one code point.
        ("😀", 229, None),
        ("😀", 230, Some(230)),
        // Joined by U+200D: three code points each.
        ("👩\u{200D}🔧", 76, None),
        ("👩\u{200D}🔧", 77, Some(231)),
        ("e\u{301}", 115, Some(230)),
        // One line end, however it is written.
        ("x\r\n", 115, None),
        ("x\r\n", 116, Some(231)),
        (" ", 300, None),
        ("\u{200D}", 300, None),
    ] {
        let told = gauge(Field::City, &unit.repeat(count)).map(|it| it.length);
        assert_eq!(told, length, "{unit:?}, {count} times");
    }
}

#[test]
fn the_gauge_goes_when_there_is_room_again() {
    let mut form = Form::default();
    assert!(edit(&mut form, Field::City, &"x".repeat(230)));
    leave(&mut form, Field::City, &"x".repeat(230), Validate::Submit);
    assert!(form.entry(Field::City).gauge().is_some());
    assert!(edit(&mut form, Field::City, &"x".repeat(229)));
    assert_eq!(form.entry(Field::City).gauge(), None);
}

#[test]
fn a_text_is_counted_only_where_its_units_do_not_say_enough() {
    let optional = Field::ALL.into_iter().filter(|it| !it.required());
    for field in optional {
        let nearly_full = field.limit() - field.limit() / 10;
        for form in [&mut Form::default(), &mut live()] {
            for length in [0, 1, nearly_full - 1] {
                assert_eq!(counted(form, field, &"x".repeat(length)), 0, "{field:?}, {length}");
            }
            assert_eq!(counted(form, field, &"x".repeat(nearly_full)), 1, "{field:?}");
            assert!(counted(form, field, &"x".repeat(field.limit() + 1)) >= 1, "{field:?}");
        }
    }
}

#[test]
fn a_required_field_is_counted_only_while_it_is_live() {
    assert_eq!(counted(&mut Form::default(), Field::Name, "Ada"), 0);
    assert_eq!(counted(&mut live(), Field::Name, "Ada"), 1);
}

#[test]
fn more_units_than_the_limit_are_not_yet_more_characters() {
    let mut form = live();
    let text = "😀".repeat(255);
    assert!(counted(&mut form, Field::City, &text) >= 1);
    assert_eq!(form.entry(Field::City).mistake(), None);
    edit(&mut form, Field::City, &"😀".repeat(256));
    assert_eq!(form.entry(Field::City).mistake(), Some(Reason::TooLong { over: 1 }));
}

#[test]
fn an_odd_address_is_doubted_when_it_is_left() {
    for (text, expected) in [
        ("", None),
        (" \u{200B}", None),
        ("ada@example.org", None),
        (" ada@example.org\r\n", None),
        ("ada", Some(Doubt::Email)),
        ("ada@example", Some(Doubt::Email)),
        ("Ada <ada@example.org>", Some(Doubt::Email)),
    ] {
        assert_eq!(doubt(Field::ContactEmail, text), expected, "{text:?}");
    }
    // Its length is what there is to say of it.
    assert_eq!(doubt(Field::ContactEmail, &"x".repeat(256)), None);
}

#[test]
fn what_belongs_elsewhere_is_doubted_when_it_is_left() {
    assert_eq!(doubt(Field::ContactName, "ada@example.org"), Some(Doubt::EmailElsewhere));
    assert_eq!(doubt(Field::City, "62704"), Some(Doubt::DigitsForPlace));
    assert_eq!(doubt(Field::PostalCode, "Springfield"), Some(Doubt::LettersForPostalCode));
    assert_eq!(doubt(Field::City, "Springfield"), None);
}

#[test]
fn a_doubt_is_no_mistake_and_goes_with_the_next_letter() {
    let mut form = live();
    edit(&mut form, Field::ContactEmail, "ada");
    assert!(leave(&mut form, Field::ContactEmail, "ada", Validate::Blur));
    let entry = form.entry(Field::ContactEmail);
    assert_eq!((entry.doubt(), entry.mistake()), (Some(Doubt::Email), None));
    assert!(edit(&mut form, Field::ContactEmail, "ada@"));
    assert_eq!(form.entry(Field::ContactEmail).doubt(), None);
}

#[test]
fn what_changes_nothing_is_not_told() {
    let mut form = live();
    for text in ["A", "Ad", "Ada"] {
        edit(&mut form, Field::City, text);
        assert!(!edit(&mut form, Field::City, text), "{text:?}");
        assert!(!leave(&mut form, Field::City, text, Validate::Submit), "{text:?}");
    }
}
