//! The eight fields, by label and by handle.

use roosted_client_form::text;
use roosted_contract::Field;
use wasm_bindgen_test::wasm_bindgen_test;

use crate::support::control::{by_id, words};
use crate::support::network::Network;
use crate::support::screen::Screen;

#[wasm_bindgen_test]
fn each_field_is_found_by_its_label_and_has_the_handles_of_the_interface() {
    let network = Network::new();
    let screen = Screen::open(&network);
    for field in Field::ALL {
        let control = screen.field(field);
        assert_eq!(control.attribute("name").as_deref(), Some(field.name()));
        assert_eq!(control.attribute("autocomplete").as_deref(), Some("off"));
        // It would count UTF-16 units.
        assert_eq!(control.attribute("maxlength"), None);
        assert_eq!(control.attribute("aria-invalid"), None);
        assert_eq!(control.value(), "");
    }
    assert_eq!(screen.all("[part~=form] :is(input, textarea)").len(), Field::COUNT);
}

#[wasm_bindgen_test]
fn an_e_mail_address_is_plain_text_with_the_keyboard_of_an_address() {
    let network = Network::new();
    let screen = Screen::open(&network);
    let control = screen.field(Field::ContactEmail);
    for (name, value) in [
        ("type", "text"),
        ("inputmode", "email"),
        ("autocapitalize", "none"),
        ("spellcheck", "false"),
    ] {
        assert_eq!(control.attribute(name).as_deref(), Some(value), "{name}");
    }
}

#[wasm_bindgen_test]
fn keyboards_are_told_what_is_typed() {
    let network = Network::new();
    let screen = Screen::open(&network);
    for (field, capitals, enter) in [
        (Field::Name, "words", "send"),
        (Field::ContactName, "words", "send"),
        (Field::ContactEmail, "none", "send"),
        (Field::InvoiceCustomerId, "none", "send"),
        // Enter starts a new line.
        (Field::Address, "words", "enter"),
        (Field::City, "words", "send"),
        (Field::State, "words", "send"),
        (Field::PostalCode, "characters", "send"),
    ] {
        let control = screen.field(field);
        assert_eq!(control.attribute("autocapitalize").as_deref(), Some(capitals), "{field:?}");
        assert_eq!(control.attribute("enterkeyhint").as_deref(), Some(enter), "{field:?}");
        assert_eq!(control.attribute("spellcheck").as_deref(), Some("false"), "{field:?}");
    }
}

#[wasm_bindgen_test]
fn an_address_keeps_its_lines() {
    let network = Network::new();
    let screen = Screen::open(&network);
    let control = screen.field(Field::Address);
    control.enter("1 Main St\nSuite 2");
    assert_eq!(control.value(), "1 Main St\nSuite 2");
    assert_eq!(control.0.tag_name(), "TEXTAREA");
}

#[wasm_bindgen_test]
fn what_is_required_is_said_in_words() {
    let network = Network::new();
    let screen = Screen::open(&network);
    let marked =
        screen.all("label").into_iter().filter(|it| words(it).contains(text::REQUIRED.english));
    let names: Vec<_> = marked.filter_map(|it| it.get_attribute("for")).collect();
    assert_eq!(names, [screen.field(Field::Name).0.id()]);
    for field in Field::ALL {
        let required = screen.field(field).attribute("aria-required").is_some();
        assert_eq!(required, field.required(), "{field:?}");
    }
}

#[wasm_bindgen_test]
fn a_hint_describes_its_field() {
    let network = Network::new();
    let screen = Screen::open(&network);
    for field in Field::ALL {
        let hint: Vec<_> = text::hint(field).into_iter().map(|it| it.english).collect();
        assert_eq!(screen.field(field).description(), hint, "{field:?}");
    }
}

#[wasm_bindgen_test]
fn the_form_and_its_groups_have_names() {
    let network = Network::new();
    let screen = Screen::open(&network);
    let form = screen.part("form").unwrap();
    let title = by_id(&form, &form.get_attribute("aria-labelledby").unwrap());
    assert_eq!(words(&title), text::FORM_TITLE.english);
    let groups = screen.all("fieldset").len();
    assert_eq!(groups, 4);
    assert_eq!(screen.all("fieldset > legend").len(), groups);
}

#[wasm_bindgen_test]
fn one_button_creates_and_is_open_to_an_empty_form() {
    let network = Network::new();
    let screen = Screen::open(&network);
    assert_eq!(screen.all("[part~=form] button[type=submit]").len(), 1);
    let button = screen.submit();
    assert_eq!(words(&button), text::CREATE.english);
    assert_eq!(button.get_attribute("aria-disabled"), None);
    assert_eq!(button.get_attribute("disabled"), None);
}
