//! The card of a created client.

use std::cell::RefCell;
use std::rc::Rc;

use roosted_client_form::text;
use roosted_contract::{ClientField, Field};
use serde_json::{Value, json};
use wasm_bindgen_test::wasm_bindgen_test;

use crate::support::answers::{Answer, client};
use crate::support::control::{by_id, words};
use crate::support::network::Network;
use crate::support::page::clipboard;
use crate::support::screen::Screen;
use crate::support::wait::until;

#[wasm_bindgen_test]
async fn its_heading_takes_focus_and_names_it() {
    let network = Network::new();
    let screen = Screen::created(&network, &json!({})).await;
    let card = screen.part("card").unwrap();
    let heading = by_id(&card, &card.get_attribute("aria-labelledby").unwrap());
    until("focus on the heading", || screen.is_focused(&heading)).await;
    assert_eq!(words(&heading), text::CREATED.english);
    assert!(screen.part("form").is_none());
}

#[wasm_bindgen_test]
async fn eighteen_fields_stand_in_one_list_in_the_order_of_the_reference() {
    let network = Network::new();
    let fields = json!({ "client_address": "1 Main St\nSuite 2", "pending": true });
    let screen = Screen::created(&network, &fields).await;
    assert_eq!(screen.all("[part~=card] dl").len(), 1);
    let values = screen.all("[part~=card] dl dd[data-field]");
    let names: Vec<_> = values.iter().filter_map(|it| it.get_attribute("data-field")).collect();
    assert_eq!(names, ClientField::ALL.map(ClientField::name));
    let labels: Vec<_> = screen.all("[part~=card] dl dt").iter().map(words).collect();
    assert_eq!(labels, ClientField::ALL.map(|it| text::record_label(it).english));

    let address = screen.one("dd[data-field=client_address]").unwrap();
    assert_eq!(address.text_content().as_deref(), Some("1 Main St\nSuite 2"));
    assert_eq!(words(&screen.one("dd[data-field=client_name]").unwrap()), "Ada & Sons");
    assert_eq!(words(&screen.one("dd[data-field=pending]").unwrap()), text::YES.english);
}

#[wasm_bindgen_test]
async fn a_null_is_a_dash_and_marked() {
    let network = Network::new();
    let screen = Screen::created(&network, &json!({ "client_state": "" })).await;
    for field in ClientField::ALL {
        let value = screen.one(&format!("dd[data-field={}]", field.name())).unwrap();
        let there = matches!(
            field,
            ClientField::Id | ClientField::Name | ClientField::State | ClientField::Pending
        );
        assert_eq!(value.has_attribute("data-null"), !there, "{field:?}");
        assert_eq!(words(&value) == text::DASH.english, !there, "{field:?}");
    }
}

#[wasm_bindgen_test]
async fn the_status_carries_its_number_and_is_never_guessed() {
    for (status, value, label) in [
        (Value::Null, "null", "Not connected"),
        (json!(0), "0", "Invited"),
        (json!(2), "2", "Connected"),
        (json!(7), "7", "Unknown (7)"),
    ] {
        let network = Network::new();
        let fields = json!({ "client_portal_connection_status": status });
        let screen = Screen::created(&network, &fields).await;
        let badge = screen.part("status").unwrap();
        assert_eq!(badge.get_attribute("data-value").as_deref(), Some(value));
        assert_eq!(words(&badge), label);
        let row = screen.one("dd[data-field=client_portal_connection_status]").unwrap();
        assert_eq!(row.get_attribute("data-value").as_deref(), Some(value));
    }
}

#[wasm_bindgen_test]
async fn a_pending_client_is_called_so() {
    for (pending, called) in [(json!(true), true), (json!(false), false), (Value::Null, false)] {
        let network = Network::new();
        let screen = Screen::created(&network, &json!({ "pending": pending })).await;
        let badge = words(&screen.part("status").unwrap());
        assert_eq!(badge.contains(text::PENDING.english), called, "{badge:?}");
    }
}

#[wasm_bindgen_test]
async fn markup_in_a_name_is_text() {
    let network = Network::new();
    let name = "<img src=x onerror=alert(1)> & \"quotes\"";
    let screen = Screen::created(&network, &json!({ "client_name": name })).await;
    assert_eq!(words(&screen.one("dd[data-field=client_name]").unwrap()), name);
    assert_eq!(screen.all("img").len(), 0);
}

#[wasm_bindgen_test]
async fn a_long_text_can_be_scrolled_by_keyboard() {
    let network = Network::new();
    let fields = json!({ "client_address": "x".repeat(65_535), "client_city": "Zürich" });
    let screen = Screen::created(&network, &fields).await;
    let stop = |name| screen.one(&format!("dd[data-field={name}]")).unwrap().tab_index();
    assert_eq!((stop("client_address"), stop("client_city")), (0, -1));
}

#[wasm_bindgen_test]
async fn the_id_is_copied_and_it_is_said() {
    let copied = Rc::new(RefCell::new(Vec::new()));
    let taken = Rc::clone(&copied);
    let _clipboard = clipboard(true, move |text| taken.borrow_mut().push(text));
    let network = Network::new();
    let screen = Screen::created(&network, &json!({ "id": "aB3xY" })).await;
    screen.part("copy-id").unwrap().click();
    until("the news", || screen.announces(text::COPIED.english)).await;
    assert_eq!(*copied.borrow(), ["aB3xY"]);
}

#[wasm_bindgen_test]
async fn where_the_browser_does_not_copy_the_person_is_told_how() {
    let _clipboard = clipboard(false, |_| {});
    let network = Network::new();
    let screen = Screen::created(&network, &json!({})).await;
    screen.part("copy-id").unwrap().click();
    until("the news", || screen.announces(text::COPY_BLOCKED.english)).await;
}

#[wasm_bindgen_test]
async fn another_client_starts_with_an_empty_form_and_focus_in_its_first_field() {
    let network = Network::new();
    let screen = Screen::open(&network);
    screen.submit().click();
    network.plan("POST /clients", Answer::created(&json!({})));
    screen.fill(Field::ALL.map(|field| (field, "x")));
    screen.create("Ada");
    screen.card().await;

    screen.part("create-another").unwrap().click();
    until("the form", || screen.part("form").is_some()).await;
    assert!(screen.part("card").is_none());
    assert_eq!(screen.typed(), [const { String::new() }; Field::COUNT]);
    until("focus in the first field", || screen.is_focused(&screen.field(Field::Name).0)).await;
    assert!(screen.part("error-summary").is_none());
    assert_eq!(screen.all("[aria-invalid]").len(), 0);
}

#[wasm_bindgen_test]
async fn the_page_hears_of_the_client_once_with_all_its_fields() {
    let network = Network::new();
    let fields = json!({ "client_portal_connection_status": 7, "client_city": "Zürich" });
    let screen = Screen::created(&network, &fields).await;
    assert_eq!(screen.events(), ["roosted-created"]);
    assert_eq!(screen.heard("roosted-created")[0]["client"], client(&fields));
}
