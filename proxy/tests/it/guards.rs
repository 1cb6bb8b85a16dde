//! What is refused before anybody looks at the body.

use axum::body::Body;
use axum::http::{HeaderName, HeaderValue, Request};
use roosted_proxy::config::{Args, Config, PublicOrigins};

use crate::signing_in::every_route;
use crate::stage::{ADA, Answer, KEY, ORIGIN, Setup, Stage, creating, get, posting};

pub(crate) fn set(request: &mut Request<Body>, name: &'static str, value: Option<&str>) {
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
    let (mut let_in, mut before) = (0, (0, 0));
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
                no_cors(&answer);
                if ours {
                    assert!(answer.status != 403, "{site:?} {origin:?}");
                    let_in += 1;
                } else {
                    assert_eq!(
                        answer.problem(),
                        (403, "cross-origin".into()),
                        "{site:?} {origin:?}"
                    );
                    // Each that is let in leaves a client or asks for one; a refusal neither.
                    let seen = (stage.sandbox.log().len(), stage.claimed().await);
                    assert_eq!(seen, before, "{site:?} {origin:?}");
                }
                before = (stage.sandbox.log().len(), stage.claimed().await);
            }
        }
    }
    assert_eq!((let_in, stage.claimed().await), (8, 1));
}

/// Nothing that would let another origin read the answer, or ask in earnest.
#[track_caller]
fn no_cors(answer: &Answer) {
    let mut names = answer.headers.keys().map(HeaderName::as_str);
    assert!(names.all(|it| !it.starts_with("access-control")), "{answer:?}");
}

#[tokio::test]
async fn no_other_origin_is_ever_told_that_it_may_call() {
    let stage = Stage::open().await;
    for origin in [ORIGIN, "http://127.0.0.1:8080", "https://evil.example", "null"] {
        for path in [
            "/api/clients",
            "/api/clients/uLu8K",
            "/api/clients/uLu8K/invite",
            &format!("/api/submissions/{KEY}"),
            "/api/environment",
            "/api/nothing",
            "/",
        ] {
            for method in ["OPTIONS", "GET", "POST"] {
                let request = Request::builder()
                    .method(method)
                    .uri(path)
                    .header("host", crate::stage::HOST)
                    .header("origin", origin)
                    .header("sec-fetch-site", "cross-site")
                    .header("sec-fetch-mode", "cors")
                    .header("access-control-request-method", "POST")
                    .header("access-control-request-headers", "content-type,x-roosted-form")
                    .header("access-control-request-private-network", "true");
                let answer = stage.ask(request.body(Body::empty()).unwrap()).await;

                no_cors(&answer);
                if method == "OPTIONS" {
                    assert!([404, 405].contains(&answer.status.as_u16()), "{path} {answer:?}");
                }
            }
        }
    }
    assert_eq!((stage.posts(), stage.claimed().await), (0, 0));
}

#[tokio::test]
async fn one_thing_that_is_wrong_is_enough_whatever_else_is_right() {
    let stage = Stage::open().await;
    let sites = [Some("same-origin"), Some("cross-site")];
    let origins = [Some(ORIGIN), Some("https://evil.example")];
    let headers = [Some("1"), None];
    let types = [
        Some("application/json"),
        Some("text/plain"),
        Some("application/x-www-form-urlencoded"),
        Some("multipart/form-data; boundary=x"),
        Some(""),
        None,
    ];
    for site in sites {
        for origin in origins {
            for header in headers {
                for media_type in types {
                    let is_ours = (site, origin) == (sites[0], origins[0]);
                    let code = match (is_ours, header, media_type) {
                        (false, _, _) => (403, "cross-origin".to_owned()),
                        (true, None, _) => (403, "missing-header".to_owned()),
                        (true, Some(_), Some("application/json")) => continue,
                        (true, Some(_), _) => (415, "unsupported-media-type".to_owned()),
                    };
                    for mut request in asked_by(site, origin) {
                        set(&mut request, "x-roosted-form", header);
                        set(&mut request, "content-type", media_type);
                        let answer = stage.ask(request).await;
                        no_cors(&answer);
                        assert_eq!(answer.problem(), code, "{site:?} {origin:?} {header:?}");
                    }
                }
            }
        }
    }
    stage.nothing_happened().await;
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
    stage.nothing_happened().await;
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
    stage.nothing_happened().await;
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
    stage.nothing_happened().await;

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
    for mut none in every_route() {
        set(&mut none, "host", None);
        assert_eq!(stage.ask(none).await.problem(), (400, "malformed".into()));
    }
    for second in ["localhost:8080", "evil.example"] {
        for mut two in every_route() {
            two.headers_mut().append("host", HeaderValue::from_static(second));
            assert_eq!(stage.ask(two).await.problem(), (400, "malformed".into()));
        }
    }
    for rebound in ["evil.example", "evil.example:8080", "localhost.evil.example:8080"] {
        for mut request in every_route() {
            // A rebound name is its own origin: all of it fits together, and none of it is ours.
            set(&mut request, "host", Some(rebound));
            set(&mut request, "origin", Some(&format!("http://{rebound}")));
            assert_eq!(stage.ask(request).await.problem(), (421, "wrong-host".into()));
        }
    }
    stage.nothing_happened().await;
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
    for (host, origin) in [
        ("portal.example", "http://portal.example"),
        ("portal.example:443", "http://portal.example"),
        ("portal.example", "http://portal.example:443"),
        ("forms.example:8443", "http://forms.example:8443"),
    ] {
        for site in [None, Some("same-origin")] {
            for mut request in asked_by(site, Some(origin)) {
                set(&mut request, "host", Some(host));
                let answer = stage.ask(request).await;
                assert_eq!(answer.problem(), (403, "cross-origin".into()), "{host} {origin}");
            }
        }
    }
    stage.nothing_happened().await;
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
