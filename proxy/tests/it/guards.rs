//! What is refused before anybody looks at the body, and what every answer carries.

use axum::body::Body;
use axum::http::{HeaderName, HeaderValue, Request};
use roosted_proxy::config::{Args, Config, PublicOrigins};

use crate::stage::{ADA, KEY, ORIGIN, Setup, Stage, creating, get, posting};

fn set(request: &mut Request<Body>, name: &'static str, value: Option<&str>) {
    let name = HeaderName::from_static(name);
    match value {
        Some(value) => drop(request.headers_mut().insert(name, value.parse().unwrap())),
        None => drop(request.headers_mut().remove(name)),
    }
}

fn asked_by(site: Option<&str>, origin: Option<&str>) -> [Request<Body>; 2] {
    let invite = posting("/api/clients/uLu8K/invite", r#"{"email":"a@b.ch"}"#);
    [creating(KEY, ADA), invite].map(|mut request| {
        set(&mut request, "sec-fetch-site", site);
        set(&mut request, "origin", origin);
        request
    })
}

#[tokio::test]
async fn only_a_page_of_this_origin_may_change_something() {
    let stage = Stage::open().await;
    let sites =
        [None, Some("same-origin"), Some("same-site"), Some("cross-site"), Some("none"), Some("")];
    let origins = [
        None,
        Some(ORIGIN),
        Some("http://127.0.0.1:8080"),
        Some("https://localhost:8080"),
        Some("http://localhost"),
        Some("http://localhost:8081"),
        Some("http://evil.example"),
        Some("http://localhost:8080.evil.example"),
        Some("null"),
        Some(""),
    ];
    for site in sites {
        for origin in origins {
            for request in asked_by(site, origin) {
                let answer = stage.ask(request).await;
                let listed = [ORIGIN, "http://127.0.0.1:8080"];
                let ours = match site {
                    Some("same-origin") => origin.is_none_or(|it| listed.contains(&it)),
                    // An old browser: the origin has to be that of the host, too.
                    None => origin == Some(ORIGIN),
                    Some(_) => false,
                };
                if ours {
                    assert!(answer.status != 403, "{site:?} {origin:?}");
                    stage.sandbox.clear_log();
                } else {
                    assert_eq!(
                        answer.problem(),
                        (403, "cross-origin".into()),
                        "{site:?} {origin:?}"
                    );
                    assert_eq!(stage.arrived(), []);
                }
            }
        }
    }
}

#[tokio::test]
async fn a_doubled_origin_is_nobodys() {
    let stage = Stage::open().await;
    for name in ["origin", "sec-fetch-site"] {
        let mut request = creating(KEY, ADA);
        let value = request.headers()[name].clone();
        request.headers_mut().append(HeaderName::from_static(name), value);
        assert_eq!(stage.ask(request).await.problem(), (403, "cross-origin".into()));
    }
    stage.nothing_arrived();
}

#[tokio::test]
async fn the_header_that_only_our_page_can_set_is_required() {
    let stage = Stage::open().await;
    for value in [None, Some(""), Some("0"), Some("true"), Some("1, 1")] {
        for mut request in asked_by(Some("same-origin"), Some(ORIGIN)) {
            set(&mut request, "x-roosted-form", value);
            assert_eq!(stage.ask(request).await.problem(), (403, "missing-header".into()));
        }
    }
    stage.nothing_arrived();
}

#[tokio::test]
async fn a_body_must_be_declared_as_json() {
    let stage = Stage::open().await;
    for value in [
        None,
        Some(""),
        Some("text/plain"),
        Some("application/x-www-form-urlencoded"),
        Some("multipart/form-data; boundary=x"),
        Some("application/jsonp"),
        Some("application/problem+json"),
        Some("text/plain; application/json"),
        Some("application/json, text/plain"),
    ] {
        for mut request in asked_by(Some("same-origin"), Some(ORIGIN)) {
            set(&mut request, "content-type", value);
            let answer = stage.ask(request).await;
            assert_eq!(answer.problem(), (415, "unsupported-media-type".into()), "{value:?}");
        }
    }
    stage.nothing_arrived();

    let mut request = creating(KEY, ADA);
    set(&mut request, "content-type", Some("Application/JSON;charset=utf-8"));
    assert_eq!(stage.ask(request).await.status, 201);
}

#[tokio::test]
async fn only_our_hosts_are_served() {
    let stage = Stage::open().await;
    for host in ["localhost:8080", "LOCALHOST:8080", "127.0.0.1:8080", "[::1]:8080"] {
        let mut request = get("/api/environment");
        set(&mut request, "host", Some(host));
        assert_eq!(stage.ask(request).await.status, 200, "{host}");
    }
    for host in
        ["localhost", "localhost:8081", "evil.example:8080", "localhost:8080.evil.example", ""]
    {
        for path in ["/api/environment", "/api/clients/uLu8K", "/", "/nothing"] {
            let mut request = get(path);
            set(&mut request, "host", Some(host));
            assert_eq!(stage.ask(request).await.problem(), (421, "wrong-host".into()), "{host}");
        }
    }
    let mut none = creating(KEY, ADA);
    set(&mut none, "host", None);
    assert_eq!(stage.ask(none).await.problem(), (400, "malformed".into()));
    let mut two = creating(KEY, ADA);
    two.headers_mut().append("host", HeaderValue::from_static("localhost:8080"));
    assert_eq!(stage.ask(two).await.problem(), (400, "malformed".into()));
    stage.nothing_arrived();
}

/// The origins that a list makes, read as the program does.
fn listed(list: &str) -> PublicOrigins {
    let folder = crate::stage::page();
    let args = ["roosted-proxy", "--demo", "--public-origin", list, "--static-dir"];
    let args = args.into_iter().chain([folder.path().to_str().unwrap()]);
    let args = <Args as clap::Parser>::try_parse_from(args).unwrap();
    Config::read(&args, None).unwrap().public_origins
}

#[tokio::test]
async fn an_https_deployment_takes_no_http_page() {
    let origins = listed("https://portal.example, https://forms.example:8443");
    let stage = Stage::with(Setup { origins, ..Setup::default() }).await;
    for (host, origin, status) in [
        ("portal.example", "https://portal.example", 201),
        ("portal.example", "http://portal.example", 403),
        ("forms.example:8443", "https://forms.example:8443", 201),
        ("forms.example:8443", "https://forms.example", 403),
    ] {
        for site in [None, Some("same-origin")] {
            let mut request = creating(KEY, ADA);
            set(&mut request, "host", Some(host));
            set(&mut request, "origin", Some(origin));
            set(&mut request, "sec-fetch-site", site);
            assert_eq!(stage.ask(request).await.status, status, "{origin}");
        }
    }
    for (host, status) in
        [("portal.example:443", 200), ("forms.example", 421), (crate::stage::HOST, 421)]
    {
        let mut request = get("/api/environment");
        set(&mut request, "host", Some(host));
        assert_eq!(stage.ask(request).await.status, status, "{host}");
    }
}

#[tokio::test]
async fn every_answer_carries_the_headers() {
    let stage = Stage::open().await;
    let mut wrong = get("/");
    set(&mut wrong, "host", Some("evil.example"));
    for (request, document) in [
        (get("/"), true),
        (get("/index.html"), true),
        (get("/nothing"), false),
        (get("/api/environment"), false),
        (get("/api/nothing"), false),
        (creating(KEY, ADA), false),
        (posting("/api/clients", "{}"), false),
        (wrong, false),
    ] {
        let path = request.uri().path().to_owned();
        let answer = stage.ask(request).await;
        assert_eq!(answer.header("x-content-type-options"), Some("nosniff"));
        assert_eq!(answer.header("cross-origin-resource-policy"), Some("same-origin"));
        assert_eq!(answer.header("referrer-policy"), Some("no-referrer"));
        assert!(answer.header("permissions-policy").unwrap().contains("camera=()"));
        assert_eq!(answer.header("x-request-id").unwrap().len(), 32);
        assert_eq!(answer.header("cache-control") == Some("no-store"), !document, "{path}");
        assert!(answer.headers.keys().all(|it| !it.as_str().starts_with("access-control")));
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
}
