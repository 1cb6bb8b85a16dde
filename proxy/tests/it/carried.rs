//! The headers that every answer carries, whatever it is.

use axum::body::Body;
use axum::http::Request;
use roosted_sandbox::Route;
use serde_json::json;

use crate::guards::set;
use crate::stage::{ADA, Answer, KEY, Setup, Stage, creating, get, posting};

/// What an answer is, for the headers it must have.
#[derive(Clone, Copy, Debug, PartialEq)]
enum Kind {
    Document,
    File,
    Data,
}

#[track_caller]
fn carries_the_headers(answer: &Answer, kind: Kind) {
    assert_eq!(answer.header("x-content-type-options"), Some("nosniff"), "{answer:?}");
    assert_eq!(answer.header("cross-origin-resource-policy"), Some("same-origin"));
    assert_eq!(answer.header("referrer-policy"), Some("no-referrer"));
    // Empty: each feature it names is given to nobody, and there are many.
    let features: Vec<_> = answer.header("permissions-policy").unwrap().split(", ").collect();
    assert!(features.len() > 20 && features.iter().all(|it| it.ends_with("=()")), "{features:?}");
    assert!(features.iter().all(|it| !it.starts_with("clipboard-write")), "the id is copied");
    for name in ["camera", "microphone", "geolocation", "payment", "usb", "clipboard-read"] {
        assert!(features.contains(&format!("{name}=()").as_str()), "{name}");
    }
    let is_stored = answer.header("cache-control") != Some("no-store");
    assert_eq!(is_stored, kind != Kind::Data, "{answer:?}");
    assert!(answer.headers.keys().all(|it| !it.as_str().starts_with("access-control")));
    for name in ["server", "x-powered-by", "set-cookie"] {
        assert_eq!(answer.header(name), None);
    }
    let document = kind == Kind::Document;
    assert_eq!(
        answer.header("content-security-policy"),
        document.then_some(
            "default-src 'none'; script-src 'self' 'wasm-unsafe-eval'; style-src 'self'; \
             connect-src 'self'; img-src 'self' data:; base-uri 'none'; form-action 'self'; \
             frame-ancestors 'self'; require-trusted-types-for 'script'; trusted-types 'none'"
        )
    );
    let opener = answer.header("cross-origin-opener-policy");
    assert_eq!(opener, document.then_some("same-origin"));
}

#[tokio::test]
async fn every_answer_carries_the_headers() {
    let assets = crate::stage::page();
    crate::stage::put(assets.path(), "app-0123456789abcdef.js", b"export {};");
    let stage = Stage::with(Setup { assets: Some(assets), ..Setup::default() }).await;
    let status = |status| json!({ "kind": "status", "status": status });
    for (route, fault) in [
        (Route::Create, json!({ "kind": "reset" })),
        (Route::Create, status(422)),
        (Route::Create, status(403)),
        (Route::Get, status(500)),
        (Route::Get, json!({ "kind": "html" })),
    ] {
        stage.plan(route, fault);
    }
    let key = |place| format!("6f1f9f0a-8d1b-4c77-9d6b-0e4f1c2a{place:04}");
    let file = "/app-0123456789abcdef.js";
    let head = |path| {
        let mut request = get(path);
        *request.method_mut() = axum::http::Method::HEAD;
        request
    };
    let with = |mut request: Request<Body>, name, value| {
        set(&mut request, name, Some(value));
        request
    };
    let tag = stage.get(file).await.header("etag").unwrap().to_owned();
    let page_tag = stage.get("/").await.header("etag").unwrap().to_owned();
    let long = format!("/{}", "a".repeat(3000));
    for (request, expected, kind) in [
        (get("/"), 200, Kind::Document),
        (get("/index.html"), 200, Kind::Document),
        (head("/"), 200, Kind::Document),
        (get(file), 200, Kind::File),
        (with(get(file), "if-none-match", &tag), 304, Kind::File),
        (with(get("/"), "if-none-match", &page_tag), 304, Kind::File),
        (get("/nothing"), 404, Kind::Data),
        (posting(file, ""), 405, Kind::Data),
        (get("/api/environment"), 200, Kind::Data),
        (head("/api/environment"), 200, Kind::Data),
        (get("/api/nothing"), 404, Kind::Data),
        (get("/api/clients"), 405, Kind::Data),
        (get("/api/clients/none"), 502, Kind::Data),
        (get("/api/clients/none"), 502, Kind::Data),
        (get("/api/clients/none"), 404, Kind::Data),
        (get(&format!("/api/submissions/{KEY}")), 404, Kind::Data),
        (creating(&key(0), ADA), 202, Kind::Data),
        (creating(&key(1), ADA), 422, Kind::Data),
        (creating(&key(2), ADA), 502, Kind::Data),
        (creating(KEY, ADA), 201, Kind::Data),
        (creating(KEY, ADA), 201, Kind::Data),
        (creating(KEY, "{}"), 422, Kind::Data),
        (creating(KEY, "["), 400, Kind::Data),
        (creating(KEY, &"x".repeat(1 << 21)), 413, Kind::Data),
        (posting("/api/clients", ADA), 400, Kind::Data),
        (with(creating(KEY, ADA), "origin", "http://evil.example"), 403, Kind::Data),
        (with(creating(KEY, ADA), "content-type", "text/plain"), 415, Kind::Data),
        (with(get("/"), "host", "evil.example"), 421, Kind::Data),
        (with(get("/"), "x-long", &"a".repeat(17_000)), 431, Kind::Data),
        (get(&long), 414, Kind::Data),
    ] {
        let path = request.uri().path().to_owned();
        let answer = stage.ask(request).await;
        assert_eq!(answer.status, expected, "{path}");
        assert_eq!(answer.header("x-request-id").unwrap().len(), 32);
        carries_the_headers(&answer, kind);
    }
    for path in ["/healthz", "/readyz", "/metrics", "/nothing"] {
        carries_the_headers(&stage.admin(path).await, Kind::Data);
    }
    stage.tasks.close();
    let ending = stage.create(KEY, ADA).await;
    assert_eq!(ending.status, 503);
    carries_the_headers(&ending, Kind::Data);
    carries_the_headers(&stage.admin("/readyz").await, Kind::Data);
}

#[tokio::test]
async fn the_policy_names_the_styles_that_stand_in_the_page() {
    let assets = crate::stage::page();
    let html = b"<style>p{}</style><p>text</p><style>p{}</style>";
    crate::stage::put(assets.path(), "index.html", html);
    let stage = Stage::with(Setup { assets: Some(assets), ..Setup::default() }).await;
    let answer = stage.get("/").await;
    let policy = answer.header("content-security-policy").unwrap();
    let style =
        "style-src 'self' 'sha256-gG2yISYereRMiG2lMXrbiUgi0Ubw9p7QCeWcroOvy9Y='; connect-src";
    assert!(policy.contains(style), "{policy}");
}
