//! What the page that embeds the widget can do with it.

use js_sys::{JSON, Reflect};
use roosted_client_form::text;
use roosted_contract::Field;
use serde_json::{Value, json};
use wasm_bindgen::JsValue;
use wasm_bindgen_test::wasm_bindgen_test;

use crate::support::answers::{Answer, client};
use crate::support::network::Network;
use crate::support::screen::Screen;
use crate::support::wait::{settled, until};

fn js(value: &Value) -> JsValue {
    JSON::parse(&value.to_string()).unwrap()
}

fn read(value: &JsValue) -> Value {
    serde_json::from_str(&String::from(JSON::stringify(value).unwrap())).unwrap()
}

fn empty() -> Value {
    Field::ALL.iter().map(|it| (it.name().to_owned(), json!(""))).collect()
}

#[wasm_bindgen_test]
fn values_are_keyed_by_the_names_of_the_fields() {
    let network = Network::new();
    let screen = Screen::open(&network);
    assert_eq!(read(&screen.widget.values()), empty());
    screen.fill([(Field::Name, " Ada "), (Field::Address, "1 Main St\nSuite 2")]);
    let mut expected = empty();
    expected["client_name"] = json!(" Ada ");
    expected["client_address"] = json!("1 Main St\nSuite 2");
    assert_eq!(read(&screen.widget.values()), expected);
}

#[wasm_bindgen_test]
fn setting_some_values_leaves_the_others_and_ignores_what_is_no_field() {
    let network = Network::new();
    let screen = Screen::open(&network);
    screen.fill([(Field::Name, "Ada"), (Field::City, "Zürich"), (Field::State, "ZH")]);
    let values = json!({ "client_city": "Zug", "client_state": null,
                         "client_tax_number": "x" });
    screen.widget.set_values(&js(&values));
    assert_eq!(screen.field(Field::Name).value(), "Ada");
    assert_eq!(screen.field(Field::City).value(), "Zug");
    assert_eq!(screen.field(Field::State).value(), "");
    for odd in [JsValue::NULL, JsValue::UNDEFINED, "text".into(), 7.into()] {
        screen.widget.set_values(&odd);
    }
    assert_eq!(screen.field(Field::Name).value(), "Ada");
}

#[wasm_bindgen_test]
fn a_value_that_is_no_text_is_written_as_a_script_would() {
    let network = Network::new();
    let screen = Screen::open(&network);
    let values = json!({ "client_postal_code": 6300, "client_state": true });
    screen.widget.set_values(&js(&values));
    assert_eq!(screen.field(Field::PostalCode).value(), "6300");
    assert_eq!(screen.field(Field::State).value(), "true");
}

#[wasm_bindgen_test]
async fn a_value_that_is_set_counts_as_typed() {
    let network = Network::new();
    let screen = Screen::open(&network);
    screen.submit().click();
    until("the mistake", || screen.mistake("client_name").is_some()).await;
    screen.widget.set_values(&js(&json!({ "client_name": "Ada" })));
    until("no mistake", || screen.mistake("client_name").is_none()).await;
}

#[wasm_bindgen_test]
async fn values_that_are_set_as_soon_as_it_is_there_stay() {
    let network = Network::new();
    let screen = Screen::open(&network);
    screen.widget.set_values(&js(&json!({ "client_name": "Ada", "client_address": "1 Main St" })));
    settled().await;
    assert_eq!(screen.field(Field::Name).value(), "Ada");
    assert_eq!(screen.field(Field::Address).value(), "1 Main St");
}

#[wasm_bindgen_test]
fn values_that_are_set_while_it_is_away_are_there_when_it_comes() {
    let network = Network::new();
    let screen = Screen::open(&network);
    screen.widget.detach();
    screen.widget.set_values(&js(&json!({ "client_city": "Zug" })));
    assert_eq!(read(&screen.widget.values())["client_city"], "Zug");
    screen.widget.attach();
    assert_eq!(screen.field(Field::City).value(), "Zug");
}

#[wasm_bindgen_test]
async fn a_counter_is_there_at_once_for_values_that_were_set_before_the_view() {
    let network = Network::new();
    let screen = Screen::open(&network);
    screen.widget.detach();
    screen.widget.set_values(&js(&json!({ "client_city": "x".repeat(300) })));
    screen.widget.attach();
    until("the counter", || screen.field(Field::City).description() == ["45 characters too many"])
        .await;
    assert_eq!(screen.mistake("client_city"), None);
}

#[wasm_bindgen_test]
async fn what_a_page_sets_on_the_card_stands_in_the_next_form() {
    let network = Network::new();
    let screen = Screen::created(&network, &json!({})).await;
    assert_eq!(read(&screen.widget.values()), empty());
    screen.widget.set_values(&js(&json!({ "client_city": "Zug" })));
    screen.press(text::CREATE_ANOTHER.english);
    until("the form", || screen.part("form").is_some()).await;
    until("the value", || screen.field(Field::City).value() == "Zug").await;
    assert_eq!(screen.field(Field::Name).value(), "");
}

