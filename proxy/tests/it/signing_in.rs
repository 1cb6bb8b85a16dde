//! Who is asking, when a sign-in proxy says so.

use axum::body::Body;
use axum::http::{HeaderName, HeaderValue, Request};
use roosted_proxy::config::{Access, Allowed};

use crate::stage::{ADA, Answer, KEY, OTHER_KEY, Setup, Stage, creating, get, peer, posting};

fn named(allowed: Allowed) -> Access {
    Access::Named {
        header: HeaderName::from_static("x-forwarded-user"),
        groups: Some(HeaderName::from_static("x-forwarded-groups")),
        trusted: vec!["10.0.0.0/8".parse().unwrap(), "::1/128".parse().unwrap()],
        allowed,
    }
}

async fn stage(users: Option<&[&str]>) -> Stage {
    let everybody = Allowed::everybody();
    open(users.map_or(everybody.clone(), |it| everybody.with_users(it.iter().copied()))).await
}

async fn open(allowed: Allowed) -> Stage {
    Stage::with(Setup { access: named(allowed), ..Setup::default() }).await
}

/// The same request with groups, each in a header of its own.
fn of_groups(mut request: Request<Body>, groups: &[&str]) -> Request<Body> {
    for group in groups {
        request.headers_mut().append("x-forwarded-groups", group.parse().unwrap());
    }
    request
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
pub(crate) fn every_route() -> [Request<Body>; 5] {
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
            // Nothing that a browser could do about it by itself.
            assert_eq!(answer.header("www-authenticate"), None);
        }
    }
    stage.nothing_happened().await;
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
    stage.nothing_happened().await;

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
    stage.nothing_happened().await;

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
    stage.nothing_happened().await;
}

#[tokio::test]
async fn the_members_of_a_listed_group_may() {
    let stage = open(Allowed::everybody().with_users(["ada"]).with_groups(["night", "day"])).await;
    let bob = async |groups: &[&str], request| {
        ask(&stage, "10.1.2.3:4000", &["bob"], of_groups(request, groups)).await
    };
    for groups in [
        &[][..],
        &[""],
        &["Night"],
        &["nights,nig ht"],
        &["ada"],
        &["staff"],
        // One of the two may have been brought along.
        &["night", "night"],
        &["staff", "night"],
    ] {
        for request in every_route() {
            let answer = bob(groups, request).await;
            assert_eq!(answer.problem(), (403, "not-allowed".into()), "{groups:?}");
        }
    }
    // Groups without a name, or from who is not trusted, are nobody's.
    for request in every_route() {
        let request = of_groups(request, &["night"]);
        assert_eq!(ask(&stage, "10.1.2.3:4000", &[], request).await.status, 401);
    }
    for request in every_route() {
        let request = of_groups(request, &["night"]);
        assert_eq!(ask(&stage, "192.0.2.1:4000", &["bob"], request).await.status, 401);
    }
    stage.nothing_happened().await;

    assert_eq!(bob(&["staff, night"], creating(KEY, ADA)).await.status, 201);
    assert_eq!(bob(&["day"], get("/api/environment")).await.status, 200);
    let ada = ask(&stage, "10.1.2.3:4000", &["ada"], get("/api/environment")).await;
    assert_eq!(ada.status, 200);
}

#[tokio::test]
async fn who_signs_in_again_goes_on_with_the_same_submission() {
    let stage = stage(None).await;
    for key in [KEY, OTHER_KEY] {
        let answer = ask(&stage, "10.1.2.3:4000", &[], creating(key, ADA)).await;
        assert_eq!(answer.problem(), (401, "unauthenticated".into()));
    }
    stage.nothing_happened().await;

    let first = ask(&stage, "10.1.2.3:4000", &["ada"], creating(KEY, ADA)).await;
    // The session ends while the answer is on its way, and she signs in once more.
    assert_eq!(ask(&stage, "10.1.2.3:4000", &[], creating(KEY, ADA)).await.status, 401);
    let again = ask(&stage, "10.1.2.3:4000", &["ada"], creating(KEY, ADA)).await;

    assert_eq!((first.status.as_u16(), again.status.as_u16()), (201, 201));
    assert_eq!((&again.body, again.header("idempotency-replayed")), (&first.body, Some("true")));
    assert_eq!((stage.posts(), stage.sandbox.clients().len()), (1, 1));
}
