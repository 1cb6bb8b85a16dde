//! The program is killed at each step of an invitation and started again: one press sends at most
//! one e-mail, the client tells whether it went out, and a second press is the person's decision.

use std::collections::HashMap;
use std::path::Path;

use futures_util::future::join_all;
use roosted_sandbox::{LoggedRequest, Route};
use serde_json::{Value, json};
use sqlx::{AnyConnection, Connection as _, Row as _};
use tokio::runtime::Handle;
use tokio::task::spawn_blocking;

use crate::killed::runs;
use crate::program::{Program, begin, until};
use crate::site::Site;

/// What it does in this order; `sent` is while the upstream works. With it, whether an e-mail went
/// out, and what the next program makes of the row.
const STEPS: [(&str, usize, &str); 4] = [
    ("inviting", 0, "invite-unconfirmed"),
    ("sent", 1, "invite-unconfirmed"),
    ("invite-answered", 1, "invite-unconfirmed"),
    ("invite-recorded", 1, "invited"),
];

/// How many e-mails went out for a client.
fn mails(site: &Site, id: &str) -> usize {
    let its = |it: &LoggedRequest| it.path.ends_with(&format!("/{id}/invite"));
    site.sandbox.log().iter().filter(|it| its(it) && it.stored.is_some()).count()
}

fn address(id: &str) -> Value {
    json!({ "email": format!("{id}@example.org") })
}

/// Presses the button on a program that dies of it.
fn die(site: &Site, step: &str, id: &str) {
    if step == "sent" {
        // The mail goes out, and the answer would come much later.
        site.plan(Route::Invite, 1, json!({ "kind": "latency", "ms": 15_000, "created": true }));
        let mut program = site.start(&[]);
        let call = begin(&program.public, &program.inviting(id, &address(id).to_string()));
        until(|| mails(site, id) == 1);
        program.kill();
        drop(call);
    } else {
        let program = site.start(&[("ROOSTED_FAILPOINT", step)]);
        let reply = program.invite(id, &address(id).to_string());
        assert_eq!(reply.status, 0, "{step}: {reply:?}");
        assert!(!program.end().status.success());
    }
}

/// What the ledger says of each client's invitation.
async fn states(ledger: &Path) -> HashMap<String, String> {
    sqlx::any::install_default_drivers();
    let url = format!("sqlite:{}", ledger.display());
    let mut connection = AnyConnection::connect(&url).await.unwrap();
    let all = sqlx::query("SELECT client_id, state FROM invitations");
    let rows = all.fetch_all(&mut connection).await.unwrap();
    rows.iter().map(|it| (it.get("client_id"), it.get("state"))).collect()
}

fn invited(program: &Program, id: &str) -> bool {
    let client = program.get(&format!("/api/clients/{id}")).json();
    client["client_portal_invite_email"] == address(id)["email"]
}

fn many_deaths(site: &Site, clients: &[String], step: &str, went_out: usize, state: &str) {
    for id in clients {
        die(site, step, id);
    }

    let program = site.start(&[]);
    let ledger = site.ledger_file();
    until(|| Handle::current().block_on(states(&ledger)).values().all(|it| it != "inviting"));
    let found = Handle::current().block_on(states(&ledger));
    for id in clients {
        assert_eq!(found[id], state, "{step}");
        assert_eq!((mails(site, id), invited(&program, id)), (went_out, went_out == 1), "{step}");

        // The person has seen that, or has not, and decides to press again.
        let again = program.invite(id, &address(id).to_string());
        assert_eq!((again.status, mails(site, id)), (200, went_out + 1), "{step}");
        assert!(invited(&program, id));
    }
    let found = Handle::current().block_on(states(&ledger));
    assert!(found.values().all(|it| it == "invited"), "{step}: {found:?}");
    assert_eq!(found.len(), clients.len());
}

#[tokio::test(flavor = "multi_thread")]
async fn one_press_sends_at_most_one_mail_whenever_it_dies() {
    let sites = STEPS.map(async |(step, went_out, state)| {
        let site = Site::open().await;
        let mut clients = Vec::new();
        for number in 0..runs() {
            clients.push(site.made_elsewhere(&format!("Ada {number}")).await);
        }
        spawn_blocking(move || many_deaths(&site, &clients, step, went_out, state)).await.unwrap();
    });
    join_all(sites).await;
}
