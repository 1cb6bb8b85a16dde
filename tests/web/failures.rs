//! A create that fails as a whole.

use roosted_client_form::text;
use roosted_contract::{Code, Field, FieldCode, Kind};
use serde_json::{Value, json};
use wasm_bindgen_test::wasm_bindgen_test;

use crate::support::answers::Answer;
use crate::support::control::words;
use crate::support::network::Network;
use crate::support::screen::Screen;
use crate::support::wait::{settled, until};

/// The form shows the failure, keeps what was typed, and tells the page.
async fn fails_as(answer: Answer, kind: Kind, status: Value, code: Value) {
    let network = Network::new();
    let screen = Screen::open(&network);
    network.plan("POST /clients", answer);
    screen.fill([(Field::Address, "1 Main St\nSuite 2")]);
    screen.create("Ada");

    let banner = screen.banner("error").await;
    assert!(banner.starts_with(text::failure_title(kind).english), "{banner:?}");
    assert!(!banner.contains("Not for people") && !banner.contains("Some other server"));
    assert_eq!(screen.field(Field::Name).value(), "Ada");
    assert_eq!(screen.field(Field::Address).value(), "1 Main St\nSuite 2");
    assert_eq!(words(&screen.submit()), text::CREATE.english);

    assert_eq!(screen.events(), ["roosted-error"]);
    let detail = &screen.heard("roosted-error")[0];
    assert_eq!(detail["kind"], kind.as_str());
    assert_eq!((&detail["status"], &detail["code"]), (&status, &code));
    assert_eq!(detail["fields"], json!([]));
    assert!(banner.contains(detail["message"].as_str().unwrap()));
    settled().await;
    assert_eq!(network.calls("POST /clients").len(), 1);
}

async fn told_as(code: Code, kind: Kind) {
    let answer = Answer::problem(code);
    fails_as(answer, kind, json!(code.status()), json!(code.as_str())).await;
}

#[wasm_bindgen_test]
async fn what_roosted_refuses_is_rejected() {
    told_as(Code::UpstreamRejected, Kind::Rejected).await;
    told_as(Code::UpstreamConflict, Kind::Rejected).await;
    told_as(Code::TooLarge, Kind::Rejected).await;
    told_as(Code::Malformed, Kind::Rejected).await;
}

#[wasm_bindgen_test]
async fn who_is_not_signed_in_is_unauthorized() {
    told_as(Code::Unauthenticated, Kind::Unauthorized).await;
    fails_as(Answer::html(401), Kind::Unauthorized, json!(401), Value::Null).await;
}

#[wasm_bindgen_test]
async fn a_login_page_in_the_place_of_an_answer_is_unauthorized() {
    fails_as(Answer::html(200), Kind::Unauthorized, json!(200), Value::Null).await;
    fails_as(Answer::Redirect, Kind::Unauthorized, Value::Null, Value::Null).await;
}

#[wasm_bindgen_test]
async fn who_may_not_is_forbidden() {
    told_as(Code::NotAllowed, Kind::Forbidden).await;
    told_as(Code::MissingHeader, Kind::Forbidden).await;
}

#[wasm_bindgen_test]
async fn who_is_too_fast_is_told_how_long_to_wait() {
    told_as(Code::TooManyRequests, Kind::RateLimited).await;

    let network = Network::new();
    let screen = Screen::open(&network);
    let answer = Answer::problem(Code::TooManyRequests).with("retry-after", "17");
    network.plan("POST /clients", answer);
    screen.create("Ada");
    assert!(screen.banner("error").await.contains("17 seconds"));
}

#[wasm_bindgen_test]
async fn what_created_nothing_is_unavailable() {
    told_as(Code::UpstreamFailed, Kind::Unavailable).await;
    told_as(Code::UpstreamTimeout, Kind::Unavailable).await;
    told_as(Code::ShuttingDown, Kind::Unavailable).await;
    fails_as(Answer::html(503), Kind::Unavailable, json!(503), Value::Null).await;
}

#[wasm_bindgen_test]
async fn a_wrong_set_up_is_misconfigured() {
    told_as(Code::UpstreamUnauthorized, Kind::Misconfigured).await;
    told_as(Code::UpstreamForbidden, Kind::Misconfigured).await;
    told_as(Code::UpstreamNotFound, Kind::Misconfigured).await;
    told_as(Code::WrongHost, Kind::Misconfigured).await;
    fails_as(Answer::html(404), Kind::Misconfigured, json!(404), Value::Null).await;
}

#[wasm_bindgen_test]
async fn a_page_that_names_another_origin_is_misconfigured_and_nothing_leaves() {
    let network = Network::new();
    let screen = Screen::with(&network, &[("api-base", "https://example.org/api")]);
    screen.create("Ada");
    let banner = screen.banner("error").await;
    assert!(banner.starts_with(text::failure_title(Kind::Misconfigured).english), "{banner:?}");
    settled().await;
    assert_eq!(network.routes(), [""; 0]);
    let detail = &screen.heard("roosted-error")[0];
    assert_eq!(detail["kind"], "misconfigured");
    assert_eq!((&detail["status"], &detail["code"]), (&Value::Null, &Value::Null));
    assert_eq!(screen.field(Field::Name).value(), "Ada");
}

#[wasm_bindgen_test]
async fn a_page_hears_which_fields_were_refused() {
    let network = Network::new();
    let screen = Screen::open(&network);
    let errors = [("client_city", FieldCode::TooLong), ("client_tax_number", FieldCode::Unknown)];
    network.plan("POST /clients", Answer::refusal(Code::Invalid, &errors));
    screen.create("Ada");
    until("the event", || !screen.events().is_empty()).await;
    let detail = &screen.heard("roosted-error")[0];
    assert_eq!(detail["fields"][0]["field"], "client_city");
    assert_eq!(detail["fields"][0]["code"], "too-long");
    assert_eq!(detail["fields"].as_array().unwrap().len(), 2);
}

#[wasm_bindgen_test]
async fn the_next_submit_takes_the_banner_away() {
    let network = Network::new();
    let screen = Screen::open(&network);
    network.plan("POST /clients", Answer::problem(Code::Overloaded));
    screen.create("Ada");
    screen.banner("error").await;
    let gate = network.hold("POST /clients", Answer::created(&json!({})));
    screen.submit().click();
    until("no banner", || screen.banner_now("error").is_none()).await;
    gate.open();
    screen.card().await;
}
