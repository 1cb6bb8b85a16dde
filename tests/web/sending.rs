//! A request on its way.

use roosted_client_form::text;
use roosted_contract::{Code, Field, IdempotencyKey, Kind};
use serde_json::json;
use wasm_bindgen_test::wasm_bindgen_test;

use crate::support::answers::Answer;
use crate::support::control::words;
use crate::support::network::{Call, Network};
use crate::support::page::offline;
use crate::support::screen::Screen;
use crate::support::wait::{settled, until};

const CREATE: &str = "POST /clients";

fn key(call: &Call) -> IdempotencyKey {
    call.header("idempotency-key").unwrap().parse().unwrap()
}

#[wasm_bindgen_test]
async fn what_was_typed_is_sent_clean_and_nothing_else() {
    let network = Network::new();
    let screen = Screen::open(&network);
    network.plan(CREATE, Answer::created(&json!({})));
    screen.fill([(Field::Address, "1 Main St\nSuite 2"), (Field::State, " \u{200B}")]);
    screen.create(" Ada & Sons 👩\u{200D}🔧 ");
    screen.card().await;

    let calls = network.calls(CREATE);
    assert_eq!(calls.len(), 1);
    assert_eq!(
        calls[0].body(),
        json!({ "client_name": "Ada & Sons 👩\u{200D}🔧", "client_address": "1 Main St\nSuite 2" })
    );
    assert_eq!(calls[0].header("x-roosted-form").as_deref(), Some("1"));
    assert_eq!(calls[0].header("content-type").as_deref(), Some("application/json"));
    key(&calls[0]);
}

#[wasm_bindgen_test]
async fn a_busy_form_says_so_and_keeps_what_was_typed_in_sight() {
    let network = Network::new();
    let screen = Screen::open(&network);
    let gate = network.hold(CREATE, Answer::created(&json!({})));
    screen.fill([(Field::City, "Zürich")]);
    screen.create("Ada");

    until("the news", || screen.announces(text::CREATING.english)).await;
    let busy = screen.part("form").unwrap().get_attribute("aria-busy");
    assert_eq!(busy.as_deref(), Some("true"));
    let button = screen.submit();
    assert_eq!(words(&button), text::CREATING.english);
    // Not `disabled`: focus would be lost.
    assert_eq!(button.get_attribute("aria-disabled").as_deref(), Some("true"));
    assert_eq!(button.get_attribute("disabled"), None);
    assert_eq!(screen.field(Field::Name).value(), "Ada");
    assert_eq!(screen.field(Field::City).value(), "Zürich");
    for field in Field::ALL {
        assert!(screen.field(field).attribute("readonly").is_some(), "{field:?}");
    }
    gate.open();
    screen.card().await;
}

#[wasm_bindgen_test]
async fn a_second_submit_by_any_means_does_nothing() {
    let network = Network::new();
    let screen = Screen::open(&network);
    let gate = network.hold(CREATE, Answer::created(&json!({})));
    screen.create("Ada");
    screen.submit().click();
    screen.request_submit();
    until("the request", || network.calls(CREATE).len() == 1).await;
    screen.submit().click();
    screen.request_submit();
    screen.widget.reset();
    settled().await;
    gate.open();
    screen.card().await;
    assert_eq!(network.calls(CREATE).len(), 1);
    assert_eq!(screen.events(), ["roosted-created"]);
}

#[wasm_bindgen_test]
async fn the_same_payload_goes_out_again_under_the_same_key_and_another_does_not() {
    let network = Network::new();
    let screen = Screen::open(&network);
    for times in 1..=2 {
        network.plan(CREATE, Answer::problem(Code::UpstreamBusy));
        screen.create("Ada");
        until("the event", || screen.heard("roosted-error").len() == times).await;
    }
    network.plan(CREATE, Answer::created(&json!({})));
    screen.create("Ada & Sons");
    screen.card().await;

    let keys: Vec<_> = network.calls(CREATE).iter().map(key).collect();
    assert_eq!((keys.len(), keys[0]), (3, keys[1]));
    assert_ne!(keys[1], keys[2]);
    let created = screen.heard("roosted-created");
    assert_eq!(created[0]["submission"], keys[2].as_str());
}

#[wasm_bindgen_test]
async fn without_a_network_nothing_leaves_and_it_is_said() {
    let network = Network::new();
    let screen = Screen::open(&network);
    {
        let _offline = offline();
        screen.create("Ada");
        let banner = screen.banner("error").await;
        assert!(banner.contains(text::failure_title(Kind::Offline).english));
    }
    assert_eq!(network.calls(CREATE).len(), 0);
    assert_eq!(screen.field(Field::Name).value(), "Ada");
    assert_eq!(screen.heard("roosted-error")[0]["kind"], "offline");

    network.plan(CREATE, Answer::created(&json!({})));
    screen.submit().click();
    screen.card().await;
}
