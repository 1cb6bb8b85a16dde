//! Who is asking, when a sign-in proxy says so.

use axum::body::Body;
use axum::http::{HeaderName, HeaderValue, Request};
use roosted_proxy::config::Access;

use crate::stage::{ADA, Answer, KEY, Setup, Stage, creating, get, peer, posting};

fn named(users: Option<&[&str]>) -> Access {
    Access::Named {
        header: HeaderName::from_static("x-forwarded-user"),
        trusted: vec!["10.0.0.0/8".parse().unwrap(), "::1/128".parse().unwrap()],
        users: users.map(|it| it.iter().map(ToString::to_string).collect()),
    }
}

async fn stage(users: Option<&[&str]>) -> Stage {
    Stage::with(Setup { access: named(users), ..Setup::default() }).await
}

async fn ask(stage: &Stage, from: &str, user: &[&str], mut request: Request<Body>) -> Answer {
    request.extensions_mut().insert(peer(from));
    for user in user {
        let user = HeaderValue::from_bytes(user.as_bytes()).unwrap();
        request.headers_mut().append("x-forwarded-user", user);
    }
    stage.ask(request).await
}

/// One request for each route.
fn every_route() -> [Request<Body>; 5] {
    [
        creating(KEY, ADA),
        posting("/api/clients/uLu8K/invite", r#"{"email":"a@b.ch"}"#),
        get("/api/clients/uLu8K"),
        get(&format!("/api/submissions/{KEY}")),
        get("/api/environment"),
    ]
}

#[tokio::test]
async fn nobody_comes_in_without_a_name() {
    let stage = stage(None).await;
    let long = "x".repeat(321);
    for user in [&[][..], &[""], &["  "], &["ada", "bob"], &[&long], &["a\tb"]] {
        for request in every_route() {
            let answer = ask(&stage, "10.1.2.3:4000", user, request).await;
            assert_eq!(answer.problem(), (401, "unauthenticated".into()), "{user:?}");
        }
    }
    stage.nothing_arrived();
}

#[tokio::test]
async fn a_name_counts_only_from_a_trusted_peer() {
    let stage = stage(None).await;
    for peer in ["127.0.0.1:4000", "192.0.2.1:4000", "11.0.0.1:4000", "[2001:db8::1]:4000"] {
        for request in every_route() {
            let answer = ask(&stage, peer, &["ada"], request).await;
            assert_eq!(answer.problem(), (401, "unauthenticated".into()), "{peer}");
        }
    }
    stage.nothing_arrived();

    for peer in ["10.1.2.3:4000", "[::1]:4000", "[::ffff:10.1.2.3]:4000"] {
        let answer = ask(&stage, peer, &["ada"], get("/api/environment")).await;
        assert_eq!(answer.status, 200, "{peer}");
    }
    let answer = ask(&stage, "10.1.2.3:4000", &["zoë@example.org"], creating(KEY, ADA)).await;
    assert_eq!(answer.status, 201);
    let sent = &stage.arrived()[0];
    assert!(sent.headers.iter().all(|it| !it.1.contains("example.org")));
}

#[tokio::test]
async fn only_the_listed_users_may() {
    let stage = stage(Some(&["ada", "bob"])).await;
    for user in ["eve", "Ada", "ada,bob", "ad"] {
        for request in every_route() {
            let answer = ask(&stage, "10.1.2.3:4000", &[user], request).await;
            assert_eq!(answer.problem(), (403, "not-allowed".into()), "{user}");
        }
    }
    stage.nothing_arrived();

    assert_eq!(ask(&stage, "10.1.2.3:4000", &[" bob "], creating(KEY, ADA)).await.status, 201);
}

#[tokio::test]
async fn the_page_itself_needs_no_name() {
    let stage = stage(Some(&["ada"])).await;

    assert_eq!(ask(&stage, "192.0.2.1:4000", &[], get("/")).await.status, 200);
}

#[tokio::test]
async fn a_stranger_is_turned_away_before_the_name_is_asked() {
    let stage = stage(None).await;
    let mut request = creating(KEY, ADA);
    request.headers_mut().insert("origin", HeaderValue::from_static("https://evil.example"));

    let answer = ask(&stage, "10.1.2.3:4000", &["ada"], request).await;

    assert_eq!(answer.problem(), (403, "cross-origin".into()));
    stage.nothing_arrived();
}
