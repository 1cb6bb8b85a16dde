//! Words that the page replaces.

use js_sys::Array;
use roosted_client_form::text;
use roosted_contract::Field;
use serde_json::json;
use wasm_bindgen::{JsCast, JsValue};
use wasm_bindgen_test::wasm_bindgen_test;

use crate::support::answers::Answer;
use crate::support::control::words;
use crate::support::network::Network;
use crate::support::screen::Screen;
use crate::support::wait::until;

fn say(screen: &Screen, words: &[(&str, &str)]) {
    let flat = words.iter().flat_map(|(key, text)| [*key, *text]).map(JsValue::from);
    speak(screen, "en", "ltr", &flat.collect());
}

fn speak(screen: &Screen, lang: &str, dir: &str, words: &Array) {
    screen.widget.say(lang.into(), dir.into(), lang.into(), words);
}

#[wasm_bindgen_test]
async fn every_kind_of_word_changes_at_once_and_back_again() {
    let network = Network::new();
    let screen = Screen::open(&network);
    screen.submit().click();
    until("the mistake", || screen.mistake("client_name").is_some()).await;
    let before = words(&screen.part("form").unwrap());
    say(
        &screen,
        &[
            ("form.title", "Neuer Kunde"),
            ("form.create", "Anlegen"),
            ("form.required", "nötig"),
            ("label.client_name", "Name"),
            ("hint.client_name", "Wie auf der Rechnung"),
            ("group.address", "Anschrift"),
            ("mistake.client_name.required", "Name fehlt"),
            ("summary.one", "Eines ist zu berichtigen"),
            ("nobody.knows", "x"),
        ],
    );
    until("the button", || screen.button("Anlegen").is_some()).await;
    let name = screen.labelled("Name (nötig)").unwrap();
    assert!(name.description().contains(&"Wie auf der Rechnung".to_owned()));
    assert_eq!(screen.mistake("client_name").as_deref(), Some("Name fehlt"));
    let now = words(&screen.part("form").unwrap());
    for word in
        ["Neuer Kunde", "Anschrift", "Eines ist zu berichtigen", text::label(Field::City).english]
    {
        assert!(now.contains(word), "{word:?} in {now:?}");
    }
    say(&screen, &[]);
    until("the words of before", || words(&screen.part("form").unwrap()) == before).await;
}

#[wasm_bindgen_test]
async fn focus_and_what_was_typed_stay_where_they_are() {
    let network = Network::new();
    let screen = Screen::open(&network);
    let name = screen.field(Field::Name);
    name.enter("Ada");
    name.0.focus().unwrap();
    say(&screen, &[("form.title", "Neuer Kunde"), ("label.client_name", "Name")]);
    until("the title", || words(&screen.part("form").unwrap()).contains("Neuer Kunde")).await;
    assert!(screen.is_focused(&name.0));
    assert_eq!(name.value(), "Ada");
}

#[wasm_bindgen_test]
async fn two_forms_have_words_of_their_own_and_so_has_the_card() {
    let network = Network::new();
    let (one, other) = (Screen::open(&network), Screen::open(&network));
    say(&one, &[("card.title", "Angelegt"), ("status.null", "Ohne Portal"), ("record.null", "?")]);
    for screen in [&one, &other] {
        network.plan("POST /clients", Answer::created(&json!({})));
        screen.create("Ada");
        screen.card().await;
    }
    let card = words(&one.part("card").unwrap());
    assert!(
        card.contains("Angelegt") && card.contains("Ohne Portal") && card.contains('?'),
        "{card:?}"
    );
    assert!(words(&other.part("card").unwrap()).contains(text::CREATED.english));
}

#[wasm_bindgen_test]
async fn another_language_comes_without_taking_anything_away() {
    let network = Network::new();
    let screen = Screen::open(&network);
    let name = screen.field(Field::Name);
    let email = screen.field(Field::ContactEmail);
    let city = screen.field(Field::City);
    name.enter("Ada");
    city.enter(&"x".repeat(252));
    name.0.focus().unwrap();
    let input: &web_sys::HtmlInputElement = name.0.unchecked_ref();
    input.set_selection_range(1, 2).unwrap();
    let words = ["form.title", "إضافة عميل", "gauge.left.few", "بقيت {count} أحرف"];
    speak(&screen, "ar", "rtl", &words.map(JsValue::from).into_iter().collect());

    until("the direction", || screen.one(".widget[lang=ar][dir=rtl]").is_some()).await;
    let form = self::words(&screen.part("form").unwrap());
    assert!(form.contains("إضافة عميل") && form.contains("أحرف"), "{form:?}");
    assert!(screen.is_focused(&name.0));
    assert_eq!((name.value(), input.selection_start()), ("Ada".into(), Ok(Some(1))));
    assert_eq!(email.0.get_attribute("dir").as_deref(), Some("ltr"));
    assert_eq!(name.0.get_attribute("dir").as_deref(), Some("auto"));

    speak(&screen, "en", "ltr", &Array::new());
    until("English", || screen.one(".widget[lang=en][dir=ltr]").is_some()).await;
    assert_eq!(name.value(), "Ada");
}
