//! The invitation: checked, sent once, and honest when nobody knows.

use roosted_proxy::config::InviteCall;
use roosted_sandbox::Route;
use serde_json::{Value, json};
use tokio::net::TcpListener;

use crate::stage::{Setup, Stage, patience_with, posting};

const ADDRESS: &str = r#"{"email":" ada@example.org "}"#;

#[tokio::test]
async fn an_invitation_shows_who_was_invited() {
    let stage = Stage::open().await;
    let id = stage.created().await;

    let answer = stage.invite(&id, ADDRESS).await;

    assert_eq!(answer.status, 200);
    let client = answer.json();
    assert_eq!(client["id"], id);
    assert_eq!(client["client_portal_invite_email"], "ada@example.org");
    assert_eq!(client["client_portal_connection_status"], 0);
    // It was looked at before, to be told apart from what it is afterwards.
    let [_, before, request] = &stage.arrived()[..] else { panic!("{:?}", stage.arrived()) };
    assert_eq!((before.method.as_str(), request.method.as_str()), ("GET", "POST"));
    assert_eq!(request.path, format!("/api/1_12/clients/{id}/invite"));
    assert_eq!(request.body, r#"{"email":"ada@example.org"}"#);
}

#[tokio::test]
async fn an_address_that_no_mail_reaches_is_told_at_the_field() {
    let stage = Stage::open().await;
    for (body, code) in [
        (r#"{"email":" "}"#.to_owned(), "required"),
        ("{}".to_owned(), "required"),
        (r#"{"email":"ada"}"#.to_owned(), "implausible"),
        (r#"{"email":"a@b.ch,c@d.ch"}"#.to_owned(), "implausible"),
        (format!(r#"{{"email":"{}@b.ch"}}"#, "a".repeat(255)), "too-long"),
    ] {
        let answer = stage.invite("uLu8K", &body).await;
        assert_eq!(answer.problem(), (422, "invalid".into()), "{body}");
        assert_eq!(answer.errors(), [("email".to_owned(), code.to_owned())]);
    }
    for (body, errors) in [
        ("[]", vec![]),
        (r#"{"email":1}"#, vec![("email", "wrong-type")]),
        (r#"{"email":"a@b.ch","email":"c@d.ch"}"#, vec![("email", "duplicate-field")]),
        (r#"{"email":"a@b.ch","cc":"c@d.ch"}"#, vec![("cc", "unknown-field")]),
        (r#"{"email":"a@b.ch"}{}"#, vec![]),
    ] {
        let answer = stage.invite("uLu8K", body).await;
        assert_eq!(answer.problem(), (400, "malformed".into()), "{body}");
        let named = answer.errors();
        let named: Vec<_> = named.iter().map(|it| (it.0.as_str(), it.1.as_str())).collect();
        assert_eq!(named, errors);
    }
    let answer = stage.invite("a-b", ADDRESS).await;
    assert_eq!(answer.problem(), (404, "client-not-found".into()));
    stage.nothing_arrived();
}

#[tokio::test]
async fn the_call_is_the_one_that_was_set() {
    // The edit stands in for it: it answers the client, too.
    let invite = InviteCall::read("PATCH /clients/{id}", "client_contact_email").unwrap();
    let stage = Stage::with(Setup { invite, ..Setup::default() }).await;
    let id = stage.created().await;

    let answer = stage.invite(&id, ADDRESS).await;

    assert_eq!(answer.status, 200);
    let request = &stage.arrived()[2];
    assert_eq!(
        (request.method.as_str(), &request.path),
        ("PATCH", &format!("/api/1_12/clients/{id}"))
    );
    assert_eq!(request.body, r#"{"client_contact_email":"ada@example.org"}"#);
}

#[tokio::test]
async fn an_answer_that_is_another_thing_is_followed_by_a_look() {
    for body in [
        "",
        "sent",
        r#"{"sent":true}"#,
        // An invitation with an id and a name of its own is not this client.
        r#"{"id":"inv1","client_name":"Ada"}"#,
    ] {
        let stage = Stage::open().await;
        let id = stage.created().await;
        let fault = json!({ "kind": "status", "status": 202, "body": body, "created": true });
        stage.plan(Route::Invite, fault);

        let answer = stage.invite(&id, ADDRESS).await;

        assert_eq!(answer.status, 200, "{body}");
        assert_eq!(answer.json()["id"], id);
        assert_eq!(answer.json()["client_portal_invite_email"], "ada@example.org");
        let arrived: Vec<_> = stage.arrived().into_iter().skip(2).map(|it| it.method).collect();
        assert_eq!(arrived, ["POST", "GET"]);
    }
}

async fn invite_against(fault: &Value) -> crate::stage::Answer {
    let stage = Stage::with(Setup { timeouts: patience_with(fault), ..Setup::default() }).await;
    let id = stage.created().await;
    stage.plan(Route::Invite, fault.clone());
    let answer = stage.invite(&id, ADDRESS).await;
    let invitations = stage.arrived().into_iter().filter(|it| it.path.ends_with("/invite"));
    assert_eq!(invitations.count(), 1, "{fault}");
    answer
}

#[tokio::test]
async fn every_refusal_of_the_invitation_has_its_name() {
    for (status, ours, code) in [
        (404, 502, "invite-not-configured"),
        (405, 502, "invite-not-configured"),
        (401, 502, "upstream-unauthorized"),
        (403, 502, "upstream-forbidden"),
        (400, 422, "upstream-rejected"),
        (409, 409, "upstream-conflict"),
        (422, 422, "upstream-rejected"),
        (429, 503, "upstream-busy"),
    ] {
        let answer = invite_against(&json!({ "kind": "status", "status": status })).await;
        assert_eq!(answer.problem(), (ours, code.into()), "{status}");
    }
}

#[tokio::test]
async fn an_invitation_that_may_have_gone_out_is_unconfirmed() {
    for fault in [
        json!({ "kind": "hang" }),
        json!({ "kind": "reset" }),
        json!({ "kind": "cut" }),
        json!({ "kind": "status", "status": 500 }),
        json!({ "kind": "redirect", "location": "/" }),
        json!({ "kind": "huge", "bytes": 3_000_000 }),
    ] {
        let answer = invite_against(&fault).await;
        assert_eq!(answer.status, 202, "{fault}");
        assert_eq!(answer.json(), json!({ "state": "unconfirmed" }));
    }
}

#[tokio::test]
async fn where_the_answer_is_lost_the_client_says_whether_it_went_out() {
    for mut fault in [
        json!({ "kind": "hang" }),
        json!({ "kind": "reset" }),
        json!({ "kind": "cut" }),
        json!({ "kind": "status", "status": 500 }),
        json!({ "kind": "huge", "bytes": 3_000_000 }),
    ] {
        fault["created"] = true.into();
        let answer = invite_against(&fault).await;
        assert_eq!(answer.status, 200, "{fault}");
        assert_eq!(answer.json()["client_portal_invite_email"], "ada@example.org");
    }
}

#[tokio::test]
async fn an_earlier_invitation_is_not_taken_for_this_one() {
    let stage = Stage::open().await;
    let id = stage.created().await;
    assert_eq!(stage.invite(&id, ADDRESS).await.status, 200);
    stage.plan(Route::Invite, json!({ "kind": "reset" }));

    assert_eq!(stage.invite(&id, ADDRESS).await.status, 202);
}

#[tokio::test]
async fn one_invitation_of_a_client_is_under_way() {
    let stage = Stage::open().await;
    let id = stage.created().await;
    stage.plan(Route::Invite, json!({ "kind": "latency", "ms": 500 }));
    let first = tokio::spawn(stage.begin(posting(&format!("/api/clients/{id}/invite"), ADDRESS)));
    stage.until_arrived(3).await;

    let second = stage.invite(&id, ADDRESS).await;

    assert_eq!(second.problem(), (409, "still-running".into()));
    assert_eq!(first.await.unwrap().status(), 200);
    let sent =
        |stage: &Stage| stage.arrived().iter().filter(|it| it.path.ends_with("/invite")).count();
    assert_eq!(sent(&stage), 1);
    // It has ended, so a person may invite again.
    assert_eq!(stage.invite(&id, ADDRESS).await.status, 200);
    assert_eq!(sent(&stage), 2);
}

#[tokio::test]
async fn an_invitation_that_went_out_unseen_is_unconfirmed() {
    for look in [404, 429, 500] {
        let stage = Stage::open().await;
        let id = stage.created().await;
        stage.plan(Route::Invite, json!({ "kind": "status", "status": 204, "body": "" }));
        // Before and after, and once more.
        for _ in 0..3 {
            stage.plan(Route::Get, json!({ "kind": "status", "status": look }));
        }
        let answer = stage.invite(&id, ADDRESS).await;
        assert_eq!(answer.status, 202, "{look}");
    }
}

#[tokio::test]
async fn an_invitation_that_was_never_sent_failed() {
    let closed = TcpListener::bind("127.0.0.1:0").await.unwrap();
    let upstream = Some(format!("http://{}/api", closed.local_addr().unwrap()));
    drop(closed);
    let stage = Stage::with(Setup { upstream, ..Setup::default() }).await;

    let answer = stage.invite("uLu8K", ADDRESS).await;

    assert_eq!(answer.problem(), (502, "upstream-failed".into()));
}

#[tokio::test]
async fn an_invitation_is_finished_when_the_caller_hangs_up() {
    let stage = Stage::open().await;
    let id = stage.created().await;
    stage.plan(Route::Invite, json!({ "kind": "latency", "ms": 50 }));
    let request = posting(&format!("/api/clients/{id}/invite"), ADDRESS);
    let call = tokio::spawn(stage.begin(request));
    stage.until_arrived(3).await;
    call.abort();

    stage.tasks.close();
    crate::stage::within_reason(stage.tasks.done()).await;

    let client = stage.get(&format!("/api/clients/{id}")).await.json();
    assert_eq!(client["client_portal_invite_email"], "ada@example.org");
}
