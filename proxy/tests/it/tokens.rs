//! Who is asking, when they bring a token.

use std::time::Duration;

use axum::body::Body;
use axum::http::Request;
use roosted_proxy::config::Allowed;
use serde_json::{Value, json};

use crate::issuer::{
    self, AUDIENCE, ISSUER, Issuer, Signer, at, claims, claims_with, keys, with_secret, without,
};
use crate::signing_in::every_route;
use crate::stage::{ADA, Answer, KEY, Setup, Stage, creating, get, within_reason};

async fn behind(issuer: &Issuer, allowed: Allowed) -> Stage {
    Stage::with(Setup { access: issuer.access(allowed), ..Setup::default() }).await
}

fn bearing(token: &str, mut request: Request<Body>) -> Request<Body> {
    request.headers_mut().insert("authorization", format!("Bearer {token}").parse().unwrap());
    request
}

async fn ask(stage: &Stage, token: &str, request: Request<Body>) -> Answer {
    stage.ask(bearing(token, request)).await
}

/// The status of the smallest request.
async fn status(stage: &Stage, token: &str) -> u16 {
    ask(stage, token, get("/api/environment")).await.status.as_u16()
}

#[track_caller]
fn is_refused(answer: &Answer, why: &str) {
    assert_eq!(answer.problem(), (401, "unauthenticated".into()), "{why}");
    assert_eq!(answer.header("www-authenticate"), Some("Bearer"));
    // The log says why. The caller could be anybody.
    assert_eq!(answer.json()["detail"], "Sign in first");
}

#[tokio::test]
async fn a_token_of_each_kind_opens_the_door() {
    for signer in Signer::of_each_kind() {
        let issuer = Issuer::of(&[&signer]).await;
        let stage = behind(&issuer, Allowed::everybody()).await;
        let token = signer.token(&claims("ada@example.org"));

        assert_eq!(ask(&stage, &token, creating(KEY, ADA)).await.status, 201, "{}", signer.id);

        let sent = format!("{:?}", stage.sandbox.log());
        assert!(!sent.contains("example.org") && !sent.contains(&token[..20]), "{sent}");
    }
}

#[tokio::test]
async fn what_is_right_in_another_way_is_right() {
    let signer = Signer::es256("a");
    let issuer = Issuer::of(&[&signer, &Signer::rs256("b")]).await;
    let stage = behind(&issuer, Allowed::everybody()).await;
    for claims in [
        claims_with("ada", json!({ "aud": ["other", AUDIENCE] })),
        // The clocks may be a minute apart.
        claims_with("ada", json!({ "exp": at(-30), "nbf": at(30), "iat": at(30) })),
        claims_with("zoë", json!({ "nbf": at(-3600), "exp": at(600), "groups": 7 })),
    ] {
        assert_eq!(status(&stage, &signer.token(&claims)).await, 200, "{claims}");
    }
    for header in [
        json!({ "alg": "ES256", "kid": "a" }),
        json!({ "alg": "ES256", "kid": "a", "typ": "at+JWT" }),
        // Only one of the keys could be meant.
        json!({ "alg": "ES256" }),
        // Where a token says where to look, nobody looks.
        json!({ "alg": "ES256", "kid": "a", "jku": "http://192.0.2.1/", "x5u": "http://192.0.2.1/" }),
    ] {
        assert_eq!(status(&stage, &signer.sign(&header, &claims("ada"))).await, 200, "{header}");
    }
    let mut request = get("/api/environment");
    let token = format!("bearer {}", signer.token(&claims("ada")));
    request.headers_mut().insert("authorization", token.parse().unwrap());
    assert_eq!(stage.ask(request).await.status, 200);
}

