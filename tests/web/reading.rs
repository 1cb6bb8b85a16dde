//! Every state of the widget as a screen reader walks through it.

use std::collections::HashSet;

use roosted_client_form::text;
use roosted_contract::{Code, Field};
use serde_json::json;
use wasm_bindgen_test::wasm_bindgen_test;
use web_sys::HtmlElement;

use crate::support::answers::{Answer, client};
use crate::support::control::{Control, by_id, words};
use crate::support::network::Network;
use crate::support::screen::Screen;
use crate::support::wait::until;

/// Everything has a name, and everything that is named is there once.
fn reads_well(screen: &Screen) {
    let ids: Vec<_> = screen.all("[id]").iter().map(|it| it.id()).collect();
    assert_eq!(ids.iter().collect::<HashSet<_>>().len(), ids.len(), "{ids:?}");
    for name in ["aria-labelledby", "aria-describedby"] {
        for element in screen.all(&format!("[{name}]")) {
            for id in element.get_attribute(name).unwrap().split_whitespace() {
                assert_ne!(words(&by_id(&element, id)), "", "{id} says nothing");
            }
        }
    }
    for control in screen.all("input, textarea") {
        let labels = screen.all(&format!("label[for={}]", control.id()));
        assert_eq!(labels.len(), 1, "{}", control.id());
        assert_ne!(words(&labels[0]), "");
    }
    for element in screen.all("button, a, h2, h3, legend, dt, dd") {
        assert_ne!(words(&element), "", "{} says nothing", element.tag_name());
    }
    for button in screen.all("button") {
        assert!(button.has_attribute("type"), "{}", words(&button));
    }
    for link in screen.all("a[href]") {
        let target = link.get_attribute("href").unwrap();
        by_id(&link, target.strip_prefix('#').unwrap());
    }
    // A policy without `unsafe-inline` drops them.
    assert_eq!(screen.all("[style], style, script").len(), 0);
    assert_eq!(languages(screen).len(), 1);
}

/// The language and direction that the words are in.
fn languages(screen: &Screen) -> Vec<(String, String)> {
    let told = |it: &HtmlElement| Some((it.get_attribute("lang")?, it.get_attribute("dir")?));
    screen.all("[lang]").iter().filter_map(told).collect()
}

#[wasm_bindgen_test]
async fn the_form_reads_well() {
    let network = Network::new();
    let environment = json!({ "name": "demo", "upstream_host": "", "proxy_version": "" });
    network.plan("GET /environment", Answer::json(200, &environment));
    let screen = Screen::open(&network);
    screen.banner("environment").await;
    reads_well(&screen);

    screen.fill(Field::ALL.map(|it| (it, "x")));
    screen.field(Field::ContactEmail).visit();
    until("a doubt", || !screen.field(Field::ContactEmail).description().is_empty()).await;
    reads_well(&screen);
}

#[wasm_bindgen_test]
async fn a_refused_form_reads_well() {
    let network = Network::new();
    let screen = Screen::open(&network);
    let long = "x".repeat(65_536);
    screen.fill(Field::ALL.into_iter().skip(1).map(|it| (it, &*long)));
    screen.submit().click();
    until("the summary", || screen.links().len() == Field::COUNT).await;
    reads_well(&screen);
}

#[wasm_bindgen_test]
async fn a_busy_and_a_failed_form_read_well() {
    let network = Network::new();
    let screen = Screen::open(&network);
    let gate = network.hold("POST /clients", Answer::problem(Code::Overloaded));
    screen.create("Ada");
    until("the news", || screen.announces(text::CREATING.english)).await;
    reads_well(&screen);
    gate.open();
    screen.banner("error").await;
    reads_well(&screen);
}

#[wasm_bindgen_test]
async fn an_open_outcome_reads_well() {
    let network = Network::new();
    let screen = Screen::open(&network);
    network.plan("GET /submissions/", Answer::html(404));
    screen.create("Ada");
    screen.banner("checking").await;
    reads_well(&screen);
    until("a way on", || screen.button(text::LOOK_AGAIN.english).is_some()).await;
    reads_well(&screen);
}

#[wasm_bindgen_test]
async fn a_card_reads_well_in_every_state_of_its_invitation() {
    let network = Network::new();
    let screen = Screen::open(&network);
    network.plan("POST /clients", Answer::created(&json!({ "pending": true })));
    screen.create("Ada");
    screen.card().await;
    reads_well(&screen);

    screen.press(text::INVITE.english);
    until("the mistake", || screen.mistake("invite_email").is_some()).await;
    reads_well(&screen);

    network.plan("POST /clients/uLu8K/invite", Answer::problem(Code::UpstreamFailed));
    Control(screen.part("invite-email").unwrap()).enter("ada@example.org");
    screen.press(text::INVITE.english);
    screen.banner("error").await;
    reads_well(&screen);

    let invited = json!({ "client_portal_connection_status": 0 });
    network.plan("POST /clients/uLu8K/invite", Answer::json(200, &client(&invited)));
    screen.press(text::INVITE.english);
    until("the news", || screen.announces(text::INVITED.english)).await;
    reads_well(&screen);
    screen.press(text::INVITE_AGAIN.english);
    until("the question", || screen.button(text::NEVER_MIND.english).is_some()).await;
    reads_well(&screen);
}