#[wasm_bindgen_test]
async fn what_was_typed_survives_being_taken_out_of_the_page() {
    let network = Network::new();
    let screen = Screen::open(&network);
    let typed = Field::ALL.map(|it| format!("{it:?}\u{200B} 👩\u{200D}🔧"));
    screen.fill(Field::ALL.into_iter().zip(typed.iter().map(String::as_str)));
    screen.field(Field::Name).enter("");
    screen.submit().click();
    until("the mistake", || screen.mistake("client_name").is_some()).await;
    let before = screen.typed();

    screen.widget.detach();
    assert!(screen.part("form").is_none());
    assert_eq!(read(&screen.widget.values())["client_city"], typed[Field::City.index()]);
    screen.widget.attach();
    assert_eq!(screen.typed(), before);
    assert!(screen.mistake("client_name").is_some() && screen.field(Field::Name).is_wrong());
    // Twice is once.
    screen.widget.attach();
    assert_eq!(screen.all("[part~=form]").len(), 1);
}

#[wasm_bindgen_test]
async fn an_answer_that_comes_while_it_is_away_is_shown_when_it_is_back() {
    let network = Network::new();
    let screen = Screen::open(&network);
    let gate = network.hold("POST /clients", Answer::created(&json!({})));
    screen.create("Ada");
    until("the request", || network.calls("POST /clients").len() == 1).await;
    screen.widget.detach();
    gate.open();
    until("the event", || screen.events() == ["roosted-created"]).await;
    screen.widget.attach();
    screen.card().await;
}

#[wasm_bindgen_test]
async fn the_last_client_can_be_read_until_the_next_one() {
    let network = Network::new();
    let screen = Screen::open(&network);
    assert!(screen.widget.client().is_null());
    let fields = json!({ "client_portal_connection_status": 2, "pending": true });
    network.plan("POST /clients", Answer::created(&fields));
    screen.create("Ada");
    screen.card().await;
    let told = screen.widget.client();
    assert_eq!(read(&told), client(&fields));
    let status = Reflect::get(&told, &"client_portal_connection_status".into()).unwrap();
    assert_eq!(status.as_f64(), Some(2.0));
    screen.widget.reset();
    assert_eq!(read(&screen.widget.client()), client(&fields));
}

#[wasm_bindgen_test]
async fn reset_empties_the_form_and_makes_it_silent_again() {
    let network = Network::new();
    let screen = Screen::open(&network);
    screen.fill([(Field::City, "Zürich")]);
    screen.submit().click();
    until("the summary", || screen.part("error-summary").is_some()).await;
    screen.widget.reset();
    until("no summary", || screen.part("error-summary").is_none()).await;
    assert_eq!(screen.typed(), [const { String::new() }; Field::COUNT]);
    screen.field(Field::Name).enter("");
    settled().await;
    assert_eq!(screen.mistake("client_name"), None);
}

#[wasm_bindgen_test]
async fn reset_goes_from_the_card_to_an_empty_form() {
    let network = Network::new();
    let screen = Screen::open(&network);
    network.plan("POST /clients", Answer::created(&json!({})));
    screen.create("Ada");
    screen.card().await;
    screen.widget.reset();
    until("the form", || screen.part("form").is_some()).await;
    assert_eq!(screen.typed(), [const { String::new() }; Field::COUNT]);
}

#[wasm_bindgen_test]
async fn without_an_attribute_requests_go_to_the_api_of_the_page() {
    let network = Network::at("/api");
    let screen = Screen::open(&network);
    screen.widget.attribute("api-base", None);
    network.plan("POST /clients", Answer::created(&json!({})));
    screen.create("Ada");
    screen.card().await;
    assert_eq!(network.calls("POST /clients").len(), 1);
}

#[wasm_bindgen_test]
async fn where_records_land_is_said_unless_it_is_production() {
    for (name, host) in [
        ("production", "api.roostedhr.com"),
        ("sandbox", "sandbox.roostedhr.com"),
        ("demo", "127.0.0.1"),
        ("custom", "api.example.org"),
        ("of-tomorrow", "api.example.org"),
    ] {
        let network = Network::new();
        let answer = json!({ "name": name, "upstream_host": host, "proxy_version": "0.1.0" });
        network.plan("GET /environment", Answer::json(200, &answer));
        let screen = Screen::open(&network);
        if name == "production" {
            until("the request", || network.calls("GET /environment").len() == 1).await;
            settled().await;
            assert_eq!(screen.banner_now("environment"), None);
        } else {
            assert!(!screen.banner("environment").await.is_empty());
        }
    }
}

#[wasm_bindgen_test]
async fn two_widgets_on_a_page_leave_each_other_alone() {
    let network = Network::new();
    let (one, other) = (Screen::open(&network), Screen::open(&network));
    one.submit().click();
    until("the mistake", || one.mistake("client_name").is_some()).await;
    assert_eq!(other.mistake("client_name"), None);
    network.plan("POST /clients", Answer::created(&json!({})));
    other.create("Ada");
    other.card().await;
    assert!(one.part("card").is_none());
    assert_eq!((one.events(), other.events()), (vec![], vec!["roosted-created".to_owned()]));
}

#[wasm_bindgen_test]
async fn the_environment_of_another_proxy_is_not_shown() {
    let network = Network::new();
    let demo = json!({ "name": "demo", "upstream_host": "", "proxy_version": "" });
    network.plan("GET /environment", Answer::json(200, &demo));
    let screen = Screen::open(&network);
    screen.banner("environment").await;

    screen.widget.attribute("api-base", Some("https://elsewhere.example/api".into()));
    until("it to go", || screen.banner_now("environment").is_none()).await;
}
