//! The page is asked before anything is sent.

use js_sys::JSON;
use roosted_client_form::text;
use roosted_contract::Field;
use serde_json::{Value, json};
use wasm_bindgen_test::wasm_bindgen_test;

use crate::support::answers::Answer;
use crate::support::control::words;
use crate::support::network::Network;
use crate::support::screen::Screen;
use crate::support::wait::{settled, until};

/// What the page was asked about.
fn asked(screen: &Screen) -> Vec<Value> {
    let read = |it: &_| serde_json::from_str(&String::from(JSON::stringify(it).unwrap())).unwrap();
    screen.asked().iter().map(read).collect()
}

/// Nothing left, nothing is kept, and no event was heard.
async fn nothing_happened(screen: &Screen, network: &Network) {
    settled().await;
    assert_eq!(network.calls("POST /clients").len(), 0);
    assert!(screen.kept().is_null());
    assert_eq!(screen.events(), [""; 0]);
}

#[wasm_bindgen_test]
async fn it_is_asked_about_what_would_be_sent_and_then_it_is_sent() {
    let network = Network::new();
    let screen = Screen::open(&network);
    network.plan("POST /clients", Answer::created(&json!({})));
    screen.fill([(Field::City, " Zürich ")]);
    screen.create(" Ada ");
    screen.card().await;
    let mut expected = json!({ "client_name": "Ada", "client_city": "Zürich" });
    for field in Field::ALL {
        if expected.get(field.name()).is_none() {
            expected[field.name()] = json!("");
        }
    }
    assert_eq!(asked(&screen), [expected]);
    assert_eq!(network.calls("POST /clients").len(), 1);
}

#[wasm_bindgen_test]
async fn it_is_not_asked_about_what_has_mistakes() {
    let network = Network::new();
    let screen = Screen::open(&network);
    screen.submit().click();
    until("the summary", || screen.part("error-summary").is_some()).await;
    assert_eq!(asked(&screen), [json!(null); 0]);
}

#[wasm_bindgen_test]
async fn as_long_as_it_thinks_the_form_is_busy_and_nothing_is_sent_or_kept() {
    let network = Network::new();
    let screen = Screen::open(&network);
    screen.answers("return new Promise((resolve) => { this.resolve = resolve; });");
    screen.create("Ada");
    until("the question", || screen.asked().len() == 1).await;
    until("busy", || screen.part("form").unwrap().get_attribute("aria-busy").is_some()).await;
    assert!(screen.announces(text::CREATING.english));
    assert_eq!(screen.submit().get_attribute("aria-disabled").as_deref(), Some("true"));
    screen.submit().click();
    screen.widget.reset();
    nothing_happened(&screen, &network).await;
    assert_eq!(screen.asked().len(), 1);
    assert_eq!(screen.field(Field::Name).value(), "Ada");
}

#[wasm_bindgen_test]
async fn a_page_that_cancels_ends_it_without_a_word() {
    let network = Network::new();
    let screen = Screen::open(&network);
    screen.answers("return null;");
    screen.create("Ada");
    until("the question", || screen.asked().len() == 1).await;
    until("no longer busy", || screen.submit().get_attribute("aria-disabled").is_none()).await;
    nothing_happened(&screen, &network).await;
    assert!(screen.part("error-summary").is_none() && screen.banner_now("error").is_none());
    assert_eq!(screen.field(Field::Name).value(), "Ada");
}

#[wasm_bindgen_test]
async fn what_it_changes_is_sent() {
    let network = Network::new();
    let screen = Screen::open(&network);
    network.plan("POST /clients", Answer::created(&json!({})));
    screen.answers("return { values: { client_city: 'Zug', client_state: null, other: 'x' } };");
    screen.fill([(Field::City, "Zürich"), (Field::State, "ZH"), (Field::PostalCode, "8000")]);
    screen.create("Ada");
    screen.card().await;
    let expected =
        json!({ "client_name": "Ada", "client_city": "Zug", "client_postal_code": "8000" });
    assert_eq!(network.calls("POST /clients")[0].body(), expected);
}

#[wasm_bindgen_test]
async fn what_it_changes_is_checked_again() {
    let network = Network::new();
    let screen = Screen::open(&network);
    screen.answers("return { values: { client_name: ' ', client_city: 'x'.repeat(256) } };");
    screen.create("Ada");
    until("the summary", || screen.links().len() == 2).await;
    nothing_happened(&screen, &network).await;
    assert!(screen.mistake("client_name").is_some() && screen.mistake("client_city").is_some());
}

#[wasm_bindgen_test]
async fn a_refusal_is_shown_in_the_summary_and_at_the_fields_and_is_no_failure() {
    let network = Network::new();
    let screen = Screen::open(&network);
    screen.answers(
        "return { message: 'Over the limit', fields: [
            { field: 'client_city', message: 'Not served' },
            { field: 'client_name' },
            { field: 'vat_number', message: 'No VAT number' },
            null, 7,
        ] };",
    );
    screen.create("Ada");
    until("focus on the summary", || {
        screen.part("error-summary").is_some_and(|it| screen.is_focused(&it))
    })
    .await;
    nothing_happened(&screen, &network).await;

    let summary = words(&screen.part("error-summary").unwrap());
    assert!(summary.contains("There are 3 things to correct"), "{summary:?}");
    assert!(summary.contains("Over the limit No VAT number"), "{summary:?}");
    let links: Vec<_> = screen.links().iter().map(words).collect();
    assert_eq!(links, [text::REFUSED.english, "Not served"]);
    assert_eq!(screen.mistake("client_city").as_deref(), Some("Not served"));
    assert!(screen.field(Field::City).is_wrong());
    assert_eq!(screen.banner_now("error"), None);

    screen.field(Field::City).enter("Zug");
    until("no mistake", || screen.mistake("client_city").is_none()).await;
    screen.answers("return { values: {} };");
    network.plan("POST /clients", Answer::created(&json!({})));
    screen.submit().click();
    screen.card().await;
}

#[wasm_bindgen_test]
async fn a_refusal_without_a_word_still_says_so() {
    for odd in ["{ fields: [] }", "{ message: 7, fields: [{ field: 'client_nothing' }] }"] {
        let network = Network::new();
        let screen = Screen::open(&network);
        screen.answers(&format!("return {odd};"));
        screen.create("Ada");
        until("the summary", || screen.part("error-summary").is_some()).await;
        let summary = words(&screen.part("error-summary").unwrap());
        assert!(summary.contains(text::REFUSED.english), "{odd}: {summary:?}");
        nothing_happened(&screen, &network).await;
    }
}
