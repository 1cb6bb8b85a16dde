//! A refused submit.

use roosted_client_form::text::{self, Words};
use roosted_contract::{Code, Doubt, Field, FieldCode, Reason};
use wasm_bindgen_test::wasm_bindgen_test;

use crate::support::answers::Answer;
use crate::support::control::words;
use crate::support::network::Network;
use crate::support::screen::Screen;
use crate::support::wait::{settled, until};

/// Presses the button, and waits for the summary to take focus.
async fn refused(screen: &Screen) {
    screen.submit().click();
    until("focus on the summary", || {
        screen.part("error-summary").is_some_and(|it| screen.is_focused(&it))
    })
    .await;
}

#[wasm_bindgen_test]
async fn an_empty_form_is_refused_and_nobody_hears_of_it() {
    let network = Network::new();
    let screen = Screen::open(&network);
    refused(&screen).await;
    assert!(
        words(&screen.part("error-summary").unwrap())
            .starts_with(&text::summary(&Words::default(), 1))
    );
    assert_eq!(screen.links().len(), 1);

    settled().await;
    assert_eq!(network.calls("POST /clients").len(), 0);
    assert_eq!(screen.events(), [""; 0]);
}

#[wasm_bindgen_test]
async fn the_field_is_wrong_in_the_words_of_the_summary_and_keeps_its_hint() {
    let network = Network::new();
    let screen = Screen::open(&network);
    let name = screen.field(Field::Name);
    let hint = name.description();
    refused(&screen).await;

    let mistake = text::mistake(&Words::default(), Field::Name, Reason::Required);
    assert_eq!(words(&screen.links()[0]), mistake);
    assert_eq!(screen.mistake("client_name"), Some(mistake.clone()));
    assert!(name.is_wrong());
    assert_eq!(name.description(), [hint, vec![mistake]].concat());
}

#[wasm_bindgen_test]
async fn a_link_of_the_summary_leads_to_its_field_and_not_away() {
    let network = Network::new();
    let screen = Screen::open(&network);
    screen.fill([(Field::Name, "Ada"), (Field::PostalCode, &"x".repeat(256))]);
    refused(&screen).await;
    let before = web_sys::window().unwrap().location().href().unwrap();
    screen.links()[0].click();
    assert!(screen.is_focused(&screen.field(Field::PostalCode).0));
    assert_eq!(web_sys::window().unwrap().location().href().unwrap(), before);
}

#[wasm_bindgen_test]
async fn many_mistakes_are_told_in_reading_order() {
    let network = Network::new();
    let screen = Screen::open(&network);
    let long = "x".repeat(257);
    screen.fill([(Field::City, &*long), (Field::ContactName, &*long)]);
    refused(&screen).await;

    assert!(
        words(&screen.part("error-summary").unwrap())
            .starts_with(&text::summary(&Words::default(), 3))
    );
    let fields = [Field::Name, Field::ContactName, Field::City];
    let told: Vec<_> = screen.links().iter().map(words).collect();
    assert_eq!(told, fields.map(|it| screen.mistake(it.name()).unwrap()));
    for field in Field::ALL {
        assert_eq!(screen.field(field).is_wrong(), fields.contains(&field), "{field:?}");
    }
}

#[wasm_bindgen_test]
async fn a_mistake_leaves_with_its_reason_and_comes_back_with_it() {
    let network = Network::new();
    let screen = Screen::open(&network);
    let name = screen.field(Field::Name);
    let hint = name.description();
    refused(&screen).await;

    name.enter("A");
    until("no mistake", || screen.mistake("client_name").is_none()).await;
    assert_eq!((name.is_wrong(), name.description()), (false, hint));
    // The summary stays, so that nothing moves under the pointer.
    assert!(screen.part("error-summary").is_some());

    name.enter("");
    until("the mistake again", || screen.mistake("client_name").is_some()).await;
    assert!(name.is_wrong());
}

#[wasm_bindgen_test]
async fn nothing_is_said_before_the_first_refusal() {
    let network = Network::new();
    let screen = Screen::open(&network);
    for field in Field::ALL {
        let control = screen.field(field);
        control.enter(&"x".repeat(256));
        control.enter("");
        control.visit();
    }
    settled().await;
    assert_eq!(screen.all("[part~=error]").len(), 0);
    assert_eq!(screen.all("[aria-invalid]").len(), 0);
}

#[wasm_bindgen_test]
async fn with_blur_a_field_is_checked_when_it_is_left() {
    let network = Network::new();
    let screen = Screen::with(&network, &[("validate", "blur")]);
    let name = screen.field(Field::Name);
    name.0.focus().unwrap();
    settled().await;
    assert_eq!(screen.mistake("client_name"), None);
    name.0.blur().unwrap();
    until("the mistake", || screen.mistake("client_name").is_some()).await;
    assert!(screen.part("error-summary").is_none());
}

#[wasm_bindgen_test]
async fn a_second_refusal_brings_focus_back_to_the_summary() {
    let network = Network::new();
    let screen = Screen::open(&network);
    refused(&screen).await;
    screen.field(Field::City).0.focus().unwrap();
    refused(&screen).await;
}

#[wasm_bindgen_test]
async fn a_good_submit_takes_the_summary_away() {
    let network = Network::new();
    let screen = Screen::open(&network);
    refused(&screen).await;
    let gate = network.hold("POST /clients", Answer::Lost);
    screen.create("Ada");
    until("no summary", || screen.part("error-summary").is_none()).await;
    assert_eq!(screen.all("[aria-invalid]").len(), 0);
    gate.open();
}

#[wasm_bindgen_test]
async fn fields_refused_by_the_proxy_look_like_mistakes_found_here() {
    let network = Network::new();
    let screen = Screen::open(&network);
    let errors = [("client_city", FieldCode::Unknown), ("client_name", FieldCode::Required)];
    network.plan("POST /clients", Answer::refusal(Code::Invalid, &errors));
    screen.fill([(Field::Name, "Ada"), (Field::City, "Zürich")]);
    refused(&screen).await;

    let told: Vec<_> = screen.links().iter().map(words).collect();
    let expected = [(Field::Name, Reason::Required), (Field::City, Reason::Refused)];
    assert_eq!(
        told,
        expected.map(|(field, reason)| text::mistake(&Words::default(), field, reason))
    );
    assert!(screen.field(Field::City).is_wrong());
    assert_eq!(screen.banner_now("error"), None);

    screen.field(Field::City).enter("Zug");
    until("no mistake", || screen.mistake("client_city").is_none()).await;
}

#[wasm_bindgen_test]
async fn an_odd_address_is_doubted_when_it_is_left_and_created_all_the_same() {
    let network = Network::new();
    let screen = Screen::open(&network);
    network.plan("POST /clients", Answer::created(&serde_json::json!({})));
    let control = screen.field(Field::ContactEmail);
    control.enter("call the office");
    settled().await;
    assert!(control.description().is_empty());
    control.0.blur().unwrap();
    until("a doubt", || control.description() == [text::doubt(Doubt::Email).english]).await;
    assert!(!control.is_wrong());

    screen.create("Ada");
    screen.card().await;
    let sent = network.calls("POST /clients")[0].body();
    assert_eq!(sent["client_contact_email"], "call the office");
}
