//! What is kept, and what comes back.

use js_sys::{JSON, Reflect};
use roosted_client_form::text;
use roosted_contract::{Code, Field};
use serde_json::json;
use wasm_bindgen::JsValue;
use wasm_bindgen_test::wasm_bindgen_test;

use crate::support::answers::Answer;
use crate::support::network::Network;
use crate::support::screen::Screen;
use crate::support::wait::{settled, until};

fn member(object: &JsValue, name: &str) -> Option<String> {
    Reflect::get(object, &name.into()).ok()?.as_string()
}

/// A screen that goes on with what was kept.
fn resumed(network: &Network, kept: &str) -> Screen {
    let screen = Screen::open(network);
    screen.widget.detach();
    screen.widget.recall(&JSON::parse(kept).unwrap());
    screen.widget.attach();
    screen
}

#[wasm_bindgen_test]
async fn the_key_is_kept_before_anything_leaves_and_not_beyond_the_answer() {
    let network = Network::new();
    let screen = Screen::open(&network);
    let gate = network.hold("POST /clients", Answer::created(&json!({})));
    screen.create("Ada");
    until("the request", || network.calls("POST /clients").len() == 1).await;
    let kept = screen.kept();
    assert_eq!(member(&kept, "standing").as_deref(), Some("sent"));
    assert!(member(&kept, "key").is_some_and(|it| it.len() == 36));
    gate.open();
    screen.card().await;
    assert!(screen.kept().is_null());
}

#[wasm_bindgen_test]
async fn a_draft_comes_back_and_says_so_until_it_is_discarded() {
    let network = Network::new();
    let long = "x".repeat(300);
    let kept = json!({ "client_name": " Ada ", "client_city": long, "client_other": "x" });
    let screen = resumed(&network, &kept.to_string());
    assert_eq!(screen.field(Field::Name).value(), " Ada ");
    let counter = ["45 characters too many"];
    until("the counter", || screen.field(Field::City).description() == counter).await;
    assert!(screen.banner("draft").await.contains(text::RESTORED.english));

    screen.press(text::DISCARD.english);
    until("no banner", || screen.banner_now("draft").is_none()).await;
    assert_eq!(screen.typed(), [const { String::new() }; Field::COUNT]);
    assert!(screen.is_focused(&screen.field(Field::Name).0));
    settled().await;
    assert_eq!(screen.field(Field::City).description(), [""; 0]);
}

#[wasm_bindgen_test]
async fn nothing_is_said_where_nothing_came_back() {
    let network = Network::new();
    for kept in ["{}", "{\"client_name\":\"\",\"saved\":\"1\"}"] {
        let screen = resumed(&network, kept);
        settled().await;
        assert_eq!(screen.banner_now("draft"), None);
    }
}

#[wasm_bindgen_test]
async fn a_submission_that_is_open_is_looked_up_and_not_called_a_draft() {
    let network = Network::new();
    let screen = Screen::open(&network);
    network.plan("POST /clients", Answer::Lost);
    screen.create("Ada");
    screen.banner("checking").await;
    let kept = screen.kept();
    Reflect::set(&kept, &"client_name".into(), &"Ada".into()).unwrap();
    let again = resumed(&network, &String::from(JSON::stringify(&kept).unwrap()));
    again.banner("checking").await;
    assert_eq!(again.banner_now("draft"), None);
    assert_eq!(again.field(Field::Name).value(), "Ada");
}

#[wasm_bindgen_test]
async fn what_was_refused_stays_and_its_key_is_gone() {
    let network = Network::new();
    let screen = Screen::open(&network);
    network.plan("POST /clients", Answer::problem(Code::UpstreamConflict));
    screen.create("Ada");
    screen.banner("error").await;
    assert!(screen.kept().is_null());
    assert_eq!(screen.field(Field::Name).value(), "Ada");
}

#[wasm_bindgen_test]
async fn where_nothing_can_be_kept_it_says_so_and_works() {
    let network = Network::new();
    let screen = Screen::open(&network);
    screen.widget.kept(false);
    assert!(screen.banner("draft").await.contains(text::NOT_KEPT.english));
    screen.widget.kept(true);
    until("no banner", || screen.banner_now("draft").is_none()).await;
}
