//! How full a field is.

use roosted_client_form::form::Gauge;
use roosted_client_form::text::{self, Words};
use roosted_contract::{Field, text as contract};
use wasm_bindgen_test::wasm_bindgen_test;

use crate::support::network::Network;
use crate::support::screen::Screen;
use crate::support::wait::{settled, until};

/// Types that many of `unit` into the city, and tells what describes it then.
async fn described(screen: &Screen, unit: &str, count: usize) -> Vec<String> {
    let control = screen.field(Field::City);
    control.enter(&unit.repeat(count));
    settled().await;
    control.description()
}

fn gauge(length: usize) -> Vec<String> {
    vec![text::gauge(&Words::default(), Gauge { length, limit: 255 })]
}

#[wasm_bindgen_test]
async fn a_counter_appears_at_nine_tenths_and_goes_when_there_is_room() {
    let network = Network::new();
    let screen = Screen::open(&network);
    assert_eq!(described(&screen, "x", 229).await, [""; 0]);
    assert_eq!(described(&screen, "x", 230).await, gauge(230));
    assert_eq!(described(&screen, "x", 255).await, gauge(255));
    assert_eq!(described(&screen, "x", 229).await, [""; 0]);
}

#[wasm_bindgen_test]
async fn it_counts_what_a_person_would_and_not_units() {
    let network = Network::new();
    let screen = Screen::open(&network);
    assert_eq!(described(&screen, "😀", 229).await, [""; 0]);
    assert_eq!(described(&screen, "😀", 255).await, gauge(255));
    assert_eq!(described(&screen, "👩\u{200D}🔧", 77).await, gauge(231));
}

#[wasm_bindgen_test]
async fn it_counts_as_the_contract_does() {
    let network = Network::new();
    let screen = Screen::open(&network);
    let control = screen.field(Field::City);
    for around in
        ["", " ", "\u{FEFF}\u{200B}\u{A0}", "\u{202E}\u{3000}", "😀", "\u{E9}", "\u{1F469}\u{200D}"]
    {
        let text = [around, &"x \u{10FFFF}y".repeat(58), around].concat();
        control.enter(&text);
        let length = contract::length(&contract::clean(&text));
        let told = gauge(length);
        until("the counter", || control.description() == told).await;
    }
}

#[wasm_bindgen_test]
async fn a_person_may_type_on_and_is_told_by_how_much_it_is_too_long() {
    let network = Network::new();
    let screen = Screen::open(&network);
    assert_eq!(described(&screen, "😀", 300).await, gauge(300));
    let control = screen.field(Field::City);
    assert_eq!(control.value(), "😀".repeat(300));
    assert!(!control.is_wrong());
}

#[wasm_bindgen_test]
async fn the_counter_of_a_long_address_is_grouped() {
    let network = Network::new();
    let screen = Screen::open(&network);
    let control = screen.field(Field::Address);
    control.enter(&"x".repeat(60_000));
    until("the counter", || control.description() == ["5,535 characters left"]).await;
}

#[wasm_bindgen_test]
async fn a_long_address_that_became_short_has_no_counter() {
    let network = Network::new();
    let screen = Screen::open(&network);
    let control = screen.field(Field::Address);
    control.enter(&"x".repeat(60_000));
    control.enter(&"x".repeat(59_000));
    until("the counter", || control.description() == ["6,535 characters left"]).await;
    control.enter(&"x".repeat(60_000));
    control.enter("x");
    // What is long is looked at in turn, so once this one was, the address was, too.
    let city = screen.field(Field::City);
    city.enter(&"x".repeat(5_000));
    until("its counter", || !city.description().is_empty()).await;
    assert_eq!(control.description(), [""; 0]);
}
