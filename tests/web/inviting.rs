//! The invitation of a created client.

use roosted_client_form::text::{self, Words};
use roosted_contract::{Code, FieldCode, Kind};
use serde_json::json;
use wasm_bindgen_test::wasm_bindgen_test;

use crate::support::answers::{Answer, client};
use crate::support::control::{Control, words};
use crate::support::network::Network;
use crate::support::screen::Screen;
use crate::support::wait::{settled, until};

const INVITE: &str = "POST /clients/uLu8K/invite";
const ADDRESS: &str = "ada@example.org";

/// A screen that shows the card of a client with an address, whom nobody invited yet.
async fn uninvited(network: &Network) -> Screen {
    Screen::created(network, &json!({ "client_contact_email": ADDRESS })).await
}

fn invited(email: &str) -> Answer {
    let fields = json!({
        "client_contact_email": ADDRESS,
        "client_portal_connection_status": 0,
        "client_portal_invite_email": email,
        "client_portal_invite_datetime": "24.11.2026, 14:34",
    });
    Answer::json(200, &client(&fields))
}

#[wasm_bindgen_test]
async fn a_failed_invitation_is_told_when_the_person_has_gone_on_to_the_next_client() {
    for (answer, word) in
        [(Answer::problem(Code::UpstreamFailed), "was not sent"), (Answer::Lost, "not confirmed")]
    {
        let network = Network::new();
        let screen = uninvited(&network).await;
        let gate = network.hold(INVITE, answer);
        submit(&screen);
        until("the request", || network.calls(INVITE).len() == 1).await;
        screen.press(text::CREATE_ANOTHER.english);
        until("the form", || screen.part("form").is_some()).await;
        assert_eq!(screen.banner_now("error"), None);
        gate.open();
        let banner = screen.banner("error").await;
        assert!(banner.contains("Ada & Sons") && banner.contains(word), "{banner:?}");
        assert_eq!(screen.heard("roosted-error").len(), 1);
        // Until the next client is begun.
        screen.widget.reset();
        until("no banner", || screen.banner_now("error").is_none()).await;
    }
}

fn address(screen: &Screen) -> Control {
    screen.labelled(text::INVITE_EMAIL.english).unwrap()
}

fn submit(screen: &Screen) {
    let buttons = screen.all("[part~=invite] button[type=submit]");
    assert_eq!(buttons.len(), 1);
    buttons[0].click();
}

#[wasm_bindgen_test]
async fn it_shows_whom_it_will_write_to_and_what_will_happen() {
    let network = Network::new();
    let screen = uninvited(&network).await;
    let control = address(&screen);
    assert_eq!(control.value(), ADDRESS);
    assert_eq!(control.description(), [text::INVITE_NOTE.english]);
    let handle = screen.part("invite-email").unwrap();
    assert!(Control(handle) == control);
    for (name, value) in [
        ("name", "invite_email"),
        ("type", "text"),
        ("inputmode", "email"),
        ("autocomplete", "off"),
    ] {
        assert_eq!(control.attribute(name).as_deref(), Some(value), "{name}");
    }
    settled().await;
    assert_eq!(network.calls(INVITE).len(), 0);
}

#[wasm_bindgen_test]
async fn a_date_is_written_as_people_do_where_it_is_one_and_else_as_it_came() {
    for (came, written) in [
        ("2026-11-24 14:34:05", "Nov 24, 2026, 2:34"),
        ("2026-11-24T14:34:05", "Nov 24, 2026, 2:34"),
        ("2026-11-24", "2026-11-24"),
        ("4.11.2026, 14:34", "4.11.2026, 14:34"),
        ("soon: tomorrow", "soon: tomorrow"),
    ] {
        let network = Network::new();
        let fields = json!({
            "client_portal_connection_status": 0,
            "client_portal_invite_datetime": came,
        });
        let screen = Screen::created(&network, &fields).await;
        let section = words(&screen.part("invite").unwrap());
        assert!(section.contains(written), "{came:?} in {section:?}");
        let row = screen.one("dd[data-field=client_portal_invite_datetime]").unwrap();
        let row = words(&row);
        // The space before it differs from browser to browser.
        assert_eq!(row.trim_end_matches("PM").trim_end(), written, "{came:?}");
    }
}