#[tokio::test]
async fn a_token_with_wrong_claims_opens_nothing() {
    let signer = Signer::ed25519("a");
    let issuer = Issuer::of(&[&signer]).await;
    let stage = behind(&issuer, Allowed::everybody()).await;
    let long = "x".repeat(321);
    for claims in [
        claims_with("ada", json!({ "exp": at(-90) })),
        claims_with("ada", json!({ "exp": 0 })),
        claims_with("ada", json!({ "exp": at(600).to_string() })),
        claims_with("ada", json!({ "exp": -1 })),
        claims_with("ada", json!({ "exp": null })),
        without(claims("ada"), "exp"),
        claims_with("ada", json!({ "nbf": at(90) })),
        claims_with("ada", json!({ "nbf": "soon" })),
        claims_with("ada", json!({ "iss": "https://sso.example/realms/portal/" })),
        claims_with("ada", json!({ "iss": "https://evil.example" })),
        claims_with("ada", json!({ "iss": null })),
        without(claims("ada"), "iss"),
        claims_with("ada", json!({ "aud": "other" })),
        claims_with("ada", json!({ "aud": ["other", ISSUER] })),
        claims_with("ada", json!({ "aud": [] })),
        claims_with("ada", json!({ "aud": { "a": AUDIENCE } })),
        without(claims("ada"), "aud"),
        without(claims("ada"), "sub"),
        claims_with("ada", json!({ "sub": 7 })),
        claims_with("ada", json!({ "sub": ["ada"] })),
        claims(""),
        claims(" ada"),
        claims("a\nb"),
        claims(&long),
        json!([]),
        json!("ada"),
    ] {
        let token = signer.token(&claims);
        for request in every_route() {
            is_refused(&ask(&stage, &token, request).await, &claims.to_string());
        }
    }
    stage.nothing_happened().await;
}

#[tokio::test]
async fn a_token_that_the_issuer_did_not_sign_opens_nothing() {
    let [rsa, pss, signer, edwards] = Signer::of_each_kind();
    let stranger = Signer::es256("es");
    let issuer = Issuer::of(&[&rsa, &pss, &signer, &edwards]).await;
    let stage = behind(&issuer, Allowed::everybody()).await;
    let right = signer.token(&claims("ada"));
    let (head, signature) = right.rsplit_once('.').unwrap();
    let other = issuer::message(&signer.header(), &claims("eve"));
    let header = |others: Value| {
        let mut header = signer.header();
        header.as_object_mut().unwrap().extend(others.as_object().unwrap().clone());
        header
    };
    let made = |others| signer.sign(&header(others), &claims("ada"));
    let none = issuer::message(&json!({ "typ": "JWT", "alg": "none" }), &claims("ada"));
    let hs256 = |kid: &str| json!({ "typ": "JWT", "alg": "HS256", "kid": kid });
    let published = rsa.jwk().to_string();
    let tokens = [
        ("another key", stranger.token(&claims("ada"))),
        ("another key of the issuer", edwards.sign(&header(json!({})), &claims("ada"))),
        ("other claims", format!("{other}.{signature}")),
        ("no signature", format!("{head}.")),
        ("no dot", head.to_owned()),
        ("cut short", right[..right.len() - 2].to_owned()),
        ("one more part", format!("{right}.{signature}")),
        ("padding", format!("{right}==")),
        ("nothing", String::new()),
        ("dots", "..".to_owned()),
        ("none", format!("{none}.")),
        ("none, with a signature", format!("{none}.{signature}")),
        ("None", made(json!({ "alg": "None" }))),
        ("a public key as secret", with_secret(&hs256("rs"), &claims("ada"), &rsa.public_bytes())),
        ("a set as secret", with_secret(&hs256("rs"), &claims("ada"), published.as_bytes())),
        ("an empty secret", with_secret(&hs256("es"), &claims("ada"), b"a")),
        ("an algorithm that is not taken", made(json!({ "alg": "ES384" }))),
        ("one of another kind", made(json!({ "alg": "RS256" }))),
        (
            "an unpublished use of a key",
            rsa.sign(&json!({ "alg": "PS256", "kid": "rs" }), &claims("ada")),
        ),
        ("a key of another kind", made(json!({ "kid": "rs" }))),
        ("an unknown key", made(json!({ "kid": "nobody" }))),
        (
            "a key of its own",
            stranger.sign(&header(json!({ "jwk": stranger.jwk() })), &claims("ada")),
        ),
        ("something critical", made(json!({ "crit": ["exp"] }))),
        ("nothing critical", made(json!({ "crit": [] }))),
        ("another purpose", made(json!({ "typ": "logout+jwt" }))),
        ("a long one", signer.token(&claims_with("ada", json!({ "x": "x".repeat(7000) })))),
    ];
    for (why, token) in &tokens {
        for request in every_route() {
            is_refused(&ask(&stage, token, request).await, why);
        }
    }
    stage.nothing_happened().await;
    assert_eq!(status(&stage, &right).await, 200);
}

