//! It is not known whether the client was created.

use roosted_client_form::text;
use roosted_contract::{Code, Field, Kind};
use serde_json::{Value, json};
use wasm_bindgen_test::wasm_bindgen_test;

use crate::support::answers::{Answer, client};
use crate::support::network::Network;
use crate::support::screen::Screen;
use crate::support::wait::{settled, until};

const CREATE: &str = "POST /clients";
const LOOK: &str = "GET /submissions/";

/// How often it was asked what became of a submission.
fn looks(network: &Network) -> usize {
    network.routes().iter().filter(|it| it.starts_with(LOOK)).count()
}

/// A form whose answer was lost, behind a server that keeps no submissions.
async fn undecided(network: &Network) -> Screen {
    let screen = Screen::open(network);
    network.plan(LOOK, Answer::html(404));
    screen.create("Ada");
    until("a way on", || screen.button(text::LOOK_AGAIN.english).is_some()).await;
    screen
}

#[wasm_bindgen_test]
async fn an_open_outcome_is_looked_up_and_the_client_shown_from_one_request() {
    let opened = [
        Answer::Lost,
        Answer::submission(202, "unconfirmed", &json!({})),
        Answer::html(502),
        Answer::json(201, &json!({ "id": "uLu8K" })),
        Answer::problem(Code::Internal),
    ];
    for answer in opened {
        let network = Network::new();
        let screen = Screen::open(&network);
        network.plan(CREATE, answer);
        let created = json!({ "client": client(&json!({})) });
        let gate = network.hold(LOOK, Answer::submission(200, "created", &created));
        screen.create("Ada");

        let banner = screen.banner("checking").await;
        assert!(banner.starts_with(text::CHECKING_TITLE.english), "{banner:?}");
        assert_eq!(screen.field(Field::Name).value(), "Ada");
        screen.submit().click();
        screen.request_submit();
        until("the look-up", || looks(&network) == 1).await;
        gate.open();
        screen.card().await;

        let calls = network.calls(CREATE);
        let key = calls[0].header("idempotency-key").unwrap();
        assert_eq!(calls.len(), 1);
        assert!(network.routes().contains(&format!("{LOOK}{key}")));
        assert_eq!(screen.events(), ["roosted-error", "roosted-created"]);
        assert_eq!(screen.heard("roosted-error")[0]["kind"], "unconfirmed");
        assert_eq!(screen.heard("roosted-created")[0]["submission"], key);
    }
}

#[wasm_bindgen_test]
async fn a_refusal_that_is_found_out_is_shown_as_such() {
    let network = Network::new();
    let screen = Screen::open(&network);
    let problem = json!({ "problem": { "code": "upstream-rejected", "status": 422 } });
    network.plan(LOOK, Answer::submission(200, "rejected", &problem));
    screen.create("Ada");
    let banner = screen.banner("error").await;
    assert!(banner.starts_with(text::failure_title(Kind::Rejected).english), "{banner:?}");
}

#[wasm_bindgen_test]
async fn what_never_arrived_is_sent_again_by_the_person_under_the_same_key() {
    let network = Network::new();
    let screen = Screen::open(&network);
    network.plan(LOOK, Answer::problem(Code::UnknownSubmission));
    screen.create("Ada");
    screen.banner("error").await;
    settled().await;
    assert_eq!(network.calls(CREATE).len(), 1);

    network.plan(CREATE, Answer::created(&json!({})));
    screen.submit().click();
    screen.card().await;
    let keys: Vec<_> =
        network.calls(CREATE).iter().map(|it| it.header("idempotency-key")).collect();
    assert_eq!((keys.len(), &keys[0]), (2, &keys[1]));
}

#[wasm_bindgen_test]
async fn where_nobody_knows_the_person_decides_and_nothing_is_sent_meanwhile() {
    let network = Network::new();
    let screen = undecided(&network).await;
    let banner = screen.banner("checking").await;
    assert!(banner.starts_with(text::failure_title(Kind::Unconfirmed).english), "{banner:?}");
    screen.submit().click();
    screen.request_submit();
    settled().await;
    assert_eq!((network.calls(CREATE).len(), looks(&network)), (1, 1));
    assert_eq!(screen.field(Field::Name).value(), "Ada");
}

#[wasm_bindgen_test]
async fn looking_again_finds_the_client() {
    let network = Network::new();
    let screen = undecided(&network).await;
    let created = json!({ "client": client(&json!({})) });
    network.plan(LOOK, Answer::submission(200, "created", &created));
    screen.press(text::LOOK_AGAIN.english);
    screen.card().await;
    assert_eq!((network.calls(CREATE).len(), looks(&network)), (1, 2));
}

#[wasm_bindgen_test]
async fn who_goes_back_to_the_form_sends_another_payload_and_never_the_same_one_twice() {
    let network = Network::new();
    let screen = undecided(&network).await;
    screen.press(text::BACK_TO_FORM.english);
    until("no banner", || screen.banner_now("checking").is_none()).await;
    assert_eq!(screen.field(Field::Name).value(), "Ada");

    network.plan(LOOK, Answer::html(404));
    screen.submit().click();
    until("a way on", || screen.button(text::LOOK_AGAIN.english).is_some()).await;
    assert_eq!(network.calls(CREATE).len(), 1);
    screen.press(text::BACK_TO_FORM.english);

    network.plan(CREATE, Answer::created(&json!({})));
    screen.create("Bob");
    screen.card().await;
    let keys: Vec<_> =
        network.calls(CREATE).iter().map(|it| it.header("idempotency-key")).collect();
    assert_ne!(keys[0], keys[1]);
}

#[wasm_bindgen_test]
async fn a_submission_that_is_still_running_is_asked_for_and_is_no_error() {
    let network = Network::new();
    let screen = Screen::open(&network);
    network.plan(CREATE, Answer::problem(Code::StillRunning));
    let created = json!({ "client": client(&json!({})) });
    network.plan(LOOK, Answer::submission(200, "created", &created));
    screen.create("Ada");
    screen.card().await;
    assert_eq!(screen.events(), ["roosted-created"]);
    assert_eq!(screen.heard("roosted-created")[0]["client"]["id"], Value::from("uLu8K"));
}