#[wasm_bindgen_test]
async fn it_is_sent_once_and_the_card_says_who_was_invited_and_when() {
    let network = Network::new();
    let screen = uninvited(&network).await;
    let gate = network.hold(INVITE, invited("bob@example.org"));
    address(&screen).enter(" bob@example.org ");
    submit(&screen);
    until("the news", || screen.announces(text::INVITING.english)).await;
    submit(&screen);
    gate.open();

    until("the news", || screen.announces(text::INVITED.english)).await;
    let section = words(&screen.part("invite").unwrap());
    assert!(section.contains("bob@example.org") && section.contains("24.11.2026, 14:34"));
    assert_eq!(screen.part("status").unwrap().get_attribute("data-value").as_deref(), Some("0"));
    let row = screen.one("dd[data-field=client_portal_invite_email]").unwrap();
    assert_eq!((words(&row), row.has_attribute("data-null")), ("bob@example.org".into(), false));

    let calls = network.calls(INVITE);
    assert_eq!(calls.len(), 1);
    assert_eq!(calls[0].body(), json!({ "email": "bob@example.org" }));
    assert_eq!(calls[0].header("x-roosted-form").as_deref(), Some("1"));
    assert_eq!(screen.events(), ["roosted-created", "roosted-invited"]);
    let heard = &screen.heard("roosted-invited")[0]["client"];
    assert_eq!(heard["client_portal_invite_email"], "bob@example.org");
}

#[wasm_bindgen_test]
async fn an_address_that_cannot_be_written_to_is_refused_at_the_field() {
    let network = Network::new();
    let screen = Screen::created(&network, &json!({})).await;
    let control = address(&screen);
    assert_eq!(control.value(), "");
    for (typed, code) in [("", FieldCode::Required), ("ada", FieldCode::Implausible)] {
        control.enter(typed);
        submit(&screen);
        let mistake = text::invite_mistake(code).english;
        until("the mistake", || screen.mistake("invite_email").as_deref() == Some(mistake)).await;
        assert!(control.is_wrong() && screen.is_focused(&control.0));
        assert_eq!(control.description(), [text::INVITE_NOTE.english, mistake]);
    }
    control.enter("ada@");
    until("no mistake", || screen.mistake("invite_email").is_none()).await;
    assert_eq!((control.is_wrong(), control.description().len()), (false, 1));
    settled().await;
    assert_eq!(network.calls(INVITE).len(), 0);
}

#[wasm_bindgen_test]
async fn an_address_that_the_proxy_refuses_is_refused_at_the_field_too() {
    let network = Network::new();
    let screen = uninvited(&network).await;
    let errors = [("email", FieldCode::Implausible)];
    network.plan(INVITE, Answer::refusal(Code::Invalid, &errors));
    submit(&screen);
    until("the mistake", || screen.mistake("invite_email").is_some()).await;
    assert_eq!(address(&screen).value(), ADDRESS);
}

#[wasm_bindgen_test]
async fn created_but_not_invited_is_a_state_with_its_own_retry() {
    for code in [Code::UpstreamFailed, Code::InviteNotConfigured, Code::Unauthenticated] {
        let network = Network::new();
        let screen = uninvited(&network).await;
        network.plan(INVITE, Answer::problem(code));
        address(&screen).enter("bob@example.org");
        submit(&screen);
        let banner = screen.banner("error").await;
        assert!(banner.starts_with("The client is created"), "{banner:?}");
        assert!(screen.part("card").is_some());
        assert_eq!(address(&screen).value(), "bob@example.org");
        assert_eq!(screen.events(), ["roosted-created", "roosted-error"]);
        let detail = &screen.heard("roosted-error")[0];
        assert_eq!((&detail["kind"], &detail["code"]), (&json!(code.kind()), &json!(code)));

        network.plan(INVITE, invited("bob@example.org"));
        submit(&screen);
        until("the news", || screen.announces(text::INVITED.english)).await;
        assert_eq!(screen.banner_now("error"), None);
        assert_eq!(network.calls("POST /clients").len(), 1);
    }
}