#[tokio::test]
async fn a_token_counts_in_one_place_and_once() {
    let signer = Signer::es256("a");
    let issuer = Issuer::of(&[&signer]).await;
    let stage = behind(&issuer, Allowed::everybody()).await;
    let token = signer.token(&claims("ada"));
    let bearer = format!("Bearer {token}");
    for headers in [
        &[][..],
        &[("authorization", token.as_str())],
        &[("authorization", &format!("Basic {token}"))],
        &[("authorization", &format!("Bearer, {token}"))],
        &[("authorization", &format!("Bearer {token}, Bearer {token}"))],
        &[("authorization", &bearer), ("authorization", &bearer)],
        &[("authorization", "Basic YTpi"), ("authorization", &bearer)],
        &[("proxy-authorization", &bearer)],
        &[("x-forwarded-access-token", &token)],
        &[("x-forwarded-user", "ada")],
        &[("cookie", &format!("token={token}; authorization={token}"))],
    ] {
        for mut request in every_route() {
            for (name, value) in headers {
                request.headers_mut().append(*name, value.parse().unwrap());
            }
            is_refused(&stage.ask(request).await, &format!("{headers:?}"));
        }
    }
    let address = format!("/api/environment?access_token={token}");
    is_refused(&stage.ask(get(&address)).await, "in the address");
    stage.nothing_happened().await;
}

#[tokio::test]
async fn a_new_key_is_taken_without_a_restart_and_an_old_one_goes() {
    let (old, new) = (Signer::es256("old"), Signer::ed25519("new"));
    let issuer = Issuer::of(&[&old]).await;
    let stage = behind(&issuer, Allowed::everybody()).await;
    assert_eq!(status(&stage, &old.token(&claims("ada"))).await, 200);
    assert_eq!(issuer.asked(), 1);

    issuer.publish(&[&new]);

    assert_eq!(ask(&stage, &new.token(&claims("ada")), creating(KEY, ADA)).await.status, 201);
    assert_eq!(issuer.asked(), 2);
    assert_eq!(status(&stage, &old.token(&claims("ada"))).await, 401);
    // The person is the same, and so is the submission.
    let again = ask(&stage, &new.token(&claims("ada")), creating(KEY, ADA)).await;
    assert_eq!(again.header("idempotency-replayed"), Some("true"));
    assert_eq!(issuer.asked(), 2);
}

#[tokio::test]
async fn a_flood_of_unknown_keys_is_no_flood_of_questions() {
    let signer = Signer::es256("a");
    let issuer = Issuer::of(&[&signer]).await;
    let stage = behind(&issuer, Allowed::everybody()).await;
    assert_eq!(status(&stage, &signer.token(&claims("ada"))).await, 200);
    let calls: Vec<_> = (0..200)
        .map(|it| signer.sign(&json!({ "alg": "ES256", "kid": it.to_string() }), &claims("ada")))
        .map(|token| tokio::spawn(stage.begin(bearing(&token, get("/api/environment")))))
        .collect();
    for call in calls {
        assert_eq!(call.await.unwrap().status(), 401);
    }

    for it in 0..20 {
        let header = json!({ "alg": "ES256", "kid": it.to_string() });
        assert_eq!(status(&stage, &signer.sign(&header, &claims("ada"))).await, 401);
    }

    // Once at the start, once for all of them.
    assert_eq!(issuer.asked(), 2);
    assert_eq!(status(&stage, &signer.token(&claims("ada"))).await, 200);
}

