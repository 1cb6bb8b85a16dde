//! What the upstream gets to see of a request: nothing but what we say ourselves.

use axum::body::Body;
use axum::http::{HeaderName, Request};
use roosted_proxy::config::{Access, Allowed, ApiAuth};
use roosted_sandbox::LoggedRequest;

use crate::issuer::{Issuer, Signer, claims};
use crate::stage::{ADA, CANARY, KEY, Setup, Stage, creating, get, posting};

/// What callers and fronts send that is none of the upstream's business.
const BROUGHT: [(&str, &str); 32] = [
    ("x-api-key", "forged"),
    ("x_api_key", "forged"),
    ("x-api_key", "forged"),
    ("api-key", "forged"),
    ("proxy-authorization", "Basic forged"),
    ("cookie", "session=forged; x-api-key=forged"),
    ("x-forwarded-for", "192.0.2.1"),
    ("x-forwarded-host", "forged.example"),
    ("x-forwarded-proto", "https"),
    ("x-forwarded-user", "forged"),
    ("x-forwarded-groups", "forged"),
    ("x-forwarded-email", "forged@example.org"),
    ("x-forwarded-access-token", "forged"),
    ("x-auth-request-user", "forged"),
    ("x-real-ip", "192.0.2.1"),
    ("forwarded", "for=192.0.2.1;host=forged.example"),
    ("via", "1.1 forged"),
    ("x-http-method-override", "DELETE"),
    ("x-original-url", "/api/1_12/forged"),
    ("x-request-id", "forged"),
    ("user-agent", "forged/1.0"),
    ("accept", "text/forged"),
    ("accept-encoding", "gzip, br"),
    ("accept-language", "de"),
    ("referer", "http://localhost:8080/forged"),
    ("if-none-match", "\"forged\""),
    ("range", "bytes=0-1"),
    ("te", "trailers"),
    ("connection", "x-api-key, close"),
    ("expect", "200-ok"),
    ("tracestate", "forged=1"),
    ("baggage", "who=forged"),
];

fn laden(mut request: Request<Body>, authorization: &str) -> Request<Body> {
    for (name, value) in BROUGHT {
        let name = HeaderName::from_bytes(name.as_bytes()).unwrap();
        request.headers_mut().append(name, value.parse().unwrap());
    }
    request.headers_mut().insert("authorization", authorization.parse().unwrap());
    request.headers_mut().insert("x-user", "ada@example.org".parse().unwrap());
    request
}

/// Asks everything that reaches the upstream, and returns what did.
async fn all_calls(access: Access, auth: ApiAuth, authorization: &str) -> Vec<LoggedRequest> {
    let stage = Stage::with(Setup { access, auth, ..Setup::default() }).await;
    let created = stage.ask(laden(creating(KEY, ADA), authorization)).await;
    assert_eq!(created.status, 201, "{created:?}");
    let id = created.json()["id"].as_str().unwrap().to_owned();
    let read = get(&format!("/api/clients/{id}"));
    assert_eq!(stage.ask(laden(read, authorization)).await.status, 200);
    let invite = posting(&format!("/api/clients/{id}/invite"), r#"{"email":"a@b.ch"}"#);
    assert_eq!(stage.ask(laden(invite, authorization)).await.status, 200);
    stage.sandbox.log()
}

#[tokio::test]
async fn the_upstream_gets_our_headers_and_no_others_whatever_a_caller_brings() {
    let signer = Signer::es256("a");
    let issuer = Issuer::of(&[&signer]).await;
    let bearer = format!("Bearer {}", signer.token(&claims("ada@example.org")));
    let named = Access::Named {
        header: HeaderName::from_static("x-user"),
        groups: Some(HeaderName::from_static("x-forwarded-groups")),
        trusted: vec!["127.0.0.1/32".parse().unwrap()],
        allowed: Allowed::everybody(),
    };
    for (access, authorization) in [
        (Access::Anybody, "Bearer forged"),
        (named, "Basic forged"),
        (issuer.access(Allowed::everybody()), bearer.as_str()),
    ] {
        for auth in [ApiAuth::ApiKeyHeader, ApiAuth::Bearer] {
            let calls = all_calls(access.clone(), auth, authorization).await;

            let kinds: Vec<_> = calls.iter().map(|it| it.method.as_str()).collect();
            assert!(kinds.contains(&"POST") && kinds.contains(&"GET"), "{kinds:?}");
            let (key, value) = match auth {
                ApiAuth::ApiKeyHeader => ("x-api-key", CANARY.to_owned()),
                ApiAuth::Bearer => ("authorization", format!("Bearer {CANARY}")),
            };
            for call in calls {
                let mut expected =
                    vec!["accept", "accept-encoding", "host", "traceparent", "user-agent", key];
                if call.method == "POST" {
                    expected.extend(["content-length", "content-type"]);
                }
                expected.sort_unstable();
                let mut sent: Vec<_> = call.headers.iter().map(|it| it.0.as_str()).collect();
                sent.sort_unstable();
                assert_eq!(sent, expected, "{} {}", call.method, call.path);
                assert_eq!(call.header(key).collect::<Vec<_>>(), [value.as_str()]);
                let everything = format!("{call:?}");
                for word in ["forged", "192.0.2.1", "ada@example", "text/", "gzip"] {
                    assert!(!everything.contains(word), "{word} in {everything}");
                }
            }
        }
    }
}