#[wasm_bindgen_test]
async fn an_invitation_that_may_have_gone_out_is_not_called_unsent() {
    for answer in [Answer::Lost, Answer::json(202, &client(&json!({}))), Answer::html(504)] {
        let network = Network::new();
        let screen = uninvited(&network).await;
        network.plan(INVITE, answer);
        submit(&screen);
        let banner = screen.banner("checking").await;
        assert!(banner.contains("not confirmed") && !banner.contains("was not sent"), "{banner:?}");
        assert_eq!(screen.heard("roosted-error")[0]["kind"], Kind::Unconfirmed.as_str());
    }
}

#[wasm_bindgen_test]
async fn inviting_again_asks_first() {
    let network = Network::new();
    let fields = json!({
        "client_contact_email": ADDRESS,
        "client_portal_connection_status": 0,
        "client_portal_invite_email": "bob@example.org",
    });
    let screen = Screen::created(&network, &fields).await;
    assert!(screen.labelled(text::INVITE_EMAIL.english).is_none());
    assert!(words(&screen.part("invite").unwrap()).contains("bob@example.org"));

    screen.press(text::INVITE_AGAIN.english);
    let question = text::invite_again(&Words::default(), "bob@example.org");
    let asks = || words(&screen.part("invite").unwrap()).contains(&question);
    until("the question", asks).await;
    screen.press(text::NEVER_MIND.english);
    until("no question", || !asks()).await;
    assert_eq!(network.calls(INVITE).len(), 0);

    screen.press(text::INVITE_AGAIN.english);
    until("the address", || screen.labelled(text::INVITE_EMAIL.english).is_some()).await;
    assert_eq!(address(&screen).value(), "bob@example.org");
    network.plan(INVITE, invited("bob@example.org"));
    screen.press(text::INVITE_ANOTHER.english);
    until("the event", || screen.events().contains(&"roosted-invited".into())).await;
    assert_eq!(network.calls(INVITE).len(), 1);
}

#[wasm_bindgen_test]
async fn an_answer_that_comes_late_does_not_change_the_next_client() {
    let network = Network::new();
    let screen = uninvited(&network).await;
    let gate = network.hold(INVITE, invited(ADDRESS));
    submit(&screen);
    until("the request", || network.calls(INVITE).len() == 1).await;
    screen.part("create-another").unwrap().click();
    until("the form", || screen.part("form").is_some()).await;
    network.plan("POST /clients", Answer::created(&json!({ "id": "nExt1" })));
    screen.create("Bob");
    screen.card().await;

    gate.open();
    until("the event", || screen.heard("roosted-invited").len() == 1).await;
    settled().await;
    assert_eq!(screen.heard("roosted-invited")[0]["client"]["id"], "uLu8K");
    assert_eq!(words(&screen.one("dd[data-field=id]").unwrap()), "nExt1");
    assert!(screen.labelled(text::INVITE_EMAIL.english).is_some());
}

#[wasm_bindgen_test]
async fn a_page_can_leave_it_out() {
    let network = Network::new();
    let screen = Screen::with(&network, &[("invite", "off")]);
    network.plan("POST /clients", Answer::created(&json!({})));
    screen.create("Ada & Sons");
    screen.card().await;
    assert!(screen.part("invite").is_none());
    screen.widget.attribute("invite", None);
    until("the invitation", || screen.part("invite").is_some()).await;
}

#[wasm_bindgen_test]
async fn an_address_that_was_typed_survives_being_taken_out_of_the_page() {
    let network = Network::new();
    let screen = uninvited(&network).await;
    address(&screen).enter("grace@example.org");
    screen.widget.detach();
    screen.widget.attach();
    until("the address", || screen.labelled(text::INVITE_EMAIL.english).is_some()).await;
    until("what was typed", || address(&screen).value() == "grace@example.org").await;

    // It was for that client, and not for the next one.
    screen.press(text::CREATE_ANOTHER.english);
    until("the form", || screen.part("form").is_some()).await;
    network.plan("POST /clients", Answer::created(&json!({ "client_contact_email": ADDRESS })));
    screen.create("Grace & Sons");
    screen.card().await;
    until("the contact", || address(&screen).value() == ADDRESS).await;
}
