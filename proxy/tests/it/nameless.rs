//! Who somebody is: in no line of the log, though the reason of a refusal is.

use serde_json::{Value, json};

use crate::issuer::{AUDIENCE, ISSUER, Issuer, Signer, at, claims_with, with_secret};
use crate::program::{Program, send};
use crate::stage::{ADA, KEY};

/// A create of somebody who brings these headers.
fn creating_with(program: &Program, headers: &str) -> u16 {
    let request = program.creating(KEY, ADA);
    let request = request.replace("Idempotency-Key", &format!("{headers}Idempotency-Key"));
    send(&program.public, &request).status
}

/// The log at its most talkative, after these requests and what they were answered.
fn log_of(environment: &[(&str, &str)], requests: &[(String, u16)]) -> String {
    let environment = [&[("ROOSTED_LOG", "trace")], environment].concat();
    let program = Program::start(&["--demo"], &environment);
    for (headers, status) in requests {
        assert_eq!(creating_with(&program, headers), *status, "{headers}");
    }
    program.signal("TERM");
    let remains = program.end();
    let lines: Vec<_> = remains.log.iter().map(ToString::to_string).collect();
    lines.join("\n") + &remains.err
}

#[tokio::test(flavor = "multi_thread")]
async fn neither_a_token_nor_a_name_is_written_down_but_the_reason_is() {
    let (signer, stranger) = (Signer::es256("a"), Signer::es256("a"));
    let issuer = Issuer::of(&[&signer]).await;
    let claims = |others: Value| {
        let mut all = claims_with("wilhelmine@example.org", json!({ "groups": ["nightshift"] }));
        all.as_object_mut().unwrap().extend(others.as_object().unwrap().clone());
        all
    };
    let unknown = json!({ "alg": "ES256", "kid": "wilhelmine" });
    let tokens = [
        (signer.token(&claims(json!({}))), 201),
        (signer.token(&claims(json!({ "exp": at(-3600) }))), 401),
        (signer.token(&claims(json!({ "aud": "wilhelmine" }))), 401),
        (signer.token(&claims(json!({ "iss": "wilhelmine" }))), 401),
        (signer.token(&claims(json!({ "nbf": at(3600) }))), 401),
        (signer.token(&claims(json!({ "sub": "wilhelmine\n" }))), 401),
        (signer.token(&claims(json!({ "groups": ["wilhelmine"] }))), 403),
        (stranger.token(&claims(json!({}))), 401),
        (signer.sign(&unknown, &claims(json!({}))), 401),
        (with_secret(&json!({ "alg": "HS256" }), &claims(json!({})), b"wilhelmine"), 401),
        ("wilhelmine".to_owned(), 401),
    ];
    let url = issuer.url.to_string();
    let log = tokio::task::spawn_blocking(move || {
        let bearer = |(token, status): &(String, u16)| {
            (format!("Authorization: Bearer {token}\r\n"), *status)
        };
        let environment = [
            ("ROOSTED_AUTH", format!("jwt:{url}")),
            ("ROOSTED_JWT_ISSUER", ISSUER.to_owned()),
            ("ROOSTED_JWT_AUDIENCE", AUDIENCE.to_owned()),
            ("ROOSTED_ALLOW_GROUPS", "nightshift".to_owned()),
        ];
        let environment: Vec<_> = environment.iter().map(|it| (it.0, it.1.as_str())).collect();
        let log = log_of(&environment, &tokens.each_ref().map(bearer));
        for part in tokens.iter().flat_map(|it| it.0.split('.')) {
            assert!(!log.contains(part), "{part} in {log}");
        }
        let name = |it: &str| format!("X-User: {it}\r\nX-Groups: nightshift\r\n");
        let header = [
            ("ROOSTED_AUTH", "header:x-user"),
            ("ROOSTED_TRUSTED_PROXIES", "127.0.0.1"),
            ("ROOSTED_ALLOW_USERS", "wilhelmine@example.org"),
        ];
        let named = [
            (name("wilhelmine@example.org"), 201),
            (name("wilhelmine@evil.example"), 403),
            (name("wilhelmine@example.org\r\nX-User: wilhelmine"), 401),
        ];
        log + &log_of(&header, &named)
    });
    let log = log.await.unwrap();

    for name in ["wilhelmine", "nightshift", "example.org", "evil.example"] {
        assert!(!log.contains(name), "{name} in {log}");
    }
    for reason in [
        "nobody is signed in: the token has expired",
        "nobody is signed in: the token is for another audience",
        "nobody is signed in: the token is of another issuer",
        "nobody is signed in: the token is not valid yet",
        "nobody is signed in: the token lacks a claim",
        "nobody is signed in: the signature of the token is wrong",
        "nobody is signed in: no published key fits the token",
        "nobody is signed in: the algorithm of the token is not taken",
        "nobody is signed in: the token cannot be read",
        "nobody is signed in: more than one identity header",
        "the user is not on the list",
        "sign-in-keys",
    ] {
        assert!(log.contains(reason), "{reason} in {log}");
    }
}