#[tokio::test]
async fn the_last_keys_stay_while_there_are_no_others() {
    let (signer, other) = (Signer::es256("a"), Signer::es256("b"));
    let elsewhere = Issuer::of(&[&other]).await;
    for answer in [
        issuer::Answer::Status(500),
        issuer::Answer::Status(204),
        issuer::Answer::Text("<html>Sign in</html>".into()),
        issuer::Answer::Text(r#"{"keys":[]}"#.into()),
        issuer::Answer::Text(" ".repeat(1024 * 1024)),
        issuer::Answer::Redirect(elsewhere.url.to_string()),
    ] {
        let issuer = Issuer::of(&[&signer]).await;
        let stage = behind(&issuer, Allowed::everybody()).await;
        assert_eq!(status(&stage, &signer.token(&claims("ada"))).await, 200);
        issuer.answer(answer);

        assert_eq!(status(&stage, &other.token(&claims("ada"))).await, 401);

        assert_eq!(issuer.asked(), 2);
        assert_eq!(status(&stage, &signer.token(&claims("ada"))).await, 200);
    }
    assert_eq!(elsewhere.asked(), 0);
}

#[tokio::test]
async fn without_keys_nobody_comes_in_and_everybody_once_they_are_there() {
    let signer = Signer::es256("a");
    let issuer = Issuer::answering(issuer::Answer::Status(503)).await;
    let stage = behind(&issuer, Allowed::everybody()).await;
    let token = signer.token(&claims("ada"));
    for request in every_route() {
        is_refused(&ask(&stage, &token, request).await, "no keys");
    }
    stage.nothing_happened().await;

    issuer.answer(keys(&[&signer]));

    // Callers cause a question every ten seconds.
    within_reason(async {
        while status(&stage, &token).await != 200 {
            tokio::time::sleep(Duration::from_millis(50)).await;
        }
    })
    .await;
}

#[tokio::test]
async fn an_issuer_that_does_not_answer_holds_nobody_up_for_long() {
    let issuer = Issuer::answering(issuer::Answer::Nothing).await;
    let stage = behind(&issuer, Allowed::everybody()).await;
    let token = Signer::es256("a").token(&claims("ada"));

    let answer = within_reason(ask(&stage, &token, creating(KEY, ADA))).await;

    is_refused(&answer, "no answer");
    stage.nothing_happened().await;
}

#[tokio::test]
async fn only_the_listed_users_and_groups_may() {
    let signer = Signer::es256("a");
    let issuer = Issuer::of(&[&signer]).await;
    let stage =
        behind(&issuer, Allowed::everybody().with_users(["ada"]).with_groups(["night"])).await;
    for groups in [
        json!(null),
        json!([]),
        json!("nights"),
        json!("staff night"),
        json!("staff,night"),
        json!(["Night", 7, { "night": true }, ["night"]]),
        json!({ "night": true }),
    ] {
        let token = signer.token(&claims_with("bob", json!({ "groups": groups })));
        for mut request in every_route() {
            // A header says nothing where tokens do.
            request.headers_mut().insert("x-forwarded-groups", "night".parse().unwrap());
            let answer = ask(&stage, &token, request).await;
            assert_eq!(answer.problem(), (403, "not-allowed".into()), "{groups}");
        }
    }
    stage.nothing_happened().await;

    for claims in [
        claims("ada"),
        claims_with("bob", json!({ "groups": "night" })),
        claims_with("bob", json!({ "groups": ["staff", "night"] })),
    ] {
        assert_eq!(status(&stage, &signer.token(&claims)).await, 200, "{claims}");
    }
}

#[tokio::test]
async fn a_token_that_expires_while_somebody_types_is_replaced_and_nothing_is_doubled() {
    let signer = Signer::es256("a");
    let issuer = Issuer::of(&[&signer]).await;
    let stage = behind(&issuer, Allowed::everybody()).await;
    let expired = signer.token(&claims_with("ada", json!({ "exp": at(-3600) })));
    is_refused(&ask(&stage, &expired, creating(KEY, ADA)).await, "expired");
    stage.nothing_happened().await;

    let fresh = signer.token(&claims("ada"));
    let first = ask(&stage, &fresh, creating(KEY, ADA)).await;
    // The answer is lost, the session ends once more, she signs in again.
    is_refused(&ask(&stage, &expired, creating(KEY, ADA)).await, "expired");
    let newer = signer.token(&claims_with("ada", json!({ "exp": at(1200) })));
    let again = ask(&stage, &newer, creating(KEY, ADA)).await;

    assert_eq!((first.status.as_u16(), again.status.as_u16()), (201, 201));
    assert_eq!((&again.body, again.header("idempotency-replayed")), (&first.body, Some("true")));
    assert_eq!((stage.posts(), stage.sandbox.clients().len()), (1, 1));
}
